"""Upload of an article: streamed to a temporary file, then whole under its name, or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from eval.sample import sample_folder
from index.files import fsync_path
from ui.web.articles.errors import ArticlesError, disk_problems
from ui.web.articles.moving import copy, make_folders, put, sha256_of, temporary_in
from ui.web.articles.names import LARGEST_FILE_BYTES, parts_for_new
from ui.web.articles.places import inside, prepared_folder
from ui.web.library.library import Library

SAMPLE_NAME = "sample"
"""What is larger is not read, so it is not taken in either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Where an article is now, relative to the folder; `outcome` is "added" or "already there"."""

    path: str
    outcome: str


class Incoming:
    """One file on its way in; `with Incoming(...) as file: file.write(...); file.finish()`.

    Left before it is finished, it leaves nothing behind. Not to be shared between threads.
    """

    def __init__(
        self, folder: Path, name: str, index_folder: Path, most_bytes: int = LARGEST_FILE_BYTES
    ) -> None:
        self._name, self._most = name.rsplit("/", 1)[-1], most_bytes
        with disk_problems(self._name):
            self._target = inside(folder, parts_for_new(name), index_folder)
            self._folder = folder
            self._temporary = temporary_in(folder)
            self._file = self._temporary.open("xb")
        self._digest = hashlib.sha256()
        self.size_bytes = 0

    def __enter__(self) -> Incoming:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()
        self._temporary.unlink(missing_ok=True)

    def check_size(self, size_bytes: int) -> None:
        """Raise `ArticlesError` when a file of this size is not taken in."""
        if size_bytes > self._most:
            raise ArticlesError(
                f"“{self._name}” is larger than {to_megabytes(self._most)},"
                " which is the most that Byline reads: split it and try again",
                413,
            )

    def write(self, data: bytes) -> None:
        """The next bytes of the file."""
        self.size_bytes += len(data)
        self.check_size(self.size_bytes)
        self._digest.update(data)
        with disk_problems(self._name):
            self._file.write(data)

    def finish(self, declared_bytes: int | None = None) -> Added:
        """Put the file in its place; `declared_bytes` is how long it was said to be."""
        if declared_bytes is not None and declared_bytes != self.size_bytes:
            raise ArticlesError(f"“{self._name}” broke off on its way: send it again")
        if not self.size_bytes:
            raise ArticlesError(f"“{self._name}” is empty")
        with disk_problems(self._name):
            self._file.close()
            fsync_path(self._temporary)
            make_folders(self._folder, self._target.parent)
            found, is_new = put(self._temporary, self._target, self._digest.hexdigest())
        path = found.relative_to(self._folder).as_posix()
        return Added(path=path, outcome="added" if is_new else "already there")


def add_sample(library: Library) -> None:
    """Copy the sample into the folder `sample` among the articles.

    Raises:
        ArticlesError: there are articles already, their index has gone, or the disk would not.
    """
    if library.problem:
        raise ArticlesError(library.problem, 409)
    if library.documents():
        raise ArticlesError("there are articles already; the sample is for the first look", 409)
    folder, sample = prepared_folder(library), sample_folder()
    with disk_problems("sample"):
        for path in sorted(path for path in sample.rglob("*") if path.is_file()):
            wanted = folder / SAMPLE_NAME / path.relative_to(sample)
            make_folders(folder, wanted.parent)
            copy(path, wanted, sha256_of(path))


def to_megabytes(size_bytes: int) -> str:
    """50 MB."""
    return f"{size_bytes / 1e6:g} MB"
