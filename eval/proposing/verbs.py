"""English verbs: inflection and lemmas (lemminflect), as far as rewording a sentence needs them."""

from __future__ import annotations

from functools import cache

from eval.proposing.word_sets import word_set

AUXILIARIES = word_set(
    "is are was were will would can could may might must should shall has have had did does do"
)
_OFTEN_VERBS = word_set("""
abandon address advance affect aim amount arrest attack attempt award ban base bear beat bend
benefit bind bite blame block blow break breed build burn buy call cast catch cause challenge
change charge claim clean close collapse collect combine conduct construct control convert cook
cost count cover crash cross cut damage date deal decline decrease defeat delay demand design
die dig display double draw drink drive drop elect end estimate export express face fail fall
favor favour feed feel fight fill finance find finish fire flood flow fly force form freeze
function fund gain gather give go grant guarantee handle help hide hit hold host hurt implement
import increase influence issue join judge jump keep kill lack land last launch lay lead leave
lie lift light limit link list look love make mark mean measure meet monitor move murder name
need note notice object offer order pass pay permit place plan plant play point praise present
preserve print produce promise protest pull purchase push quit raise rank reach read record
refuse regard reject release repair repeat report request rescue result return review ride ring
rise rule run sail save say score search see sell serve set shake share shed shift shine ship
shoot show shrink sign signal sink sleep smell sound speak split spread stage stand start state
stay steal stick stop store strike struggle study supply support surrender suspect sweep swim
take talk target tear test think throw touch trace trade train transfer transform transport
travel treat try turn urge use value view visit vote wait wake walk want wash watch wear welcome
win work
""")
"""Verbs, though the same word is a noun too: "plans" and "cut" are taken for their forms."""


def base_of_past(word: str) -> str | None:
    """The base form of a simple past ("took" -> "take"); None for what is no past of a verb."""
    bases = _bases(word, "VBD")
    if word.endswith("ed"):
        return bases[0] if bases else None
    return next((b for b in bases if b in _OFTEN_VERBS or not _lemmas(word, "NOUN")), None)


def base_of_present(word: str) -> str | None:
    """The base form of a third person ("takes" -> "take"); None for what may be a plural."""
    bases = _bases(word, "VBZ")
    return next((b for b in bases if b in _OFTEN_VERBS or not _lemmas(b, "NOUN")), None)


def base_of_participle(word: str) -> str | None:
    """The base form of a past participle ("taken" -> "take"); None for what is none."""
    return next(iter(_bases(word, "VBN")), None)


def is_participle(word: str) -> bool:
    """Whether `word` can follow "has" or "was"."""
    return bool(_bases(word, "VBN")) or (word.endswith("ed") and len(word) > 4)


def past_of(base: str) -> str:
    """The simple past: "take" -> "took"."""
    return _form(base, "VBD")


def participle_of(base: str) -> str:
    """The past participle: "take" -> "taken"."""
    return _form(base, "VBN")


def third_person_of(base: str) -> str:
    """The third person of the present: "take" -> "takes"."""
    return _form(base, "VBZ")


def _form(base: str, tag: str) -> str:
    return next(iter(_forms(base, tag)), base)


def _bases(word: str, tag: str) -> tuple[str, ...]:
    """The verbs that `word` is a form of by a tag of the Penn Treebank."""
    return tuple(base for base in _lemmas(word, "VERB") if word in _forms(base, tag))


@cache
def _forms(base: str, tag: str) -> tuple[str, ...]:
    """As the dictionary has them: words that it lacks would be guessed by a pickled model."""
    from lemminflect import getInflection

    return tuple(getInflection(base, tag, inflect_oov=False))


@cache
def _lemmas(word: str, part_of_speech: str) -> tuple[str, ...]:
    from lemminflect import getLemma

    return tuple(getLemma(word, part_of_speech, lemmatize_oov=False))
