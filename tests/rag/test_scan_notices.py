"""What is said of a citation that was read from a scan."""

from __future__ import annotations

import pytest

from rag.citations import scan_notices
from rag.export.wording import on_page
from rag.types import Citation


def cited(page: int | None, *, scanned: bool = True, sure: int | None = None) -> Citation:
    return Citation(
        marker=1,
        doc_id="minutes.pdf",
        version="",
        passage_id="",
        start=0,
        end=1,
        quote="x",
        title="",
        page=page,
        scanned=scanned,
        scan_confidence=sure,
    )


@pytest.mark.parametrize(
    ("citations", "words"),
    [
        ([cited(None, scanned=False)], ""),
        ([cited(3, scanned=False)], "page 3"),
        ([cited(3)], "read from a scan, page 3"),
        ([cited(3, sure=96)], "read from a scan, page 3"),
        ([cited(3, sure=78)], "read from a scan, page 3 (hard to read here: 78 %)"),
        ([cited(4, sure=96), cited(3, sure=60)],
         "read from a scan, page 3, 4 (hard to read here: 60 %)"),
    ],
)  # fmt: skip
def test_says_how_a_page_was_read(citations: list[Citation], words: str) -> None:
    assert on_page(citations) == words


def test_tells_to_compare_what_is_hard_to_read() -> None:
    assert scan_notices([cited(3, sure=96), cited(3), cited(3, scanned=False)]) == ()
    assert scan_notices([cited(3, sure=61), cited(3, sure=78)]) == (
        "The scan is hard to read here (61 %): compare page 3 of minutes.pdf.",
    )
