"""Citation markers ("[2]") in a model's text: which passages a stretch of it cites.

Read are `[1]`, `[1, 2]`, `[1][2]`, `[1-3]`, `[passage 1]`, `[^1]`, full-width `【1】` and `［１］`,
and superscripts. A run of superscripts is one number: ¹² is 12, never 1 and 2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MOST_IN_A_RANGE = 50

_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_ONE = (
    r"\^?(?:(?:passages?|sources?|articles?|no\.?|#)\s*)?\d{1,3}(?::\d{1,3})?(?:†[^\]】］]{0,60})?"
)
_LIST = rf"{_ONE}(?:\s*(?:[,;，、&–—-]|and)\s*{_ONE})*"
_BRACKETED = rf"[\[［【]\s*(?P<list>{_LIST})\s*[\]］】]"
# After a digit, a unit of length or before a charge it is an exponent: km², 10⁶, Ca²⁺.
_RAISED = (
    rf"(?<!\d)(?<![{_SUPERSCRIPT}])(?<!\bm)(?<!\b[kcmd]m)(?<!\bmi)(?<!\bft)(?<!\bin)"
    rf"(?P<raised>[{_SUPERSCRIPT}]{{1,3}}(?:[,\u2009\u202f ][{_SUPERSCRIPT}]{{1,3}})*)"
    rf"(?![{_SUPERSCRIPT}⁺⁻])"
)
MARKER = re.compile(rf"(?:{_BRACKETED}|{_RAISED})", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)\s*[-–—]\s*(\d+)")
_NUMBER = re.compile(r"\d+")
_NOTE = re.compile(r"†[^\],;]*|(?<=\d):\d+")
_QUOTED = re.compile(r"[\"“„«](?:[^\"“”„«»]{1,1000})[\"”»]|``(?:.{1,1000}?)''", re.DOTALL)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Marker:
    """The numbers that one marker names, and where it stands, the space before it included."""

    numbers: tuple[int, ...]
    start: int
    end: int


def find_markers(text: str, is_quoted: Callable[[str], bool] = lambda _: False) -> list[Marker]:
    """The markers of `text` in order.

    `is_quoted` is asked about a bracket inside quotation marks, with a few words before it; when
    it stands so in an article, it is part of the quotation and no marker.
    """
    quotations = [match.span() for match in _QUOTED.finditer(text)]
    found = []
    for match in MARKER.finditer(text):
        start, end = match.span()
        inside = any(opened < start and end < closed for opened, closed in quotations)
        if inside and is_quoted(_with_words_before(text, start, end, quotations)):
            continue
        before = text[:start]
        found.append(Marker(_numbers(match), len(before.rstrip()), end))
    return found


def valid_numbers(markers: Iterable[Marker], passages: int) -> tuple[tuple[int, ...], int]:
    """The numbers from 1 to `passages`, each once, and how many others were named.

    This is the only place that decides which number stands for a passage.
    """
    named = list(dict.fromkeys(number for marker in markers for number in marker.numbers))
    valid = tuple(number for number in named if 1 <= number <= passages)
    return valid, len(named) - len(valid)


def without_markers(text: str, markers: Iterable[Marker]) -> str:
    """`text` with the markers cut out, and no space left before a full stop."""
    parts = []
    last = 0
    for marker in markers:
        parts.append(text[last : max(last, marker.start)])
        last = marker.end
    return "".join([*parts, text[last:]])


def _numbers(match: re.Match[str]) -> tuple[int, ...]:
    if match["raised"]:
        return tuple(int(_plain(part)) for part in re.split(rf"[^{_SUPERSCRIPT}]", match["raised"]))
    listed = _NOTE.sub("", unicodedata.normalize("NFKC", match["list"]))
    for low, high in _RANGE.findall(listed):
        if int(low) < int(high) <= int(low) + MOST_IN_A_RANGE:
            between = ",".join(map(str, range(int(low), int(high) + 1)))
            listed = _RANGE.sub(between, listed, count=1)
    return tuple(int(number) for number in _NUMBER.findall(listed))


def _plain(raised: str) -> str:
    return "".join(str(_SUPERSCRIPT.index(character)) for character in raised)


def _with_words_before(
    text: str, start: int, end: int, quotations: Iterable[tuple[int, int]]
) -> str:
    opened = max(at for at, closed in quotations if at < start < closed)
    before = text[opened:start].lstrip('"“„«`').split()[-4:]
    joint = "" if start and not text[start - 1].isspace() else " "
    return _SPACE.sub(" ", " ".join(before) + joint + text[start:end]).strip()
