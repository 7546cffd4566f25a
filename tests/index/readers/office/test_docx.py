"""Word documents: what is shown is the text, and all else is listed as left out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers.formats import read_document
from index.readers.kinds import Unreadable
from index.types import Document
from tests.support.packages import STRICT, make_package, make_word, w_paragraph, w_run

RAISED = '<w:vertAlign w:val="superscript"/>'
STRUCK = "<w:strike/>"
HIDDEN = "<w:vanish/>"


def _read(*blocks: str, **parts: str) -> Document:
    body = "".join(block if block.startswith("<") else w_paragraph(block) for block in blocks)
    return read_document(make_word(body, **parts), "a.docx")


def _removed(document: Document) -> set[tuple[str, str]]:
    return {(line.text, line.reason) for line in document.removed}


def _cell(text: str, properties: str = "") -> str:
    inside = text if text.startswith("<") else w_paragraph(text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def _row(*cells: str, properties: str = "") -> str:
    inside = "".join(cell if cell.startswith("<") else _cell(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def _style(name: str, inside: str, kind: str = "character") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{inside}</w:style>'


@pytest.mark.parametrize(
    ("before", "properties", "mark", "after"),
    [
        ("The fine is £500", RAISED, "1", " for a first offence."),
        ("It carried 48,200 people in 2023", RAISED, "[4]", ", the clerk said."),
        ("She sold 4,300 tickets", '<w:position w:val="6"/><w:sz w:val="13"/>', "2", " in May."),
        ("The ward has 36 beds", '<w:position w:val="8"/>', "3", " now."),
        ("It cost £12.4", '<w:rStyle w:val="Mark"/>', "5", " million."),
        ("The toll is £10", RAISED, "3", " a day."),
        ("In 2024", '<w:rStyle w:val="FootnoteReference"/>', "10", " it rose."),
        ("The toll is £10", '<w:rStyle w:val="FootnoteReference"/>', "6", " a day."),
    ],
)
def test_a_raised_mark_is_no_part_of_the_figure(
    before: str, properties: str, mark: str, after: str
) -> None:
    styles = _style("Mark", f"<w:rPr>{RAISED}</w:rPr>")
    document = _read(w_paragraph(before, w_run(mark, properties), after), styles=styles)
    assert document.text == before + after
    assert (mark, "reference mark") in _removed(document)


def test_exponents_and_ordinals_are_kept() -> None:
    document = _read(
        w_paragraph("About 3 × 10", w_run("6", RAISED), " litres fill 40 m", w_run("3", RAISED)),
        w_paragraph("On the 19", w_run("th", RAISED), " it froze."),
    )
    assert document.text == "About 3 × 10⁶ litres fill 40 m³\n\nOn the 19th it froze."


def test_a_mark_in_two_runs_is_one_mark_and_a_paragraph_all_raised_is_text() -> None:
    document = _read(
        w_paragraph("It rose in 2023", w_run("1", RAISED), w_run("2", RAISED), "."),
        w_paragraph(w_run("12 Interview, May", RAISED)),
    )
    assert document.text == "It rose in 2023.\n\n12 Interview, May"
    assert ("12", "reference mark") in _removed(document)


@pytest.mark.parametrize(
    "properties",
    [
        STRUCK,
        "<w:dstrike/>",
        '<w:strike w:val="true"/>',
        '<w:rStyle w:val="Old"/>',
        '<w:rStyle w:val="Older"/>',
    ],
)
def test_struck_words_are_no_text(properties: str) -> None:
    older = '<w:basedOn w:val="Old"/>'
    styles = _style("Old", f"<w:rPr>{STRUCK}</w:rPr>") + _style("Older", older)
    document = _read(
        w_paragraph("It costs ", w_run("£3.2 million", properties), " £4.1 million."),
        styles=styles,
    )
    assert document.text == "It costs £4.1 million."
    assert _removed(document) == {("£3.2 million", "struck out")}


def test_a_style_that_strikes_is_taken_back_by_the_run() -> None:
    styles = _style("Old", f"<w:rPr>{STRUCK}</w:rPr>", "paragraph")
    kept = w_run("It is kept.", '<w:strike w:val="0"/>')
    document = _read(
        "It stands.",
        w_paragraph("It is gone. ", kept, properties='<w:pStyle w:val="Old"/>'),
        styles=styles,
    )
    assert document.text == "It stands.\n\nIt is kept."


def test_no_space_stays_before_the_stop_that_struck_words_leave() -> None:
    document = _read(w_paragraph("The fee is £12 ", w_run("or £14", STRUCK), ", she said."))
    assert document.text == "The fee is £12, she said."


def test_tracked_changes_are_accepted_and_what_was_deleted_is_listed() -> None:
    document = _read(
        w_paragraph(
            "The wall costs ",
            "<w:del><w:r><w:delText>£3.2</w:delText></w:r></w:del>",
            f"<w:ins>{w_run('£4.7')}</w:ins>",
            " million.",
        ),
        w_paragraph(f"<w:moveFrom>{w_run('Work starts in May.')}</w:moveFrom>"),
        "It was voted on Monday.",
        w_paragraph(f"<w:moveTo>{w_run('Work starts in May.')}</w:moveTo>"),
    )
    assert document.text == (
        "The wall costs £4.7 million.\n\nIt was voted on Monday.\n\nWork starts in May."
    )
    assert _removed(document) == {("£3.2", "deleted"), ("Work starts in May.", "deleted")}


def test_paragraphs_are_one_when_the_mark_between_them_is_deleted() -> None:
    document = _read(
        w_paragraph("The council voted ", properties="<w:rPr><w:del/></w:rPr>"),
        "to close the quay.",
    )
    assert document.text == "The council voted to close the quay."


@pytest.mark.parametrize("properties", [HIDDEN, '<w:rStyle w:val="Secret"/>'])
def test_hidden_words_and_comments_are_no_text(properties: str) -> None:
    document = _read(
        w_paragraph("The quay closes", w_run(" (source: the clerk)", properties), " in May."),
        styles=_style("Secret", f"<w:rPr>{HIDDEN}</w:rPr>"),
        comments=f'<w:comment w:id="0">{w_paragraph("Ask her again.")}</w:comment>',
    )
    assert document.text == "The quay closes in May."
    assert _removed(document) == {
        ("(source: the clerk)", "hidden"),
        ("Ask her again.", "comment"),
    }


@pytest.mark.parametrize(
    "wrapped",
    [
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:customXml>{}</w:customXml>",
        "<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>",
        "<w:customXml><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:customXml>",
        "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback>"
        "</mc:AlternateContent>",
    ],
)
def test_what_controls_and_custom_xml_hold_is_text(wrapped: str) -> None:
    sentence = w_paragraph("Two trawlers have moved.")
    table = f"<w:tbl>{_row('Ellsby', '960')}{_row('Skelling', '1,015')}</w:tbl>"
    document = _read("It closes in May.", wrapped.replace("{}", sentence + table), "It meets.")
    assert document.text == (
        "It closes in May.\n\nTwo trawlers have moved.\n\nEllsby | 960\nSkelling | 1,015\n\n"
        "It meets."
    )


@pytest.mark.parametrize(
    "inline",
    [
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:smartTag>{}</w:smartTag>",
        "<w:customXml>{}</w:customXml>",
        "<w:hyperlink>{}</w:hyperlink>",
        "<w:fldSimple w:instr='DATE'>{}</w:fldSimple>",
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>{}"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
        "<w:bdo w:val='ltr'>{}</w:bdo>",
    ],
)
def test_what_inline_elements_hold_is_text(inline: str) -> None:
    document = _read(
        w_paragraph("The fine is ", inline.replace("{}", w_run("500 pounds")), " for a start.")
    )
    assert document.text == "The fine is 500 pounds for a start."


def test_rows_and_cells_in_controls_are_read_with_their_heads() -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    rows = (
        _row("Port", "Tonnes", properties="<w:tblHeader/>"),
        control.replace("{}", _row("Ellsby", "960")),
        _row("Skelling", control.replace("{}", _cell("1,015"))),
    )
    document = _read(f"<w:tbl>{''.join(rows)}</w:tbl>")
    assert document.text == "Port: Ellsby | Tonnes: 960\nPort: Skelling | Tonnes: 1,015"


def test_merged_cells_stand_in_each_of_their_rows() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        _row("Port", "Year", "Tonnes", properties="<w:tblHeader/>"),
        _row(_cell("Ellsby", begins), "2023", "702"),
        _row(_cell("", goes_on), "2024", "960"),
        _row("Marrow", _cell("closed", '<w:gridSpan w:val="2"/>')),
    )
    document = _read(f"<w:tbl>{''.join(rows)}</w:tbl>")
    assert document.text == (
        "Port: Ellsby | Year: 2023 | Tonnes: 702\nPort: Ellsby | Year: 2024 | Tonnes: 960\n"
        "Port: Marrow | Year, Tonnes: closed"
    )


def test_a_deleted_row_is_listed() -> None:
    rows = _row("Ellsby", "960") + _row("Orra", "12", properties="<w:del/>") + _row("Skell", "7")
    document = _read(f"<w:tbl>{rows}</w:tbl>")
    assert document.text == "Ellsby | 960\nSkell | 7"
    assert _removed(document) == {("Orra", "deleted"), ("12", "deleted")}


def test_a_table_that_only_arranges_the_page_is_prose() -> None:
    first, second = "The quay will close in May. " * 20, "Two trawlers have moved. " * 5
    one = f"<w:tbl>{_row(_cell(w_paragraph('It closes.') + w_paragraph('It opens.')))}</w:tbl>"
    two = f"<w:tbl>{_row(_cell(w_paragraph(first) + w_paragraph(second)), 'Seen in May.')}</w:tbl>"
    document = _read(one, two)
    assert document.text.split("\n\n") == [
        "It closes.",
        "It opens.",
        first.strip(),
        second.strip(),
        "Seen in May.",
    ]


def test_a_table_in_a_table_keeps_its_rows() -> None:
    inner = f"<w:tbl>{_row('2023', '702')}{_row('2024', '960')}</w:tbl>{w_paragraph()}"
    document = _read(f"<w:tbl>{_row('Ellsby', _cell(inner))}</w:tbl>")
    assert document.text == "Ellsby\n\n2023 | 702\n2024 | 960"


def _notes(kind: str) -> str:
    return (
        f'<w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>'
        f'<w:{kind} w:id="1"><w:p><w:r><w:{kind}Ref/></w:r>{w_run(" Minutes of 3 May.")}</w:p>'
        f'</w:{kind}><w:{kind} w:id="2">{w_paragraph("A letter to the clerk.")}</w:{kind}>'
    )


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_stand_behind_the_text_in_its_order(kind: str) -> None:
    mark = f'<w:r><w:rPr>{RAISED}</w:rPr><w:{kind}Reference w:id="%s"/></w:r>'
    document = _read(
        w_paragraph("It was paid in 2023", mark % 2, ", she said."),
        w_paragraph("It was voted on.", mark % 1),
        **{f"{kind}s": _notes(kind)},
    )
    assert document.text == (
        "It was paid in 2023, she said.\n\nIt was voted on.\n\nNotes\n\nA letter to the clerk.\n\n"
        "Minutes of 3 May."
    )
    assert [heading.text for heading in document.headings] == ["Notes"]


def test_a_note_whose_mark_is_deleted_is_listed() -> None:
    mark = '<w:del><w:r><w:footnoteReference w:id="1"/></w:r></w:del>'
    document = _read(w_paragraph("It was paid.", mark), footnotes=_notes("footnote"))
    assert document.text == "It was paid."
    assert ("Minutes of 3 May.", "note without its mark") in _removed(document)


def test_a_mark_of_ones_own_before_a_note_is_listed() -> None:
    mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    styled = mark.replace("<w:r>", '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>')
    document = _read(w_paragraph("It was paid", styled, "."), footnotes=_notes("footnote"))
    assert document.text == "It was paid.\n\nNotes\n\nA letter to the clerk."


def test_a_text_box_is_a_paragraph_of_its_own_and_is_read_once() -> None:
    box = "<w:txbxContent>" + w_paragraph("It was built in 1911.") + "</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback>"
        f"<v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = _read(w_paragraph("The quay is 90 metres long.", drawn), "It closes in May.")
    assert document.text == (
        "The quay is 90 metres long.\n\nIt was built in 1911.\n\nIt closes in May."
    )


def test_entities_and_markup_inside_a_run_lose_no_words() -> None:
    body = w_paragraph("<w:r><w:t>Paid by &co;<!-- x --> in <![CDATA[May & June]]>.</w:t></w:r>")
    xml = (
        '<!DOCTYPE d [<!ENTITY co "Ellsby &#38;amp; Sons">]>'
        f'<w:document xmlns:w="{STRICT}"><w:body>{body}</w:body></w:document>'
    )
    document = read_document(make_package({"word/document.xml": xml}), "a.docx")
    assert document.text == "Paid by Ellsby & Sons in May & June."


def test_symbols_hyphens_and_breaks_are_characters() -> None:
    document = _read(
        w_paragraph(
            '<w:r><w:sym w:font="Symbol" w:char="F0B1"/><w:t>5 co</w:t><w:softHyphen/><w:t>uncil'
            "</w:t><w:noBreakHyphen/><w:t>led</w:t><w:tab/><w:t>9</w:t><w:br/><w:t>m</w:t></w:r>"
        )
    )
    assert document.text == "±5 council-led 9\nm"


def test_a_symbol_without_a_letter_is_listed() -> None:
    symbols = '<w:r><w:sym w:font="Webdings" w:char="F063"/><w:sym w:font="Symbol"/></w:r>'
    document = _read(w_paragraph("It closes.", symbols))
    assert document.text == "It closes."
    assert _removed(document) == {("Webdings F063Symbol", "symbol without a letter")}


def test_formulas_keep_powers_and_fractions_apart() -> None:
    def said(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    document = _read(
        w_paragraph(
            f"<m:oMath><m:sSup><m:e>{said('a')}</m:e><m:sup>{said('2')}</m:sup></m:sSup></m:oMath>",
            " and ",
            f"<m:oMath><m:f><m:num>{said('1')}</m:num><m:den>{said('2')}</m:den></m:f></m:oMath>",
        )
    )
    assert document.text == "a² and 1/2"


def test_a_strict_document_is_read() -> None:
    body = w_paragraph("It costs ", w_run("£3", STRUCK), "£4.") + w_paragraph("It fell.")
    document = read_document(make_word(body, namespace=STRICT), "a.docx")
    assert document.text == "It costs £4.\n\nIt fell."
    assert _removed(document) == {("£3", "struck out")}


def test_what_is_printed_beside_the_article_is_listed() -> None:
    contents = w_paragraph("The vote 1", properties='<w:pStyle w:val="TOC1"/>')
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{w_paragraph('Click here to write.')}</w:sdtContent></w:sdt>"
    )
    document = _read(
        contents,
        prompt,
        "It was voted on.",
        header1=w_paragraph("The Gazette"),
        footer1=w_paragraph("Page 1"),
    )
    assert document.text == "It was voted on."
    assert _removed(document) == {
        ("The vote 1", "table of contents"),
        ("Click here to write.", "placeholder"),
        ("The Gazette", "head of the pages"),
        ("Page 1", "foot of the pages"),
    }


def test_headings_are_told_by_the_name_and_the_level_of_their_style() -> None:
    level = '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
    styles = _style("Zwischentitel", level, "paragraph")
    styles += _style("Own", '<w:basedOn w:val="Zwischentitel"/>', "paragraph")
    document = _read(
        w_paragraph("The vote", properties='<w:pStyle w:val="Heading1"/>'),
        "It was nine to two.",
        w_paragraph("The cost", properties='<w:pStyle w:val="Own"/>'),
        "It is £4 million.",
        styles=styles,
    )
    assert document.title == "The vote"
    assert [heading.text for heading in document.headings] == ["The cost"]


def test_says_so_when_a_document_stands_inside_the_document() -> None:
    document = _read("It was voted on.", "<w:altChunk/>")
    assert document.warnings == ("a document inside this document is not read",)


def test_a_document_without_its_main_part_is_damaged() -> None:
    with pytest.raises(Unreadable, match="truncated or damaged Word document"):
        read_document(make_package({"word/styles.xml": "<a/>"}), "a.docx")


_WORDS = st.integers(0, 10_000).map("w{}w".format)
_PROPERTIES = st.sampled_from(["", "", "", RAISED, STRUCK, HIDDEN, "<w:b/>", "<w:dstrike/>"])
_RUNS = st.builds(lambda text, properties: w_run(f"{text} ", properties), _WORDS, _PROPERTIES)
_INLINE = st.recursive(
    _RUNS,
    lambda inner: st.builds(
        lambda name, inside: f"<w:{name}>{''.join(inside)}</w:{name}>",
        st.sampled_from(["ins", "del", "moveFrom", "smartTag", "hyperlink", "customXml", "sdt"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)
_PARAGRAPHS = st.builds(lambda runs: w_paragraph(*runs), st.lists(_INLINE, min_size=1, max_size=4))


def _table_of(cells: list[str]) -> str:
    half = len(cells) // 2
    rows = [cells[:half], cells[half:]] if half else [cells]
    return f"<w:tbl>{''.join(_row(*row) for row in rows)}</w:tbl>"


_BLOCKS = st.recursive(
    _PARAGRAPHS,
    lambda inner: st.one_of(
        st.builds(lambda inside: f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>", inner),
        st.builds(lambda inside: f"<w:customXml>{inside}</w:customXml>", inner),
        st.builds(
            lambda inside: w_paragraph(f"<w:r><w:txbxContent>{inside}</w:txbxContent></w:r>"), inner
        ),
        st.lists(inner.map(_cell), min_size=1, max_size=4).map(_table_of),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=50)
@given(st.lists(_BLOCKS, min_size=1, max_size=4))
def test_every_word_is_in_the_text_or_listed(blocks: list[str]) -> None:
    numbers = iter(range(10_000))
    body = "".join(blocks)
    # Each word once, so that one that is lost is seen.
    parts = body.split("w ")
    body = "w ".join(f"{part}n{next(numbers)}" for part in parts[:-1]) + "w " + parts[-1]
    count = len(parts) - 1
    data = make_word(w_paragraph("Start.") + body)
    document = read_document(data, "a.docx")
    listed = " ".join(line.text for line in document.removed)
    for number in range(count):
        assert (f"n{number}w" in document.text) != (f"n{number}w" in listed)
    shown = document.text.replace("|", " ").split()
    assert len(shown) == len(set(shown))
