"""Reflows the lines of printed pages (PDF) into paragraphs; drops running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.hyphens import Hyphens

_EDGE_LINES = 2
_MIN_PAGES = 3
_FULL_LINE = 0.8  # of the usual width: a shorter line that ends a sentence ends its paragraph
_SHORT_LINE = 0.6
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—|\s]*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—|\s]*", re.I)
_BULLET = re.compile(r"(?:[•●▪‣◦·*–—-]|\(?\d{1,2}[.)])\s+\S")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flowed:
    """Paragraphs with blank lines between them; where each page begins; what was repeated."""

    text: str
    page_starts: tuple[int, ...]
    running: tuple[str, ...]


def reflow(pages: Sequence[str]) -> Flowed:
    """One text of all pages.

    Running headers, footers and page numbers are left out. A word divided at the end of a line is
    joined, with its hyphen only if the pages write it so elsewhere. A paragraph may go on over a
    page's end; the page then begins inside it. An empty page begins where the next one does.
    """
    lines_of = [[_tidy(line) for line in page.split("\n")] for page in pages]
    running = _running_lines(lines_of)
    lines_of = [_without_running(lines, running, len(pages)) for lines in lines_of]
    every = [line for lines in lines_of for line in lines if line]
    width = sorted(map(len, every))[int(len(every) * 0.9)] if every else 0
    joiner = _Joiner("\n".join(every))
    for lines in lines_of:
        joiner.begin_page()
        for paragraph in _paragraphs(lines, width):
            joiner.add(paragraph)
    return Flowed(
        text=joiner.text(),
        page_starts=joiner.page_starts(),
        running=tuple(line for line in running.values() if not _PAGE_NUMBER.fullmatch(line)),
    )


def _tidy(line: str) -> str:
    return " ".join(line.translate(_LIGATURES).split())


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", line).casefold()


def _edges(lines: Sequence[str]) -> list[int]:
    words = [number for number, line in enumerate(lines) if line]
    return list(dict.fromkeys([*words[:_EDGE_LINES], *words[-_EDGE_LINES:]]))


def _running_lines(pages: Sequence[Sequence[str]]) -> dict[str, str]:
    """Lines at the pages' edges that most pages share, numbers aside."""
    if len(pages) < _MIN_PAGES:
        return {}
    seen: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for lines in pages:
        for key, line in {_key(lines[number]): lines[number] for number in _edges(lines)}.items():
            seen[key] += 1
            shown.setdefault(key, line)
    # Left and right pages often differ, so a share below a half is enough.
    needed = max(_MIN_PAGES, round(len(pages) * 0.4))
    return {key: shown[key] for key, count in seen.items() if count >= needed and len(key) <= 150}


def _without_running(lines: list[str], running: dict[str, str], pages: int) -> list[str]:
    gone = {
        number
        for number in _edges(lines)
        if _key(lines[number]) in running or (pages > 1 and _PAGE_NUMBER.fullmatch(lines[number]))
    }
    return [line for number, line in enumerate(lines) if number not in gone]


def _paragraphs(lines: Sequence[str], width: int) -> list[list[str]]:
    paragraphs: list[list[str]] = []
    before = ""
    for line in lines:
        if not line:
            before = ""
            continue
        if before and not _breaks(before, line, width):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        before = line
    return paragraphs


def _breaks(before: str, line: str, width: int) -> bool:
    if _BULLET.match(line):
        return True
    if _ENDS_SENTENCE.search(before):
        return len(before) < width * _FULL_LINE
    looks_like_heading = len(before) < width * _SHORT_LINE and not before.endswith((",", "-", ";"))
    return looks_like_heading and line[:1].isupper()


class _Joiner:
    """Adds line after line, and knows where pages begin."""

    def __init__(self, vocabulary: str) -> None:
        self._hyphens = Hyphens(vocabulary)
        self._pieces: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._is_new_page = False

    def begin_page(self) -> None:
        """Notes that what comes next stands on a new page."""
        self._starts.append(-1)
        self._is_new_page = True

    def page_starts(self) -> tuple[int, ...]:
        """For each page the offset of its first character; the end for empty last pages."""
        return tuple(self._length if start < 0 else start for start in self._starts)

    def add(self, lines: Sequence[str]) -> None:
        """Adds a paragraph, or goes on with the last page's."""
        goes_on = self._is_new_page and self._is_open() and lines[0][:1].islower()
        if self._pieces and not goes_on:
            self._append("\n\n")
        for number, line in enumerate(lines):
            if number or goes_on:
                self._join(line)
            if self._is_new_page:
                self._starts = [self._length if at < 0 else at for at in self._starts]
                self._is_new_page = False
            self._append(line)

    def text(self) -> str:
        """Everything that was added."""
        return "".join(self._pieces)

    def _is_open(self) -> bool:
        return bool(self._pieces) and not _ENDS_SENTENCE.search(self._pieces[-1])

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def _join(self, line: str) -> None:
        between = self._hyphens.between(self._pieces[-1], line)
        if between is None:
            self._append(" ")
            return
        self._pieces[-1] = self._pieces[-1][:-1]
        self._length -= 1
        self._append(between)
