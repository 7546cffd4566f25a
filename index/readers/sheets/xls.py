"""Reads older Excel workbooks (.xls) and binary ones (.xlsb): values, without their formats."""

import datetime
import io
from collections.abc import Iterator, Mapping
from typing import Any

from index.readers.kinds import Unreadable
from index.readers.raw import RawItem
from index.readers.sheets.number_formats import general
from index.readers.sheets.sheets import Sheet, SheetCell, check_size, sheet_items

_UNFORMATTED = "read without number formats: percentages and currencies are shown as bare numbers"


def read_xls(data: bytes, fields: Mapping[str, str]) -> Iterator[RawItem]:
    """The articles of a workbook: see `sheet_items`.

    Raises:
        Unreadable: Truncated or damaged, encrypted, or too big.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = list(_sheets(book, calamine.SheetVisibleEnum.Visible))
    except calamine.PasswordError as error:
        raise Unreadable("encrypted Excel workbook: remove the password and sync again") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable("truncated or damaged Excel workbook") from error
    yield from sheet_items(sheets, fields, (_UNFORMATTED,))


def _sheets(book: Any, visible: object) -> Iterator[Sheet]:
    cells = 0
    for about in book.sheets_metadata:
        sheet = book.get_sheet_by_name(about.name)
        cells += sheet.height * sheet.width
        check_size(cells)
        rows = [[_cell(value) for value in row] for row in sheet.to_python()]
        if about.visible == visible:
            yield Sheet(name=about.name, rows=rows)
        else:
            yield Sheet.hidden(about.name, (cell for row in rows for cell in row))


def _cell(value: object) -> SheetCell:
    if isinstance(value, bool):
        return SheetCell(str(value).upper())
    if isinstance(value, float | int):
        return SheetCell(general(value))
    if isinstance(value, datetime.date):
        text = str(value).removesuffix(" 00:00:00")
        return SheetCell(text, text[:10])
    return SheetCell(" ".join(str(value).split()))
