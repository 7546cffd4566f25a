"""The sync plan: folder against ingest record gives added, changed, renamed, copied, removed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import ReadError
from index.types import FileOutcome, FileRecord, FileStatus, FoundFile

RACY_S = 2.0
"""A file changed so shortly before it was looked at could change again with the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file that must be read, and what to call the result."""

    path: Path
    record: FileRecord  # as it will be written, but for the document's row
    previous: int | None = None  # row of the document that this one takes the place of
    renamed_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPlan:
    """`readings` are to be read; `settled` only need their record; `vanished` are gone."""

    readings: tuple[Reading, ...]
    settled: tuple[FileRecord, ...]
    vanished: tuple[FileRecord, ...]
    outcomes: tuple[FileOutcome, ...]  # of every file but those in `readings`


def plan_sync(
    seen: Iterable[FoundFile | FileOutcome],
    records: Mapping[str, FileRecord],
    recipe: str,
    hash_file: Callable[[Path], str],
) -> SyncPlan:
    """Compare the folder with the record. Only files whose size or times differ are hashed."""
    passed_over: list[FileRecord] = []
    present: list[tuple[FoundFile, FileRecord]] = []
    for item in seen:
        if isinstance(item, FileOutcome):
            passed_over.append(_without_document(item.path, item.status, item.reason))
            continue
        try:
            present.append((item, _look(item, records.get(item.doc_id), hash_file)))
        except (ReadError, OSError) as error:
            reason = error.reason if isinstance(error, ReadError) else f"{error.strerror}"
            passed_over.append(_without_document(item.doc_id, FileStatus.FAILED, reason))
    paths = {record.path for record in passed_over} | {record.path for _, record in present}
    vanished = [record for path, record in records.items() if path not in paths]
    readings, settled = _sort_out(present, records, vanished, recipe)
    settled = [*passed_over, *settled]
    return SyncPlan(
        readings=tuple(readings),
        settled=tuple(record for record in settled if records.get(record.path) != record),
        vanished=tuple(vanished),
        outcomes=tuple(
            FileOutcome(path=record.path, status=_shown_status(record), reason=record.reason)
            for record in settled
        ),
    )


def without_folder(
    seen: Iterable[FoundFile | FileOutcome], root: Path, left_out: Path
) -> Iterator[FoundFile | FileOutcome]:
    """What is seen under `root` but for `left_out`: an index may lie among its articles."""
    prefix = f"{left_out.relative_to(root).as_posix()}/" if left_out.is_relative_to(root) else None
    for item in seen:
        path = item.path if isinstance(item, FileOutcome) else item.doc_id
        if prefix is None or not path.startswith(prefix):
            yield item


def _look(
    file: FoundFile, known: FileRecord | None, hash_file: Callable[[Path], str]
) -> FileRecord:
    """The file's record as of now; status and recipe are what was known of it."""
    stamp = _stamp(file)
    if known is not None and stamp and known.stamp == stamp:
        return known
    sha256 = hash_file(file.path)
    if known is not None and known.sha256 == sha256:
        return replace(known, stamp=stamp)
    return FileRecord(
        path=file.doc_id,
        stamp=stamp,
        sha256=sha256,
        status=FileStatus.ADDED if known is None else FileStatus.CHANGED,
        reason="",
        recipe="",  # no document was ever made from this content
        document=None,
    )


def _sort_out(
    present: list[tuple[FoundFile, FileRecord]],
    records: Mapping[str, FileRecord],
    vanished: list[FileRecord],
    recipe: str,
) -> tuple[list[Reading], list[FileRecord]]:
    """Divide the files into those to read and those that are settled."""
    first = _first_of_each_content(present)
    moved = {record.sha256: record for record in vanished if record.document is not None}
    readings: list[Reading] = []
    settled: list[FileRecord] = []
    for file, record in present:
        if first[record.sha256] != record.path:
            reason = f"same as {first[record.sha256]}"
            twin = replace(record, status=FileStatus.DUPLICATE, reason=reason)
            settled.append(replace(twin, recipe="", document=None, pending=False))
        elif record.recipe == recipe:
            settled.append(record)
        else:
            readings.append(_reading(file, record, records.get(record.path), moved, recipe))
    return readings, settled


def _reading(
    file: FoundFile,
    record: FileRecord,
    known: FileRecord | None,
    moved: Mapping[str, FileRecord],
    recipe: str,
) -> Reading:
    previous = known.document if known else None
    source = moved.get(record.sha256)
    if source is not None and previous is None:
        wanted = replace(record, status=FileStatus.RENAMED, reason=f"was {source.path}")
        return Reading(
            path=file.path,
            record=replace(wanted, recipe=recipe),
            previous=source.document,
            renamed_from=source.path,
        )
    if previous is not None:
        again = "made again for other settings" if known and known.sha256 == record.sha256 else ""
        wanted = replace(record, status=FileStatus.CHANGED, reason=again)
    else:
        wanted = replace(record, status=FileStatus.ADDED, reason="")
    return Reading(path=file.path, record=replace(wanted, recipe=recipe), previous=previous)


def _first_of_each_content(present: list[tuple[FoundFile, FileRecord]]) -> dict[str, str]:
    """Content hash -> the path that is indexed: the one that already is, else the first."""
    first: dict[str, str] = {}
    for _, record in sorted(present, key=lambda pair: (pair[1].document is None, pair[1].path)):
        first.setdefault(record.sha256, record.path)
    return first


def _shown_status(record: FileRecord) -> FileStatus:
    """A document that is already published is unchanged, whatever it was when it came in."""
    if record.document is not None and not record.pending:
        return FileStatus.UNCHANGED
    return record.status


def _without_document(path: str, status: FileStatus, reason: str) -> FileRecord:
    return FileRecord(
        path=path, stamp="", sha256="", status=status, reason=reason, recipe="", document=None
    )


def _stamp(file: FoundFile) -> str:
    """Equal stamps mean an unchanged file; "" when the file is too fresh to be sure."""
    if abs(time.time() - file.modified_ns / 1e9) < RACY_S:
        return ""
    return f"{file.size_bytes}:{file.modified_ns}:{file.changed_ns}:{file.inode}"
