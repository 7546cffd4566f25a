"""Rich text: what a word processor shows is the text, and all else is listed as left out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers.formats import read_document
from index.readers.kinds import Unreadable
from index.types import Document

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}"
    r"{\f2\fcharset2 Symbol;}{\f3\fcharset128 MS Mincho;}}{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s2 Title;}{\*\cs10 Default;}}"
)


def _read(body: str, info: str = "") -> Document:
    return read_document(f"{HEAD}{info}{body}}}".encode("latin-1"), "a.rtf")


def _removed(document: Document) -> set[tuple[str, str]]:
    return {(line.text, line.reason) for line in document.removed}


@pytest.mark.parametrize(
    ("said", "left_out"),
    [
        (r"{\strike £3} £4", ("£3", "struck out")),
        (r"\strike £3\strike0  £4", ("£3", "struck out")),
        (r"{\striked1 £3} £4", ("£3", "struck out")),
        (r"\deleted £3\deleted0  £4", ("£3", "deleted")),
        (r"{\deleted\revauthdel1 £3} {\revised £4}", ("£3", "deleted")),
        (r"{\v £3} £4", ("£3", "hidden")),
        (r"\v £3\plain  £4", ("£3", "hidden")),
        (r"{\deleted{\footnote £3}} £4", ("£3", "deleted")),
        (r"{\b{\v £3}} £4", ("£3", "hidden")),
    ],
)
def test_what_is_struck_deleted_or_hidden_is_no_text(said: str, left_out: tuple[str, str]) -> None:
    document = _read(rf"\pard It costs {said} million.\par")
    assert document.text == "It costs £4 million."
    assert _removed(document) == {left_out}


@pytest.mark.parametrize(
    "mark", [r"{\super 1}", r"\super 1\nosupersub ", r"{\up6\fs16 1}", r"\up8 1\up0 "]
)
def test_a_raised_mark_is_no_part_of_the_figure(mark: str) -> None:
    document = _read(rf"The fine is £500{mark} for a start.\par")
    assert document.text == "The fine is £500 for a start."
    assert ("1", "reference mark") in _removed(document)


def test_exponents_are_kept() -> None:
    assert _read(r"About 10{\super 6} litres of H{\sub 2}O.\par").text == "About 10⁶ litres of H2O."


def test_notes_comments_heads_and_boxes_have_their_places() -> None:
    document = _read(
        r"{\header\pard The Gazette\par}It was paid{\super\chftn}"
        r"{\footnote\pard\plain{\super\chftn} Minutes of 3 May.}, she said{\*\atnid AL}"
        r"{\*\annotation\pard Ask again.\par}."
        r"{\shp{\*\shpinst\shpleft0{\sp{\sn fill}{\sv 1}}{\shptxt\pard Built in 1911.\par}}"
        r"{\shprslt old}}\par"
    )
    assert document.text == (
        "It was paid, she said.\n\nBuilt in 1911.\n\nNotes\n\nMinutes of 3 May."
    )
    assert _removed(document) == {("The Gazette", "head of the pages"), ("Ask again.", "comment")}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"the caf\'e9", "the café"),
        (r"\u8220?no\u8221?", "“no”"),
        (r"\uc2\u8364\'80\'80 5", "€ 5"),
        (r"{\uc0\u8364} 5", "€ 5"),
        (r"{\f1\'cf\'f0}", "Пр"),
        (r"{\f3\'93\'fa\'96\'7b}", "日本"),
        (r"{\f2\'b3}5", "≥5"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\ldblquote no\rdblquote\emdash so", "“no”—so"),
        (r"co\-uncil\_led", "council-led"),
        (r"a\{b\}\\c", "a{b}\\c"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt here}}", "here"),
        (r"{\pict\pngblip 8950}{\*\unknown gone}no", "no"),
        ("\\bin4 }{x}so", "so"),
        ("two\r\nlines", "twolines"),
        (r"{\*\bkmkstart a}{\listtext 1.\tab}one", "one"),
    ],
)
def test_characters_are_what_they_stand_for(written: str, text: str) -> None:
    assert _read(rf"\pard It says {written} today.\par").text == f"It says {text} today."


def test_headings_titles_and_properties_are_found() -> None:
    document = _read(
        r"\pard\s2 Quay to close\par\pard It closes in May.\par{\pard\s1 What it costs\par}"
        r"\pard\plain It costs £4 million.\par\pard\outlinelevel1 Who pays\par\pard The town.\par",
        r"{\info{\title Old name}{\author Ann Lee}{\creatim\yr2024\mo3\dy5\hr9}{\*\company Acme}}",
    )
    assert (document.title, document.authors) == ("Quay to close", ("Ann Lee",))
    assert [heading.text for heading in document.headings] == ["What it costs", "Who pays"]
    assert (document.published, document.extra["file_made"]) == (None, "2024-03-05")


def test_tables_are_read_with_their_heads_and_merged_cells() -> None:
    plain = r"\trowd\cellx1\cellx2\pard\intbl Orra\cell 9\cell\row"
    assert _read(rf"It landed:\par{plain}\pard So it is.\par").text == (
        "It landed:\n\nOrra | 9\n\nSo it is."
    )
    merged = (
        r"\trowd\trhdr\cellx1\cellx2\pard\intbl Port\cell Year\cell\row"
        r"\trowd\clvmgf\cellx1\cellx2\pard\intbl Ellsby\cell 2023\cell\row"
        r"\trowd\clvmrg\cellx1\cellx2\pard\intbl\cell 2024\cell\row\pard"
    )
    assert _read(merged).text == "Port: Ellsby | Year: 2023\nPort: Ellsby | Year: 2024"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (rb"{\rtf1 It closes", "truncated or damaged rich-text file"),
        (rb"{\rtf1" + b"{" * 5000 + b"}" * 5001, "nested too deeply"),
        (b"It closes.", "not a rich-text file although its name says so"),
        (rb"{\rtf1{\v It closes.}}", "no text"),
    ],
)
def test_says_why_a_file_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_document(data, "a.rtf")
    assert str(caught.value) == reason


@pytest.mark.parametrize("name", ["a.doc", "a.txt", "a.docx"])
def test_rich_text_is_read_by_whatever_name(name: str) -> None:
    document = read_document(rb"{\rtf1 It closes in May.\par}", name)
    assert document.text == "It closes in May."
    suffix = name[1:]
    assert document.warnings == (f"read as a rich-text file although its name ends in {suffix}",)


_LOOKS = st.sampled_from(["", r"\b ", r"\strike ", r"\v ", r"\deleted ", r"\super ", r"\i "])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(_LOOKS, st.booleans()), min_size=1, max_size=12))
def test_every_word_is_in_the_text_or_listed(pieces: list[tuple[str, bool]]) -> None:
    body = "".join(
        f"{{{look}n{number}w }}" + (r"\par" if ends else " ")
        for number, (look, ends) in enumerate(pieces)
    )
    document = _read(rf"Start. {body}\par")
    listed = " ".join(line.text for line in document.removed)
    for number in range(len(pieces)):
        assert (f"n{number}w" in document.text) != (f"n{number}w" in listed)
