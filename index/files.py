"""Atomic file writes: a reader sees the old file or the new one, never half of one; fsync."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StorageError, UsageError


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the disk says against reading `path`, which was named, into a `UsageError`."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what it says against writing `path` into a `StorageError`."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror})") from error


def fsync_path(path: Path) -> None:
    """Make the file or folder at `path` survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fsync_folder(path: Path) -> None:
    """Make a rename inside the folder survive a power cut; Windows has no such call."""
    if os.name != "nt":
        fsync_path(path)


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file beside `path`, then put it in place, mode 0600."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        write(temporary)
        temporary.chmod(0o600)
        fsync_path(temporary)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    fsync_folder(path.parent)


def remove_unfinished(folder: Path, names: Iterable[str]) -> None:
    """Delete what `replace_file` left in `folder` for these files when it was killed.

    Whoever calls makes sure that nobody is writing them.
    """
    for name in names:
        for temporary in folder.glob(f".{name}.*.new*"):
            temporary.unlink(missing_ok=True)


def replace_text(path: Path, text: str) -> None:
    """`replace_file` for a short text, which nobody else may read at any moment."""
    replace_file(path, lambda temporary: _write_private(temporary, text))


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
