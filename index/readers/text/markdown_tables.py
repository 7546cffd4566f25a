"""Markdown tables: pipe tables (GitHub's, with or without outer bars) and grid tables as rows."""

import re
from collections.abc import Collection, Iterator, Sequence

from index.readers.headline import plain_heading
from index.text.tables import table_lines

_BAR = re.compile(r"(?<!\\)\|")
_GRID_ROW = re.compile(r"^\s*[|+]")
_DELIMITER = re.compile(r"\s*+\|?\s*+:?-++:?\s*+(?:[|+]\s*+:?-++:?\s*+)*+\|?\s*+")
_BORDER = re.compile(r"\s*\+(?:[-=:]{2,}\+)+\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def tables_as_rows(lines: Sequence[str], fenced: Collection[int]) -> Iterator[str]:
    """`lines` with every table written as `table_lines` does; `fenced` ones are code."""
    number = 0
    while number < len(lines):
        end = number if number in fenced else _table_end(lines, number)
        if end > number:
            read = _grid if _BORDER.fullmatch(lines[number]) else _pipe_table
            yield from read(lines[number:end])
        else:
            yield lines[number]
        number = max(end, number + 1)


def _table_end(lines: Sequence[str], start: int) -> int:
    """The line after the table that begins at `start`, which is `start` where none does."""
    line, below = lines[start], lines[start + 1] if start + 1 < len(lines) else ""
    if _BORDER.fullmatch(line):
        row, end = _GRID_ROW, start
    elif (
        "|" in line
        and "|" in below
        and _DELIMITER.fullmatch(below)
        and _width(line) == _width(below)
    ):
        row, end = _BAR, start + 2
    else:
        return start
    while end < len(lines) and row.search(lines[end]):
        end += 1
    return end


def _width(line: str) -> int:
    return len(_split(line)) if not _DELIMITER.fullmatch(line) else len(re.findall(r"-+", line))


def _split(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if re.search(r"(?<!\\)\|$", inner) else inner
    return [_BREAK.sub(" ", cell).replace("\\|", "|").strip() for cell in _BAR.split(inner)]


def _pipe_table(lines: Sequence[str]) -> list[str]:
    heads = [plain_heading(cell) for cell in _split(lines[0])]
    return table_lines([heads, *map(_split, lines[2:])], heads=1)


def _grid(lines: Sequence[str]) -> list[str]:
    """A table drawn with `+---+`: each row between borders, else each line under the first."""
    sections: list[list[list[str]]] = [[]]
    for line in lines:
        if _BORDER.fullmatch(line):
            sections.append([])
        else:
            sections[-1].append(_split(line))
    sections = [section for section in sections if section]
    marked = any("=" in line for line in lines if _BORDER.fullmatch(line))
    if len(sections) == 2 and not marked:  # heads, and all rows without a border between them
        return table_lines([*sections[0], *sections[1]], heads=len(sections[0]))
    rows = [[" ".join(part) for part in zip(*section, strict=False)] for section in sections]
    return table_lines(rows, heads=1 if marked else None)
