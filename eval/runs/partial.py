"""Unfinished runs: each outcome is appended as it is asked, so that a run can be resumed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from eval.runs.store import to_line
from eval.types import Outcome
from index.lock import writer_lock

ASKED_FILE = "asked.jsonl"


class PartialRun:
    """The outcomes of a run so far; `asked` holds the ids of their queries."""

    def __init__(self, path: Path, asked: set[str], file: BinaryIO) -> None:
        self._path = path
        self._file = file
        self.asked = asked

    def add(self, outcome: Outcome) -> None:
        """Keep one outcome; it is in the file when this returns."""
        self._file.write(to_line(outcome).encode())
        self._file.flush()
        self.asked.add(outcome.query_id)

    def outcomes(self) -> Iterator[Outcome]:
        """What was asked, in the order of asking."""
        with self._path.open("rb") as lines:
            for line in lines:
                yield Outcome.model_validate_json(line)


@contextmanager
def partial_run(folder: Path) -> Iterator[PartialRun]:
    """The unfinished run in `folder`, made when missing; one process at a time.

    Raises:
        IndexBusyError: another process makes the same run.
        StorageError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ASKED_FILE
    with writer_lock(folder):
        asked = _drop_cut_line(path)
        with path.open("ab") as file:
            yield PartialRun(path, asked, file)


def unfinished_runs(runs: Path) -> list[Path]:
    """The folders below `runs` of runs that are being made or were interrupted."""
    return sorted(path.parent for path in runs.glob(f".*/{ASKED_FILE}"))


def _drop_cut_line(path: Path) -> set[str]:
    """The ids in the file, after a line that an interruption cut off was taken out of it."""
    asked: set[str] = set()
    kept_bytes = 0
    if not path.exists():
        return asked
    with path.open("r+b") as file:
        for line in file:
            try:
                asked.add(Outcome.model_validate_json(line).query_id)
            except ValidationError:
                break
            kept_bytes += len(line)
        file.truncate(kept_bytes)
    return asked
