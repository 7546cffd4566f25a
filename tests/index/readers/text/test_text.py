"""Markdown and plain text, read through the child process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.readers import DocumentReader
from index.readers.formats import read_document
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


@pytest.mark.parametrize(
    ("top", "authors"),
    [
        ("Vote delayed\n===\n\n*By Ann Lee*\n*4 March 2024*", ("Ann Lee",)),
        ("Vote delayed\n------------\n\nBy Ann Lee", ("Ann Lee",)),
        ("# Vote delayed\n\n### By Ann Lee", ("Ann Lee",)),
        ("# Vote delayed\n\n> By Ann Lee", ("Ann Lee",)),
        ("# Vote delayed\n\n*By Ann Lee | The Gazette*", ("Ann Lee",)),
        ("# Vote delayed\n\nBy Ann Lee, political editor", ("Ann Lee",)),
        ("# Vote delayed\n\n_By Ann Lee, staff writer | 4 March 2024_", ("Ann Lee",)),
        ("# Vote delayed\n\nBy Ann Lee in Port Anselm", ("Ann Lee",)),
        (
            "# Vote delayed\n\nPar Noémie d’Arcy et Hélène Lacroix",
            ("Noémie d’Arcy", "Hélène Lacroix"),
        ),
        ("# Vote delayed\n\nVon Ann Lee und Bo Ek", ("Ann Lee", "Bo Ek")),
        ("# Vote delayed\n\nBy Ann Lee, who was there when the boats sank", ()),
        ("# Vote delayed\n\nBy Ann Lee's account the vote was late", ()),
        ("# Vote delayed\n\nBy Monday Ann Lee had written to the editor", ()),
    ],
)
def test_a_byline_is_read_under_any_headline_and_with_any_mark(top, authors):
    body = "The council delayed the vote on Monday, the clerk said in a long statement."
    document = read_document(f"{top}\n\n{body}\n".encode(), "a.md")
    assert document.authors == authors
    assert (document.text == body) == bool(authors)
