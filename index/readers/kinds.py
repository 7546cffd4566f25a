"""File type detection, by a file's name and by its first bytes (magic numbers)."""

import io
import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePosixPath

from index.text.data import read_data


class Kind(StrEnum):
    """The formats that can be read."""

    TEXT = "text"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "Word document"
    DOC = "Word document (.doc)"
    ODT = "OpenDocument text"
    PPTX = "presentation"
    RTF = "rich-text file"
    XLSX = "Excel workbook"
    XLS = "older Excel workbook"
    ODS = "OpenDocument spreadsheet"
    CSV = "CSV file"
    JSON = "JSON file"
    XML = "XML file"
    WXR = "WordPress export"
    NITF = "NITF file"
    NEWSML = "NewsML-G2 file"
    FEED = "feed"
    MAIL = "mail"
    MBOX = "mailbox"
    MHTML = "saved page (MHTML)"
    WARC = "web archive"
    EPUB = "EPUB"
    TRANSCRIPT = "transcript"
    PICTURE = "picture"


_DATA = read_data(__file__)
READ_SUFFIXES = {s: Kind[name] for name, suffixes in _DATA["suffixes"].items() for s in suffixes}
_UNMARKED = frozenset(Kind[name] for name in _DATA["unmarked"])
_ZIP_KINDS = {mark: Kind[name] for mark, name in _DATA["zip_kinds"].items()}

_OTHER_MAGIC = {mark.encode("latin-1"): what for mark, what in _DATA["other_magic"].items()}
_ZIP = b"PK\x03\x04"
_RTF = b"{\\rtf"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0"
_OLE_KINDS: dict[str, str] = _DATA["ole_kinds"]
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_START = re.compile(rb"\s*(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2}")
_XML_ROOT = re.compile(
    r"\s*(?:<\?(?:(?!\?>).)*\?>\s*|<!--(?:(?!-->).)*-->\s*"
    r"|<!DOCTYPE[^\[>]*(?:\[(?:(?!\]\s*>).)*\]\s*)?>\s*)*<(?:[\w.-]+:)?([\w.-]+)",
    re.DOTALL,
)
_XML_KINDS = {root: Kind[name] for root, name in _DATA["xml_kinds"].items()}


def suffix_of(name: str) -> str:
    """The end of a file's name that says its format, in lower case: ".md", ".warc.gz"."""
    name = name.lower()
    return ".warc.gz" if name.endswith(".warc.gz") else PurePosixPath(name).suffix


class Unreadable(Exception):
    """The file cannot be read; the message is the reason, short enough for a table.

    `passing`: its content is not to blame, and another try may succeed. `again`: the next sync is
    to look again, on another day or with what is then installed.
    """

    def __init__(self, reason: str, *, passing: bool = False, again: bool = False) -> None:
        self.passing, self.again = passing, again
        super().__init__(reason)


class HeldBack(Unreadable):
    """It is not to be read: held back by its publisher, or no text. Skipped, and not failed."""


def detect_kind(data: bytes, suffix: str) -> tuple[Kind, str | None]:
    """The format of `data`, and a warning when the name says something else.

    A file that is certainly of another supported format is read as what it is. A PDF or Word name
    on anything else is an error: what such a file holds is often a login page. What is empty,
    binary, or not what its name says is `Unreadable`.
    """
    named = READ_SUFFIXES[suffix.lower()]
    if not (data[:1000].removeprefix(b"\xef\xbb\xbf").strip() or data[1000:].strip()):
        raise Unreadable("empty")
    wrong = f"not {_with_article(named)} although its name says so"
    other = _other_format(data)
    if other and named not in _UNMARKED and not data.startswith(_OLE):
        raise Unreadable(wrong)
    if other:
        raise Unreadable(other)
    found = _by_magic(data, named)
    if found and found is not named:
        if named not in _UNMARKED and found is Kind.HTML:
            raise Unreadable(f"{wrong}, but a web page")
        if named is Kind.XML:
            return found, None
        return found, f"read as {_with_article(found)} although its name ends in {suffix.lower()}"
    if named is Kind.XML:
        root = _xml_root(data)
        raise Unreadable(f"an XML file of another kind ({root})" if root else wrong)
    if named not in _UNMARKED and not found:
        raise Unreadable(wrong)
    return named, None


def _with_article(kind: Kind) -> str:
    named = f"an {kind}" if kind[0] in "AEIOaeio" else f"a {kind}"
    return {Kind.HTML: "a web page", Kind.TEXT: "text", Kind.XML: "XML"}.get(kind, named)


def _other_format(data: bytes) -> str | None:
    """Why a file of a format that is not read cannot be read; None for any other."""
    if _is_warc(data) or _is_xls(data):
        return None
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
    if data[:64].lstrip().startswith(_RTF):
        return Kind.RTF
    if _is_warc(data):
        return Kind.WARC
    if data.startswith(_PICTURES):
        return Kind.PICTURE
    if _is_xls(data):
        return Kind.XLS
    if named in (Kind.MAIL, Kind.MBOX) and data.startswith(b"From "):
        return Kind.MBOX
    if named in (Kind.MAIL, Kind.MBOX, Kind.MHTML) and _MAIL_START.match(data):
        return Kind.MAIL if named is Kind.MBOX else named
    return Kind.HTML if _HTML_START.match(data[:65_536]) else _xml_kind(data)


def _is_xls(data: bytes) -> bool:
    """Whether it is an Office file of the old form whose only known part is a workbook."""
    names = (name.encode("utf-16-le") for name in _OLE_KINDS)
    is_known = not data.startswith(_OLE) or any(name in data for name in names)
    return not is_known and "Book".encode("utf-16-le").lower() in data.lower()


def _is_warc(data: bytes) -> bool:
    if not data.startswith(b"\x1f\x8b"):
        return data.startswith(b"WARC/")
    try:
        return zlib.decompressobj(31).decompress(data[:2000], 5) == b"WARC/"
    except zlib.error:
        return False


_WXR_WORD = re.compile(rb"<\w+:(?:wxr_version|post_type|status|post_id)>")


def _xml_kind(data: bytes) -> Kind | None:
    root = _xml_root(data)
    # A plain feed may declare the namespace of exports without a word of it.
    is_feed = b"</item>" in data and not _WXR_WORD.search(data)
    if root == "rss" and b"//wordpress.org/export/" in data[:65_536] and not is_feed:
        return Kind.WXR
    return _XML_KINDS.get(root)


def _xml_root(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data[:65_536].decode("utf-16" if wide else "utf-8", "replace").lstrip("\ufeff")
    root = _XML_ROOT.match(text)
    return root[1] if root else ""


def _zip_kind(data: bytes) -> Kind | None:
    """The format of a zip archive by its media type and the names in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                names.append(archive.open("mimetype").read(100).decode("latin-1"))
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError):
        # Truncated: the names are told by its bytes, and so is a media type.
        found = re.findall(rb"PK\x03\x04.{26}([ -~]{1,80})", data, re.DOTALL)
        names = [name.decode().removeprefix("mimetype") for name in found]
    listed = "\n".join(names)
    flags = re.IGNORECASE | re.MULTILINE
    return next((kind for mark, kind in _ZIP_KINDS.items() if re.search(mark, listed, flags)), None)
