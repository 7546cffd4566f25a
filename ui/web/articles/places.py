"""Folder paths: where articles lie, and where removed ones (the trash) are kept."""

import hashlib
from pathlib import Path
from typing import Protocol

from ui.web.articles.errors import ArticlesError, disk_problems

FOLDER_NAME = "articles"
REMOVED_NAME = "removed"


class Placed(Protocol):
    """An index and its folder of articles, such as `Library`."""

    path: Path

    @property
    def folder(self) -> Path | None:
        """The folder of articles; None before the first sync."""


def articles_folder(library: Placed) -> Path:
    """The folder that the library knows; before the first sync, `articles` beside the index."""
    return library.folder or library.path.parent / FOLDER_NAME


def prepared_folder(library: Placed) -> Path:
    """`articles_folder`, there to be used.

    Raises:
        ArticlesError: the folder of the index has gone. It is not made again: a sync of an empty
            folder would take every article out of the index.
    """
    folder = articles_folder(library)
    if folder.is_dir():
        return folder
    with disk_problems(str(folder)):
        if library.folder:
            raise ArticlesError(f"the folder {folder} is not there. Is its drive missing?", 409)
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def removed_folder(kept: Path, index: Path) -> Path:
    """Where articles go that are taken away through the page about `index`.

    It lies in `kept`, what users leave, and so outlives the index. That may serve several.
    """
    name = hashlib.sha256(str(index.absolute()).encode()).hexdigest()[:16]
    return kept / REMOVED_NAME / name


def is_seen(path: Path, folder: Path) -> bool:
    """Whether a sync of `folder` would see `path`: it lies there, and is not hidden."""
    path, folder = path.resolve(), folder.resolve()
    return path.is_relative_to(folder) and not any(
        part.startswith(".") for part in path.relative_to(folder).parts
    )


def inside(folder: Path, parts: list[str], left_out: Path | None) -> Path:
    """`folder` joined with `parts`, none of which is a link; it does not lie in `left_out`."""
    path = folder
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise ArticlesError(f"“{'/'.join(parts)}” leads through a link: links are not followed")
    if left_out is not None and path.absolute().is_relative_to(left_out.absolute()):
        raise ArticlesError("that is where the index lies: choose another folder")
    return path
