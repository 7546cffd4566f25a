"""Where articles lie, and which names a file of the page may have there.

A name from the page is a path relative to the folder, `/` between its parts. It comes from
whoever sends a request: nothing of it is believed.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from index.errors import NoIndexError
from index.readers.kinds import READ_SUFFIXES
from ui.web.articles.problems import ArticlesError, disk_problems
from ui.web.library import Library

FOLDER_NAME = "articles"
REMOVED_NAME = "removed"

LONGEST_PART_BYTES = 200  # file systems take 255; a number and a suffix may be added
LONGEST_PATH_CHARS = 1000
MOST_PARTS = 32

_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_RESERVED = str.maketrans(
    {**dict.fromkeys('<>:"|?*', "_"), **dict.fromkeys(_TURNING)}
)  # what Windows would not take, and what lets a name look like another
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)


def articles_folder(library: Library) -> Path:
    """The folder of the index; before the first sync, `articles` beside the index."""
    return _known(library) or library.path.parent / FOLDER_NAME


def prepared_folder(library: Library) -> Path:
    """`articles_folder`, there to be used.

    Raises:
        ArticlesError: the folder of the index has gone. It is not made again: a sync of an empty
            folder would take every article out of the index.
    """
    folder = articles_folder(library)
    if folder.is_dir():
        return folder
    with disk_problems(str(folder)):
        if _known(library):
            raise ArticlesError(f"the folder {folder} is not there. Is its drive missing?", 409)
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def removed_folder(library: Library) -> Path:
    """Where articles go that are taken away through the page."""
    return library.path / REMOVED_NAME


def types_read() -> str:
    """The suffixes that are read, in words: .md, .txt and .pdf."""
    *first, last = READ_SUFFIXES
    return f"{', '.join(first)} and {last}"


def path_for_new(folder: Path, name: str, left_out: Path) -> Path:
    """Where the article `name` belongs in `folder`; `left_out` is the folder of the index.

    Characters that some systems do not take in a name become `_`.

    Raises:
        ArticlesError: the name is none for an article, or leads out of the folder.
    """
    parts = [_new_part(part) for part in checked_parts(name)]
    suffix = Path(parts[-1]).suffix.lower()
    if suffix not in READ_SUFFIXES:
        what = f"files of the type {suffix} are" if suffix else "files without a type are"
        raise ArticlesError(f"{what} not read: Byline reads {types_read()}", 415)
    return inside(folder, parts, left_out)


def path_of_known(folder: Path, name: str, left_out: Path | None = None) -> Path:
    """Where the file `name` lies in `folder`, by the same rules; it may be gone."""
    return inside(folder, checked_parts(name), left_out)


def checked_parts(name: str) -> list[str]:
    """The parts of a path relative to a folder; raises `ArticlesError` for any other."""
    parts = name.split("/")
    if not name or len(name) > LONGEST_PATH_CHARS or len(parts) > MOST_PARTS:
        raise ArticlesError("the file's path is empty or too long: shorten it and try again")
    for part in parts:
        _check_part(part)
    return parts


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


def _known(library: Library) -> Path | None:
    try:
        return library.index.folder
    except NoIndexError:
        return None


def _check_part(part: str) -> None:
    if part in ("", ".", ".."):
        raise ArticlesError("the file's path leads out of the folder of articles")
    if "\\" in part or any(unicodedata.category(c) in ("Cc", "Cs") for c in part):
        raise ArticlesError("the file's name holds characters that no file may have: rename it")
    if part.startswith((".", "~$")):
        raise ArticlesError("hidden files and lock files are not read")
    if len(part.encode()) > LONGEST_PART_BYTES:
        raise ArticlesError("the file's name is too long: shorten it and try again")


def _new_part(part: str) -> str:
    composed = unicodedata.normalize("NFC", part).translate(_RESERVED)
    if composed.endswith((" ", ".")) or composed.split(".")[0].strip().lower() in _DEVICES:
        raise ArticlesError(f"“{composed}” is a name that not every system takes: rename it")
    return composed
