"""The run store, a folder of runs: `<name>/run.json`, outcomes, TREC files; loading and checks.

A run is put together in a folder whose name begins with a dot and renamed when it is complete, so
that nobody sees half of one. What was asked of an interrupted run stays there for the next try.
"""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path
from pydantic import BaseModel, ValidationError

from eval.questions.json_lines import problem_of
from eval.types import Outcome, Run, RunInfo
from index.errors import UsageError
from index.files import reading

RUN_FILE = "run.json"
OUTCOMES_FILE = "outcomes.jsonl"
VARIABLE = "BYLINE_RUNS"


def find_runs(given: Path | None = None) -> Path:
    """The folder of runs: `given`, else the environment variable BYLINE_RUNS, else the user's."""
    named = given or os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    return user_data_path("byline", appauthor=False) / "runs"


class RunStore:
    """The runs in one folder, which need not exist."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def infos(self) -> list[RunInfo]:
        """Every complete run, newest first; folders that hold none are passed over."""
        found = [load_run(folder).info for folder in self.folders(RUN_FILE)]
        return sorted(found, key=lambda info: (info.created, info.name), reverse=True)

    def folders(self, *names: str) -> list[Path]:
        """Every folder that is a run, whole or damaged: it holds any of the files `names`."""
        found = {
            path.parent
            for name in names or (RUN_FILE, OUTCOMES_FILE)
            for path in self.folder.glob(f"*/{name}")
            if not path.parent.name.startswith(".")
        }
        return sorted(found)

    def load(self, reference: str) -> Run:
        """The run called `reference`: a name or its beginning, a folder, `latest` or `previous`.

        Raises:
            UsageError: no run or more than one is called so, or its files are damaged.
        """
        for path in (self.folder / reference, Path(reference).expanduser()):
            if (path / RUN_FILE).is_file():
                return load_run(path)
        names = [info.name for info in self.infos()]
        back = {"latest": 0, "previous": 1}.get(reference)
        if back is not None:
            matching = names[back : back + 1]
        else:
            matching = [name for name in names if name.startswith(reference)]
        if len(matching) == 1:
            return load_run(self.folder / matching[0])
        raise UsageError(_not_one_run(reference, matching, self.folder, names))

    def new_name(self, label: str, now: datetime) -> str:
        """A name that no run has yet: label and time."""
        stem = re.sub(r"[^\w.-]+", "-", label).strip("-.") or "run"
        name = base = f"{stem[:60]}-{now.strftime('%Y%m%d-%H%M%S')}"
        number = 1
        while (self.folder / name).exists():
            number += 1
            name = f"{base}-{number}"
        return name


def _not_one_run(reference: str, matching: list[str], folder: Path, names: list[str]) -> str:
    if matching:
        return f"{reference}: several runs begin so: {', '.join(matching[:5])}"
    if not names:
        return f"{reference}: no runs in {folder}: make one with `byline eval run`"
    return f"{reference}: no such run in {folder}; there are {', '.join(names[:5])}"


def load_run(folder: Path) -> Run:
    """The run in `folder`; raises `UsageError` when it holds none or is damaged."""
    path = folder / RUN_FILE
    try:
        with reading(path):
            info = RunInfo.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise UsageError(f"{path}: is no run of this version ({problem_of(error)})") from error

    def read() -> Iterator[Outcome]:
        return read_whole(folder / OUTCOMES_FILE, info.collection.queries)

    return Run(info=info, folder=folder, read_outcomes=read)


def read_whole(path: Path, expected: int) -> Iterator[Outcome]:
    """The outcomes of a complete file; raises `UsageError` when it was cut short."""
    number = 0
    with reading(path), path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            yield _parse(line, f"{path}, line {number}")
    if number != expected:
        raise UsageError(f"{path}: cut short: {number} of {expected} queries are there")


def _parse(line: bytes, place: str) -> Outcome:
    try:
        return Outcome.model_validate_json(line)
    except ValidationError as error:
        raise UsageError(f"{place}: is no outcome of a query ({problem_of(error)})") from error


def to_line(value: BaseModel) -> str:
    """One line of JSON, without what says nothing."""
    return value.model_dump_json(exclude_defaults=True) + "\n"


def discard(partial: Path) -> None:
    """Delete what is left of an unfinished run."""
    shutil.rmtree(partial, ignore_errors=True)
