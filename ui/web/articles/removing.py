"""Taking articles out of the folder and putting them back. Nothing is ever deleted."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from index.files import fsync_folder
from index.scan import FoundFile, scan_folder
from ui.web.articles.moving import put
from ui.web.articles.places import (
    articles_folder,
    path_of_known,
    prepared_folder,
    removed_folder,
)
from ui.web.articles.problems import ArticlesError, disk_problems
from ui.web.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """`path` as it was in the folder of articles; `kept` where it is in the folder `removed`."""

    path: str
    kept: str


def remove_article(library: Library, doc_id: str) -> Removed:
    """Move one file of the folder of articles into `removed`, under the same path there.

    Raises:
        ArticlesError: there is no such file, or the disk would not.
    """
    folder, kept = articles_folder(library), removed_folder(library)
    with disk_problems(doc_id):
        path = _find(folder, doc_id, library.path)
        found = _move(path, kept / Path(*doc_id.split("/")))
    return Removed(path=doc_id, kept=found.relative_to(kept).as_posix())


def restore_article(library: Library, kept: str, path: str) -> str:
    """Move a removed file back to `path`, or beside what has that name now; returns where."""
    folder, away = prepared_folder(library), removed_folder(library)
    with disk_problems(path):
        source = path_of_known(away, kept)
        if not source.is_file():
            raise ArticlesError(f"“{kept}” is no longer among the removed articles", 404)
        found = _move(source, path_of_known(folder, path, library.path))
        _tidy(source.parent, away)
    return found.relative_to(folder).as_posix()


def removed_files(library: Library) -> list[str]:
    """The paths of what was removed and is still kept, sorted."""
    away = removed_folder(library)
    if not away.is_dir():
        return []
    seen = scan_folder(away)
    return [item.doc_id if isinstance(item, FoundFile) else item.path for item in seen]


def _find(folder: Path, doc_id: str, index_folder: Path) -> Path:
    path = path_of_known(folder, doc_id, index_folder)
    if path.is_file():
        return path
    # Its name on disk may be written otherwise: decomposed, or not in UTF-8.
    for item in scan_folder(folder):
        if isinstance(item, FoundFile) and item.doc_id == doc_id:
            return item.path
    raise ArticlesError(f"“{doc_id}” is no longer in the folder: sync to see it as it is", 404)


def _move(source: Path, wanted: Path) -> Path:
    wanted.parent.mkdir(parents=True, exist_ok=True)
    found, _ = put(source, wanted)
    fsync_folder(source.parent)
    return found


def _tidy(folder: Path, root: Path) -> None:
    """Folders that were emptied by putting the last file back."""
    while folder != root and not any(os.scandir(folder)):
        folder.rmdir()
        folder = folder.parent
