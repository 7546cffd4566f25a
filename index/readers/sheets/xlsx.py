"""Reads Excel workbooks (.xlsx, .xlsm): cells as they are shown; what is hidden is listed."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from index.readers.archive import Archive
from index.readers.office.styles import is_on
from index.readers.raw import RawItem
from index.readers.sheets.number_formats import BUILT_IN, is_date, moment, shown
from index.readers.sheets.sheets import MOST_CELLS, Sheet, SheetCell, check_size, sheet_items
from index.text.raised import raised_text

_WHAT = "Excel workbook"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_Place = tuple[int, int]


def read_xlsx(data: bytes, fields: Mapping[str, str]) -> Iterator[RawItem]:
    """The articles of a workbook: see `sheet_items`.

    Raises:
        Unreadable: Truncated or damaged, no workbook, or too big.
    """
    yield from sheet_items(_Workbook(Archive(data, _WHAT)).sheets(), fields)


class _Workbook:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._root = archive.xml("xl/workbook.xml")
        if self._root is None:
            raise archive.damaged()
        self._epoch_1904 = self._root.xpath(
            "boolean(.//workbookPr[@date1904='1' or @date1904='true'])"
        )
        self._parts = archive.linked("xl/workbook.xml")
        strings = archive.xml("xl/sharedStrings.xml")
        self._dropped = list(_remarks(archive))
        self._strings = [self._string(item) for item in (() if strings is None else strings)]
        self._formats, self._struck, self._bold = _cell_styles(archive.xml("xl/styles.xml"))
        self._cells = 0

    def sheets(self) -> Iterator[Sheet]:
        """The sheets in their order; of a hidden one only what is left out."""
        for node in self._root.iter("sheet"):
            root = self._archive.xml(self._parts.get(node.get("id"), ("", ""))[1])
            if root is None or root.tag != "worksheet":
                continue
            name = node.get("name", "")
            hidden_columns = _hidden_columns(root)
            places, hidden = self._read(root, hidden_columns)
            if node.get("state") in ("hidden", "veryHidden"):
                self._dropped += Sheet.hidden(name, [*places.values(), *hidden.values()]).dropped
                continue
            self._dropped += [(cell.text, "hidden row or column") for cell in hidden.values()]
            yield Sheet(
                name=name,
                rows=_in_rows(places, _hidden_rows(root), hidden_columns),
                dropped=tuple(self._dropped),
            )
            self._dropped = []
        if self._dropped:
            yield Sheet(name="", rows=[], dropped=tuple(self._dropped))

    def _read(
        self, root: Any, hidden_columns: set[int]
    ) -> tuple[dict[_Place, SheetCell], dict[_Place, SheetCell]]:
        """The cells by their place, and those in hidden rows and columns."""
        merged = _merged(root)
        places: dict[_Place, SheetCell] = {}
        hidden: dict[_Place, SheetCell] = {}
        at_row = 0
        for row in root.iter("row"):
            at_row = _number(row.get("r"), at_row + 1, _LAST_ROW)
            at_column = 0
            for node in row.iterchildren("c"):
                at_column = _column(node.get("r"), at_column + 1)
                cell = self._cell(node, merged.get((at_row, at_column), (1, 1)))
                if cell.text and int(node.get("s", "0")) in self._struck:
                    self._dropped.append((cell.text, "struck-out text"))
                    continue
                is_hidden = row.get("hidden") in ("1", "true") or at_column in hidden_columns
                if cell.text:
                    (hidden if is_hidden else places)[at_row, at_column] = cell
                    self._cells += 1
            check_size(self._cells)
        for first, (down, across) in merged.items():
            self._cells += down * across
            if first in places and self._cells <= MOST_CELLS:
                for n in range(1, down * across):
                    place = first[0] + n // across, first[1] + n % across
                    places[place] = SheetCell("", is_covered=True)
        return places, hidden

    def _string(self, item: Any) -> str:
        """The words of a string: no reading aid, nothing that is struck out, no reference marks."""
        text = ""
        for node in item.iterchildren("t", "r"):
            words = node.text or "" if node.tag == "t" else "".join(node.itertext("t"))
            style = node.find("rPr")
            if style is not None and is_on(style.find("strike")):
                self._dropped.append((words, "struck-out text"))
                continue
            if style is not None and style.xpath("boolean(vertAlign[@val='superscript'])"):
                raised = raised_text(words, text)
                if raised is None:
                    self._dropped.append((words, "reference mark"))
                words = raised or ""
            text += words
        return text

    def _cell(self, node: Any, spans: tuple[int, int]) -> SheetCell:
        kind, style = node.get("t", "n"), int(node.get("s", "0"))
        value = next((child.text or "" for child in node if child.tag == "v"), "")
        text, day = value, ""
        if kind == "s":
            known = value.isdigit() and int(value) < len(self._strings)
            text = self._strings[int(value)] if known else ""
        elif kind == "inlineStr":
            inline = node.find("is")
            text = "" if inline is None else self._string(inline)
        elif kind == "b":
            text = "TRUE" if value == "1" else "FALSE"
        elif kind == "d":
            day = value[:10]
        elif kind == "n" and value:
            text, day = self._figure(value, style)
        return SheetCell(text.strip(), day, spans[1], spans[0], is_head=style in self._bold)

    def _figure(self, value: str, style: int) -> tuple[str, str]:
        code = self._formats[style] if style < len(self._formats) else "General"
        try:
            number = float(value)
            day = f"{moment(number, epoch_1904=self._epoch_1904):%Y-%m-%d}" if is_date(code) else ""
            return shown(number, code, epoch_1904=self._epoch_1904), day
        except (ValueError, OverflowError, ArithmeticError):
            return value, ""


def _cell_styles(styles: Any) -> tuple[list[str], set[int], set[int]]:
    """The number format of each cell style, which of them strike out, and which are bold."""
    if styles is None:
        return [], set(), set()
    own = {
        node.get("numFmtId"): node.get("formatCode", "General") for node in styles.iter("numFmt")
    }
    cells = styles.findall("cellXfs/xf")
    numbers = [cell.get("numFmtId", "0") for cell in cells]
    formats = [own.get(number) or BUILT_IN.get(int(number), "General") for number in numbers]
    fonts = styles.findall("fonts/font")
    used = [int(cell.get("fontId", "0")) for cell in cells]

    def having(mark: str) -> set[int]:
        own = {n for n, font in enumerate(fonts) if is_on(font.find(mark))}
        return {n for n, font in enumerate(used) if font in own}

    return formats, having("strike"), having("b")


def _remarks(archive: Archive) -> Iterator[tuple[str, str]]:
    """Comments and text boxes: they belong to no cell."""
    for name in archive.names():
        is_note = re.fullmatch(
            r"xl/(?:threadedComments/.*|comments[^/]*)\.xml", name, re.IGNORECASE
        )
        if is_note or re.fullmatch(r"xl/drawings/drawing\d+\.xml", name, re.IGNORECASE):
            for node in archive.xml(name).iter(
                *(("comment", "threadedComment") if is_note else ("txBody",))
            ):
                words = "".join(node.itertext("t", "text"))
                yield words, "comment" if is_note else "text box"


def _merged(root: Any) -> dict[_Place, tuple[int, int]]:
    """Where merged cells begin, and how many rows and columns they span."""
    spans = {}
    for node in root.iter("mergeCell"):
        ends = [_place(part) for part in node.get("ref", "").split(":")]
        if len(ends) == 2 and all(ends):
            (top, left), (bottom, right) = ends
            if (bottom - top + 1) * (right - left + 1) <= 10_000:
                spans[top, left] = bottom - top + 1, right - left + 1
    return spans


def _place(reference: str) -> _Place:
    match = _REFERENCE.fullmatch(reference.replace("$", ""))
    return (int(match[2]), _column(reference, 0)) if match else (0, 0)


def _number(text: str | None, otherwise: int, most: int) -> int:
    return min(int(text), most) if text and text.isdigit() else otherwise


def _column(reference: str | None, otherwise: int) -> int:
    return _column_number((reference or "").strip("$0123456789")) or otherwise


@lru_cache(maxsize=1000)
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters[:3]:
        number = number * 26 + ord(letter) - 64
    return max(0, min(number, _LAST_COLUMN))


def _hidden_columns(root: Any) -> set[int]:
    return {
        column
        for node in root.iter("col")
        if node.get("hidden") in ("1", "true")
        for column in range(int(node.get("min")), min(int(node.get("max")), _LAST_COLUMN) + 1)
    }


def _hidden_rows(root: Any) -> set[int]:
    rows = (row for row in root.iter("row") if row.get("hidden") in ("1", "true"))
    return {_number(row.get("r"), 0, _LAST_ROW) for row in rows}


def _in_rows(
    places: Mapping[_Place, SheetCell], hidden_rows: set[int], hidden_columns: set[int]
) -> list[list[SheetCell]]:
    """The cells that can be seen, in rows; an empty row stands for a gap between rows."""
    columns = sorted({column for _, column in places} - hidden_columns)
    if not columns:
        return []
    seen = [n for n in range(columns[0], columns[-1] + 1) if n not in hidden_columns]
    by_row: dict[int, dict[int, SheetCell]] = {}
    for (row, column), cell in places.items():
        if row not in hidden_rows:
            by_row.setdefault(row, {})[column] = cell
    rows: list[list[SheetCell]] = []
    before = 0
    for number, cells in sorted(by_row.items()):
        if rows and any(
            gap not in hidden_rows for gap in range(before + 1, min(number, before + 99))
        ):
            rows.append([])
        last = max(cells)
        rows.append([cells.get(column, SheetCell("")) for column in seen if column <= last])
        before = number
    return rows
