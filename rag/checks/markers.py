"""Citation markers ("[2]") in a model's text: which passages a stretch of it cites.

Read are `[1]`, `[1, 2]`, `[1][2]`, `[1-3]`, `[passage 1]`, `[Source: 1]`, `[^1]`, `[[1]]`,
`\\[1\\]`, `[1](https://…)`, `{1}`, `(passage 1)`, `(1)` where no list begins, `<sup>1</sup>`,
`^1^`, full-width `【1】` and `［１］`, ①, and superscripts, with what is wrapped around them
(`**[1]**`). A run of superscripts is one number: ¹² is 12, never 1 and 2.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rag.english.grammar import Grammar

MOST_IN_A_RANGE = 50
_NEAR = 200  # characters: as far as what is around a marker is looked at

_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RE = Grammar("rag.checks", "markers", superscript=_SUPERSCRIPT)
_FIGURE = re.compile(rf"[\d①-⒇{_SUPERSCRIPT}]")
_CLOSING = {"[": "]", "\\[": "\\]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Marker:
    """The numbers that one marker names, and where it stands, the space before it included."""

    numbers: tuple[int, ...]
    start: int
    end: int


def find_markers(
    text: str, is_quoted: Callable[[str], bool] = lambda _: False, passages: int = 99
) -> list[Marker]:
    """The markers of `text` in order, those side by side as one.

    `is_quoted` is asked about a bracket, with a few words before it, that stands inside quotation
    marks or is a round one; when it stands so in an article, it is no marker. Nor is a round
    one with a number above `passages`: it may be an age.
    """
    if not _FIGURE.search(text):
        return []
    quotations = [match.span() for match in _RE.quoted.finditer(text)]
    opened = [start for start, _ in quotations]
    found: list[Marker] = []
    for match in _RE.marker.finditer(text):
        start, end = match.span()
        numbers, weak = _numbers(match), match.lastgroup in ("round", "circled")
        beside = bool(found) and _RE.between.fullmatch(text, found[-1].end, start)
        if weak and (max(numbers) > passages or not (beside or _is_placed(text, match))):
            continue
        at = bisect_left(opened, start) - 1  # the last that opens before it
        inside = at >= 0 and end < quotations[at][1]
        begun = opened[at] if at >= 0 and start < quotations[at][1] else 0
        if (inside or weak) and is_quoted(
            _with_words_before(text, max(begun, start - _NEAR), match)
        ):
            continue
        if beside:
            last = found.pop()
            numbers, start = (*last.numbers, *numbers), last.start
        found.append(Marker(numbers, start, end))
    return [_with_surroundings(text, marker) for marker in found]


def _is_placed(text: str, match: re.Match[str]) -> bool:
    """Whether a round bracket or a ringed number stands where a marker does.

    At the end of a clause or after a sentence: not where the item of a list begins.
    """
    before = text[max(0, match.start() - _NEAR) : match.start()].rstrip(" \t")
    if not before or before.endswith("\n"):
        return False
    return bool(
        _RE.labelled.match(match[0])
        or _RE.sentence_end.search(before)
        or _RE.clause_end.match(text, match.end())
    )


def _with_surroundings(text: str, marker: Marker) -> Marker:
    """The marker with what is wrapped around it, and the space before it."""
    start, end = marker.start, marker.end
    while opening := _RE.opening.search(text, max(0, start - _NEAR), _space_before(text, start)):
        sign, tag = opening[1], opening[2]
        closing = f"</{tag}>" if tag else _CLOSING.get(sign, sign) if sign else ")"
        after = re.compile(rf"(?i)\s{{0,30}}{re.escape(closing)}").match(text, end)
        if not after:
            break
        start, end = opening.start(), after.end()
    link = _RE.linked_to.match(text, end)
    return Marker(marker.numbers, _space_before(text, start), link.end() if link else end)


def _space_before(text: str, place: int) -> int:
    """Where the white space begins that ends at `place`."""
    near = text[max(0, place - _NEAR) : place]
    return place - len(near) + len(near.rstrip())


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
    if match["circled"]:
        ringed = (unicodedata.normalize("NFKC", one) for one in match["circled"])
        return tuple(int(one.strip("()")) for one in ringed)
    if match["raised"]:
        return tuple(int(_plain(part)) for part in re.split(rf"[^{_SUPERSCRIPT}]", match["raised"]))
    written = match["titled"] or match[match.lastgroup or 0]
    listed = _RE.note.sub("", unicodedata.normalize("NFKC", written))
    if match["titled"]:
        return tuple(int(number) for number in _RE.number.findall(listed)[:1])
    for low, high in _RE.range.findall(listed):
        if int(low) < int(high) <= int(low) + MOST_IN_A_RANGE:
            between = ",".join(map(str, range(int(low), int(high) + 1)))
            listed = _RE.range.sub(between, listed, count=1)
    return tuple(int(number) for number in _RE.number.findall(listed))


def _plain(raised: str) -> str:
    return "".join(str(_SUPERSCRIPT.index(character)) for character in raised)


def _with_words_before(text: str, begun: int, marker: re.Match[str]) -> str:
    start, end = marker.span()
    before = text[begun:start].lstrip('"“„«`').split()[-4:]
    joint = "" if start and not text[start - 1].isspace() else " "
    return _RE.space.sub(" ", " ".join(before) + joint + text[start:end]).strip()
