"""English verbs: inflection and lemmas (lemminflect), as far as rewording a sentence needs them."""

from __future__ import annotations

from functools import cache

from eval.proposing.grammar import read_pairs, word_list

AUXILIARIES = word_list("auxiliaries")
_OFTEN_VERBS = read_pairs("often_verbs").keys()
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
