"""Control and invisible characters: what each kind is, and how a text is shown or kept without it.

They are dropped where an article is read (`remove_invisible`) and where a terminal would obey
them (`printable`), and written as their code points wherever a reader should see that they were
there (`visible`, `one_line`, `json_safe`).
"""

import re
import unicodedata

JOINERS = "\u200c\u200d"
"""Zero-width, but some scripts and many emoji cannot be written without them."""

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Embeddings, overrides and isolates: they turn the direction of the text after them."""

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but for tab and line feed, DEL, C1
_MARKS = "\u061c\u200e\u200f"  # direction marks, which turn nothing but themselves
_HALVES = "\ud800-\udfff"  # of surrogate pairs
# Line ends that programs disagree about, and the two characters that XML cannot hold.
_ACTING = f"{_CONTROLS}{TURNING}{_HALVES}\u2028\u2029\ufffe\uffff"

# What has no glyph and no width, wherever it stands; the last range but one holds tags.
_NO_GLYPH = (
    f"{_CONTROLS}{_MARKS}\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f"
    f"\u3164\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff{_HALVES}"
)
# Scripts in which joiners carry meaning (Persian, Hindi, Khmer, ...), and symbols with emoji.
_JOINED = (
    "\u0590-\u109f\u1780-\u18af\ua840-\ua8ff\ufb50-\ufdff\ufe70-\ufefc\ufe0f"
    "\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\U0001f000-\U0001faff"
)

_INVISIBLE = re.compile(f"[{_NO_GLYPH}]|(?<![{_JOINED}])[{JOINERS}]")
_SHOWN_AS_CODE = re.compile(f"[{_ACTING}]")
_OBEYED = re.compile(f"[{_ACTING}{_MARKS}]")  # by terminals
_OBEYED_OR_LINE_END = re.compile(f"[{_ACTING}{_MARKS}\t\n]")
_HALF_PAIRS = re.compile(f"[{_HALVES}]")


def remove_invisible(text: str) -> str:
    """`text` without characters that nobody can see.

    These are control characters other than tab and newline, zero-width and direction marks,
    soft hyphens, Unicode tag characters and lone surrogates. Joiners stay inside emoji and in
    scripts that need them.
    """
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return _INVISIBLE.sub("", text)


def visible(text: str) -> str:
    """The text with every character that would act instead of being read written as its code."""
    return _SHOWN_AS_CODE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def printable(text: str) -> str:
    """The text without characters that move a cursor, colour, or turn the direction."""
    return _OBEYED.sub("", text)


def one_line(text: str) -> str:
    """The text on one line: what `printable` drops, and every line end, as Python writes it."""
    return _OBEYED_OR_LINE_END.sub(lambda found: ascii(found[0])[1:-1], text)


def json_safe(text: str) -> str:
    """JSON in which those characters are written as `\\uXXXX`, half a pair as U+FFFD."""
    whole = _HALF_PAIRS.sub("\ufffd", text)
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", whole)


def is_control(character: str) -> bool:
    """Whether it is a control character (tab and line feed, too), or half of a pair."""
    return unicodedata.category(character) in ("Cc", "Cs")
