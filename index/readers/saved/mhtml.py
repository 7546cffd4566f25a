"""Reads web pages that a browser saved as one file (MHTML): the page itself, not its frames."""

import email
from email import errors, policy
from typing import Any

from index.readers.html.page import read_saved_page
from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument
from index.text.metadata import Metadata, read_metadata

_PAGES = ("text/html", "application/xhtml+xml")


def read_mhtml(data: bytes) -> RawDocument:
    """Reads a page saved as MHTML."""
    message = email.message_from_bytes(data.lstrip(), policy=policy.default)
    if any(isinstance(defect, errors.CloseBoundaryNotFoundDefect) for defect in message.defects):
        raise Unreadable("truncated saved page")
    page = _root(message)
    if page is None:
        raise Unreadable("no web page in it")
    content = page.get_payload(decode=True) or b""
    said = (message["snapshot-content-location"], page["content-location"])
    addresses = (str(address) for address in said if str(address or "").startswith("http"))
    known = read_metadata({"link": next(addresses, "")})
    saved = Metadata(uri=known.uri, extra={"saved": str(message["date"] or "")})
    return read_saved_page(content, page.get_content_charset(), saved)


def _root(message: Any) -> Any:
    """The part that is named as the start, else the first page."""
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    start = message.get_param("start")
    named = [page for page in pages if start and str(page["content-id"] or "").strip() == start]
    return next(iter(named or pages), None)
