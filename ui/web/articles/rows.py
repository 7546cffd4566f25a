"""Rows of the article list: one for each file of the index, with status and search text."""

import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from index.index import Index
from index.search.snapshot import Snapshot
from index.store.ingest import troubles
from index.types import Document, FileStatus
from rag.export.wording import headline

NEWS_S = 3600.0  # for so long an article that came or changed is called new


class RowStatus(StrEnum):
    """What became of a file."""

    ARTICLE = "article"
    DUPLICATE = "duplicate"  # byte for byte another one
    SKIPPED = "skipped"
    FAILED = "failed"
    REMOVED = "removed"  # through the page, and kept


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file; "" and 0 where a thing is unknown."""

    path: str
    status: RowStatus
    title: str = ""
    authors: str = ""
    outlet: str = ""
    published: str = ""  # the day in ISO 8601
    section: str = ""
    passages: int = 0
    warnings: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()
    reason: str = ""
    news: str = ""  # "new" or "changed", for an hour


def article_rows(index: Index, snapshot: Snapshot) -> list[FileRow]:
    """A row for every article, by path."""
    counted = index.store.rows("SELECT document, count(*) FROM passages GROUP BY document")
    passages: dict[int, int] = dict(counted)
    news = _news(index, snapshot.generation)
    near = snapshot.near_duplicates
    return [
        _article(document, passages.get(row, 0), near.get(document.doc_id, ()), news.get(row, ""))
        for row, document in snapshot.about.items()
    ]


def other_rows(index: Index) -> list[FileRow]:
    """A row for every file that the last sync saw and that is no article, by path."""
    return [
        FileRow(path=found.path, status=RowStatus(found.status), reason=found.reason)
        for found in troubles(index.store)
    ]


def folded(text: str) -> str:
    """`text` as it is compared: without case and accents."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


def searched_text(row: FileRow) -> str:
    """What a search in the list looks at."""
    return folded("\n".join((row.title, row.authors, row.outlet, row.path)))


def _article(document: Document, passages: int, near: tuple[str, ...], news: str) -> FileRow:
    return FileRow(
        path=document.doc_id,
        status=RowStatus.ARTICLE,
        title=headline(document),
        authors=", ".join(document.authors),
        outlet=document.outlet or "",
        published=document.published.isoformat() if document.published else "",
        section=document.section or "",
        passages=passages,
        warnings=document.warnings,
        also_in=near,
        news=news,
    )


def _news(index: Index, generation: int) -> dict[int, str]:
    """Document row -> "new" or "changed", of what came lately into an index that had articles."""
    found: Iterator[tuple[int, str]] = iter(
        index.store.rows(
            "SELECT d.row, i.status FROM documents d JOIN items i ON i.document = d.row"
            " JOIN generations g ON g.generation = d.added"
            " WHERE d.added <= ? AND g.published_at > ? AND d.added > 1",
            (generation, time.time() - NEWS_S),
        )
    )
    words = {FileStatus.ADDED: "new", FileStatus.CHANGED: "changed"}
    return {row: words.get(FileStatus(status), "") for row, status in found}
