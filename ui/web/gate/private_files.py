"""Files that only their owner may read: JSON of one model, changed by one command at a time."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from filelock import FileLock, Timeout
from pydantic import BaseModel, ValidationError

from index.errors import BylineError, StorageError, UsageError
from index.files import replace_file

Kept = TypeVar("Kept", bound=BaseModel)
_logger = logging.getLogger(__name__)


def read_private(path: Path, kind: type[Kept], damaged: Callable[[str], UsageError]) -> Kept:
    """What the file holds; an empty `kind` when there is no file.

    Raises:
        UsageError: the file is damaged: what `damaged` makes of the reason.
        StorageError: it cannot be read.
    """
    try:
        return kind.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return kind()
    except OSError as error:
        raise StorageError(f"{path}: this cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise damaged("no UTF-8 text") from error
    except ValidationError as error:
        raise damaged(_first_problem(error)) from error


def write_private(path: Path, kept: BaseModel) -> None:
    """Put `kept` in place of what the file holds, for nobody else on this machine to read."""
    text = kept.model_dump_json(indent=2) + "\n"
    replace_file(path, lambda temporary: _write(temporary, text))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other commands from changing the file; raises `UsageError` while one does."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FileLock(path.with_name(f"{path.name}.lock"), timeout=0):
            yield
    except Timeout as error:
        raise UsageError(f"{path} is being changed by another command: try again") from error


class Watched(Generic[Kept]):
    """What `read` makes of a file, again whenever the file is another or was changed."""

    def __init__(self, path: Path, read: Callable[[Path], Kept], otherwise: str) -> None:
        self._path, self._read, self._otherwise = path, read, otherwise
        self._held: tuple[tuple[int, int, int] | None, Kept | None] | None = None

    def get(self) -> Kept | None:
        """What the file holds now; None while it cannot be used, which is logged once."""
        stamp = _stamp(self._path)
        if self._held is None or self._held[0] != stamp:
            try:
                self._held = (stamp, self._read(self._path))
            except BylineError as error:
                _logger.error("%s: %s", self._otherwise, error)
                self._held = (stamp, None)
        return self._held[1]


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    message = first["msg"]
    return f"{where}: {message}" if where else message
