"""Page furniture of a PDF: running heads and feet, page numbers, what a browser prints, notes."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from index.readers.pdf.lines import Row
from index.text.data import read_data
from index.text.dates import parse_date

_EDGE_ROWS = 3
_MARGIN = 0.12  # of the page's height
_DATA = read_data(__file__)
_BETWEEN = re.compile(r"\s{0,30}[|•·–—]\s{0,30}|\s{2,}")
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av)\s", re.IGNORECASE)
_NOTE = re.compile(r"(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3})[.)\]]?\s+\S")


class Furniture:
    """What stands at the edges of pages and is no part of the text."""

    def __init__(self, pages: Sequence[list[Row]], heights: Sequence[float], size: float) -> None:
        self.dropped: list[tuple[str, str]] = []
        self.issued: date | None = None
        self._size = size
        edges = [_edges(rows) for rows in pages]
        repeated = _repeated(edges, heights)
        seen: set[str] = set()
        for rows, edge, height in zip(pages, edges, heights, strict=True):
            gone = [row for row, text in edge if _key(text) in repeated]
            gone += self._single([pair for pair in edge if pair[0] not in gone], rows, height)
            for row in gone:
                rows.remove(row)
                self._note_day(row, text := row.text(), height)
                if (key := _key(text)) not in seen and not _DATA.page_number.fullmatch(text):
                    seen.add(key)
                    self.dropped.append((text, "head or foot of the page"))

    def _single(
        self, edge: Sequence[tuple[Row, str]], rows: Sequence[Row], height: float
    ) -> list[Row]:
        """Lines that look like furniture, from the edges inwards."""
        gone: list[Row] = []
        for is_head in (True, False):
            side = [pair for pair in edge if (pair[0].y > height / 2) == is_head]
            for row, text in side if is_head else reversed(side):
                if len(rows) - len(gone) < 2 or not self._is_out(row, text, rows, height):
                    break
                gone.append(row)
        return gone

    def _is_out(self, row: Row, text: str, rows: Sequence[Row], height: float) -> bool:
        if row.size > 1.15 * self._size or len(text) > 200 or _BYLINE.match(text):
            return False
        if _MARGIN * height < row.y < (1 - _MARGIN) * height and not _is_apart(row, rows, 2.2):
            return False
        if any(form.fullmatch(text) for form in (_DATA.page_number, _DATA.stamp, _DATA.address)):
            return not text.endswith((".", "!", "?"))
        if not (row.size < 0.93 * self._size or _is_apart(row, rows, 1.7)) or len(text) > 120:
            return False
        if _DATA.named_page.fullmatch(text):
            return True
        several = len(row.spans()) > 1
        if several and (re.match(r"\d{1,4}\b\D", text) or re.search(r"\D\b\d{1,4}$", text)):
            return True
        return bool(_day_in(text)) and len(_BETWEEN.split(text)) > 1

    def _note_day(self, row: Row, text: str, height: float) -> None:
        """The day of the issue, which newspapers print above each page; not that of printing."""
        if self.issued is None and row.y > height / 2 and not _DATA.stamp.fullmatch(text):
            self.issued = _day_in(text)


def _edges(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    found = [*rows[:_EDGE_ROWS], *rows[max(_EDGE_ROWS, len(rows) - _EDGE_ROWS) :]]
    return [(row, row.text()) for row in found]


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold()


def _repeated(edges: Sequence[list[tuple[Row, str]]], heights: Sequence[float]) -> set[str]:
    """Lines that many pages have at their edges, numbers aside; on two pages at one height."""
    places: dict[str, list[float]] = defaultdict(list)
    for edge, height in zip(edges, heights, strict=True):
        for key, row in {_key(text): row for row, text in edge}.items():
            in_margin = not _MARGIN * height < row.y < (1 - _MARGIN) * height
            places[key].append(round(row.y) if in_margin else -1.0)
    pages = len(edges)
    # Left and right pages often differ, so a share below a half is enough.
    needed = max(2, round(pages * 0.4))
    repeated = set()
    for key, at in places.items():
        same = max(sum(abs(y - other) <= 3 for other in at if other >= 0) for y in at)
        if len(key) <= 150 and len(at) >= needed and (same >= needed or len(at) >= 3):
            repeated.add(key)
    return repeated


def _is_apart(row: Row, rows: Sequence[Row], sizes: float) -> bool:
    """Whether a gap parts the line from what is nearer the middle of the page."""
    at = rows.index(row)
    near = [abs(rows[other].y - row.y) for other in (at - 1, at + 1) if 0 <= other < len(rows)]
    return max(near) > sizes * row.size


def _day_in(text: str) -> date | None:
    pieces = [text, *_BETWEEN.split(text)]
    return next((day for piece in pieces if (day := parse_date(piece.strip()))), None)


def without_notes(rows: Sequence[Row], size: float) -> tuple[list[Row], list[str]]:
    """A column's lines without the notes at its foot, and these; `size`: of the text's letters."""
    at = len(rows)
    while at and rows[at - 1].size <= 0.93 * size:
        at -= 1
    while at < len(rows) and not _NOTE.match(rows[at].text()):
        at += 1
    notes: list[str] = []
    for row in rows[at:]:
        text = row.text()
        if notes and not _NOTE.match(text):
            notes[-1] = f"{notes[-1]} {text}"
        else:
            notes.append(text)
    return list(rows[:at]), notes
