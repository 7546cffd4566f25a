"""Spreadsheets: what is shown stands with its heads, what is hidden is listed."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from index.errors import ReadError
from index.readers.formats import read_documents
from index.readers.kinds import Unreadable
from index.readers.sheets.number_formats import shown
from index.types import Document

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def _zip(parts: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()


def _cell(place: str, value: object, style: int = 0) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def _xlsx(*sheets: tuple[str, str, str], more: dict[str, str] | None = None) -> bytes:
    """A workbook of (name, state, inside of the worksheet)."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{state}" r:id="r{n}"/>'
        for n, (name, state, _) in enumerate(sheets)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Target="worksheets/s{n}.xml"/>' for n in range(len(sheets))
    )
    parts = {
        "xl/workbook.xml": f"<workbook {_MAIN} {_REL}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
        "xl/styles.xml": f'<styleSheet {_MAIN}><numFmts><numFmt numFmtId="164" '
        'formatCode="&quot;£&quot;#,##0"/><numFmt numFmtId="165" formatCode="d mmmm yyyy"/>'
        "</numFmts>"
        "<fonts><font/><font><strike/></font><font><b/></font></fonts>"
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="3"/><xf numFmtId="10"/><xf numFmtId="164"/>'
        '<xf numFmtId="165"/>'
        '<xf numFmtId="0" fontId="1"/><xf numFmtId="0" fontId="2"/></cellXfs></styleSheet>',
    }
    for n, (_, _, inside) in enumerate(sheets):
        parts[f"xl/worksheets/s{n}.xml"] = f"<worksheet {_MAIN}>{inside}</worksheet>"
    return _zip(parts | (more or {}))


def _read(data: bytes, name: str) -> list[Document]:
    found = list(read_documents(data, name))
    assert not [item for item in found if isinstance(item, ReadError)]
    return [item for item in found if isinstance(item, Document)]


def _removed(document: Document) -> list[tuple[str, str]]:
    return [(line.text, line.reason) for line in document.removed]


def test_figures_are_as_the_workbook_shows_them_under_their_heads() -> None:
    rows = (
        f"<row r='1'>{_cell('A1', 'Port')}{_cell('B1', 2023)}{_cell('C1', 'Value')}"
        f"{_cell('D1', 'Rise')}{_cell('E1', 'Counted')}</row>"
        f"<row r='2'>{_cell('A2', 'Skelling')}{_cell('B2', 1015, 1)}{_cell('C2', 4700000, 3)}"
        f"{_cell('D2', 0.125, 2)}{_cell('E2', 45356, 4)}</row>"
    )
    (document,) = _read(_xlsx(("Landings", "visible", f"<sheetData>{rows}</sheetData>")), "a.xlsx")
    assert document.text == (
        "Landings\n\n"
        "Port: Skelling | 2023: 1,015 | Value: £4,700,000 | Rise: 12.50% | Counted: 5 March 2024"
    )
    assert [heading.text for heading in document.headings] == ["Landings"]


def test_hidden_sheets_rows_columns_struck_cells_and_comments_are_listed() -> None:
    rows = (
        f"<row r='1'>{_cell('A1', 'Port')}{_cell('B1', 'Tonnes')}{_cell('C1', 'Secret')}"
        f"{_cell('D1', 'Crew')}</row>"
        f"<row r='2'>{_cell('A2', 'Orra')}{_cell('B2', 4)}{_cell('C2', 'x1')}</row>"
        f"<row r='3' hidden='1'>{_cell('A3', 'Penmouth')}{_cell('B3', 9)}</row>"
        f"<row r='4'>{_cell('A4', 'Ellsby')}{_cell('B4', 77, 5)}{_cell('D4', '78')}</row>"
    )
    columns = "<cols><col min='3' max='3' hidden='1'/></cols>"
    data = _xlsx(
        ("Sheet1", "visible", f"{columns}<sheetData>{rows}</sheetData>"),
        ("Draft", "hidden", f"<sheetData><row r='1'>{_cell('A1', 'Not yet')}</row></sheetData>"),
        more={
            "xl/comments1.xml": f"<comments {_MAIN}><commentList><comment ref='A1'><text>"
            "<r><t>Ask Ann.</t></r></text></comment></commentList></comments>"
        },
    )
    (document,) = _read(data, "landings-by-port.xlsx")
    assert document.text == "Port: Orra | Tonnes: 4\nPort: Ellsby | Crew: 78"
    assert set(_removed(document)) == {
        ("Ask Ann.", "comment"),
        ("Secret", "hidden row or column"),
        ("x1", "hidden row or column"),
        ("Penmouth", "hidden row or column"),
        ("9", "hidden row or column"),
        ("77", "struck-out text"),
        ("Draft | Not yet", "hidden sheet"),
    }


