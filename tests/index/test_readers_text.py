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
