"""Markdown and plain text, read through the child process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.readers import DocumentReader
from index.types import Document


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    with DocumentReader() as reader:
        yield reader


def _read(reader: DocumentReader, folder: Path, name: str, text: str) -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return reader.read(path, name)


def test_reads_front_matter_when_it_is_valid_yaml(reader: DocumentReader, tmp_path: Path) -> None:
    document = _read(
        reader,
        tmp_path,
        "vote.md",
        "---\ntitle: Vote delayed\nauthor: By Ann Lee and Bob Day\ndate: 2025-03-03\n"
        "mood: dry\n---\n\nThe vote was delayed.\n\n## Why\n\nNobody came.\n",
    )
    assert document.title == "Vote delayed"
    assert document.authors == ("Ann Lee", "Bob Day")
    assert document.published == date(2025, 3, 3)
    assert document.extra == {"mood": "dry"}
    assert document.text == "The vote was delayed.\n\n## Why\n\nNobody came."
    assert [(h.text, document.text[h.start : h.start + 6]) for h in document.headings] == [
        ("Why", "## Why")
    ]
    assert not document.warnings


_SHARED = Path(__file__).parents[5] / "shared" / "articles"


@pytest.mark.skipif(not _SHARED.is_dir(), reason="the two articles are not on this machine")
def test_reads_the_two_given_articles_cleanly(reader: DocumentReader) -> None:
    first, second = (reader.read(path, path.name) for path in sorted(_SHARED.glob("*.txt")))
    assert first.title.startswith("The Great Divide: Understanding")
    assert (first.authors, first.published) == (("David Jenkins",), date(2025, 2, 2))
    assert first.extra["subtitle"] == (
        "How the creative community is pushing back against AI's rapid advance"
    )
    assert first.text.startswith("In the shadowy intersection")
    assert [line.reason for line in first.removed] == ["image", "image"]
    assert second.title_derived
    assert second.text.endswith("in the age of machines, and at what cost?")
    assert [line.text[:20] for line in second.removed] == [
        "Alternative Culture",
        "Subscribe to Alterna",
        "About ALTERNATIVE CU",
    ]
