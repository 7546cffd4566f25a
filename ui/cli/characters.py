"""Keeping what an article or a file name holds from acting on the terminal."""

from __future__ import annotations

import os
import re
import unicodedata

# C0 but for tab and line feed, DEL, C1; marks that turn the direction of text; the two line
# separators that terminals and editors disagree about; halves of surrogate pairs.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff]"
)
_HALF_PAIRS = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("[\t\n]")


def printable(text: str) -> str:
    """The text without characters that move the cursor, colour, or turn the direction."""
    return _CONTROL.sub("", text)


def one_line(text: str) -> str:
    """The text on one line: what `printable` drops, and every line end, as Python writes it."""
    return _CONTROL.sub(_escaped, _LINE_ENDS.sub(_escaped, text))


def json_safe(text: str) -> str:
    """JSON in which those characters are written as `\\uXXXX`, half a pair as U+FFFD."""
    whole = _HALF_PAIRS.sub("\ufffd", text)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", whole)


def to_doc_id(argument: str) -> str:
    """A path as the command line gave it, in the form of a `doc_id`."""
    name = os.fsencode(argument).decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", name)


def _escaped(found: re.Match[str]) -> str:
    return ascii(found[0])[1:-1]
