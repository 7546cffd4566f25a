"""Tables as lines: every row on one line, each cell with its column heads, so that a row can be
quoted alone: "Port: Skelling | 2023: 702 | 2024: 1,015".

Words stay as published; only `: ` and ` | ` are set between them. In doubt a cell gets no head.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

BETWEEN_CELLS = " | "
LONGEST_ROW_SENTENCE = 600
"""A line with bars that is longer is no row, or holds an article."""

_LONGEST_LINE = 300  # a passage should hold some rows; figures take a token for each digit or two
_MOST_COLUMNS = 300  # that a cell spans; and a sheet of more places is told without heads
_MOST_PLACES = 3_000_000
_LONGEST_HEAD = 80
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?:\s?[-–/]\s?\d\d(?:\d\d)?)?s?\W?")
_BAND = re.compile(r"\d+\s?[-–]\s?\d+|\d+\+|[<>≤≥]\s?\d+")
_NUMBER = re.compile(
    r"[^\w\s]{0,3}\s?(?:[A-Z]{3}\s?|[A-Z]{1,3}\s)?[^\w\s]?\d[\d.,'’\s]*(?:[^\W\d_]{1,9}\.?|\W)?\W{0,3}"
)
_TOTAL = re.compile(
    r"\W*(?:(?:grand|sub|overall)[ -]?)?(?:totals?|totale|all|sum|(?:ins)?gesamt|summe|ensemble)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as its file has it; `rows` 0 means down to the last row."""

    text: str
    columns: int = 1
    rows: int = 1
    is_head: bool = False


