"""Safe links of a report: to article files and to web addresses."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

Links = Callable[[str, int, int], str | None]
"""doc_id, start and end of a passage -> where it can be read, None where nowhere."""


def links_to_files(folder: Path, page: Path) -> Links:
    """Addresses of the articles' files below `folder`, as seen from the report at `page`."""
    base = os.path.relpath(folder.expanduser().absolute(), page.expanduser().absolute().parent)

    def link(doc_id: str, start: int, end: int) -> str | None:
        there = (folder / doc_id).is_file()
        return quote(f"{base}/{doc_id}".replace(os.sep, "/")) if there else None

    return link


_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


def safe_address(address: str | None) -> str | None:
    """The address if it is http, https or a relative path of a file; None otherwise."""
    if not address or _UNSAFE.search(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        return address if parts.netloc else None
    relative = not parts.scheme and not parts.netloc and not address.startswith("/")
    return address if relative else None
