"""Types of evaluation: collection, query, gold facts, run, outcome of a query, measure summary.

A `Collection` is a corpus with queries whose right answers are known. A `Run` is what one setting
of Byline made of a collection: for each query an `Outcome`, and for each measure a
`MeasureSummary`. Runs are kept on disk and read by other programs: pydantic models.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from index.settings import IndexSettings
from index.types import Filters
from rag.search.types import CANDIDATES, LATE_WEIGHT, LEXICAL_WEIGHT
from rag.types import HITS, MAX_SENTENCES, Turn


class Saved(BaseModel):
    """A value that is kept on disk or printed as JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldSentence(Saved):
    """A whole sentence, verbatim, of one document; `document.text[start:end] == quote`."""

    doc_id: str = Field(min_length=1)
    quote: str = Field(min_length=1)
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _offsets_fit(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end go together")
        if self.start is not None and self.end != self.start + len(self.quote):
            raise ValueError(f"start {self.start} and end {self.end} do not fit the quote's length")
        return self


class Fact(Saved):
    """One thing that an answer must hold: any of `sentences`, and any of `answers` in its text."""

    sentences: tuple[GoldSentence, ...] = Field(min_length=1)
    answers: tuple[str, ...] = ()  # acceptable short answers; empty when there is no short one


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusDocument:
    """An article of a collection that does not come as a folder of files."""

    doc_id: str  # the collection's own name for it: any text
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question and what is known about its answer; what is not known is empty or None.

    `qrels` grades whole documents. A fact is found when any one of its sentences is; an answer
    needs all facts. Documents are named as the collection names them. `answers` are short answers,
    any one of which will do, where no sentence is known.
    `wrong` are sentences that somebody said do not answer this question.
    """

    query_id: str
    text: str
    qrels: Mapping[str, int] = field(default_factory=dict)  # doc_id -> grade; relevant from 1
    facts: tuple[Fact, ...] = ()
    answers: tuple[str, ...] = ()
    answerable: bool | None = None
    filters: Filters = field(default_factory=Filters)
    turns: tuple[Turn, ...] = ()
    kind: str = ""  # a group of queries that reports show apart
    wrong: tuple[GoldSentence, ...] = ()


class Corpus(Protocol):
    """The articles of a collection."""

    @property
    def folder(self) -> Path | None:
        """Where they lie as files; None when `write` has to make the files first."""

    @property
    def digest(self) -> str:
        """SHA-256 of what the articles are, whatever code reads them."""

    def write(self, folder: Path) -> None:
        """Make `folder`, which does not exist, hold the articles as files."""

    def doc_id_of(self, file_id: str, /) -> str:
        """The collection's name for the document that the index calls `file_id`."""

    def file_id_of(self, doc_id: str, /) -> str:
        """What the index calls the collection's `doc_id`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A corpus and queries with known answers.

    `read_queries` streams; it raises `UsageError` naming file and line where a query is malformed.
    `digest` covers queries and judgements, not the corpus: both together say what was measured.
    """

    name: str
    digest: str
    read_queries: Callable[[], Iterator[Query]]
    corpus: Corpus | None = None  # None: whatever index the user names
    checks_gold: bool = False  # gold sentences that are not in their document are an error

    def queries(self) -> Iterator[Query]:
        """The queries, in the order of the collection."""
        return self.read_queries()


class RunSettings(Saved):
    """Everything of Byline that a run may change; the defaults are the shipped ones.

    Read and written as one flat table: `encoder` and `index.encoder` are the same setting there,
    as in runs that were saved when `index` was not one value.
    """

    index: IndexSettings = IndexSettings()
    """What the index is made with; of an index that is there already, what it was made with."""
    lexical_weight: float = Field(default=LEXICAL_WEIGHT, ge=0, le=1)
    late_weight: float = Field(default=LATE_WEIGHT, ge=0, le=100)
    candidates: int = Field(default=CANDIDATES, ge=1, le=10_000)
    depth: int = Field(default=20, ge=1, le=1000)
    """How many hits of each query are kept and measured."""
    answers: bool | None = None
    """Whether answers are written and measured; None: when the collection can judge them."""
    hits: int = Field(default=HITS, ge=1, le=100)
    """How many hits the answer is written from."""
    max_sentences: int = Field(default=MAX_SENTENCES, ge=1, le=4)

    @model_validator(mode="before")
    @classmethod
    def _lift(cls, values: object) -> object:
        if not isinstance(values, Mapping):
            return values
        bare = {name: str(name).removeprefix(_INDEX) for name in values}
        flat = {bare[n]: value for n, value in values.items() if bare[n] in _INDEX_SETTINGS}
        others = {n: value for n, value in values.items() if bare[n] not in _INDEX_SETTINGS}
        index = others.pop("index", {})
        if isinstance(index, IndexSettings):
            index = index.model_dump()
        return {**others, "index": {**index, **flat} if isinstance(index, Mapping) else index}

    @model_serializer(mode="wrap")
    def _flat(self, write: SerializerFunctionWrapHandler) -> dict[str, object]:
        values = write(self)
        return {**values.pop("index", {}), **values}


_INDEX = "index."
_INDEX_SETTINGS = frozenset(IndexSettings.model_fields)


class DocumentSpan(Saved):
    """A stretch of a document, half-open characters."""

    doc_id: str
    start: int
    end: int


class RetrievedPassage(DocumentSpan):
    """A hit; `doc_id` is the collection's. `excerpt` is its beginning, for readers of reports.

    `also_in` are near-duplicates that say the same and are shown with it.
    """

    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None
    also_in: tuple[str, ...] = ()
    excerpt: str = ""

    @property
    def passage_id(self) -> str:
        """Different for every passage of a collection."""
        return f"{self.doc_id}#{self.start}-{self.end}"


class GoldFact(Saved):
    """One thing that an answer must hold: any of `places`, and any of `answers` in its text."""

    places: tuple[DocumentSpan, ...]
    quotes: tuple[str, ...]  # one for each place
    answers: tuple[str, ...] = ()


class CitedSpan(DocumentSpan):
    """What a citation points to; `exact`: its quote equals the stored text there."""

    marker: int
    exact: bool


class AnsweredSentence(Saved):
    """A sentence of an answer."""

    text: str
    citations: tuple[CitedSpan, ...]
    support: str


class AnswerOutcome(Saved):
    """What Byline would have answered; `refused`: it would have said that the articles do not say.

    The sentences are there also when it refused: what it would have said if it must. `unsure`: it
    would have shown them as the nearest to an answer that the articles come.
    """

    sentences: tuple[AnsweredSentence, ...]
    confidence: float
    refused: bool
    unsure: bool = False
    model: str | None = None
    mark: float | None = None  # of a judge, 0 to 1


class Outcome(Saved):
    """One query of a run. `values` holds every measure that applies to this query, by name."""

    query_id: str
    text: str
    kind: str = ""
    answerable: bool | None = None
    qrels: dict[str, int] = {}
    gold: tuple[GoldFact, ...] = ()
    answers: tuple[str, ...] = ()  # as in `Query`
    wrong: tuple[DocumentSpan, ...] = ()
    unlocated: int = 0  # gold sentences that are not in the indexed text
    retrieved: tuple[RetrievedPassage, ...] = ()
    answer: AnswerOutcome | None = None
    latency_s: float = 0.0
    values: dict[str, float] = {}


class MeasureSummary(Saved):
    """A measure over a run: its value and a 95 % bootstrap interval over `queries` queries.

    `low` and `high` are None where resampling says nothing (one query, or all alike).
    """

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    queries: int
    higher_is_better: bool = True


class CollectionInfo(Saved):
    """What was measured; runs can be compared when both digests are the same."""

    name: str
    digest: str
    corpus_digest: str
    documents: int
    queries: int


class CodeInfo(Saved):
    """Which Byline made a run: its version, and a SHA-256 of its source."""

    version: str
    digest: str


class RunParts(Saved):
    """What is known of a run before its first query is asked."""

    label: str = ""  # what the user calls this setting
    collection: CollectionInfo
    settings: RunSettings
    fingerprint: str  # SHA-256 of settings, encoder and model: what could change a value
    encoder: str = ""  # fingerprint; "" without one
    model: str | None = None
    judge: str | None = None  # the language model that gave marks


class RunInfo(RunParts):
    """All of a run but its outcomes."""

    format: int = 1
    name: str
    created: datetime
    code: CodeInfo
    missing: int = 0  # queries without any hit: they score 0 and count
    unlocated: int = 0
    measures: tuple[MeasureSummary, ...] = ()
    baselines: dict[
        str, dict[str, float]
    ] = {}  # "always refuse", "never refuse" -> measure -> value
    seconds: float = 0.0

    def measure(self, name: str) -> MeasureSummary | None:
        """The summary of a measure; None when this run has no such measure."""
        return next((m for m in self.measures if m.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A saved run; the outcomes stay on disk until they are asked for."""

    info: RunInfo
    folder: Path
    read_outcomes: Callable[[], Iterable[Outcome]]

    def outcomes(self) -> Iterator[Outcome]:
        """One outcome for each query, in the order of the collection."""
        return iter(self.read_outcomes())

    def values(self, measure: str) -> dict[str, float]:
        """Query id -> value of a measure; queries that it does not apply to are left out."""
        return {o.query_id: o.values[measure] for o in self.outcomes() if measure in o.values}
