"""The sync plan: folder against ingest record gives added, changed, renamed, copied, removed."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from index.errors import ReadError
from index.types import FileOutcome, FileRecord, FileStatus, FoundFile

LONG_BYTES = 1_000_000  # of a file that comes after the others

RACY_S = 2.0
"""A file changed so shortly before it was looked at could change again with the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file that must be read, and what to call the result."""

    path: Path
    record: FileRecord  # as it will be written
    size_bytes: int
    renamed_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPlan:
    """`readings` are to be read; `settled` are not; `vanished` are gone."""

    readings: tuple[Reading, ...]
    settled: tuple[FileRecord, ...]
    vanished: tuple[FileRecord, ...]
    leaving: tuple[FileRecord, ...]  # of the vanished, those whose content is nowhere else
    found: Mapping[str, FoundFile]  # every file that is there, by path


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
            passed_over.append(_passed_over(item, records.get(item.path)))
            continue
        try:
            present.append((item, _look(item, records.get(item.doc_id), hash_file)))
        except (ReadError, OSError) as error:
            reason = error.reason if isinstance(error, ReadError) else f"{error.strerror}"
            failed = FileOutcome(path=item.doc_id, status=FileStatus.FAILED, reason=reason)
            passed_over.append(_passed_over(failed, records.get(item.doc_id)))
    vanished = _vanished(records, passed_over, [record for _, record in present])
    readings, settled = _sort_out(present, records, vanished, recipe)
    # One long file does not hold up the others.
    readings.sort(key=lambda reading: reading.size_bytes if reading.size_bytes > LONG_BYTES else 0)
    contents = {record.sha256 for _, record in present}
    return SyncPlan(
        readings=tuple(readings),
        settled=(*passed_over, *settled),
        vanished=vanished,
        leaving=tuple(r for r in vanished if r.documents and r.sha256 not in contents),
        found={file.doc_id: file for file, _ in present},
    )


def outcomes_of(record: FileRecord) -> list[FileOutcome]:
    """What is said of a file that was not read: of the file, and of its articles together."""
    path, published = record.path, record.documents - record.pending
    told = FileOutcome(path=path, status=record.status, reason=record.reason)
    found = []
    if record.documents == 0 or record.status is FileStatus.FAILED:
        found.append(replace(told, passing=record.passing))
    elif record.pending:  # whatever it was when it came in, it is not published yet
        found.append(replace(told, count=record.pending))
    if published and not record.passing:
        found.append(FileOutcome(path=path, status=FileStatus.UNCHANGED, count=published))
    return [o for o in found if o.status not in _OF_ARTICLES or record.documents]


_OF_ARTICLES = (FileStatus.ADDED, FileStatus.CHANGED, FileStatus.RENAMED)


def _vanished(
    records: Mapping[str, FileRecord],
    passed_over: Sequence[FileRecord],
    present: Sequence[FileRecord],
) -> tuple[FileRecord, ...]:
    """The files that are gone; what lies in a folder that cannot be listed is not."""
    paths = {record.path for record in (*passed_over, *present)}
    closed = {record.path for record in passed_over if record.passing}
    return tuple(
        record
        for path, record in records.items()
        if path not in paths and closed.isdisjoint(map(str, PurePosixPath(path).parents))
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
    """The file's record as of now; no document was ever made of a content that is new."""
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
    )


def _sort_out(
    present: list[tuple[FoundFile, FileRecord]],
    records: Mapping[str, FileRecord],
    vanished: Sequence[FileRecord],
    recipe: str,
) -> tuple[list[Reading], list[FileRecord]]:
    """Divide the files into those to read and those that are settled."""
    first = _first_of_each_content(present)
    moved = {record.sha256: record for record in vanished if record.documents}
    readings: list[Reading] = []
    settled: list[FileRecord] = []
    for file, record in present:
        if first[record.sha256] != record.path:
            reason = f"same as {first[record.sha256]}"
            twin = replace(record, status=FileStatus.DUPLICATE, reason=reason)
            settled.append(replace(twin, recipe="", passing=False, documents=0, pending=0))
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
    source = moved.get(record.sha256)
    wanted = replace(record, recipe=recipe, reason="", passing=False)
    if source is not None and not (known and known.documents):
        wanted = replace(wanted, status=FileStatus.RENAMED, reason=f"was {source.path}")
    elif known and known.documents:
        again = known.sha256 == record.sha256 and not known.passing
        reason = "made again for other settings" if again else ""
        wanted = replace(wanted, status=FileStatus.CHANGED, reason=reason)
    else:
        wanted = replace(wanted, status=FileStatus.ADDED)
    return Reading(
        path=file.path,
        record=wanted,
        size_bytes=file.size_bytes,
        renamed_from=source.path if source and wanted.status is FileStatus.RENAMED else None,
    )


def _first_of_each_content(present: list[tuple[FoundFile, FileRecord]]) -> dict[str, str]:
    """Content hash -> the path that is indexed: the one that already is, else the first."""
    first: dict[str, str] = {}
    for _, record in sorted(present, key=lambda pair: (not pair[1].documents, pair[1].path)):
        first.setdefault(record.sha256, record.path)
    return first


def _passed_over(outcome: FileOutcome, known: FileRecord | None) -> FileRecord:
    """The record of what could not be looked at: its documents stay, those of skipped files end."""
    if outcome.status is FileStatus.FAILED:
        record = known or FileRecord(path=outcome.path, status=FileStatus.FAILED)
        failed = replace(record, status=FileStatus.FAILED, reason=outcome.reason, passing=True)
        return replace(failed, stamp="", recipe="")
    return FileRecord(path=outcome.path, status=outcome.status, reason=outcome.reason)


def _stamp(file: FoundFile) -> str:
    """Equal stamps mean an unchanged file; "" when the file is too fresh to be sure."""
    if abs(time.time() - file.modified_ns / 1e9) < RACY_S:
        return ""
    return f"{file.size_bytes}:{file.modified_ns}:{file.changed_ns}:{file.inode}"
