"""Types of an answer: options, hits, citations, sentences; the `LanguageModel` protocol."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib import import_module
from typing import Annotated, Any, Protocol

from pydantic import Field
from typing_extensions import TypedDict

from index.errors import ModelError as ModelError
from index.types import Filters as Filters
from index.types import Passage

LONGEST_QUESTION_CHARS = 2000

HITS = 20
MOST_HITS = 10_000

MAX_SENTENCES = 4

MOST_UNSURE = 2
"""Sentences of an answer that may be none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that was found, and how each arm saw it.

    `score` is the fused score, higher is better, comparable only within one search. An arm's
    rank is None when the arm did not find the passage by itself; its score is exact all the same,
    and is None only when the arm was not there (no encoder).
    """

    passage: Passage
    score: float
    rank: int  # from 1
    dense_score: float | None = None  # cosine, -1 to 1
    dense_rank: int | None = None
    lexical_score: float | None = None  # BM25, 0 or more
    lexical_rank: int | None = None
    also_in: tuple[str, ...] = ()  # doc_ids of near-duplicates that this hit stands for


class OnUnsupported(StrEnum):
    """What becomes of a sentence that no passage bears out."""

    FLAG = "flag"
    DROP = "drop"


class SupportLevel(StrEnum):
    """How far the cited passage bears a sentence out."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """The verdict on one sentence, with its reasons in plain words."""

    level: SupportLevel
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a sentence comes from; `document.text[start:end] == quote` in that version.

    Everything here is copied from the store, never from a language model.
    """

    marker: int  # the n of [n]; from 1, one passage keeps one number
    doc_id: str
    version: str
    passage_id: str
    start: int
    end: int
    quote: str
    title: str
    title_derived: bool = False
    authors: tuple[str, ...] = ()
    published: date | None = None
    outlet: str | None = None
    uri: str | None = None
    page: int | None = None
    scanned: bool = False  # the words were recognised in a picture of the page
    scan_confidence: int | None = None  # percent, of the least sure word; None when not known
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer, without its markers."""

    text: str
    citations: tuple[Citation, ...]
    support: Support
    repaired: bool = False  # the model cited nothing, or another passage than this
    focus: tuple[int, int] | None = None  # where in `text` the answer stands; half open


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two articles that make one claim with different figures; the earlier one first.

    `figures` are written as in the quotations of `citations`, in the same order. Undated articles
    come last.
    """

    figures: tuple[str, str]
    citations: tuple[Citation, Citation]


class AnswerStatus(StrEnum):
    """Whether the articles answered the question.

    UNSURE: they may not; the sentences are the nearest that they come.
    """

    ANSWERED = "answered"
    UNSURE = "unsure"
    NOT_IN_ARTICLES = "not_in_articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An earlier question of the conversation, what was answered, and the articles it cited."""

    question: str
    answer: str = ""
    doc_ids: tuple[str, ...] = ()


