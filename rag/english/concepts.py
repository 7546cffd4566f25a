"""Synonyms in what reports measure and count: "the blast" and "the explosion"."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from rag.english.grammar import Grammar
from rag.english.words import Word, stem

_RE = Grammar("rag.english", "concepts")
_PHRASES = {
    ("went", "up"): stem("rise"),
    ("went", "down"): "fall",
    ("went", "on"): "last",
    ("went", "for"): "sell",
    ("took", "part"): "attend",
}
_concept_of = {stem(word): stem(line[0]) for line in _RE.word_lines("concepts") for word in line}


def _concepts(name: str) -> frozenset[str]:
    return frozenset(_concept_of.get(stem(word), stem(word)) for word in _RE.word_list(name))


SAYS_LITTLE = frozenset(stem(word) for word in _RE.word_list("says_little"))
"""Stems that add nothing to what a figure is of."""

WHO_COMES = frozenset({"attend", stem("people"), stem("person")})
"""What is counted may be such a word, or the verb: "31 arrests", "arrested 23 people"."""

UNNAMED = frozenset(stem(word) for word in _RE.word_list("unnamed"))
"""Of a person without a name, nobody can say that it is the same one."""

OF_MANY = _concepts("of_many")
"""Institutions: "the school" is another one in the next article."""

DAILY = _concepts("daily")
"""What is measured or played again and again, and has one value a day."""

HAPPENS_ONCE = _concepts("happens_once")
"""What has one date, so that two dates of it cannot both be right."""


def find_concepts(words: Sequence[Word]) -> Iterator[str]:
    """The concept of each word that carries meaning; a word without synonyms is its own."""
    for word, following in zip_longest(words, words[1:]):
        pair = (word.text.lower(), following.text.lower() if following else "")
        if pair in _PHRASES:
            yield _PHRASES[pair]
        elif word.is_content and len(word.text) > 1:
            yield to_concept(word.stem)


def to_concept(written: str) -> str:
    """The name of the concept that a stem belongs to."""
    return _concept_of.get(written, written)


def without_fillers(concepts: Iterable[str]) -> frozenset[str]:
    """The concepts that say what a figure is of."""
    return frozenset(concepts) - SAYS_LITTLE
