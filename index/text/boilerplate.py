"""Boilerplate detection: lines that are no part of an article, as images and footers.

Every rule matches a whole line, and most need the line to be short or near the end. A paragraph
that merely mentions subscribing or sharing stays, and so does anything inside a code block and
any line that opens with a quotation mark.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from index.text.data import read_data

_SHORT_CHARS = 160
_BOX_CHARS = 600  # a subscribe box may describe the outlet in a few sentences
_TAIL_LINES = 10
_FOOTER_LINES = 2

_I = re.IGNORECASE
_DATA = read_data(__file__)
_RULE = re.compile(r"[-=_*~+•·\s]{3,}")
_ANYWHERE = tuple((row["reason"], row["pattern"]) for row in _DATA["anywhere"])
_ABOUT = re.compile(r"about\s+(?P<name>\S[^.!?]{0,58})", _I)
_OPENS_QUOTE = ('"', "“", "„", "«", "‘", "'")


def find_boilerplate(lines: Sequence[str], *, outlet: str | None = None) -> dict[int, str]:
    """The lines that are boilerplate, from 0, each with the reason for leaving it out.

    Args:
        lines: The article's lines, invisible characters already removed.
        outlet: The outlet's name where known.
    """
    fenced = find_fenced(lines)
    words = [number for number, line in enumerate(lines) if line.strip() and number not in fenced]
    reasons: dict[int, str] = {}
    for number in words:
        if reason := _line_reason(lines[number].strip()):
            reasons[number] = reason
    reasons.update(_find_footer(lines, words, outlet, reasons))
    return reasons


def is_image(line: str) -> bool:
    """Whether a line holds nothing but pictures, or the tags around one."""
    return ("!" in line or "<" in line) and bool(line.strip()) and bool(_DATA.image.fullmatch(line))


def find_fenced(lines: Sequence[str]) -> set[int]:
    """The lines, from 0, of closed fenced code blocks (``` or ~~~), fences included."""
    fenced: set[int] = set()
    start, fence = -1, ""
    for number, line in enumerate(lines):
        mark = line.lstrip()[:3]
        if start < 0 and mark in ("```", "~~~"):
            start, fence = number, mark
        elif start >= 0 and mark == fence and not line.strip().strip(fence[0]):
            fenced.update(range(start, number + 1))
            start = -1
    return fenced


def _line_reason(line: str) -> str | None:
    if len(line) > 5000:
        return None
    if is_image(line):
        return "image"
    if _RULE.fullmatch(line):
        return "rule"
    if line.startswith(_OPENS_QUOTE) or len(line) > _SHORT_CHARS * 2:
        return None
    plain = _plain(line)
    if _DATA.share_head.match(plain) and _DATA.share.fullmatch(plain):
        return "share links"
    return next((reason for reason, rule in _ANYWHERE if rule.fullmatch(plain)), None)


def _plain(line: str) -> str:
    """The words of a line, without its Markdown marks; used for matching only."""
    unlinked = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line)
    return re.sub(r"\s+", " ", unlinked.replace("**", "").replace("__", "")).strip(" #*_>[]|•·→»")


def _find_footer(
    lines: Sequence[str], words: Sequence[int], outlet: str | None, found: Collection[int]
) -> dict[int, str]:
    """The box at the end that names the outlet, asks to subscribe and says what it is."""
    tail = list(words[-min(_TAIL_LINES, max(len(words) // 2, 4)) :])
    plain = {number: _plain(lines[number]) for number in tail if len(lines[number]) <= _BOX_CHARS}
    reasons: dict[int, str] = {}
    names = {outlet.casefold()} if outlet else set()
    for number, line in plain.items():
        box = _DATA.subscribe.fullmatch(line)
        if box and _is_box(line, box["name"], names, number, words):
            names.add(box["name"].strip().casefold())
            reasons[number] = "subscribe box"
    for number in tail[-4:]:
        if _DATA.link_to_act.fullmatch(lines[number].strip()):
            reasons[number] = "call to action"
    reasons.update(_find_about(tail, plain, names, {*found, *reasons}))
    for before, number in pairwise(tail):
        if number in reasons and plain.get(before, "").casefold() in names:
            reasons[before] = "outlet's name before its box"
    return reasons


def _is_box(line: str, name: str, names: set[str], number: int, words: Sequence[int]) -> bool:
    """Whether the line asks the reader to subscribe, rather than reporting that somebody should.

    It names the outlet, or a name in capitals alone, and stands among the last lines.
    """
    if name.strip().casefold() in names:
        return True
    capitals = all(word[:1].isupper() or not word[:1].isalpha() for word in name.split()[:1])
    return capitals and number in words[-4:] and line.casefold().startswith("subscribe")


def _find_about(
    tail: Sequence[int], plain: dict[int, str], names: set[str], gone: Collection[int]
) -> dict[int, str]:
    """A line such as "About The Gazette" and the line or two after it that end the article."""
    left = [number for number in tail if number not in gone]
    for number in left[-_FOOTER_LINES - 1 :]:
        footer = left[left.index(number) :]
        match = _ABOUT.fullmatch(plain.get(number, ""))
        name = match["name"].strip() if match else ""
        alone = len(footer) == 1 and all(word[:1].isupper() for word in name.split())
        known = name.casefold() in names or alone
        if match and (known or _DATA.about_fixed.fullmatch(match[0])):
            return dict.fromkeys(footer, "footer about the outlet")
    return {}
