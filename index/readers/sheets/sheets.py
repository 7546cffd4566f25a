"""Sheets: rows of cells as an article with tables, or as a table of articles; CSV files."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, takewhile

from index.readers.decoding import decode
from index.readers.kinds import Unreadable
from index.readers.news.records import BODIES, KEYS, has_body, has_title, read_record
from index.readers.raw import RawDocument, RawItem, TextBuilder
from index.text.metadata import canonical_key, is_known_key
from index.text.tables import Cell, is_figure, table_lines

MOST_CELLS = 2_000_000
_NO_NAME = re.compile(
    r"(?:sheet|tabelle|feuille?|feuil|hoja|foglio|blad|ark)\s?_?\d+", re.IGNORECASE
)
_SAMPLE_CHARS = 100_000
_LONGEST_FIELD = 10_000_000


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell as it is shown; `day` is its date by ISO where it is one."""

    text: str
    day: str = ""
    columns: int = 1
    rows: int = 1
    is_covered: bool = False  # by a cell that spans this place
    is_head: bool = False


_Row = Sequence[SheetCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of one sheet, and what of it is not shown, with the reasons."""

    name: str
    rows: Sequence[_Row]
    dropped: tuple[tuple[str, str], ...] = ()

    @classmethod
    def hidden(cls, name: str, cells: Iterable[SheetCell], *dropped: tuple[str, str]) -> Sheet:
        """One whose name and words are only listed, before what else it does not show."""
        words = " | ".join([name, *(cell.text for cell in cells if cell.text)])
        return cls(name=name, rows=[], dropped=((words, "hidden sheet"), *dropped))


def check_size(cells: int) -> None:
    """Raises `Unreadable` for more cells than a workbook may have."""
    if cells > MOST_CELLS:
        raise Unreadable(f"more than {MOST_CELLS:,} cells")


def sheet_items(
    sheets: Iterable[Sheet], fields: Mapping[str, str], warnings: tuple[str, ...] = ()
) -> Iterator[RawItem]:
    """The articles of a workbook: each row of a table of articles, else each sheet.

    Raises:
        Unreadable: It holds nothing.
    """
    found = list(sheets)
    filled = [sheet for sheet in found if sheet.rows]
    if not filled:
        raise Unreadable("no text")
    dropped = [words for sheet in found for words in sheet.dropped if not sheet.rows]
    for sheet in filled:
        dropped += sheet.dropped
        if heads := _article_heads(sheet.rows, fields):
            items = _articles(sheet.rows[1:], heads, fields)
        else:
            raw = replace(_as_article(sheet), warnings=warnings)
            items = iter([RawItem(key="" if len(filled) == 1 else sheet.name, raw=raw)])
        for item in items:
            if isinstance(item.raw, RawDocument):  # what the sheet leaves out, told once
                raw = replace(item.raw, dropped=(*item.raw.dropped, *dropped))
                item, dropped = replace(item, raw=raw), []
            yield item


def _article_heads(rows: Sequence[_Row], fields: Mapping[str, str]) -> list[str]:
    """The heads of a table of articles: one is a text's, and one a headline's or the like."""
    heads = [cell.text for cell in rows[0]] if len(rows) > 1 else []
    named = dict.fromkeys(heads, "")
    known = [head for head in heads if canonical_key(head) in KEYS or is_known_key(head)]
    others = [head for head in known if canonical_key(head) not in BODIES]
    return heads if has_body(named, fields) and (has_title(named) or others) else []


def _articles(
    rows: Iterable[Sequence[SheetCell]], heads: Sequence[str], fields: Mapping[str, str]
) -> Iterator[RawItem]:
    for row in rows:
        cells = zip(heads, row, strict=False)
        record = {head: cell.day or cell.text for head, cell in cells if head and cell.text}
        if record:
            yield read_record(record, fields)


def _as_article(sheet: Sheet) -> RawDocument:
    builder = TextBuilder()
    if not _NO_NAME.fullmatch(sheet.name):
        builder.add(sheet.name, is_heading=True)
    for table in _tables(sheet.rows):
        builder.add("\n".join(table_lines(table)))
    return RawDocument(text=builder.text(), headings=tuple(builder.headings), dropped=sheet.dropped)


def _tables(rows: Sequence[_Row]) -> Iterator[list[list[Cell]]]:
    """The tables of a sheet: an empty row parts two, or an empty column before words."""
    blocks: list[list[_Row]] = [[]]
    for row in rows:
        if any(cell.text or cell.is_covered for cell in row):
            blocks[-1].append(row)
        elif blocks[-1]:
            blocks.append([])
    joined: list[list[_Row]] = []
    for block in filter(None, blocks):
        if joined and _goes_on(joined[-1], block):
            joined[-1] += block
        else:
            joined.append(block)
    for block in joined:
        yield from _side_by_side(block)


def _goes_on(above: Sequence[_Row], block: Sequence[_Row]) -> bool:
    """Whether an empty row only sets off rows, such as a total, of the table above."""
    same = max(map(len, above)) == max(map(len, block)) > 2
    return same and len(above) > 1 and any(is_figure(cell.text) for cell in block[0][1:])


def _side_by_side(block: Sequence[_Row]) -> Iterator[list[list[Cell]]]:
    width = max(map(len, block))
    columns = [[row[n] if n < len(row) else SheetCell("") for row in block] for n in range(width)]
    starts = [0]
    for column, (left, own) in enumerate(pairwise(columns), start=1):
        is_gap = not any(cell.text or cell.is_covered for cell in left)
        words = [cell.text for cell in own[1:] if cell.text]
        if is_gap and own[0].text and 2 * sum(map(is_figure, words)) < len(words):
            starts.append(column)
    for start, end in pairwise([*starts, width]):
        yield [_cells(columns[start:end], row) for row in range(len(block))]


def _cells(columns: Sequence[Sequence[SheetCell]], row: int) -> list[Cell]:
    """The cells of a row; they span what is covered, of which hidden rows and columns are gone."""
    cells = []
    for number, column in enumerate(columns):
        cell = column[row]
        if cell.columns == cell.rows == 1:
            if not cell.is_covered:
                cells.append(Cell(cell.text, is_head=cell.is_head))
            continue
        right = [other[row] for other in columns[number + 1 : number + cell.columns]]
        across = len(list(takewhile(lambda covered: covered.is_covered, right)))
        below = column[row + 1 : row + cell.rows]
        down = len(list(takewhile(lambda covered: covered.is_covered, below)))
        cells.append(Cell(cell.text, across + 1, down + 1, cell.is_head))
    return cells


def read_csv(data: bytes, fields: Mapping[str, str]) -> Iterator[RawItem]:
    """The articles of a CSV or TSV file: its rows, or the one table that it is.

    Raises:
        Unreadable: Binary, or a field without an end.
    """
    text, guessed = decode(data)
    csv.field_size_limit(_LONGEST_FIELD)
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if stated := re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE):
        text = rest
    delimiter = stated[1] if stated else _delimiter(text)
    try:
        rows = [
            [SheetCell(cell.strip()) for cell in row]
            for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise Unreadable(f"damaged CSV ({error})") from error
    check_size(sum(map(len, rows)))
    warnings = (guessed,) if guessed else ()
    yield from sheet_items([Sheet(name="Sheet1", rows=rows)], fields, warnings)


def _delimiter(text: str) -> str:
    """What parts most of the first rows into equally many cells."""
    lines = text[:_SAMPLE_CHARS].splitlines(keepends=True)

    def evenness(mark: str) -> tuple[float, int]:
        # The last row may be cut off.
        rows = list(islice(csv.reader(lines, delimiter=mark), 200))
        widths = [len(row) for row in rows[:-1] or rows if row]
        most = max(set(widths), key=widths.count) if widths else 1
        return (widths.count(most) / len(widths) if most > 1 else 0.0, most)

    return max((",", ";", "\t", "|"), key=evenness)
