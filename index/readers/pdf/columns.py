"""What stands side by side on a PDF page: columns of running text, a table, or a list."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index.readers.pdf.lines import Row
from index.readers.pdf.words import RIGHT_TO_LEFT

_FIGURE = re.compile(r"[-+–−£$€¥(]*\d[\d.,:%/\s–-]*\)?(?:[a-z%]{0,2}|million|bn)|[-–—]|n/a", re.I)
_LABEL = 8  # characters

Span = tuple[float, float]
Columns = list[list[Row | None]]  # each with a place for every row of the page


def columns_of(rows: Sequence[Row], gutters: Sequence[Span]) -> Columns:
    """For each column its rows, None where a row of the page has nothing there."""
    edges = [-1e9, *((left + right) / 2 for left, right in gutters), 1e9]
    columns: Columns = []
    for left, right in pairwise(edges):
        column: list[Row | None] = []
        for row in rows:
            words = [word for word in row.words if left <= word.x0 < right]
            size = max((word.size for word in words), default=0.0)
            column.append(Row(row.y, size, words, row.table) if words else None)
        columns.append(column)
    return columns


def verdict_of(columns: Sequence[Sequence[Row | None]]) -> str:
    """ "columns" of running text, "table", or "unclear".

    Running text goes on in the next line, so most of its lines begin with small letters, and
    they are about as long as the column is wide. Cells are short, or figures, or begin anew.
    """
    beside = sum(sum(row is not None for row in rows) > 1 for rows in zip(*columns, strict=True))
    cells = [[row for row in column if row] for column in columns]
    shared = beside / max(1, min(len(column) for column in cells))
    texts = [[row.text() for row in column] for column in cells]
    if shared < 0.5:
        return "columns"
    figures = max(_mean(bool(_FIGURE.fullmatch(text)) for text in column) for column in texts[1:])
    flows = [_mean(text[:1].islower() or not _has_case(text) for text in c) for c in texts]
    flow = sum(map(len, cells)) and _mean(
        text[:1].islower() or not _has_case(text) for column in texts for text in column
    )
    words = min(_mean(len(text.split()) for text in column) for column in texts)
    full = min(_fullness(column) for column in cells)
    if figures >= 0.5 or words < 2:
        return "table" if flow < 0.3 or figures >= 0.5 else "unclear"
    if full >= 0.8 and words >= 4:
        return "columns"
    if flow >= 0.3 and min(flows) >= 0.15 and full >= 0.55 and words >= 2.5:
        return "columns"
    return "table" if flow <= 0.1 and beside >= len(columns[0]) - 1 else "unclear"


def is_list(columns: Columns) -> bool:
    """Whether the first column holds bullets, numbers or other labels of what stands beside it."""
    labels = [row.text() for row in columns[0] if row]
    return len(columns) == 2 and _mean(map(len, labels)) <= _LABEL


def _mean(values: Iterable[float]) -> float:
    counted = list(values)
    return sum(counted) / len(counted)


def _has_case(text: str) -> bool:
    return text[:1].islower() or text[:1].isupper() or text[:1].isdigit()


def _fullness(column: Sequence[Row]) -> float:
    widths = [row.words[-1].x1 - row.words[0].x0 for row in column]
    return _mean(widths) / max(max(widths), 1.0)


def is_right_to_left(rows: Sequence[Row]) -> bool:
    """Whether the column on the right is read first."""
    text = "".join([word.text for row in rows[:5] for word in row.words])
    return 2 * len(RIGHT_TO_LEFT.findall(text)) > len(text)


def table_rows(columns: Sequence[Sequence[Row | None]]) -> tuple[int, int]:
    """From the first row with two cells to the last; what is around them only fits by chance."""
    several = [
        at
        for at, rows in enumerate(zip(*columns, strict=True))
        if sum(row is not None for row in rows) > 1
    ]
    return several[0], several[-1] + 1


def cells_of(columns: Sequence[Sequence[Row | None]], marks: list[str]) -> list[list[str]]:
    """The table's rows; a row that begins with an empty cell goes on with the one above it."""
    table: list[list[str]] = []
    for number, rows in enumerate(zip(*columns, strict=True)):
        cells = [row.text(marks) if row else "" for row in rows]
        figures = any(_FIGURE.fullmatch(cell) for cell in cells)
        if table and number > 1 and not cells[0] and not figures:
            table[-1] = [f"{a} {b}".strip() for a, b in zip(table[-1], cells, strict=True)]
        else:
            table.append(cells)
    return table