def test_merged_heads_and_several_tables_on_a_sheet() -> None:
    rows = (
        f"<row r='1'>{_cell('B1', '2023')}{_cell('D1', '2024')}</row>"
        f"<row r='2'>{_cell('A2', 'Port')}{_cell('B2', 'Q1')}{_cell('C2', 'Q2')}{_cell('D2', 'Q1')}"
        f"{_cell('E2', 'Q2')}</row>"
        f"<row r='3'>{_cell('A3', 'Orra')}{_cell('B3', 1)}{_cell('C3', 2)}{_cell('D3', 3)}"
        f"{_cell('E3', 4)}</row>"
        f"<row r='6'>{_cell('A6', 'Crew')}{_cell('B6', 'Men')}</row>"
        f"<row r='7'>{_cell('A7', 'Gannet')}{_cell('B7', 6)}</row>"
    )
    merged = "<mergeCells><mergeCell ref='B1:C1'/><mergeCell ref='D1:E1'/></mergeCells>"
    data = _xlsx(("Sheet1", "visible", f"<sheetData>{rows}</sheetData>{merged}"))
    (document,) = _read(data, "a.xlsx")
    assert document.text == (
        "Port: Orra | 2023 Q1: 1 | 2023 Q2: 2 | 2024 Q1: 3 | 2024 Q2: 4\n\nCrew: Gannet | Men: 6"
    )


def test_spacer_columns_and_totals_set_off_stay_in_their_table() -> None:
    text = "Port,,2023,2024\nOrra,,1,2\nEllsby,,3,4\n\nTotal,,4,6\n"
    (document,) = _read(text.encode(), "a.csv")
    assert document.text.split("\n")[0] == "Port: Orra | 2023: 1 | 2024: 2"
    assert document.text.split("\n")[-1] == "Port: Total | 2023: 4 | 2024: 6"


def test_tables_beside_each_other_are_two() -> None:
    text = "Port,Tonnes,,Crew,Men\nOrra,12,,Gannet,6\nEllsby,13,,Heron,7\n"
    (document,) = _read(text.encode(), "a.csv")
    assert document.text == (
        "Port: Orra | Tonnes: 12\nPort: Ellsby | Tonnes: 13\n\n"
        "Crew: Gannet | Men: 6\nCrew: Heron | Men: 7"
    )


def test_bold_heads_and_a_title_above_the_table() -> None:
    rows = (
        f"<row r='1'>{_cell('A1', 'Landings of the year', 6)}</row>"
        f"<row r='2'>{_cell('A2', 'Port', 6)}{_cell('B2', 2024, 6)}</row>"
        f"<row r='3'>{_cell('A3', 'Orra')}{_cell('B3', 4)}</row>"
    )
    (document,) = _read(_xlsx(("Sheet1", "visible", f"<sheetData>{rows}</sheetData>")), "a.xlsx")
    assert document.text == "Landings of the year\nPort: Orra | 2024: 4"


def test_every_sheet_is_an_article_of_its_own() -> None:
    inside = f"<sheetData><row r='1'>{_cell('A1', 'Orra')}{_cell('B1', 4)}</row></sheetData>"
    documents = _read(_xlsx(("North", "visible", inside), ("South", "visible", inside)), "a.xlsx")
    assert [document.doc_id for document in documents] == ["a.xlsx#North", "a.xlsx#South"]


