"""Reads web archives (WARC): the pages that a server answered with, each once, as last captured."""

import io
import zlib
from collections.abc import Iterator
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed

from index.readers.html.page import read_saved_page
from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument, RawItem, read_or_say
from index.text.metadata import Metadata

_PAGES = ("text/html", "application/xhtml+xml")
_MAX_PAGE_BYTES = 20_000_000
_BLOCK_BYTES = 1 << 20


def read_warc(data: bytes) -> Iterator[RawItem]:
    """The pages of a web archive, keyed by their addresses."""
    latest: dict[str, tuple[str, int]] = {}
    frames: set[str] = set()
    damage: Unreadable | None = None
    number = -1
    try:
        for number, record in enumerate(_records(data)):
            if _is_request_of_frame(record):
                frames.add(_header(record, "WARC-Target-URI"))
            elif _is_page(record):
                uri, day = _header(record, "WARC-Target-URI"), _header(record, "WARC-Date")
                latest[uri] = max(latest.get(uri, ("", 0)), (day, number))
    except Unreadable as error:
        # The pages before it are whole.
        damage, latest = error, {uri: at for uri, at in latest.items() if at[1] != number}
    wanted = {number for uri, (_, number) in latest.items() if uri not in frames}
    for number, record in enumerate(_records(data) if wanted else ()):
        if number in wanted:
            yield RawItem(
                key=_header(record, "WARC-Target-URI"), raw=read_or_say(_read_page, record)
            )
            wanted.remove(number)
        if not wanted:
            break
    if damage or not latest:
        raise damage or Unreadable("no web pages in it")


def _records(data: bytes) -> Iterator[Any]:
    """The records; the library says nothing of one that is cut off."""
    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            yield record
            while record.raw_stream.read(_BLOCK_BYTES):
                pass
            if getattr(record.raw_stream, "limit", 0) > 0:
                raise Unreadable("truncated web archive")
        if data.startswith(b"WARC") and not data.endswith((b"\r\n\r\n", b"\n\n")):
            raise Unreadable("truncated web archive")
    except (ArchiveLoadFailed, AttributeError, ValueError, zlib.error) as error:
        if "non-chunked gzip" in str(error):
            whole = "compressed as a whole, not record by record: unpack it and sync again"
            raise Unreadable(whole) from error
        raise Unreadable("truncated or damaged web archive") from error


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    return record.http_headers.get_statuscode() == "200" and kind in _PAGES


def _is_request_of_frame(record: Any) -> bool:
    """Whether a browser asked for what a page shows inside: an advertisement, readers' comments."""
    if record.rec_type != "request" or record.http_headers is None:
        return False
    return record.http_headers.get_header("Sec-Fetch-Dest") in ("iframe", "frame", "embed")


def _header(record: Any, name: str) -> str:
    return (record.rec_headers.get_header(name) or "").strip("<> ")


def _read_page(record: Any) -> RawDocument:
    content = _content(record)
    if len(content) > _MAX_PAGE_BYTES:
        raise Unreadable(f"bigger than {_MAX_PAGE_BYTES // 1_000_000} MB")
    kind = record.http_headers.get_header("Content-Type") or ""
    charset = kind.lower().partition("charset=")[2].split(";")[0].strip("\"' ")
    seen = Metadata(
        uri=_header(record, "WARC-Target-URI"), extra={"fetched": _header(record, "WARC-Date")}
    )
    return read_saved_page(content, charset or None, seen)


def _content(record: Any) -> bytes:
    """The page's bytes, unpacked; of a page that is too big its beginning."""
    encoding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate", "br"):
        raise Unreadable(f"compressed in a way that is not read ({encoding})")
    # The library's own way with Brotli fails with the package's current version.
    BufferedReader.DECOMPRESSORS.pop("br", None)
    content: bytes = record.content_stream().read(_MAX_PAGE_BYTES + 1)
    if encoding == "br":
        import brotli

        content = brotli.decompress(content)
    return content
