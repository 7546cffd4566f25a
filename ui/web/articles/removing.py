"""Removes articles into a trash folder and restores them. Nothing is ever deleted.

Those that were removed lie in a folder of their own, called `away` here.
"""

import logging
import os
from contextlib import suppress
from pathlib import Path

from pydantic import Field

from index.files import fsync_folder
from index.scan import scan_folder
from index.types import FoundFile
from ui.web.articles.errors import ArticlesError, disk_problems
from ui.web.articles.file_lookup import ListedFiles
from ui.web.articles.moving import make_folders, put, sha256_of
from ui.web.articles.names import check_suffix, is_read, parts_for_known
from ui.web.articles.places import REMOVED_NAME, Placed, inside, is_seen, prepared_folder
from ui.web.values import JsonModel

_logger = logging.getLogger(f"byline.{__name__}")


class KeptFile(JsonModel):
    """A file that is or was removed: `path` in the folder of articles, `kept` in `away`."""

    kept: str = Field(min_length=1)
    path: str = Field(min_length=1)


class Removing:
    """Moves files away and back, for one request: looks through each folder once at most."""

    def __init__(self, library: Placed, away: Path) -> None:
        self._index, self._away = library.path, away
        self._folder = prepared_folder(library)
        self._articles = ListedFiles(self._folder, self._index)
        self._removed = ListedFiles(away)

    def remove(self, doc_id: str) -> KeptFile:
        """Move one file of the folder of articles away, under the same path there.

        Raises:
            ArticlesError: there is no such file, the disk would not, or it would be read there.
        """
        if is_seen(self._away, self._folder):
            raise ArticlesError(
                f"removed articles would be kept in {self._away}, which is among the articles:"
                " start Byline with another --kept",
                409,
            )
        with disk_problems(doc_id):
            path = self._articles.find(doc_id)
            if path is None:
                raise ArticlesError(self._why_not_found(doc_id), 404)
            found = _move(path, self._away, self._away.joinpath(*parts_for_known(doc_id)))
        return KeptFile(path=doc_id, kept=found.relative_to(self._away).as_posix())

    def _why_not_found(self, doc_id: str) -> str:
        places = [at for at, character in enumerate(doc_id) if character == "#"]
        for file in (doc_id[:at] for at in places):
            if self._articles.find(file) is not None:
                return f"“{doc_id}” is one article of the file “{file}”: take it out of that"
        return f"“{doc_id}” is no longer in the folder: sync to see it as it is"

    def restore(self, file: KeptFile) -> KeptFile:
        """Move a removed file back to its path, or beside what has that name; gives where.

        Raises:
            ArticlesError: there is no such file, it would not be read there, or the disk would not.
        """
        with disk_problems(file.path):
            source = self._removed.find(file.kept)
            if source is None:
                raise ArticlesError(f"“{file.kept}” is no longer among the removed articles", 404)
            parts = parts_for_known(file.path)
            if is_read(source.name) and not is_read(parts[-1]):
                check_suffix(parts[-1])
                raise ArticlesError("lock files are not read: choose another name")
            found = _move(source, self._folder, inside(self._folder, parts, self._index))
            _tidy(source.parent, self._away)
        return KeptFile(path=found.relative_to(self._folder).as_posix(), kept=file.kept)


def removed_files(away: Path) -> list[str]:
    """The paths of what was removed and is still kept, sorted."""
    if not away.is_dir():
        return []
    seen = scan_folder(away)
    return [item.doc_id if isinstance(item, FoundFile) else item.path for item in seen]


def adopt_removed(index: Path, away: Path) -> None:
    """Move what an older version kept inside the index, where it would go with it."""
    older = index / REMOVED_NAME
    if not older.is_dir() or away.is_relative_to(older):
        return
    for folder, _, names in os.walk(older, topdown=False):
        for path in (Path(folder) / name for name in names):
            _adopt(path, away, away / path.relative_to(older))
        with suppress(OSError):  # not empty: something could not be moved
            os.rmdir(folder)


def _adopt(path: Path, away: Path, wanted: Path) -> None:
    try:
        make_folders(away, wanted.parent)
        _, is_moved = put(path, wanted, sha256_of(path))
        if not is_moved:  # Byline was killed between the two
            path.unlink()
    except (ArticlesError, OSError):
        _logger.warning("a removed article could not be moved to %s: %s", away, path)


def _move(source: Path, root: Path, wanted: Path) -> Path:
    make_folders(root, wanted.parent)
    found, _ = put(source, wanted)
    fsync_folder(source.parent)
    return found


def _tidy(folder: Path, root: Path) -> None:
    """Folders that were emptied by putting the last file back."""
    with suppress(OSError):  # another file may come meanwhile
        while folder != root and not any(os.scandir(folder)):
            folder.rmdir()
            folder = folder.parent
