"""Tables of a web page: which hold facts and which only place parts of the page; their rows."""

import re
from collections.abc import Callable

from lxml.html import HtmlElement

from index.readers.html.hidden import text_of
from index.text.tables import Cell, table_lines

_LONGEST_CELL = 600


def is_data(table: HtmlElement) -> bool:
    """Whether a table holds facts in rows and columns; others only place parts of the page."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return False
    rows = list(table.iter("tr"))
    cells = list(table.iter("td", "th"))
    if max((len(row.findall("td") + row.findall("th")) for row in rows), default=0) < 2:
        return False
    if sum(map(_letters, [*cells, *table.iter("caption")])) < _letters(table):
        return False  # words between the cells
    return all(len(text_of(cell)) <= _LONGEST_CELL and cell.find(".//h1") is None for cell in cells)


def _letters(element: HtmlElement) -> int:
    return len("".join(text_of(element).split()))


def read_table(table: HtmlElement, text_of_cell: Callable[[HtmlElement], str]) -> list[str]:
    """The lines of a table, the words of each cell as `text_of_cell` gives them."""
    figures = list(table.iterancestors("figure"))
    above = [figure.find(".//figcaption") for figure in figures[:1]]
    captions = [text_of_cell(c) for c in (*above, *table.iter("caption")) if c is not None]
    trs = list(table.iter("tr"))
    bold = _is_bold(trs[0]) and not all(map(_is_bold, trs))
    rows = [
        [
            Cell(
                text_of_cell(cell),
                columns=_span(cell, "colspan"),
                rows=_span(cell, "rowspan"),
                is_head=cell.tag == "th"
                or cell.get("role") in ("columnheader", "rowheader")
                or (bold and row is trs[0]),
            )
            for cell in row.iterchildren("td", "th")
        ]
        for row in trs
    ]
    heads = [len(head.findall("tr")) for head in table.iterchildren("thead")]
    return table_lines(
        [row for row in rows if row], heads=heads[0] if heads else None, caption=" ".join(captions)
    )


def _is_bold(row: HtmlElement) -> bool:
    """Whether all words of a row are bold, as an editor writes heads that knows no `th`."""
    return _letters(row) > 0 and all(
        _letters(cell) == max(map(_letters, cell.iter("strong", "b")), default=0)
        for cell in row.iterchildren("td", "th")
    )


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "").strip()
    return int(value) if re.fullmatch(r"\d{1,4}", value) else 1
