"""The small writer of PDF files: what a reader of PDF finds in them."""

from __future__ import annotations

import io

from pypdf import PdfReader

from benchmarks.shared.pdf_writer import PdfPage, TextRun, text_width, wrap, write_pdf


def read(pages: list[PdfPage], info: dict[str, str] | None = None) -> PdfReader:
    return PdfReader(io.BytesIO(write_pdf(pages, info)), strict=True)


def test_words_stand_on_the_page_that_they_were_drawn_on() -> None:
    pages = [PdfPage(drawn=[TextRun(x=72, y=760, text=text)]) for text in ("Café – “open”", "Two")]
    assert [page.extract_text() for page in read(pages).pages] == ["Café – “open”", "Two"]


def test_information_holds_any_letters() -> None:
    found = read([PdfPage(drawn=[])], {"Title": "Wäll – 墙"}).metadata
    assert found is not None
    assert found.title == "Wäll – 墙"


def test_words_of_another_script_have_their_characters() -> None:
    page = PdfPage(drawn=[TextRun(x=72, y=760, text="海港", unicode=True)])
    assert read([page]).pages[0].extract_text() == "海港"


def test_words_without_a_map_have_none() -> None:
    page = PdfPage(drawn=[TextRun(x=72, y=760, text="harbour", unmapped=True)])
    assert "harbour" not in read([page]).pages[0].extract_text()


def test_a_line_ends_at_a_space_or_a_soft_hyphen() -> None:
    text = "Two winters of storms at the har\u00adbour wall"
    lines = wrap(text, text_width("Two winters of storms at the har-"))
    assert lines == ["Two winters of storms at the har-", "bour wall"]
