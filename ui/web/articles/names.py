"""File name validation: which names a file may have in the folder of articles.

A name from the page is a path relative to the folder, `/` between its parts. It comes from
whoever sends a request: nothing of it is believed.
"""

import unicodedata
from pathlib import PurePath

from index.readers import Limits
from index.readers.kinds import READ_SUFFIXES, Kind, suffix_of
from index.text.characters import TURNING, is_control
from ui.web.articles.errors import ArticlesError

LARGEST_FILE_BYTES = Limits().file_bytes

LONGEST_NAME_BYTES = 255  # of most file systems
LONGEST_KNOWN_BYTES = 248  # a number may be added
LONGEST_PART_BYTES = 200  # a number and a suffix may be added
LONGEST_PATH_CHARS = 1000
MOST_PARTS = 32

_RESERVED = str.maketrans(
    {**dict.fromkeys('<>:"|?*', "_"), **dict.fromkeys(TURNING)}
)  # what Windows would not take, and what lets a name look like another
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)


def types_read() -> str:
    """The suffixes that are read, in words: .md, .txt and .pdf."""
    *first, last = (suffix for suffix, kind in READ_SUFFIXES.items() if kind is not Kind.DOC)
    return f"{', '.join(first)} and {last}"


def parts_for_new(name: str) -> list[str]:
    """The parts under which the new article `name` is kept.

    Characters that some systems do not take in a name become `_`.

    Raises:
        ArticlesError: the name is none for an article, or leads out of the folder.
    """
    parts = name.split("/")
    if not name or len(name) > LONGEST_PATH_CHARS or len(parts) > MOST_PARTS:
        raise ArticlesError("the file's path is empty or too long: shorten it and try again")
    # What is judged is what will stand on the disk: a sign that is left out hides nothing.
    parts = [unicodedata.normalize("NFC", part).translate(_RESERVED) for part in parts]
    for part in parts:
        _check_new(part)
    check_suffix(parts[-1])
    return parts


def parts_for_known(name: str) -> list[str]:
    """The parts of a listed file's name as they can be written on any disk.

    What could lead elsewhere or deceive becomes `_`, and what is too long is cut.

    Raises:
        ArticlesError: no listed file has such a name: it is hidden, or leads out of the folder.
    """
    parts = [_shortened(_written(part)) for part in name.split("/")]
    if any(part.startswith(".") or PurePath(part).name != part or not part for part in parts):
        raise ArticlesError("the file's path is hidden or leads out of the folder of articles")
    return parts


def is_read(name: str) -> bool:
    """Whether a sync reads files of this name."""
    return suffix_of(name) in READ_SUFFIXES and not name.startswith("~$")


def check_suffix(name: str) -> None:
    """Raise `ArticlesError` when files of this name are not read."""
    suffix = suffix_of(name)
    if suffix not in READ_SUFFIXES:
        what = f"files of the type {suffix} are" if suffix else "files without a type are"
        raise ArticlesError(f"{what} not read: Byline reads {types_read()}", 415)


def _written(part: str) -> str:
    return "".join("_" if c == "\\" or c in TURNING or is_control(c) else c for c in part)


def _shortened(part: str) -> str:
    suffix = PurePath(part).suffix
    stem = part.removesuffix(suffix).encode()
    room = max(0, LONGEST_KNOWN_BYTES - len(suffix.encode()))
    return part if len(stem) <= room else stem[:room].decode(errors="ignore") + suffix


def _check_new(part: str) -> None:
    if part in ("", ".", ".."):
        raise ArticlesError("the file's path leads out of the folder of articles")
    if "\\" in part or any(map(is_control, part)):
        raise ArticlesError("the file's name holds characters that no file may have: rename it")
    if part.startswith((".", "~$")):
        raise ArticlesError("hidden files and lock files are not read")
    if len(part.encode()) > LONGEST_PART_BYTES:
        raise ArticlesError("the file's name is too long: shorten it and try again")
    if part.endswith((" ", ".")) or part.split(".")[0].strip().lower() in _DEVICES:
        raise ArticlesError(f"“{part}” is a name that not every system takes: rename it")
