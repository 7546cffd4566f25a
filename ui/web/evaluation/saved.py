"""Saved evaluation runs, read, compared and reported; cached until their files change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from eval.collections.feedback import KINDS
from eval.comparing.compare import compare
from eval.reports.formatting import run_title
from eval.reports.html import to_html
from eval.reports.view_model import build_page
from eval.runs.partial import ASKED_FILE, unfinished_runs
from eval.runs.store import OUTCOMES_FILE, RUN_FILE, RunStore, load_run
from eval.types import Run, RunInfo
from index.errors import UsageError

MOVED = 60
"""So many queries are looked at for those that moved most either way."""
_KEPT = 8
"""Reports are kept of so many runs or pairs of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """A folder of a run as it is on disk now: another once a file of it changes."""

    folder: Path
    files: tuple[tuple[int, int], ...]  # when changed, size


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRun:
    """A run as it was read: what it is, or why it cannot be read."""

    name: str
    info: RunInfo | None = None
    problem: str = ""
    of_readers: bool = False  # its questions were asked by readers, who judged the answers


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfinishedRun:
    """A run that is being made or was interrupted."""

    asked: int
    last_asked: datetime


def stored(folder: Path, name: str) -> StoredRun | None:
    """The run in the folder called `name` below `folder`; None when there is none."""
    path = folder / name
    if Path(name).name != name or name.startswith(".") or path not in RunStore(folder).folders():
        return None
    return _stamped(path)


def is_for_all(run: StoredRun) -> bool:
    """Whether everybody may see it: it can be read, and no reader asked its questions."""
    listed = _read_listed(run)
    return listed.info is not None and not listed.of_readers


def why_incomparable(*runs: StoredRun) -> str:
    """Why two runs cannot be compared, for readers; empty when nothing is known against it."""
    infos = [info for run in runs if (info := _read_listed(run).info)]
    if len(infos) < 2:
        return ""
    one, other = infos
    ours, theirs = one.collection, other.collection
    if ours.digest != theirs.digest:
        what = f"were asked different questions, those of {ours.name} and those of {theirs.name}"
    elif ours.corpus_digest != theirs.corpus_digest:
        what = "were asked the same questions, but the articles changed in between"
    else:
        return ""
    return (
        f"{run_title(one)} and {run_title(other)} {what}. Their numbers cannot be compared:"
        " run one of them again."
    )


def list_runs(folder: Path, *, for_all: bool = False) -> list[ReadRun]:
    """Every run below `folder`, newest first, then the damaged ones by name.

    With `for_all`, only those that everybody may see.
    """
    runs = [_stamped(path) for path in RunStore(folder).folders()]
    found = [_read_listed(run) for run in runs if is_for_all(run) or not for_all]
    whole = [run for run in found if run.info]
    whole.sort(key=lambda run: (run.info.created if run.info else _NEVER, run.name), reverse=True)
    return [*whole, *(run for run in found if not run.info)]


def list_unfinished(folder: Path) -> list[UnfinishedRun]:
    """What was begun and is not complete, newest first."""
    found = [_unfinished(path / ASKED_FILE) for path in unfinished_runs(folder)]
    return sorted(found, key=lambda run: run.last_asked, reverse=True)


@lru_cache(maxsize=_KEPT)
def write_report(*runs: StoredRun) -> str:
    """The report of a run, or of two of which the first is the baseline: HTML for itself.

    Raises:
        UsageError: a run is damaged, or they cannot be compared.
    """
    loaded = _load(runs)
    comparison = compare(*loaded, moved=MOVED) if len(loaded) > 1 else None
    return to_html(build_page(loaded, comparison, None))


_NEVER = datetime.min.replace(tzinfo=UTC)


def _stamped(folder: Path) -> StoredRun:
    return StoredRun(folder=folder, files=tuple(_stamps(folder)))


def _stamps(folder: Path) -> Iterator[tuple[int, int]]:
    for name in (RUN_FILE, OUTCOMES_FILE):
        try:
            found = (folder / name).stat()
        except OSError:
            yield (0, 0)
        else:
            yield found.st_mtime_ns, found.st_size


@lru_cache(maxsize=2000)
def _read_listed(run: StoredRun) -> ReadRun:
    name = run.folder.name
    try:
        loaded = load_run(run.folder)
        of_readers = sum(outcome.kind in KINDS for outcome in loaded.outcomes()) > 0
    except UsageError as error:
        return ReadRun(name=name, problem=str(error).replace(f"{run.folder}/", "", 1))
    return ReadRun(name=name, info=_renamed(loaded, name=name).info, of_readers=of_readers)


def _unfinished(asked: Path) -> UnfinishedRun:
    with asked.open("rb") as lines:
        number = sum(line.endswith(b"\n") for line in lines)
    changed = datetime.fromtimestamp(asked.stat().st_mtime, UTC)
    return UnfinishedRun(asked=number, last_asked=changed)


def _load(runs: tuple[StoredRun, ...]) -> list[Run]:
    """The runs; those of one label are told apart by name."""
    loaded = [_renamed(load_run(run.folder), name=run.folder.name) for run in runs]
    labels = {run.info.label for run in loaded}
    return loaded if len(labels) == len(loaded) else [_renamed(run, label="") for run in loaded]


def _renamed(run: Run, **names: str) -> Run:
    # A folder may have been copied or renamed: the page knows a run by its folder.
    return replace(run, info=run.info.model_copy(update=names))
