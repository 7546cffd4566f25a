"""Types of the index: document, passage, filters, sync report; the `Encoder` protocol.

A `Document` is one article as Byline sees it: cleaned text, and what is known about it. A
`Passage` is a stretch of that text, small enough to be encoded. All offsets are half-open
character offsets into `Document.text`, the only text that anything in Byline points into.
"""

from __future__ import annotations

import operator
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field, JsonValue, TypeAdapter
from pydantic.dataclasses import dataclass as checked_dataclass

Vectors: TypeAlias = NDArray[np.float32]
"""float32, shape (n, dimension), rows of length 1: their inner product is the cosine."""

RowIds: TypeAlias = NDArray[np.int64]
"""int64, shape (n,): row ids of passages."""

Offsets: TypeAlias = NDArray[np.int32]
"""int32, shape (n, 2): half-open character offsets, one row for each token."""


def taken(kind: Any, source: object) -> dict[str, Any]:
    """What `source` has of the fields of the dataclass `kind`, by their names."""
    return {f.name: getattr(source, f.name) for f in fields(kind) if hasattr(source, f.name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedLine:
    """What was left out of the text, and why: a line by cleaning, any words by a reader."""

    line: int  # from 1, in the text as the reader gave it; 0: the reader's text never had it
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A headline inside the article; it holds from `start` to the next heading."""

    start: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPage:
    """A page whose words were recognised in a picture (OCR), and how surely: 0 to 100."""

    page: int  # from 1
    confidence: int | None = None  # mean of its words; None when other software recognised them
    unsure: Mapping[str, int] = field(default_factory=dict)  # words that may be misread


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article: its cleaned text and what is known about it.

    `doc_id` is the path relative to the folder, with `/` between its parts, and stays the same
    when the article is edited; for an article inside a container it is `path#item`. `version` is a
    hash of everything that a citation can show.
    """

    doc_id: str
    item: str = ""  # which article of its file; "" when the file is one article
    version: str
    text: str
    title: str
    title_derived: bool = False  # the article has no headline of its own
    uri: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    outlet: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None  # BCP 47, such as "en" or "pt-BR"
    extra: Mapping[str, JsonValue] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    page_starts: tuple[int, ...] = ()  # offset at which each page begins; empty without pages
    # Left out of the record where there are none, so that it is as earlier versions wrote it.
    scans: Annotated[tuple[ScannedPage, ...], Field(exclude_if=operator.not_)] = ()
    removed: tuple[RemovedLine, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The file that holds it, relative to the folder."""
        return self.doc_id.removesuffix(f"#{self.item}") if self.item else self.doc_id

    @property
    def headline(self) -> str | None:
        """The title that the article itself has; None when it was derived."""
        return None if self.title_derived else self.title

    def page_at(self, offset: int) -> int | None:
        """The page, from 1, that holds `offset`; None when the article has no pages."""
        return bisect_right(self.page_starts, offset) or None


DOCUMENT_JSON = TypeAdapter(Document)
"""The one way of a document to JSON and back: into the store, and out of the reading process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a document; `document.text[start:end] == text`."""

    passage_id: str
    doc_id: str
    start: int
    end: int
    text: str
    heading: str | None = None

    @classmethod
    def of(cls, doc_id: str, text: str, start: int, end: int, heading: str | None) -> Passage:
        """The passage from `start` to `end` of a document whose whole text is `text`."""
        return cls(
            passage_id=f"{doc_id}#{start}-{end}",
            doc_id=doc_id,
            start=start,
            end=end,
            text=text[start:end],
            heading=heading,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a passage's article must be; empty means everything.

    Values of one field are alternatives, and fields are joined by "and". Names are compared
    without regard to case. An undated article never matches a date range.
    """

    published_from: date | None = None  # inclusive
    published_to: date | None = None  # inclusive
    authors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    doc_ids: tuple[str, ...] = ()
    excluded_doc_ids: tuple[str, ...] = ()  # none of these, whatever else they are

    def __bool__(self) -> bool:
        return self != Filters()


class FileStatus(StrEnum):
    """What a sync did with one file; every file that it saw has exactly one of these."""

    ADDED = "added"
    CHANGED = "changed"
    RENAMED = "renamed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """What became of one file, or of one article in it; `reason` says why, or of what it is a copy.

    `path` is that of the file or the `doc_id` of the article. The articles of a file that are as
    they were share one outcome, which counts for each of them.
    """

    path: str
    status: FileStatus
    reason: str = ""
    count: int = 1
    passing: bool = False  # by no fault of its content: what was indexed of it stays


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """An article's file, as it was when the folder was looked through.

    `doc_id` is its path relative to the folder with `/` between its parts, in Unicode's composed
    form (NFC), so that a folder copied from another system keeps its names. Bytes that are no
    UTF-8 stand as `\\xNN`. Times are nanoseconds since 1970.
    """

    doc_id: str
    path: Path  # where to open it
    size_bytes: int
    modified_ns: int  # when its content was last written
    changed_ns: int  # when its content or its entry changed (ctime; on Windows its creation)
    inode: int  # the file system's number for it, which stays when the file is renamed


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """One file as it was."""

    path: str  # relative to the folder
    stamp: str = ""  # size, times and inode: equal means unchanged; "" when that cannot be told
    sha256: str = ""  # of its content; "" when it was never read
    status: FileStatus  # what the sync that read it did with it
    reason: str = ""  # why, or of what it is a copy
    recipe: str = ""  # what made its documents
    passing: bool = False  # it failed by no fault of its content: its documents stay
    documents: int = 0  # how many of its articles are in the index
    pending: int = 0  # how many of these are not published yet


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """One article of a file as it was; `document` is a row id, None when it has no document."""

    path: str
    item: str  # its key; "" when the file is one article
    status: FileStatus
    reason: str = ""
    recipe: str = ""
    version: str = ""
    document: int | None = None
    doc_id: str = ""  # of the document
    checksum: bytes = b""  # of the document


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncProgress:
    """How far a sync is; `articles_done` counts those that were looked at inside the files."""

    files_done: int
    files_total: int
    passages_encoded: int
    doing: str
    articles_done: int = 0


@checked_dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class SyncReport:
    """What a sync did.

    The counts of `outcomes` add up to what was seen: the files, but of a container its articles
    in its place.
    """

    outcomes: tuple[FileOutcome, ...]
    removed: tuple[str, ...]
    passages_encoded: int
    generation: int
    seconds: float
    interrupted: bool = False
    lexical_only: bool = False
    near_duplicates: int = 0  # pairs of articles, found by this sync, that tell one story

    @property
    def counts(self) -> dict[str, int]:
        """How many have each status, zeros included."""
        found: Counter[str] = Counter()
        for outcome in self.outcomes:
            found[outcome.status] += outcome.count
        return {status.value: found[status] for status in FileStatus}

    @property
    def passing(self) -> tuple[FileOutcome, ...]:
        """What failed by no fault of its content, and may be read by the next sync."""
        return tuple(outcome for outcome in self.outcomes if outcome.passing)

    @property
    def seen(self) -> int:
        """How many files and articles in files the sync saw."""
        return sum(outcome.count for outcome in self.outcomes)


class Encoder(Protocol):
    """Turns text into vectors. The same text always gives the same vector."""

    @property
    def name(self) -> str:
        """What the user calls the model: a hub name or a folder."""
        ...

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides a vector: weights, pooling, length, precision."""
        ...

    @property
    def dimension(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are encoded, special tokens included."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included, without a limit."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[Vectors, Offsets]]:
        """For each text, a unit vector for each token (special tokens left out) and its place."""
        ...