class AskOptions(TypedDict, total=False):
    """How a question is asked; everything may be left out.

    filters: only articles that these let through; one name alone is taken for a tuple of it, and
        a day may be written as "2024-03-05".
    history: earlier turns, oldest first.
    max_sentences: at most so many quotations, 1 to 4.
    only_needed: False quotes `max_sentences` also where the question needs fewer: for measuring.
    refuse: False gives sentences however low the confidence: for measuring, not for readers.
    hits: how many passages are looked at, 1 to 10,000; an overview looks at more.
    reads_filters: False takes no date, author, outlet or section out of the question.
    chronological: an overview is told by the articles' dates.
    today: what "last week" counts from; the system's date when left out.
    """

    filters: Filters
    history: Sequence[Turn]
    max_sentences: Annotated[int, Field(ge=1, le=MAX_SENTENCES)]
    only_needed: bool
    refuse: bool
    hits: Annotated[int, Field(ge=1, le=MOST_HITS)]
    reads_filters: bool
    chronological: bool
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was asked, what the articles say, and how sure that is.

    `confidence` is the calibrated probability, 0 to 1, that the articles answer the question.
    `searched` is what was searched for, when that is more than the question itself. `read_filters`
    is the part of `filters` that was read out of the question's words. `understood` says how a
    question about the articles themselves was read ("" for any other): its sentences are about
    the articles that they cite, in words of Byline's own. Two answers are equal when
    they are so but for `timings`.
    """

    question: str
    standalone_question: str
    filters: Filters
    sentences: tuple[Sentence, ...]
    hits: tuple[Hit, ...]
    status: AnswerStatus
    confidence: float
    model: str | None = None  # None: the sentences are quotations
    notices: tuple[str, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict, compare=False)  # seconds
    generation: int = 0
    searched: tuple[str, ...] = ()
    read_filters: Filters = field(default_factory=Filters)
    complete: bool = True  # False while a model still writes
    disagreements: tuple[Disagreement, ...] = ()
    lacks: str = ""  # what was asked for and no quotation gives, as "a date"
    understood: str = ""

    @property
    def is_quoted(self) -> bool:
        """Whether the sentences are the articles' own."""
        return self.model is None and all(
            any(citation.quote == sentence.text for citation in sentence.citations)
            for sentence in self.sentences
        )

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation in the order of first use, one for each place cited.

        Those of sentences come first, then what else disagreements name.
        """
        told = [sentence.citations for sentence in self.sentences]
        told += [disagreement.citations for disagreement in self.disagreements]
        return tuple(dict.fromkeys(citation for citations in told for citation in citations))

    def __str__(self) -> str:
        """The answer as one reads it: sentences with markers, then the sources."""
        return str(_exports("plain").to_plain(self))

    def _repr_markdown_(self) -> str:
        """What a notebook shows."""
        page = _exports("view_model").build_page([self])
        return str(_exports("write").to_markdown(page))

    @property
    def turn(self) -> Turn:
        """Question and answer, without markers, as the history of the next question."""
        said = " ".join(sentence.text for sentence in self.sentences)
        cited = dict.fromkeys(citation.doc_id for citation in self.citations)
        return Turn(question=self.question, answer=said, doc_ids=tuple(cited))

    @property
    def text(self) -> str:
        """The sentences with their markers, as one paragraph."""
        return " ".join(
            " ".join([s.text, "".join(f"[{c.marker}]" for c in s.citations)]).strip()
            for s in self.sentences
        )


def _exports(module: str) -> Any:
    """Loaded when an answer is shown: what writes answers imports this module."""
    return import_module(f"rag.export.{module}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedReply:
    """A reply's sentences, and what was done to it.

    `sentences` is empty when nothing was written or all of it was dropped: the articles then
    do not answer as far as the model could show.
    """

    sentences: tuple[Sentence, ...]
    notices: tuple[str, ...] = ()
    unknown_markers: int = 0
    repaired: int = 0
    dropped: int = 0


class LanguageModel(Protocol):
    """Completes a chat."""

    @property
    def name(self) -> str: ...

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        """The reply to `messages`, each a role and a content, piece by piece.

        Ends only when the reply is complete. Closing the iterator stops the model.

        Raises:
            ModelError: the model failed, before the first piece or at any later one.
        """
        ...


class Retriever(Protocol):
    """Finds passages of the index."""

    def retrieve(self, question: str, *, k: int, filters: Filters) -> Sequence[Hit]:
        """At most `k` hits of articles that `filters` let through, best first, ranks from 1.

        Their passages are those of the index as it is now, `Snapshot.passages` gives them.
        """
        ...


class Checker(Protocol):
    """Is fed a reply piece by piece and checks its sentences; see `ReplyChecker`."""

    def feed(self, piece: str) -> Sequence[Sentence]:
        """Read on; returns the sentences that became complete and are kept."""
        ...

    def end(self) -> Sequence[Sentence]:
        """The reply is over: the sentences that are left."""
        ...

    def result(self) -> CheckedReply:
        """All that was given out so far, with notices for the reader."""
        ...
