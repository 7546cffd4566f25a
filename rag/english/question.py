"""Question analysis: expected answer type, weighted content words (IDF), parts of a question."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from math import log

from rag.english.grammar import Grammar
from rag.english.overlaps import Taken
from rag.english.words import Word, find_words

DocumentFrequency = Callable[[str], float]
"""The fraction of passages, 0 to 1, that hold a word (as the lexical arm folds it)."""

_LONGEST_CHARS = 4000
PRIOR_PASSAGES = 10
PRIOR_FREQUENCY = 0.01
"""How often a content word of a question stands in a passage of an index that is not about it."""


class AnswerType(StrEnum):
    """The kind of thing that answers."""

    PERSON = "person"
    DATE = "date"
    PLACE = "place"
    NUMBER = "number"
    MONEY = "money"
    DURATION = "duration"
    REASON = "reason"
    MANNER = "manner"
    NAME = "name"
    YES_NO = "yes_no"
    OTHER = "other"


_RE = Grammar("rag.english", "question")


def answer_type(question: str) -> AnswerType:
    """The kind of answer that `question` asks for; OTHER when no rule knows."""
    kinds = _RE.named("kinds").items()
    return next(
        (AnswerType(kind) for kind, pattern in kinds if pattern.search(question)), AnswerType.OTHER
    )


@dataclass(frozen=True)
class Question:
    """A question as the ranker reads it."""

    text: str
    words: tuple[Word, ...]
    answer_type: AnswerType
    weights: dict[str, float]  # content stem -> how much it tells, 0 to about 8

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.words)

    @cached_property
    def content(self) -> tuple[Word, ...]:
        return tuple(word for word in self.words if word.stem in self.weights)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring content stems, function words skipped."""
        stems = [word.stem for word in self.content]
        return frozenset(pairwise(stems))

    @cached_property
    def names(self) -> frozenset[str]:
        """Stems of the numbers and of the names: words in capitals after the first."""
        return frozenset(
            word.stem
            for position, word in enumerate(self.words)
            if word.stem in self.weights
            and (word.is_numeric or (word.is_capitalised and position > 0))
        )


def read_question(text: str, document_frequency: DocumentFrequency) -> Question:
    """Analyse `text`; rare words weigh more (the idf of BM25, in units of natural log)."""
    words = tuple(find_words(text))
    of_articles = Taken(len(text), (m.span() for m in _RE.about_articles.finditer(text)))
    content = [word for word in words if word.is_content]
    telling = [word for word in content if not of_articles.holds(word.start, word.start + 1)]
    kept = telling or content or list(words)
    weights = {word.stem: idf(document_frequency(word.text)) for word in kept}
    return Question(text, words, answer_type(text), weights)


def without_names(question: Question, names: Iterable[str]) -> Question:
    """`question` with those of `names` that it holds taken for words that tell nothing.

    For the particulars of articles: "What did Ann Lee write about the ferry?" asks for the
    ferry. Returns the question itself when no other word tells anything.
    """
    text = question.text[:_LONGEST_CHARS]
    held = [
        name
        for name in dict.fromkeys(names)
        if name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]
    known = frozenset(word.stem for name in held for word in find_words(name))
    weights = {stem: weight for stem, weight in question.weights.items() if stem not in known}
    return replace(question, weights=weights) if weights else question


def idf(frequency: float) -> float:
    """How much a word tells: -ln of the fraction of passages that hold it, at most 8."""
    return min(8.0, -log(max(frequency, 0.000_3)) + 0.1)


def smoothed(frequency: DocumentFrequency, passages: int) -> DocumentFrequency:
    """`frequency` as if `PRIOR_PASSAGES` more passages of ordinary prose had been counted.

    In an index of two passages "one of two" says little about a word; in one of thousands the
    few more change nothing.
    """

    def smooth(word: str) -> float:
        held = frequency(word) * passages + PRIOR_FREQUENCY * PRIOR_PASSAGES
        return held / (passages + PRIOR_PASSAGES)

    return smooth


def split_parts(text: str) -> tuple[str, ...]:
    """The questions that a question joins: "Who founded X and when did Y open?" holds two.

    Returns the text itself when it asks one thing.
    """
    sentences = [part.strip() for part in re.split(r"(?<=\?)\s+", text) if part.strip()]
    pieces = [piece for sentence in sentences for piece in _RE.joined.split(sentence)]
    parts = [piece.strip() for piece in pieces if len(piece.split()) > 1]
    return tuple(parts) if len(parts) > 1 else (text,)
