"""Sheets: rows of cells as an article with tables, or as a table of articles; CSV files."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from index.readers.decoding import decode
from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument, RawItem, TextBuilder
from index.readers.records import BODIES, KEYS, has_body, has_title, read_record
from index.text.metadata import canonical_key, is_known_key
from index.text.tables import Cell, table_lines

MOST_CELLS = 2_000_000
_NO_NAME = re.compile(
    r"(?:sheet|tabelle|feuille?|feuil|hoja|foglio|blad|ark)\s?_?\d+", re.IGNORECASE
)
_LONGEST_FIELD = 10_000_000


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell as it is shown; `day` is its date by ISO where it is one."""

    text: str
    day: str = ""
    columns: int = 1
    rows: int = 1
    is_covered: bool = False  # by a cell that spans this place


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of one sheet, and what of it is not shown, with the reasons."""

    name: str
    rows: Sequence[Sequence[SheetCell]]
    dropped: tuple[tuple[str, str], ...] = ()


def sheet_items(
    sheets: Iterable[Sheet], fields: Mapping[str, str], warnings: tuple[str, ...] = ()
) -> Iterator[RawItem]:
    """The articles of a workbook: each row of a table of articles, else each sheet.

    Raises:
        Unreadable: It holds nothing.
    """
    found = [sheet for sheet in sheets if sheet.rows or sheet.dropped]
    if not any(sheet.rows for sheet in found):
        raise Unreadable("no text")
    for sheet in found:
        if heads := _article_heads(sheet.rows, fields):
            yield from _articles(sheet.rows[1:], heads, fields)
            continue
        raw = _as_article(sheet)
        if raw.text or raw.dropped:
            alone = len(found) == 1
            yield RawItem(key="" if alone else sheet.name, raw=replace(raw, warnings=warnings))


def _article_heads(rows: Sequence[Sequence[SheetCell]], fields: Mapping[str, str]) -> list[str]:
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


def _tables(rows: Sequence[Sequence[SheetCell]]) -> Iterator[list[list[Cell]]]:
    """The tables of a sheet: an empty row, or an empty column from top to bottom, parts two."""
    block: list[Sequence[SheetCell]] = []
    for row in [*rows, []]:
        if any(cell.text or cell.is_covered for cell in row):
            block.append(row)
        elif block:
            yield from _side_by_side(block)
            block = []


def _side_by_side(block: list[Sequence[SheetCell]]) -> Iterator[list[list[Cell]]]:
    width = max(map(len, block))
    used = [
        any(column < len(row) and (row[column].text or row[column].is_covered) for row in block)
        for column in range(width)
    ]
    start = 0
    for column in range(width + 1):
        if column < width and used[column]:
            continue
        if start < column:
            yield [
                [
                    Cell(cell.text, cell.columns, cell.rows)
                    for cell in row[start:column]
                    if not cell.is_covered
                ]
                for row in block
            ]
        start = column + 1


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
    if sum(map(len, rows)) > MOST_CELLS:
        raise Unreadable(f"more than {MOST_CELLS:,} cells")
    warnings = (guessed,) if guessed else ()
    yield from sheet_items([Sheet(name="Sheet1", rows=rows)], fields, warnings)


def _delimiter(text: str) -> str:
    """What parts most of the first rows into equally many cells."""
    lines = list(islice((line for line in text.split("\n") if line.strip()), 30))

    def evenness(mark: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=mark)]
        most = max(set(widths), key=widths.count) if widths else 1
        return (widths.count(most) * (most > 1), most)

    return max((",", ";", "\t", "|"), key=evenness)
