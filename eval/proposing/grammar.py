"""Grammar of question generation: patterns of `grammar.toml`, lists of `words`, forms of verbs."""

from functools import cache
from pathlib import Path
from typing import Any

from rag.english.grammar import Grammar, read_tables
from rag.english.number_words import SCALES, SMALL, TENS
from rag.english.quantities import DIGITS, HEDGE

_SPELLED = "|".join([*list(SMALL)[2:], *TENS])  # from two on
_NUMBER = rf"(?:(?:{DIGITS}|{_SPELLED})(?:\s(?:{'|'.join(SCALES)}))?)"
TABLES: dict[str, Any] = read_tables("eval.proposing")
RE = Grammar("eval.proposing", "patterns", digits=DIGITS, hedge=HEDGE, number=_NUMBER)
WORDS = Grammar("eval.proposing", "words")


def read_pairs(name: str) -> dict[str, str]:
    """The first word of each line -> the others; a line that begins with "#" is a comment."""
    path = Path(__file__).parent / "words" / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" ") for line in lines if not line.startswith("#"))
    return {word: others for word, _, others in pairs}


AUXILIARIES = WORDS.word_list("auxiliaries")
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


def form_of(base: str, tag: str) -> str:
    """A form of a verb by its tag of the Penn Treebank: "take", VBD -> "took", VBN -> "taken"."""
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
