"""Reading and writing question files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from eval.questions.model import Question
from index.errors import StorageError, UsageError


def read_questions(path: Path) -> Iterator[Question]:
    """The questions of a file, one at a time, in its order; blank lines are passed over.

    Raises:
        UsageError: the file cannot be read, a line is no question, or an id comes twice; the
            message names the file and the line.
    """
    lines_by_id: dict[str, int] = {}
    for number, line in _numbered_lines(path):
        question = _parse(line, f"{path}, line {number}")
        first = lines_by_id.setdefault(question.id, number)
        if first != number:
            raise UsageError(f"{path}, line {number}: id {question.id!r} is taken by line {first}")
        yield question


def _numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error


def _parse(line: bytes, place: str) -> Question:
    try:
        return Question.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        problem = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"{place}: {f'{field}: ' if field else ''}{problem}") from error


def write_questions(path: Path, questions: Iterable[Question]) -> None:
    """Writes one question a line, without the fields that say nothing.

    Raises:
        StorageError: the file cannot be written; the one that was there is left as it was.
    """
    temporary = path.with_name(path.name + ".new")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            for question in questions:
                file.write(question.model_dump_json(exclude_defaults=True) + "\n")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StorageError(f"{path}: cannot be written ({error.strerror})") from error
