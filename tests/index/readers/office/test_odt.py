"""OpenDocument texts: what is shown is the text, and all else is listed as left out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers.formats import read_document
from index.readers.kinds import Unreadable
from index.types import Document
from tests.support.packages import make_odt, make_package

STYLES = (
    '<style:style style:name="Up" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="Up2" style:family="text">'
    '<style:text-properties style:text-position="33% 58%"/></style:style>'
    '<style:style style:name="Up3" style:family="text" style:parent-style-name="Up"/>'
    '<style:style style:name="Low" style:family="text">'
    '<style:text-properties style:text-position="sub 58%"/></style:style>'
    '<style:style style:name="Out" style:family="text">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="Gone" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="P2" style:family="paragraph">'
    '<style:text-properties style:text-line-through-type="single"/></style:style>'
)


def _read(*blocks: str, **parts: str) -> Document:
    body = "".join(b if b.startswith("<") else f"<text:p>{b}</text:p>" for b in blocks)
    return read_document(make_odt(body, styles=STYLES, **parts), "a.odt")


def _removed(document: Document) -> set[tuple[str, str]]:
    return {(line.text, line.reason) for line in document.removed}


def _span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


@pytest.mark.parametrize("style", ["Up", "Up2", "Up3"])
def test_a_raised_mark_is_no_part_of_the_figure(style: str) -> None:
    document = _read(f"The fine is £500{_span(style, '1')} for a start.")
    assert document.text == "The fine is £500 for a start."
    assert _removed(document) == {("1", "reference mark")}


def test_exponents_and_what_stands_low_are_kept() -> None:
    document = _read(f"About 10{_span('Up', '6')} litres of H{_span('Low', '2')}O.")
    assert document.text == "About 10⁶ litres of H2O."


@pytest.mark.parametrize(("style", "reason"), [("Out", "struck out"), ("Gone", "hidden")])
def test_struck_and_hidden_words_are_no_text(style: str, reason: str) -> None:
    document = _read(f"It costs {_span(style, '£3 million')} £4 <text:s/>million.")
    assert document.text == "It costs £4 million."
    assert _removed(document) == {("£3 million", reason)}


def test_a_paragraph_that_is_struck_and_a_section_that_is_hidden_are_listed() -> None:
    document = _read(
        '<text:p text:style-name="P2">It is gone.</text:p>',
        '<text:section text:display="none"><text:p>Not for print.</text:p></text:section>',
        '<text:p>Nor <text:hidden-paragraph text:is-hidden="true"/>this.</text:p>',
        "It stands.",
    )
    assert document.text == "It stands."
    assert _removed(document) == {
        ("It is gone.", "struck out"),
        ("Not for print.", "hidden"),
        ("Nor this.", "hidden"),
    }


def test_tracked_deletions_and_comments_are_listed_and_insertions_are_text() -> None:
    document = _read(
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        "<office:change-info><dc:creator>Ann Lee</dc:creator></office:change-info>"
        "<text:p>£3 million</text:p></text:deletion></text:changed-region></text:tracked-changes>",
        'It costs <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>'
        '£4 million<text:change-end text:change-id="c2"/>'
        "<office:annotation><dc:creator>Bob Day</dc:creator><text:p>Ask again.</text:p>"
        "</office:annotation>, she said.",
    )
    assert document.text == "It costs £4 million, she said."
    assert _removed(document) == {("£3 million", "deleted"), ("Ask again.", "comment")}


def test_notes_stand_behind_the_text_without_their_marks() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>{}</text:note-citation>'
        "<text:note-body><text:p>{}</text:p></text:note-body></text:note>"
    )
    document = _read(
        f"It was paid in 2023{note.format(1, 'Minutes of 3 May.')}, she said.",
        f"It rose.{note.format(2, 'A ' + _span('Out', 'long ') + 'letter.')}",
    )
    assert document.text == (
        "It was paid in 2023, she said.\n\nIt rose.\n\nNotes\n\nMinutes of 3 May.\n\nA letter."
    )


def test_lists_boxes_fields_and_links_are_text() -> None:
    document = _read(
        "<text:list><text:list-item><text:p>One.</text:p><text:list><text:list-item>"
        "<text:p>Two.</text:p></text:list-item></text:list></text:list-item></text:list>",
        "The quay is long.<draw:frame><draw:text-box><text:p>Built in 1911.</text:p>"
        "</draw:text-box><svg:title>A quay</svg:title></draw:frame> It is <text:a>old</text:a>, "
        "built in <text:date>1911</text:date>.<text:line-break/>So\n it is.",
        "<draw:custom-shape><text:p>Seen in May.</text:p></draw:custom-shape>",
    )
    assert document.text == (
        "One.\n\nTwo.\n\nThe quay is long. It is old, built in 1911.\nSo it is.\n\nBuilt in 1911."
        "\n\nSeen in May."
    )


def test_tables_are_read_with_their_heads_and_merged_cells() -> None:
    def cell(text: str, merges: str = "") -> str:
        return f"<table:table-cell {merges}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    down, across = 'table:number-rows-spanned="2"', 'table:number-columns-spanned="2"'
    rows = (
        "<table:table-header-rows><table:table-row>"
        f"{cell('Port')}{cell('Year')}{cell('Tonnes')}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell('Ellsby', down)}{cell('2023')}"
        f"{cell('702')}</table:table-row>"
        f"<table:table-row>{covered}{cell('2024')}{cell('960')}</table:table-row>"
        f"<table:table-row>{cell('Orra')}{cell('closed', across)}"
        "<table:covered-table-cell><text:p>9</text:p></table:covered-table-cell></table:table-row>"
    )
    document = _read(f"<table:table><table:table-column/>{rows}</table:table>")
    assert document.text == (
        "Port: Ellsby | Year: 2023 | Tonnes: 702\nPort: Ellsby | Year: 2024 | Tonnes: 960\n"
        "Port: Orra | Year, Tonnes: closed"
    )
    assert _removed(document) == {("9", "hidden")}


def test_titles_headings_and_properties_are_found() -> None:
    document = _read(
        '<text:p text:style-name="P1">Quay to close</text:p>',
        "It closes in May.",
        '<text:h text:outline-level="2">What it costs</text:h>',
        "It costs £4 million.",
        meta="<meta:initial-creator>Ann Lee</meta:initial-creator><dc:creator>Bob Day</dc:creator>"
        "<meta:creation-date>2024-03-05T10:00:00</meta:creation-date>"
        "<dc:title>Untitled 1</dc:title><meta:keyword>quay</meta:keyword>"
        "<meta:keyword>port</meta:keyword>",
    )
    assert (document.title, document.authors, document.tags) == (
        "Quay to close",
        ("Ann Lee",),
        ("quay", "port"),
    )
    assert document.text == "It closes in May.\n\nWhat it costs\n\nIt costs £4 million."
    assert [heading.text for heading in document.headings] == ["What it costs"]
    assert document.published is None
    assert date.fromisoformat(str(document.extra["file_made"])) == date(2024, 3, 5)


def test_contents_and_the_heads_of_pages_are_listed() -> None:
    document = _read(
        "<text:table-of-content><text:index-body><text:p>The vote 1</text:p></text:index-body>"
        "</text:table-of-content>",
        "It was voted on.",
        pages="<style:master-page><style:header><text:p>The Gazette</text:p></style:header>"
        "</style:master-page>",
    )
    assert document.text == "It was voted on."
    assert _removed(document) == {
        ("The vote 1", "table of contents"),
        ("The Gazette", "head or foot of the pages"),
    }


def test_says_why_a_file_cannot_be_read() -> None:
    sound = make_odt("<text:p>It closes.</text:p>")
    mark = {"mimetype": "application/vnd.oasis.opendocument.text"}
    locked = make_package({**mark, "META-INF/manifest.xml": "<m><encryption-data/></m>"})
    for data, name, reason in (
        (sound[:300], "a.odt", "truncated or damaged OpenDocument text"),
        (make_package(mark), "a.odt", "truncated or damaged OpenDocument text"),
        (locked, "a.odt", "encrypted OpenDocument text: remove the password and sync again"),
        (b"It closes.", "a.odt", "not an OpenDocument text although its name says so"),
    ):
        with pytest.raises(Unreadable) as caught:
            read_document(data, name)
        assert str(caught.value) == reason
    warnings = read_document(sound, "a.docx").warnings
    assert warnings == ("read as an OpenDocument text although its name ends in .docx",)


_STYLES = st.sampled_from(["Up", "Low", "Out", "Gone", "None"])
_INLINE = st.recursive(
    st.just("# "),
    lambda inner: st.builds(
        lambda before, name, style, inside, after: (
            f'{before}<text:{name} text:style-name="{style}">{inside}</text:{name}>{after}'
        ),
        st.sampled_from(["", "# "]),
        st.sampled_from(["span", "a", "ruby", "ruby-text", "placeholder", "meta", "date"]),
        _STYLES,
        inner,
        st.sampled_from(["", "# "]),
    ),
    max_leaves=5,
)
_PARAGRAPHS = _INLINE.map("<text:p>{}</text:p>".format)
_BLOCKS = st.recursive(
    _PARAGRAPHS,
    lambda inner: st.builds(
        lambda around, inside: around.format(inside),
        st.sampled_from(
            [
                "<text:section>{}</text:section>",
                "<text:list><text:list-item>{}</text:list-item></text:list>",
                "<text:p># <draw:frame><draw:text-box>{}</draw:text-box></draw:frame># </text:p>",
                "<text:p># <office:annotation>{}</office:annotation># </text:p>",
                "<text:p># <text:note><text:note-citation>1</text:note-citation><text:note-body>{}"
                "</text:note-body></text:note># </text:p>",
                "<table:table><table:table-row><table:table-cell>{}</table:table-cell>"
                "<table:table-cell><text:p># </text:p></table:table-cell></table:table-row>"
                "</table:table>",
            ]
        ),
        inner,
    ),
    max_leaves=5,
)


@settings(deadline=None, max_examples=50)
@given(st.lists(_BLOCKS, min_size=1, max_size=4))
def test_every_word_is_in_the_text_or_listed(blocks: list[str]) -> None:
    parts = "".join(blocks).split("#")
    body = "".join(f"{part}n{n}w" for n, part in enumerate(parts[:-1])) + parts[-1]
    document = _read("Start.", body)
    listed = " ".join(line.text for line in document.removed)
    for number in range(len(parts) - 1):
        assert (f"n{number}w" in document.text) != (f"n{number}w" in listed)
