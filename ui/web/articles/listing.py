"""The article list: searched, sorted, paginated. Fast for 20,000 of them."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from index.errors import NoIndexError
from index.readers.kinds import READ_SUFFIXES
from ui.web.articles.names import LARGEST_FILE_BYTES
from ui.web.articles.removing import removed_files
from ui.web.articles.rows import (
    FileRow,
    RowStatus,
    article_rows,
    folded,
    other_rows,
    searched_text,
)
from ui.web.library.library import Library

PAGE_ROWS = 50
NEWS_EVERY_S = 600.0  # what is new grows old


class Show(StrEnum):
    """Which files are listed."""

    ALL = "all"  # but for the removed ones
    ARTICLES = "articles"
    FAILED = "failed"
    SKIPPED = "skipped"
    DUPLICATES = "duplicates"
    WARNINGS = "warnings"
    NEAR = "near"  # articles that tell the same story as another
    NEW = "new"
    REMOVED = "removed"


class Sort(StrEnum):
    """By what the list is sorted; what has no such value comes last both ways."""

    TITLE = "title"
    DATE = "date"
    OUTLET = "outlet"
    PATH = "path"
    STATUS = "status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for. Every word of `search` must occur; `page` counts from 1."""

    search: str = ""
    show: Show = Show.ALL
    sort: Sort = Sort.TITLE
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Which files are taken in."""

    suffixes: tuple[str, ...] = tuple(READ_SUFFIXES)
    largest_bytes: int = LARGEST_FILE_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesPage:
    """One page of what was found; `counts` are of the whole folder, whatever is searched.

    A route adds where things lie and, if there is one, the `problem` with the index.
    """

    articles: tuple[FileRow, ...] = ()
    page: int = 1
    pages: int = 1
    found: int = 0
    passages: int = 0
    counts: dict[Show, int] = field(default_factory=lambda: dict.fromkeys(Show, 0))
    folder: str = ""
    index_path: str = ""
    problem: str = ""
    limits: Limits = Limits()


@dataclass(slots=True)
class _Contents:
    """The files of one generation, and what was made of them."""

    key: tuple[object, ...]
    rows: list[FileRow]
    passages: int
    counts: dict[Show, int]
    texts: dict[str, str] = field(default_factory=dict)  # path -> what is searched
    ordered: dict[tuple[Sort, bool], list[FileRow]] = field(default_factory=dict)


class Listing:
    """Lists the articles of a library, and those that lie in `away` since they were removed.

    It remembers what it made of the newest generation.
    """

    def __init__(self, library: Library, away: Path) -> None:
        self._library, self._away = library, away
        self._newest = _contents_of((), [], 0)
        self._lock = threading.Lock()

    def page(self, wanted: Wanted) -> ArticlesPage:
        """The page that is wanted, or the last one there is; raises `StoreError`."""
        contents = self._newest_contents()
        removed = [
            FileRow(path=path, status=RowStatus.REMOVED) for path in removed_files(self._away)
        ]
        rows = (
            _sorted(removed, wanted) if wanted.show is Show.REMOVED else _ordered(contents, wanted)
        )
        found = [row for row in rows if _SHOWN[wanted.show](row)]
        words = folded(wanted.search).split()
        if words:
            found = [row for row in found if _holds(contents.texts, row, words)]
        return _page(found, wanted, contents, {**contents.counts, Show.REMOVED: len(removed)})

    def _newest_contents(self) -> _Contents:
        try:
            index = self._library.index
            snapshot, others = index.snapshot(), other_rows(index)
        except NoIndexError:
            return _contents_of((), [], 0)
        # The snapshot itself, not its number: an index made anew counts from 1 again.
        key = (snapshot, others, time.monotonic() // NEWS_EVERY_S)
        with self._lock:
            if self._newest.key != key:
                rows = [*article_rows(index, snapshot), *others]
                self._newest = _contents_of(key, rows, len(snapshot))
            return self._newest


def _contents_of(key: tuple[object, ...], rows: list[FileRow], passages: int) -> _Contents:
    counts = {show: sum(1 for row in rows if shown(row)) for show, shown in _SHOWN.items()}
    return _Contents(key, rows, passages, counts)


def _ordered(contents: _Contents, wanted: Wanted) -> list[FileRow]:
    key = (wanted.sort, wanted.descending)
    if key not in contents.ordered:
        contents.ordered[key] = _sorted(contents.rows, wanted)
    return contents.ordered[key]


def _holds(texts: dict[str, str], row: FileRow, words: Sequence[str]) -> bool:
    text = texts.get(row.path)
    if text is None:
        text = searched_text(row)
        if row.status is RowStatus.ARTICLE:
            texts[row.path] = text
    return all(word in text for word in words)


def _page(
    found: list[FileRow], wanted: Wanted, contents: _Contents, counts: dict[Show, int]
) -> ArticlesPage:
    pages = max(1, -(-len(found) // PAGE_ROWS))
    number = min(max(1, wanted.page), pages)
    return ArticlesPage(
        articles=tuple(found[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]),
        page=number,
        pages=pages,
        found=len(found),
        passages=contents.passages,
        counts=counts,
    )


def _sorted(rows: Sequence[FileRow], wanted: Wanted) -> list[FileRow]:
    """Ties in the order of their paths, whichever way the list runs."""
    key = _KEYS[wanted.sort]
    known = sorted((row for row in rows if key(row)), key=lambda row: row.path)
    known.sort(key=key, reverse=wanted.descending)
    unknown = sorted((row for row in rows if not key(row)), key=lambda row: row.path)
    return known + unknown


def _title_key(row: FileRow) -> str:
    name = row.title or row.path.rsplit("/", 1)[-1]
    return folded(name).lstrip("\"'“”‘’«»([ ") or name


_RANKS = {
    RowStatus.FAILED: "1",
    RowStatus.SKIPPED: "2",
    RowStatus.DUPLICATE: "3",
    RowStatus.ARTICLE: "5",
    RowStatus.REMOVED: "6",
}
_KEYS: dict[Sort, Callable[[FileRow], str]] = {
    Sort.TITLE: _title_key,
    Sort.DATE: lambda row: row.published,
    Sort.OUTLET: lambda row: folded(row.outlet),
    Sort.PATH: lambda row: folded(row.path),
    Sort.STATUS: lambda row: "4" if row.warnings else _RANKS[row.status],
}
_SHOWN: dict[Show, Callable[[FileRow], bool]] = {
    Show.ALL: lambda row: True,
    Show.ARTICLES: lambda row: row.status is RowStatus.ARTICLE,
    Show.FAILED: lambda row: row.status is RowStatus.FAILED,
    Show.SKIPPED: lambda row: row.status is RowStatus.SKIPPED,
    Show.DUPLICATES: lambda row: row.status is RowStatus.DUPLICATE,
    Show.WARNINGS: lambda row: bool(row.warnings),
    Show.NEAR: lambda row: bool(row.also_in),
    Show.NEW: lambda row: bool(row.news),
    Show.REMOVED: lambda row: row.status is RowStatus.REMOVED,
}
