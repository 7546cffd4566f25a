"""Question analysis: expected answer type, weighted content words (IDF), parts of a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from math import log

from rag.english.words import Word, find_words

DocumentFrequency = Callable[[str], float]
"""The fraction of passages, 0 to 1, that hold a word (as the lexical arm folds it)."""

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


_WHAT = r"\b(?:what|which|what's)\s+(?:\w+\s+){0,2}?"
_RULES_AS_WRITTEN: tuple[tuple[AnswerType, str, str], ...] = (
    # kind, opening words, nouns that may follow "what" or "which"
    (
        AnswerType.MONEY,
        r"\bhow much (?:money|did .* (?:cost|pay|earn))",
        "price|cost|fee|salary|budget|amount of money",
    ),
    (AnswerType.DURATION, r"\bhow long\b", "duration|length of time"),
    (
        AnswerType.DATE,
        r"\bwhen\b",
        "year|years|date|dates|day|days|month|decade|century|centuries|era|time period",
    ),
    (
        AnswerType.NUMBER,
        r"\bhow (?:many|much|old|far|tall|large|big|high|deep|fast|often|wide)\b",
        "number|percent|percentage|proportion|fraction|population|temperature|age|rate|size"
        "|distance|height|score",
    ),
    (
        AnswerType.PERSON,
        r"\b(?:who|whom|whose)\b",
        "person|king|queen|president|scientist|author|leader|man|woman|emperor|player|actor"
        "|singer|general|architect|minister|mayor|coach",
    ),
    (
        AnswerType.PLACE,
        r"\bwhere\b",
        "city|country|state|place|town|county|region|river|island|continent|location|province"
        "|street|nation|area",
    ),
    (
        AnswerType.REASON,
        r"\bwhy\b|\bhow come\b|\bwhat .*\bfor\?*$|\bcaused?\b",
        "reason|reasons|cause|causes|purpose|purposes",
    ),
    (
        AnswerType.NAME,
        r"\bnamed?\b|\bcalled\b",
        "company|organization|university|school|team|group|law|treaty|act|war|battle|book|album"
        "|song|language|religion|newspaper|museum|building|station|airline|title|term",
    ),
    (AnswerType.MANNER, r"\bhow\b", ""),
    (AnswerType.OTHER, r"\b(?:what|which)\b", ""),
    (
        AnswerType.YES_NO,
        r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b",
        "",
    ),
)
_RULES = tuple(
    (kind, re.compile(f"{opening}|{_WHAT}(?:{nouns})\\b" if nouns else opening, re.IGNORECASE))
    for kind, opening, nouns in _RULES_AS_WRITTEN
)


_ABOUT_ARTICLES = re.compile(
    r"\b(?:say|says|said|tell|tells|told|write|writes|written|wrote|report|reports|reported"
    r"|publish|published|describe|described|mentioned)\s+(?:about|on|since|before|after|in)\b"
    r"|\b(?:articles?|stories|reports|pieces)\s+(?:say|tell|describe|mention|report|from|by|in"
    r"|about|published|written)\b"
    r"|\bin the (?:\w+ ){1,3}section\b",
    re.IGNORECASE,
)
"""Where a question speaks of the articles themselves."""


def answer_type(question: str) -> AnswerType:
    """The kind of answer that `question` asks for; OTHER when no rule knows."""
    for kind, pattern in _RULES:
        if pattern.search(question):
            return kind
    return AnswerType.OTHER


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
    spans = [match.span() for match in _ABOUT_ARTICLES.finditer(text)]
    content = [word for word in words if word.is_content]
    telling = [w for w in content if not any(start <= w.start < end for start, end in spans)]
    kept = telling or content or list(words)
    weights = {word.stem: idf(document_frequency(word.text)) for word in kept}
    return Question(text, words, answer_type(text), weights)


def without_names(question: Question, names: Iterable[str]) -> Question:
    """`question` with those of `names` that it holds taken for words that tell nothing.

    For the particulars of articles: "What did Ann Lee write about the ferry?" asks for the
    ferry. Returns the question itself when no other word tells anything.
    """
    held = [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", question.text)]
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
    parts = [piece for sentence in sentences for piece in _split_joined(sentence)]
    return tuple(parts) if len(parts) > 1 else (text,)


_JOINED = re.compile(
    r",?\s+and\s+(?=(?:(?:in|on|at|by|for|to|from|of|with)\s+)?"
    r"(?:who|whom|whose|when|where|why|how|what|which)\b)",
    re.IGNORECASE,
)


def _split_joined(sentence: str) -> list[str]:
    return [piece.strip() for piece in _JOINED.split(sentence) if len(piece.split()) > 1]
