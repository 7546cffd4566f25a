"""Presentations: slides in their order under their titles, and all else listed as left out."""

from __future__ import annotations

import pytest

from index.readers.formats import read_document
from index.readers.kinds import Unreadable
from index.types import Document
from tests.support.packages import make_package, make_slides, p_shape


def _removed(document: Document) -> set[tuple[str, str]]:
    return {(line.text, line.reason) for line in document.removed}


def test_slides_stand_in_their_order_under_their_titles() -> None:
    document = read_document(
        make_slides(
            p_shape("The quay", kind="ctrTitle") + p_shape("It closes in May."),
            p_shape("It costs £4 million.", "It opens in June.") + p_shape("Costs", kind="title"),
            p_shape(kind="title"),
            p_shape("Asked in July."),
        ),
        "a.pptx",
    )
    assert document.title == "The quay"
    assert document.text == (
        "It closes in May.\n\nCosts\n\nIt costs £4 million.\n\nIt opens in June.\n\nAsked in July."
    )
    assert [heading.text for heading in document.headings] == ["Costs"]
    assert document.page_at(0) == 1
    assert document.page_at(document.text.index("It costs")) == 2
    assert document.page_at(document.text.index("Asked")) == 4


def test_notes_hidden_slides_comments_and_feet_are_listed() -> None:
    document = read_document(
        make_slides(
            p_shape("It closes in May.")
            + p_shape("12", kind="sldNum")
            + p_shape("Draft", about='hidden="1"'),
            'show="0"|' + p_shape("Not to be shown."),
            links={"rId1": "notesSlide ../notes1.xml", "rId2": "comments ../comments1.xml"},
            notes1=p_shape("Do not say why."),
            comments1="<p:cm><p:text>Is this so?</p:text></p:cm>",
        ),
        "a.pptx",
    )
    assert document.text == "It closes in May."
    assert _removed(document) == {
        ("12", "foot of the slides"),
        ("Draft", "hidden"),
        ("Not to be shown.", "hidden slide"),
        ("Do not say why.", "speaker notes"),
        ("Is this so?", "comment"),
    }


@pytest.mark.parametrize(
    ("look", "text", "reason"),
    [
        ('strike="sngStrike"', "£3 million", "struck out"),
        ('strike="dblStrike"', "£3 million", "struck out"),
        ('baseline="30000"', "2", "reference mark"),
    ],
)
def test_struck_words_and_raised_marks_are_no_text(look: str, text: str, reason: str) -> None:
    runs = (
        "<a:r><a:t>It rose in 2023</a:t></a:r>"
        f"<a:r><a:rPr {look}/><a:t>{text}</a:t></a:r>"
        '<a:r><a:rPr strike="noStrike" baseline="0"/><a:t> by half.</a:t></a:r>'
    )
    document = read_document(make_slides(p_shape(runs)), "a.pptx")
    assert document.text == "It rose in 2023 by half."
    assert _removed(document) == {(text, reason)}


def test_groups_and_tables_are_read() -> None:
    def cell(text: str, merges: str = "") -> str:
        return (
            f"<a:tc {merges}><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody>"
            "<a:tcPr/></a:tc>"
        )

    rows = "".join(
        f"<a:tr>{''.join(cells)}</a:tr>"
        for cells in (
            (cell("Port"), cell("Year"), cell("Tonnes")),
            (cell("Ellsby", 'rowSpan="2"'), cell("2023"), cell("702")),
            (cell("", 'vMerge="1"'), cell("2024"), cell("960")),
        )
    )
    table = (
        '<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tblPr firstRow="1"/>'
        f"{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    group = f"<p:grpSp><p:grpSp>{p_shape('Landed so far.')}</p:grpSp></p:grpSp>"
    document = read_document(make_slides(group + table), "a.pptx")
    assert document.text == (
        "Landed so far.\n\nPort: Ellsby | Year: 2023 | Tonnes: 702\n"
        "Port: Ellsby | Year: 2024 | Tonnes: 960"
    )


def test_what_a_diagram_says_is_text() -> None:
    data = make_slides(
        p_shape("How it is decided."),
        links={"rId1": "diagramData ../data1.xml"},
        data1="<a:pt><a:t><a:p><a:r><a:t>The council votes.</a:t></a:r></a:p></a:t></a:pt>",
    )
    assert read_document(data, "a.pptx").text == "How it is decided.\n\nThe council votes."


def test_says_why_a_file_cannot_be_read() -> None:
    sound = make_slides(p_shape("It closes."))
    for data, name, reason in (
        (sound[:200], "a.pptx", "truncated or damaged presentation"),
        (
            make_package({"ppt/presentation.xml": "<p/>"}),
            "a.pptx",
            "truncated or damaged presentation",
        ),
        (b"It closes.", "a.pptx", "not a presentation although its name says so"),
        (
            b"\xd0\xcf\x11\xe0" + "PowerPoint Document".encode("utf-16-le"),
            "a.pptx",
            "an old presentation: save it as .pptx and sync again",
        ),
    ):
        with pytest.raises(Unreadable) as caught:
            read_document(data, name)
        assert str(caught.value) == reason
