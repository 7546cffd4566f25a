"""JSON Lines and text files, read line by line; errors name file and line; unique ids, digests."""

import json
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, Field, ValidationError

from index.errors import UsageError
from index.files import reading

_MARK = b"\xef\xbb\xbf"  # a byte order mark, as spreadsheets and some editors write it


class Row(BaseModel):
    """A line of a file of one kind of value; no other line has its id."""

    id: str = Field(min_length=1)


Kind = TypeVar("Kind", bound=Row)


def line_error(path: Path, line: int, problem: str) -> UsageError:
    """The error for one line of a file, from 1."""
    return UsageError(f"{path}, line {line}: {problem}")


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Every line that is not blank, with its number from 1."""
    with reading(path), path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            kept = line.removeprefix(_MARK) if number == 1 else line
            if kept.strip():
                yield number, kept


def read_text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """`read_lines` as text, without line ends."""
    for number, line in read_lines(path):
        try:
            yield number, line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise line_error(path, number, "is not UTF-8") from error


def read_objects(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    """The objects of a JSON Lines file, one a line, each with its line number."""
    for number, line in read_text_lines(path):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            problem = f"is no JSON ({error.msg} at character {error.pos + 1})"
            raise line_error(path, number, problem) from error
        if not isinstance(row, dict):
            raise line_error(path, number, "is no JSON object")
        yield number, row


def read_rows(path: Path, kind: type[Kind]) -> Iterator[tuple[int, Kind]]:
    """The values of a JSON Lines file that are all of one kind, each with its line number."""
    ids = UniqueIds(path)
    for number, line in read_lines(path):
        try:
            row = kind.model_validate_json(line)
        except ValidationError as error:
            raise line_error(path, number, problem_of(error)) from error
        ids.add(row.id, number)
        yield number, row


def problem_of(error: ValidationError) -> str:
    """The first thing that does not fit, in one line: where, and why."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    problem = first["msg"].removeprefix("Value error, ")
    return f"{field}: {problem}" if field else problem


class UniqueIds:
    """Ids that may come once in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: dict[str, int] = {}

    def add(self, identifier: str, line: int) -> None:
        """Keep `identifier`."""
        first = self._lines.setdefault(identifier, line)
        if first != line:
            raise line_error(self._path, line, f"id {identifier!r} is taken by line {first}")


def digest_of(*paths: Path, settings: str = "") -> str:
    """SHA-256, in hex, of the bytes of files in the order given, and of `settings`."""
    digest = sha256(settings.encode("utf-8"))
    for path in paths:
        with reading(path), path.open("rb") as file:
            digest.update(file_digest(file, "sha256").digest())
    return digest.hexdigest()
