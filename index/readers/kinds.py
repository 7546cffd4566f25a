"""File type detection, by a file's name and by its first bytes (magic numbers)."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum


class Kind(StrEnum):
    """The formats that can be read."""

    TEXT = "text"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "Word document"
    DOC = "Word document (.doc)"
    JSON = "JSON file"


READ_SUFFIXES = {
    ".md": Kind.TEXT,
    ".markdown": Kind.TEXT,
    ".txt": Kind.TEXT,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".json": Kind.JSON,
    ".jsonl": Kind.JSON,
    ".ndjson": Kind.JSON,
    ".doc": Kind.DOC,  # other formats go by this name, too; its own is refused by its right name
}
# Formats without a mark of their own: a file so named may hold anything.
_UNMARKED = frozenset({Kind.TEXT, Kind.HTML, Kind.JSON})
# The folder that holds a format's parts in a zip archive, or the media type in its first part.
_ZIP_KINDS = {
    r"^word/": Kind.DOCX,
}

_OTHER_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a rich-text file (.rtf)",
    b"%!PS": "a PostScript file",
}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
# What the parts of older Office files are called, and what such a file is.
_OLE_KINDS = {
    "EncryptedPackage": "encrypted: remove the password and sync again",
    "WordDocument": "an old Word file: save it as .docx and sync again",
    "PowerPoint Document": "an old presentation: save it as .pptx and sync again",
}
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


class Unreadable(Exception):
    """The file cannot be read; the message is the reason, short enough for a table.

    `passing`: its content is not to blame, and another try may succeed.
    """

    def __init__(self, reason: str, *, passing: bool = False) -> None:
        self.passing = passing
        super().__init__(reason)


def detect_kind(data: bytes, suffix: str) -> tuple[Kind, str | None]:
    """The format of `data`, and a warning when the name says something else.

    A file that is certainly of another supported format is read as what it is. A PDF or Word name
    on anything else is an error: what such a file holds is often a login page.

    Raises:
        Unreadable: Empty, binary, or not what the name says.
    """
    named = READ_SUFFIXES[suffix.lower()]
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise Unreadable("empty")
    other = _other_format(data)
    if other and named not in _UNMARKED and not data.startswith(_OLE):
        raise Unreadable(f"not {_with_article(named)} although its name says so")
    if other:
        raise Unreadable(other)
    found = _by_magic(data, named)
    if found and found is not named:
        if named not in _UNMARKED and found is Kind.HTML:
            raise Unreadable(
                f"not {_with_article(named)} although its name says so, but a web page"
            )
        return found, f"read as {_with_article(found)} although its name ends in {suffix.lower()}"
    if named not in _UNMARKED and not found:
        raise Unreadable(f"not {_with_article(named)} although its name says so")
    return named, None


def _with_article(kind: Kind) -> str:
    named = f"an {kind}" if kind[0] in "AEIOaeio" else f"a {kind}"
    return {Kind.HTML: "a web page", Kind.TEXT: "text"}.get(kind, named)


def _other_format(data: bytes) -> str | None:
    """Why a file of a format that is not read cannot be read; None for any other."""
    if data.startswith(_ZIP) and _zip_kind(data) is None:
        return "binary (a zip archive)"
    if data.startswith(_OLE):
        return next(
            (what for name, what in _OLE_KINDS.items() if name.encode("utf-16-le") in data),
            "an old or encrypted Office file: save it anew without a password and sync again",
        )
    for magic, what in _OTHER_MAGIC.items():
        if data.startswith(magic):
            return f"binary ({what})"
    return None


def _by_magic(data: bytes, named: Kind) -> Kind | None:
    # Some programs put a few bytes before a PDF; in a text the mark may just be mentioned.
    if data[:64].lstrip().startswith(b"%PDF-") or (named is Kind.PDF and b"%PDF-" in data[:1024]):
        return Kind.PDF
    if data.startswith(_ZIP):
        return _zip_kind(data)
    return Kind.HTML if _HTML_START.match(data[:65_536]) else None


def _zip_kind(data: bytes) -> Kind | None:
    """The format of a zip archive by the names in it; of a truncated one by those in its bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        names = [n.decode() for n in re.findall(rb"PK\x03\x04.{26}([ -~]{1,80})", data, re.DOTALL)]
    listed = "\n".join([data[38:120].decode("latin-1"), *names])
    flags = re.IGNORECASE | re.MULTILINE
    return next((kind for mark, kind in _ZIP_KINDS.items() if re.search(mark, listed, flags)), None)
