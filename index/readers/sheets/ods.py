"""Reads OpenDocument spreadsheets (.ods): cells as they are shown; what is hidden is listed."""

from collections.abc import Iterator, Mapping
from typing import Any

from index.readers.archive import Archive
from index.readers.raw import RawItem
from index.readers.sheets.sheets import Sheet, SheetCell, check_size, sheet_items

_MOST_REPEATED = 1_000  # of a cell with words; empty ones are repeated to the edge of the sheet


def read_ods(data: bytes, fields: Mapping[str, str]) -> Iterator[RawItem]:
    """The articles of a spreadsheet: see `sheet_items`.

    Raises:
        Unreadable: Truncated or damaged, encrypted, or too big.
    """
    archive = Archive(data, "OpenDocument spreadsheet")
    root = archive.xml("content.xml")
    if root is None:
        raise archive.damaged()
    unseen = set(root.xpath(".//style[table-properties[@display='false']]/@name"))
    yield from sheet_items((_sheet(table, unseen) for table in root.iter("table")), fields)


def _sheet(table: Any, unseen: set[str]) -> Sheet:
    name = table.get("name", "")
    hidden_columns = _hidden_columns(table)
    rows: list[list[SheetCell]] = []
    dropped: list[tuple[str, str]] = []
    cells = 0
    for node in table.iter("table-row"):
        row = list(_cells(node, dropped))
        shown = [cell for n, cell in enumerate(row) if n not in hidden_columns]
        hidden = row if _is_hidden(node) else [row[n] for n in hidden_columns if n < len(row)]
        dropped += [(cell.text, "hidden row or column") for cell in hidden if cell.text]
        repeated = int(node.get("number-rows-repeated", "1"))
        has_words = any(cell.text or cell.is_covered for cell in shown)
        if not _is_hidden(node):
            rows += [shown if has_words else []] * (
                min(repeated, _MOST_REPEATED) if has_words else 1
            )
        cells += len(shown) * min(repeated, _MOST_REPEATED)
        check_size(cells)
    if table.get("style-name") in unseen:
        return Sheet.hidden(name, (cell for row in rows for cell in row), *dropped)
    return Sheet(name=name, rows=rows if any(rows) else [], dropped=tuple(dropped))


def _hidden_columns(table: Any) -> list[int]:
    hidden: list[int] = []
    at = 0
    for node in table.iter("table-column"):
        count = int(node.get("number-columns-repeated", "1"))
        if _is_hidden(node):
            hidden += range(at, at + min(count, _MOST_REPEATED))
        at += count
    return hidden


def _is_hidden(node: Any) -> bool:
    return node.get("visibility") in ("collapse", "filter")


def _cells(row: Any, dropped: list[tuple[str, str]]) -> Iterator[SheetCell]:
    """The cells of a row up to the last with words."""
    empty = 0
    for node in row.iterchildren("table-cell", "covered-table-cell"):
        for note in node.iterchildren("annotation"):
            dropped.append(
                (" ".join("".join(p.itertext()) for p in note.iterchildren("p")), "comment")
            )
        text = " ".join("".join(part.itertext()) for part in node.iterchildren("p")).strip()
        covered = node.tag == "covered-table-cell"
        repeated = int(node.get("number-columns-repeated", "1"))
        if not text and not covered:
            empty += min(repeated, _MOST_REPEATED)
            continue
        yield from [SheetCell("")] * empty
        empty = 0
        cell = SheetCell(
            "" if covered else text,
            (node.get("date-value") or "")[:10],
            int(node.get("number-columns-spanned", "1")),
            int(node.get("number-rows-spanned", "1")),
            is_covered=covered,
        )
        yield from [cell] * min(repeated, _MOST_REPEATED)
