"""Which addresses a report may lead to."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

Links = Callable[[str, int, int], str | None]
"""doc_id, start and end of a passage -> where it can be read, None where nowhere."""

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
