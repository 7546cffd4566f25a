"""The order in which a PDF page is read: columns, one after the other, tables by rows.

Rows of words are searched for the longest stretch that shares a gap from top to bottom (a
gutter). What stands above it comes first, then the columns from left to right, then what stands
below; each part is searched in turn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from statistics import median_low

from index.readers.pdf.columns import (
    Columns,
    Span,
    cells_of,
    columns_of,
    is_list,
    is_right_to_left,
    table_rows,
    verdict_of,
)
from index.readers.pdf.lines import Row

_GUTTER = 0.55  # of the letters' size: the narrowest gap between columns
_NARROW_ROWS = 4  # so many rows a gutter narrower than a letter is high must go through
_RIVER_ROWS = 8  # in fewer rows spaces of justified text may stand above each other
_DENSE = 0.35  # of the rows of a column have words, or they are labels beside the text
_PICTURE = 4  # times the letters' size: the least height of a picture between lines
_MAX_DEPTH = 8


@dataclass(slots=True, kw_only=True)
class Part:
    """Lines of one column that follow each other; or the rows of a table; or neither is certain."""

    rows: list[Row] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    is_unclear: bool = False


def parts_of(rows: Sequence[Row], marks: list[str], depth: int = 0) -> Iterator[Part]:
    """The parts of a page, in the order of reading; reference marks of tables go into `marks`."""
    if depth < _MAX_DEPTH and (at := _wide_gap(rows) or _heading(rows)):
        yield from parts_of(rows[:at], marks, depth)
        yield from parts_of(rows[at:], marks, depth)
        return
    window = _window(rows) if depth < _MAX_DEPTH and not is_one_column(rows) else None
    if window is None:
        yield from _without_tables(rows)
        return
    start, end, columns, verdict = window
    yield from parts_of(rows[:start], marks, depth + 1)
    if verdict == "table":
        first, last = table_rows(columns)
        yield from parts_of(rows[start : start + first], marks, depth + 1)
        inner = [column[first:last] for column in columns]
        yield Part(rows=list(rows[start + first : start + last]), table=cells_of(inner, marks))
        yield from parts_of(rows[start + last : end], marks, depth + 1)
    elif verdict == "unclear":
        yield Part(rows=list(rows[start:end]), is_unclear=True)
    else:
        if is_right_to_left(rows[start:end]):
            columns.reverse()
        for column in columns:
            yield from parts_of([row for row in column if row], marks, depth + 1)
    yield from parts_of(rows[end:], marks, depth + 1)


def _without_tables(rows: Sequence[Row]) -> Iterator[Part]:
    """The lines of a column; each ruled table among them is a part of its own."""
    part = Part()
    for row in rows:
        if row.table:
            if part.rows:
                yield part
            yield Part(rows=[row], table=row.table)
            part = Part()
        else:
            part.rows.append(row)
    if part.rows:
        yield part


def _wide_gap(rows: Sequence[Row]) -> int | None:
    """The first row below a gap that a picture, or the end of a story, leaves over all columns."""
    for at in range(1, len(rows)):
        if rows[at - 1].y - rows[at].y > _PICTURE * max(rows[at - 1].size, rows[at].size):
            return at
    return None


def _heading(rows: Sequence[Row]) -> int | None:
    """Where to part the rows because of a heading over all columns: under it when it is first."""
    if len(rows) < 3:
        return None
    size = median_low([row.size for row in rows])
    for at, row in enumerate(rows):
        if row.size < 1.15 * size or len(row.spans()) > 1 or not _is_alone(rows, at):
            continue
        if at == 0:
            return 1
        if all(any(len(row.spans()) > 1 for row in part) for part in (rows[:at], rows[at:])):
            return at
    return None


def _is_alone(rows: Sequence[Row], at: int) -> bool:
    near = [rows[other] for other in (at - 1, at + 1) if 0 <= other < len(rows)]
    return all(abs(row.y - rows[at].y) > 0.8 * row.size for row in near)


def is_one_column(rows: Sequence[Row]) -> bool:
    """Whether no row has a gap and none stands beside another; the usual case, told fast."""
    before: Row | None = None
    for row in rows:
        spans = row.spans()
        if len(spans) > 1:
            return False
        if before and before.y - row.y < 0.7 * row.size:
            return False
        before = row
    return True


def _window(rows: Sequence[Row]) -> tuple[int, int, Columns, str] | None:
    """The stretch of rows that is a table, or that has the most words in columns; what it is."""
    spans = [row.spans() for row in rows]
    for start, end in _runs(spans):
        gutters = _good_gutters(rows[start:end], spans[start:end])
        if gutters and verdict_of(columns := columns_of(rows[start:end], gutters)) == "table":
            return start, end, columns, "table"
    least = _GUTTER * min(row.size for row in rows)
    words = [0, *accumulate(len(row.words) for row in rows)]
    windows = [(start, _without_tail(rows, spans, start, end))
               for start, end in _windows(spans, least)]  # fmt: skip
    for start, end in sorted(windows, key=lambda w: words[w[0]] - words[w[1]]):
        gutters = _good_gutters(rows[start:end], spans[start:end])
        if end - start < _RIVER_ROWS:
            size = median_low([row.size for row in rows[start:end] or rows])
            gutters = [gap for gap in gutters if gap[1] - gap[0] >= 0.9 * size]
        if gutters:
            columns = columns_of(rows[start:end], gutters)
            verdict = verdict_of(columns)
            if verdict != "unclear" or not is_list(columns):
                return start, end, columns, verdict
    return None


def _runs(spans: Sequence[list[Span]]) -> list[tuple[int, int]]:
    """The stretches of rows with gaps in them, the longest first."""
    edges = [at for at, row in enumerate(spans) if len(row) < 2]
    runs = [(a + 1, b) for a, b in pairwise([-1, *edges, len(spans)]) if b - a > 2]
    return sorted(runs, key=lambda run: run[0] - run[1])


def _windows(spans: Sequence[list[Span]], least: float) -> Iterator[tuple[int, int]]:
    """The stretches, as long as they can be, that have a gap between words in common."""
    start, whole = 0, [(min(s[0][0] for s in spans), max(s[-1][1] for s in spans))]
    free = whole
    for end, row in enumerate(spans):
        left = _without(free, row, least)
        if left:
            free = left
            continue
        yield start, end
        start, free = end, whole
        for first in range(end, -1, -1):  # as far up as the new row allows
            left = _without(free, spans[first], least)
            if not left:
                break
            start, free = first, left
        if not _without(whole, row, least):
            start, free = end + 1, whole
    yield start, len(spans)


def _without(free: Sequence[Span], taken: Sequence[Span], least: float) -> list[Span]:
    """What stays of the free stretches beside those taken, where it is wide enough."""
    for x0, x1 in taken:
        cut: list[Span] = []
        for left, right in free:
            if x1 <= left or x0 >= right:
                cut.append((left, right))
                continue
            cut += [piece for piece in ((left, x0), (x1, right)) if piece[1] - piece[0] >= least]
        free = cut
    return list(free)


def _without_tail(rows: Sequence[Row], spans: Sequence[list[Span]], start: int, end: int) -> int:
    """Leaves rows out that stand below the columns, apart from them and in one of them only."""
    several = [at for at in range(start, end) if len(spans[at]) > 1]
    last = several[-1] if several else start
    for at in range(max(last, start) + 1, end):
        if rows[at - 1].y - rows[at].y > 2 * rows[at].size:
            return at
    return end


def _good_gutters(rows: Sequence[Row], spans: Sequence[list[Span]]) -> list[Span]:
    """Gaps that all rows share, with two rows or more on either side, at the same height."""
    if len(rows) < 2:
        return []
    low, high = min(s[0][0] for s in spans), max(s[-1][1] for s in spans)
    free: list[Span] = [(low, high)]
    size = median_low([row.size for row in rows])
    for row in spans:
        free = _without(free, row, _GUTTER * size)
    good: list[Span] = []
    for gap in free:
        left = [row.y for row, s in zip(rows, spans, strict=True) if s[0][0] < gap[0]]
        right = [row.y for row, s in zip(rows, spans, strict=True) if s[-1][1] > gap[1]]
        if min(len(left), len(right)) < 2 or low >= gap[0] or high <= gap[1]:
            continue
        if min(_density(left, rows), _density(right, rows)) < _DENSE:
            continue
        beside = min(left[0], right[0]) - max(left[-1], right[-1])
        shared = beside >= 0.5 * min(left[0] - left[-1], right[0] - right[-1])
        wide = gap[1] - gap[0] >= size or min(len(left), len(right)) >= _NARROW_ROWS
        if shared and wide:
            good.append(gap)
    return good


def _density(heights: Sequence[float], rows: Sequence[Row]) -> float:
    """The share of the rows between the first and the last of a side that have words there."""
    return len(heights) / sum(heights[0] >= row.y >= heights[-1] for row in rows)
