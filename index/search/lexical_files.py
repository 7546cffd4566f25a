"""Where the lexical cache lies, and whether its files are whole."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import IndexDamagedError

LEXICAL_NAME = "lexical"
POINTER_NAME = "lexical.json"


def current_folder(index_folder: Path) -> Path | None:
    """Where the lexical cache now lies; None when the pointer is missing or damaged."""
    try:
        name = json.loads((index_folder / POINTER_NAME).read_text("utf-8"))["folder"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return index_folder / Path(str(name)).name


def remove_other_folders(index_folder: Path, current: Path) -> None:
    """Delete lexical folders that the pointer no longer names; readers keep what they mapped."""
    for folder in index_folder.glob(f"{LEXICAL_NAME}-*"):
        if folder != current:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def panics_as_damage(folder: Path | None) -> Iterator[None]:
    """tantivy panics on some damaged files, with an exception that escapes `except Exception`."""
    try:
        yield
    except BaseException as error:
        if folder is None or type(error).__name__ != "PanicException":
            raise
        raise IndexDamagedError(folder, str(error)) from error


def is_whole(folder: Path) -> bool:
    """Whether every file that the index in `folder` is made of has its checksum.

    A file ends in a footer: JSON with the CRC-32 of all before it, the length of that JSON and
    a magic number, both 32-bit little-endian. Files that the index does not name are passed over:
    a writer that was killed leaves unfinished ones, and the next commit deletes them.
    """
    try:
        segments = json.loads((folder / "meta.json").read_text("utf-8"))["segments"]
        return all(
            _has_its_checksum(path.read_bytes())
            for segment in segments
            for path in _files_of(folder, segment)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _files_of(folder: Path, segment: dict[str, Any]) -> Iterator[Path]:
    """The files of one segment; of its lists of deleted documents, the one in force."""
    name = str(segment["segment_id"]).replace("-", "")
    yield from (path for path in folder.glob(f"{name}.*") if path.suffix != ".del")
    if segment["deletes"] is not None:
        yield folder / f"{name}.{segment['deletes']['opstamp']}.del"


def _has_its_checksum(data: bytes) -> bool:
    length = int.from_bytes(data[-8:-4], "little")
    body, footer = data[: -8 - length], data[-8 - length : -8]
    try:
        return bool(json.loads(footer)["crc"] == zlib.crc32(body))
    except (ValueError, KeyError, TypeError):
        return False