_EMPTY = Cell("")
_Row = list[Cell]


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure that is no year, and so no head."""
    return bool(_NUMBER.fullmatch(text)) and not _YEAR.fullmatch(text)


def is_row(line: str) -> bool:
    """Whether a line of an article is the row of a table."""
    return len(line) <= LONGEST_ROW_SENTENCE and BETWEEN_CELLS in line


def table_lines(
    rows: Sequence[Sequence[Cell | str]], *, heads: int | None = None, caption: str = ""
) -> list[str]:
    """The lines of a table: its caption, its rows, its notes.

    Args:
        rows: The cells of each row, a spanned one only where it begins.
        heads: How many rows of heads stand first, where the format says so; None to tell it from
            `Cell.is_head` and from figures that stand under words or years.
        caption: What names the table.
    """
    lines = [caption] if (caption := _one_line(caption)) else []
    if len(rows) * max(map(len, rows), default=0) > _MOST_PLACES:
        texts = ([_tidy(cell).text for cell in row] for row in rows)
        return [*lines, *(BETWEEN_CELLS.join(filter(None, row)) for row in texts if any(row))]
    grid = _without_blank(_spread(rows))
    if not grid or len(grid[0]) == 1:
        return [*lines, *(row[0].text for row in grid)]
    while len(grid) > 1 and not heads and (_is_banner(grid[0]) or _is_title(grid[0])):
        lines.append(grid.pop(0)[0].text)
    heads = min(_count_heads(grid) if heads is None else heads, len(grid) - 1)
    names = [_head_of(column) for column in zip(*grid[:heads], strict=True)] or [""] * len(grid[0])
    columns = zip(names, zip(*grid[heads:], strict=True), strict=True)
    unused = [name for name, column in columns if name and not any(cell.text for cell in column)]
    if unused:
        lines.append(BETWEEN_CELLS.join(unused))
    return [*lines, *_body_lines(grid[heads:], names, grid[:heads])]


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace(BETWEEN_CELLS, "|")


def _spread(rows: Sequence[Sequence[Cell | str]]) -> list[_Row]:
    """The rows with every cell in each place that it spans, all of one width."""
    grid: list[_Row] = []
    below: dict[int, tuple[Cell, int]] = {}  # column, and the cell that comes down with rows left
    for number, row in enumerate(rows):
        cells = iter(row)
        placed: _Row = []
        while True:
            column = len(placed)
            if column in below:
                cell, left = below.pop(column)
                placed.append(cell)
                if left > 1:
                    below[column] = cell, left - 1
                continue
            found = next(cells, None)
            if found is None:
                if not any(later > column for later in below):
                    break
                placed.append(_EMPTY)
                continue
            cell = _tidy(found)
            down = (cell.rows or len(rows)) - 1
            width = max(min(cell.columns, _MOST_COLUMNS - column), 1)
            for across in range(column, column + width):
                placed.append(cell)
                if down > 0 and number + 1 < len(rows):
                    below[across] = cell, down
        grid.append(placed)
    widest = max(map(len, grid), default=0)
    return [row + [_EMPTY] * (widest - len(row)) for row in grid]


def _tidy(cell: Cell | str) -> Cell:
    if isinstance(cell, str):
        return Cell(_one_line(cell))
    text = _one_line(cell.text)
    return cell if text == cell.text else Cell(text, cell.columns, cell.rows, cell.is_head)


def _without_blank(grid: list[_Row]) -> list[_Row]:
    """`grid` without rows that are empty, and columns that are or go on with the one before."""
    rows = [row for row in grid if any(cell.text for cell in row)]
    columns = list(zip(*rows, strict=True))
    own = [
        any(
            cell.text and not (n and cell is columns[n - 1][row]) for row, cell in enumerate(column)
        )
        for n, column in enumerate(columns)
    ]
    return [[cell for cell, kept in zip(row, own, strict=True) if kept] for row in rows]


def _is_banner(row: _Row) -> bool:
    """One cell over the whole width."""
    return all(cell is row[0] for cell in row)


def _is_title(row: _Row) -> bool:
    """One cell at the left, as a sheet is named in its first row."""
    return bool(row[0].text) and not any(cell.text for cell in row if cell is not row[0])


def _count_heads(grid: list[_Row]) -> int:
    """How many rows of heads stand first; the last row of a table is never one."""
    count = 0
    for row in grid[:-1]:
        if not all(cell.is_head for cell in row if cell.text):
            break
        count += 1
    if count or not _stands_over_figures(grid[0], grid[1:]):
        return count
    spans = any(one is two for one, two in zip(grid[0], grid[0][1:], strict=False))
    return 2 if spans and len(grid) > 2 and _may_be_heads(grid[1]) else 1


def _may_be_heads(row: _Row) -> bool:
    texts = [cell.text for cell in row[1:]]
    return all(0 < len(text) <= _LONGEST_HEAD and _is_name(text) for text in texts)


def _is_name(text: str) -> bool:
    if _YEAR.fullmatch(text) or _BAND.fullmatch(text):
        return True
    return not _NUMBER.fullmatch(text) and any(letter.isalpha() for letter in text)


def _stands_over_figures(first: _Row, body: list[_Row]) -> bool:
    """Whether the first row names columns of figures; years over years are figures themselves."""
    if not _may_be_heads(first) or first[0].is_head or not body:
        return False
    if len(first) == 2 and not re.search(r"[^\W\d_]", first[1].text):
        return False  # "Opened | 1911" over "Beds | 362" names nothing
    return any(_mostly(_NUMBER, c) and not _mostly(_YEAR, c) for c in zip(*body, strict=True))


def _mostly(pattern: re.Pattern[str], column: Sequence[Cell]) -> bool:
    texts = [cell.text for cell in column if cell.text]
    return bool(texts) and 2 * sum(bool(pattern.fullmatch(t)) for t in texts) >= len(texts)


def _head_of(column: Sequence[Cell]) -> str:
    """The heads over one column, from the outermost; one that spans both rows once."""
    texts = [text for text, _ in groupby(cell.text for cell in column if cell.text)]
    return " ".join(texts).rstrip(" :")


def _body_lines(body: list[_Row], names: list[str], heads: list[_Row]) -> Iterator[str]:
    repeated = {tuple(cell.text for cell in row) for row in heads}
    last = max((n for n, row in enumerate(body) if not _is_banner(row)), default=-1)
    totals = [n for n, row in enumerate(body) if _TOTAL.match(row[0].text)]
    # The last total is that of all groups: no other is there, or it follows another.
    is_grand = totals[-1:] == [last] and (len(totals) == 1 or last - 1 == totals[-2])
    grand = last if is_grand else -1
    group = ""
    for number, row in enumerate(body):
        if tuple(cell.text for cell in row) in repeated:
            continue  # the heads again, as on the next page
        if not _is_banner(row):
            yield from _row_lines(row, names, "" if number == grand else group)
        elif number > last or row[0].text.endswith("."):
            yield row[0].text
        else:
            group = row[0].text


def _row_lines(row: _Row, names: list[str], group: str) -> Iterator[str]:
    """A row on one line; a long one on several, each with its group and its first cell."""
    cells = list(_cells(row, names))
    first = [group, cells[0]] if group else cells[:1]
    line = list(first)
    for cell in cells[1:]:
        if len(line) > len(first) and len(BETWEEN_CELLS.join([*line, cell])) > _LONGEST_LINE:
            yield BETWEEN_CELLS.join(line)
            line = list(first)
        line.append(cell)
    yield BETWEEN_CELLS.join(line)


def _cells(row: _Row, names: list[str]) -> Iterator[str]:
    at = 0
    for _, places in groupby(row, key=id):
        across = len(list(places))
        text = row[at].text
        heads = dict.fromkeys(name for name in names[at : at + across] if name)
        at += across
        if text:
            yield ": ".join([", ".join(heads), text] if heads else [text])
