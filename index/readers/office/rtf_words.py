"""The control words of rich text: which characters, looks and destinations they stand for."""

from __future__ import annotations

import codecs

from index.text.data import read_data

_DATA = read_data(__file__)
CHARACTERS: dict[str, str] = _DATA["characters"]
LOOKS: dict[str, tuple[str, str, str]] = _DATA["looks"]
DESTINATIONS: dict[str, str] = _DATA["destinations"]
INFO = tuple(_DATA["info"])
COLLECTED = frozenset({*INFO, *_DATA["collected"]})
SKIPPED = frozenset(_DATA["skipped"])
STARRED = frozenset(_DATA["starred"])
CODECS = {int(charset): name for charset, name in _DATA["codecs"].items()}


def codec_of(page: int) -> str:
    """The codec of a code page, or that of the West when it is not known."""
    name = "utf-8" if page == 65001 else "mac_roman" if page == 10000 else f"cp{page}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
