"""Index status: counts, settings, sizes on disk, duplicates, skipped and failed files, warnings."""

import stat
from dataclasses import dataclass
from pathlib import Path

from index.index import Index
from index.store.ingest import troubles
from index.text.metadata import UNREAD_DATE
from index.types import FileOutcome, FileStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStatus:
    """Counts, settings and troubles of one index. Times are seconds since 1970."""

    path: str
    folder: str | None
    encoder: str
    encoder_problem: str
    language: str
    generation: int
    published_at: float | None
    documents: int
    passages: int
    embeddings: int
    sizes_bytes: dict[str, int]
    duplicates: tuple[FileOutcome, ...]
    skipped: tuple[FileOutcome, ...]
    failed: tuple[FileOutcome, ...]
    undated: int
    unread_dates: int  # of these, articles with a date that could not be read
    warnings: dict[str, tuple[str, ...]]
    near_duplicates: dict[str, tuple[str, ...]]


def read_status(index: Index) -> IndexStatus:
    """The index as its newest published generation."""
    snapshot = index.snapshot()
    state = index.encoder
    published = index.store.rows(
        "SELECT published_at FROM generations WHERE generation = ?", (snapshot.generation,)
    )
    embeddings = index.store.rows(
        "SELECT count(*) FROM embeddings WHERE encoder = ?", (state.fingerprint,)
    )[0][0]
    undated = [about for about in snapshot.about.values() if about.published is None]
    outcomes = troubles(index.store)
    return IndexStatus(
        path=str(index.path),
        folder=str(index.folder) if index.folder else None,
        encoder=index.settings.encoder,
        encoder_problem=state.problem,
        language=index.settings.language,
        generation=snapshot.generation,
        published_at=published[0][0] if published else None,
        documents=len(snapshot.about),
        passages=len(snapshot),
        embeddings=embeddings,
        sizes_bytes=_sizes(index.path),
        duplicates=_with_status(outcomes, FileStatus.DUPLICATE),
        skipped=_with_status(outcomes, FileStatus.SKIPPED),
        failed=_with_status(outcomes, FileStatus.FAILED),
        undated=len(undated),
        unread_dates=sum(any(UNREAD_DATE in w for w in about.warnings) for about in undated),
        warnings={d.doc_id: d.warnings for d in snapshot.about.values() if d.warnings},
        near_duplicates=snapshot.near_duplicates,
    )


def _with_status(outcomes: list[FileOutcome], status: FileStatus) -> tuple[FileOutcome, ...]:
    return tuple(outcome for outcome in outcomes if outcome.status is status)


def _sizes(folder: Path) -> dict[str, int]:
    """Bytes of the store and of each cache."""
    sizes = {"store": 0, "vectors": 0, "lexical": 0}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).parts[0].split(".")[0].split("-")[0]
        if name in sizes:
            sizes[name] += _size(path)
    return sizes


def _size(path: Path) -> int:
    """Bytes of a file; 0 of anything else, and of what a sync has just taken away."""
    try:
        found = path.lstat()
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0
