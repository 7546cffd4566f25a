"""How surely a quotation of a scan was read."""

from __future__ import annotations

import pytest

from index.text.scanned import scan_confidence
from index.types import DOCUMENT_JSON, Document, ScannedPage

TEXT = "It cost £1,204. All agreed. Ann Lee asked for 41 lamps."
SECOND = TEXT.index("Ann")
DOCUMENT = Document(
    doc_id="a.pdf",
    version="",
    text=TEXT,
    title="Lamps",
    page_starts=(0, SECOND),
    scans=(
        ScannedPage(page=1, confidence=93, unsure={"£1,204": 61, "41": 50}),
        ScannedPage(page=2, confidence=88),
    ),
)


@pytest.mark.parametrize(
    ("quote", "confidence"),
    [
        ("It cost £1,204.", 61),
        ("All agreed.", 93),
        ("Ann Lee asked for 41 lamps.", 88),  # the other 41 is the unsure one
        (TEXT, 50),
    ],
)
def test_is_as_sure_as_the_least_sure_word(quote: str, confidence: int) -> None:
    start = TEXT.index(quote)
    assert scan_confidence(DOCUMENT, start, start + len(quote)) == (True, confidence)


def test_knows_pages_that_are_no_scan_and_those_read_by_others() -> None:
    printed = Document(doc_id="a", version="", text=TEXT, title="", page_starts=(0, SECOND))
    assert scan_confidence(printed, 0, 5) == (False, None)
    others = Document(
        doc_id="a", version="", text=TEXT, title="", page_starts=(0,), scans=(ScannedPage(page=1),)
    )
    assert scan_confidence(others, 0, 5) == (True, None)


def test_writes_the_record_of_other_articles_as_before() -> None:
    article = Document(doc_id="a.md", version="", text=TEXT, title="")
    assert b"scans" not in DOCUMENT_JSON.dump_json(article)
    assert DOCUMENT_JSON.validate_json(DOCUMENT_JSON.dump_json(DOCUMENT)) == DOCUMENT
