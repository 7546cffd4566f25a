"""XML as newsrooms write it: letters by names without a DTD, and stray control characters."""

import html.entities
import re
from typing import Any

from index.readers.archive import parse_xml

# What XML forbids and databases hold all the same.
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31};)")
_OF_XML = (b"amp;", b"lt;", b"gt;", b"quot;", b"apos;")


def parse_news_xml(data: bytes, what: str) -> Any:
    """The root of the XML in `data`, as `parse_xml` gives it; `what` names the format."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\x00" not in data[:4]:
        # Some programs write a blank line before the declaration.
        data = _NAMED.sub(_numbered, data.translate(None, _CONTROLS).lstrip(b"\xef\xbb\xbf \t\r\n"))
    return parse_xml(data, what)


def _numbered(name: re.Match[bytes]) -> bytes:
    letters = html.entities.html5.get(name[1].decode("ascii"), "")
    if name[1] in _OF_XML or not letters:
        return name[0]
    return "".join(f"&#{ord(letter)};" for letter in letters).encode("ascii")


def words_of(element: Any) -> str:
    """All words in an element, on one line; "" for None."""
    return "" if element is None else " ".join(str(element.xpath("string()")).split())


def first_words(element: Any, *paths: str) -> str:
    """The words of the first element at any of the paths that has some."""
    return next(
        (words for path in paths for found in element.findall(path) if (words := words_of(found))),
        "",
    )