def test_a_sheet_of_articles_gives_each_row_as_an_article() -> None:
    rows = (
        f"<row r='1'>{_cell('A1', 'Headline')}{_cell('B1', 'Byline')}{_cell('C1', 'Published')}"
        f"{_cell('D1', 'Body')}</row>"
        f"<row r='2'>{_cell('A2', 'Ferry sinks')}{_cell('B2', 'Ann Lee')}{_cell('C2', 45356, 4)}"
        f"{_cell('D2', 'The ferry sank on Monday.')}</row>"
        f"<row r='3'>{_cell('A3', 'Ferry raised')}{_cell('B3', 'Bo Ray')}{_cell('C3', 45357, 4)}"
        f"{_cell('D3', 'The ferry was raised.')}</row>"
    )
    first, second = _read(_xlsx(("Sheet1", "visible", f"<sheetData>{rows}</sheetData>")), "a.xlsx")
    assert (first.title, first.authors, first.published) == (
        "Ferry sinks",
        ("Ann Lee",),
        date(2024, 3, 5),
    )
    assert second.text == "The ferry was raised."


@pytest.mark.parametrize(
    "text",
    [
        'Port,2023,2024\nOrra,"1,118",960\n',
        "sep=;\r\nPort;2023;2024\r\nOrra;1,118;960\r\n",
        "\ufeffPort\t2023\t2024\nOrra\t1,118\t960\n",
        "Port|2023|2024\nOrra|1,118|960\n",
    ],
)
def test_csv_dialects(text: str) -> None:
    (document,) = _read(text.encode(), "landings.csv")
    assert document.text == "Port: Orra | 2023: 1,118 | 2024: 960"


def test_csv_of_articles_keeps_line_breaks_in_its_fields() -> None:
    record = 'https://g.example.org/1,Ferry,2024-03-05,"It sank.\n\nNobody drowned."'
    text = f"url,title,date,text\n{record}\n"
    (document,) = _read(text.encode("utf-16"), "a.csv")
    assert (document.uri, document.text) == (
        "https://g.example.org/1",
        "It sank.\n\nNobody drowned.",
    )


def test_ods_shows_what_its_cells_show() -> None:
    office = 'xmlns:o="urn:o" xmlns:t="urn:t" xmlns:x="urn:x"'
    rows = (
        "<t:table-row><t:table-cell><x:p>Port</x:p></t:table-cell><t:table-cell "
        "><x:p>Tonnes</x:p></t:table-cell>"
        "<t:table-cell t:number-columns-repeated='1020'/></t:table-row>"
        "<t:table-row><t:table-cell><o:annotation><x:p>Ask.</x:p></o:annotation><x:p>Orra</x:p>"
        "</t:table-cell><t:table-cell o:value='1015'><x:p>1,015 t</x:p></t:table-cell>"
        "</t:table-row><t:table-row t:visibility='filter'><t:table-cell>"
        "<x:p>Penmouth</x:p></t:table-cell>"
        "</t:table-row>"
        "<t:table-row t:number-rows-repeated='1048000'><t:table-cell/></t:table-row>"
    )
    content = (
        f"<o:document-content {office}><o:body><o:spreadsheet><t:table t:name='Sheet1'>{rows}"
        "</t:table></o:spreadsheet></o:body></o:document-content>"
    )
    data = _zip(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    )
    (document,) = _read(data, "a.ods")
    assert document.text == "Port: Orra | Tonnes: 1,015 t"
    assert set(_removed(document)) == {("Ask.", "comment"), ("Penmouth", "hidden row or column")}


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (1234567, '0.0,,"m"', "1.2m"),
        (2.675, "0.00", "2.68"),
        (-5, "#,##0;(#,##0)", "(5)"),
        (0.1 + 0.2, "General", "0.3"),
        (4.7, "[$£-809]#,##0.00", "£4.70"),
        (12, '0 "days"', "12 days"),
        (7, "000", "007"),
        (1.25, "[h]:mm", "30:00"),
        (45356.75, "dd/mm/yyyy h:mm AM/PM", "05/03/2024 6:00 PM"),
        (2.5, "# ?/?", "2.5"),
    ],
)
def test_number_formats(value: float, code: str, expected: str) -> None:
    assert shown(value, code) == expected


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (_xlsx(("S", "visible", "<sheetData/>")), "a.xlsx", "no text"),
        (_xlsx(("S", "visible", "<sheetData/>"))[:400], "a.xlsx", "truncated or damaged"),
        (b"not a workbook", "a.xlsx", "not an Excel workbook although its name says so"),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le") * 9, "a.xls", "truncated or damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "encrypted"),
    ],
)
def test_damaged_workbooks_have_one_clear_reason(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        list(read_documents(data, name))
