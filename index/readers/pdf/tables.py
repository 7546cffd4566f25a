"""Ruled tables of a PDF page: the lines that are drawn say which words share a cell."""

import ctypes
from collections.abc import Iterable, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as c

from index.readers.pdf.lines import Row, rows_of
from index.readers.pdf.words import Box, Word

_THIN = 3.0
_NEAR = 5.0  # points: lines of one grid meet, and a cell's border is often drawn twice
_MOST_LINES = 10  # in a cell; more are a page with a frame around its columns
_MOST_RULES = 1500


def ruled(page: pdfium.PdfPage) -> list[Box]:
    """The straight lines on the page; a box that is drawn counts as four."""
    rules: list[Box] = []
    x, y, *_ = page.get_cropbox()
    for drawn in page.get_objects(filter=[c.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = drawn.get_bounds()
        left, bottom, right, top = left - x, bottom - y, right - x, top - y
        if min(right - left, top - bottom) <= _THIN:
            rules.append((left, bottom, right, top))
        elif _is_stroked(drawn) and c.FPDFPath_CountSegments(drawn.raw) <= 6:
            rules += [(left, bottom, left, top), (right, bottom, right, top)]
            rules += [(left, bottom, right, bottom), (left, top, right, top)]
        if len(rules) > _MOST_RULES:
            return []
    return rules


def _is_stroked(drawn: pdfium.PdfObject) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(drawn.raw, fill, stroke)
    return bool(stroke.value) and not fill.value


def rows_and_tables(words: Sequence[Word], rules: Sequence[Box], marks: list[str]) -> list[Row]:
    """The lines of a page; each ruled table is one of them, as wide as it is."""
    rest, tables = list(words), []
    for grid in _grids(rules):
        xs = _places(edge for box in grid for edge in (box[0], box[2]) if _is_upright(box))
        ys = _places(edge for box in grid for edge in (box[1], box[3]) if not _is_upright(box))
        inside = [word for word in rest if _at(word.x0, xs) >= 0 and _at(word.y, ys) >= 0]
        if len(xs) < 3 or len(ys) < 3 or len(inside) < 2:
            continue
        table = _cells(inside, xs, ys, marks)
        if table:
            held = set(map(id, inside))
            rest = [word for word in rest if id(word) not in held]
            first = max(inside, key=lambda word: word.y)
            place = first._replace(text="", x0=xs[0], x1=xs[-1], y=ys[-1] - first.size)
            tables.append(Row(place.y, first.size, [place], table))
    rows = rows_of(rest)
    return sorted([*rows, *tables], key=lambda row: -row.y) if tables else rows


def _is_upright(box: Box) -> bool:
    return box[2] - box[0] < box[3] - box[1]


def _grids(rules: Sequence[Box]) -> list[list[Box]]:
    """Lines that meet, together."""
    grids: list[list[Box]] = []
    for rule in rules:
        met = [grid for grid in grids if any(_meet(rule, other) for other in grid)]
        grids = [grid for grid in grids if not any(grid is one for one in met)]
        grids.append([rule, *(box for grid in met for box in grid)])
    return [grid for grid in grids if len(grid) >= 5]


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] - _NEAR <= other[2]
        and other[0] - _NEAR <= one[2]
        and one[1] - _NEAR <= other[3]
        and other[1] - _NEAR <= one[3]
    )


def _places(edges: Iterable[float]) -> list[float]:
    places: list[float] = []
    for edge in sorted(edges):
        if not places or edge - places[-1] > _NEAR:
            places.append(edge)
    return places


def _at(place: float, edges: Sequence[float]) -> int:
    """Between which two of the edges it lies; -1 when it lies outside."""
    inside = [at for at, edge in enumerate(edges) if edge - 1 <= place]
    return inside[-1] if inside and inside[-1] < len(edges) - 1 else -1


def _cells(
    words: Sequence[Word], xs: Sequence[float], ys: Sequence[float], marks: list[str]
) -> list[list[str]]:
    """The text of each cell, from the top; nothing when a cell holds a column of text."""
    held: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        held.setdefault((_at(word.y, ys), _at(word.x0, xs)), []).append(word)
    lines = {place: rows_of(cell) for place, cell in held.items()}
    if max(map(len, lines.values())) > _MOST_LINES:
        return []
    table = [
        [" ".join(row.text(marks) for row in lines.get((y, x), [])) for x in range(len(xs) - 1)]
        for y in range(len(ys) - 2, -1, -1)
    ]
    return [row for row in table if any(row)]
