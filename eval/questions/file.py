"""Reading and writing question files (JSON Lines)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from eval.questions.json_lines import read_rows
from eval.questions.schema import Question
from index.errors import StorageError


def read_questions(path: Path) -> Iterator[Question]:
    """The questions of a file, one at a time, in its order; blank lines are passed over.

    Raises:
        UsageError: the file cannot be read, a line is no question, or an id comes twice; the
            message names the file and the line.
    """
    return (question for _, question in read_rows(path, Question))


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
