"""Types of extraction: candidate sentences, their ranking, what is quoted."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from index.text.sentences import CharSpan
from index.types import Offsets
from rag.english.question import Question
from rag.english.words import Word
from rag.types import Hit

Matrix = NDArray[np.float32]
"""Shape (candidates, features)."""

NONE = -8.0
"""The least score of the answer finder, and that of a sentence that it does not read."""


class Mode(StrEnum):
    """What sentences can be ranked by: each mode has weights and a calibration of its own."""

    WORDS = "words"
    """No encoder: words alone."""
    VECTORS = "vectors"
    """Token vectors of any encoder."""
    FINDER = "finder"
    """Also the answer finder, which knows the vectors of one encoder."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """A text's token vectors (unit rows), their characters, and its words."""

    vectors: NDArray[np.float32]
    offsets: Offsets
    words: tuple[Word, ...]

    def between(self, start: int, end: int) -> NDArray[np.float32]:
        """The vectors of the tokens that begin there."""
        return self.vectors[(self.offsets[:, 0] >= start) & (self.offsets[:, 0] < end)]


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One sentence of one hit. `start` and `end` are offsets into the document's text."""

    hit: int  # position in the hits read
    document: int  # position among the hits of the first one of the same article
    place: int  # position among the sentences of its passage, from 0
    start: int
    end: int
    text: str
    words: tuple[Word, ...]
    tokens: NDArray[np.float32] | None  # one unit row for each token; None without an encoder
    evidence: float = NONE  # log-odds that it answers, by the answer finder
    answer: CharSpan | None = None  # the finder's answer in it, offsets as `start` and `end`


@dataclass(frozen=True, slots=True, eq=False)
class PassageRead:
    """A hit, its article's headline and its words."""

    hit: Hit
    title: str
    words: tuple[Word, ...]
    tokens: Tokens | None = None  # of the passage, for the answer finder


class Fit(IntEnum):
    """How much of a table's row a question names."""

    NOTHING = 0
    ROW = 1
    CELL = 2


@dataclass(frozen=True, slots=True)
class RowMatch:
    """What a question names of a row: stems of its cells, and the cell that answers."""

    fit: Fit
    named: frozenset[str] = frozenset()
    cell: CharSpan | None = None  # offsets into the row


@dataclass(frozen=True, slots=True, eq=False)
class ScoredSentence:
    """A sentence and how well it answers; `probability` sums to 1 over one ranking."""

    candidate: Candidate
    score: float
    probability: float
    row: RowMatch | None = None  # of a table's row


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The sentences, best first, and what they were ranked on."""

    question: Question
    passages: tuple[PassageRead, ...]
    sentences: tuple[ScoredSentence, ...]
    features: Matrix  # one row for each of `sentences`
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedSpan:
    """A stretch of an article; `document.text[start:end] == text`.

    It ends with the sentence that was chosen (from `sentence_start`). What stands before that is
    needed to understand it.
    """

    doc_id: str
    passage_id: str
    start: int
    end: int
    text: str
    score: float
    sentence_start: int
    focus: tuple[int, int] | None = None  # as in `Sentence`


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What the articles say, and how sure it is (0 to 1) that they answer at all.

    `lacks` is the kind asked for, as "a date", when no span holds it.
    """

    spans: tuple[QuotedSpan, ...]
    confidence: float
    lacks: str = ""
