"""The source panel: the right words marked, and what it says when an article has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from index.types import Document, Heading, Passage
from rag.types import Citation, Hit
from ui.web.source import AROUND_CHARS, Paragraph, cited_source, near_source, to_paragraphs

TEXT = "First.\n\n## Later\n\nIt rained. It stopped.\n\nLast."
START = TEXT.index("It rained.")
DOCUMENT = Document(
    doc_id="a/rain.md",
    version="v",
    text=TEXT,
    title="Rain",
    uri="https://gazette.example/rain?x=1",
    authors=("Ada Wren", "Bo Li"),
    published=date(2025, 3, 17),
    headings=(Heading(start=TEXT.index("##"), text="Later"),),
)
CITATION = Citation(
    marker=2,
    doc_id="a/rain.md",
    version="v",
    passage_id="a/rain.md#0-9",
    start=START,
    end=START + len("It rained."),
    quote="It rained.",
    title="Rain",
)


def marked(paragraphs: list[Paragraph]) -> str:
    return "".join(part["text"] for p in paragraphs for part in p["parts"] if part["cited"])


def test_paragraphs_mark_the_cited_sentence_and_show_headings_without_hashes() -> None:
    source = cited_source(CITATION, 1, 3, DOCUMENT)
    assert [p["heading"] for p in source["paragraphs"]] == [False, True, False, False]
    assert source["paragraphs"][1]["parts"] == [{"text": "Later", "cited": False}]
    assert source["paragraphs"][2]["parts"] == [
        {"text": "It rained.", "cited": True},
        {"text": " It stopped.", "cited": False},
    ]
    assert (source["label"], source["place"], source["count"]) == ("[2]", 1, 3)
    assert (source["authors"], source["published"]) == ("Ada Wren, Bo Li", "17 March 2025")
    assert (source["link"], source["link_host"]) == (DOCUMENT.uri, "gazette.example")
    assert source["note"] == ""


def test_source_has_no_link_when_the_address_is_none_of_the_web() -> None:
    source = cited_source(CITATION, 1, 1, replace(DOCUMENT, uri="javascript:alert(1)"))
    assert (source["link"], source["link_host"]) == (None, "")


def test_source_shows_the_quotation_when_the_article_has_changed() -> None:
    source = cited_source(CITATION, 1, 1, replace(DOCUMENT, text="Something else altogether."))
    assert "has changed" in source["note"]
    assert marked(source["paragraphs"]) == "It rained."


def test_source_shows_the_quotation_when_the_article_has_gone() -> None:
    source = cited_source(CITATION, 1, 1, None)
    assert "no longer in the index" in source["note"]
    assert marked(source["paragraphs"]) == "It rained."
    assert source["title"] == "Rain"


def test_near_source_says_that_it_is_no_answer() -> None:
    passage = Passage(passage_id="p", doc_id="a/rain.md", start=0, end=6, text="First.")
    source = near_source(Hit(passage=passage, score=0.1, rank=1), 1, 1, DOCUMENT)
    assert source is not None
    assert source["kind"] == "near"
    assert "does not answer" in source["note"]
    assert marked(source["paragraphs"]) == "First."


def test_paragraphs_are_cut_around_the_place_when_the_article_is_very_long() -> None:
    text = "x" * AROUND_CHARS * 3
    middle = AROUND_CHARS + 500
    document = replace(DOCUMENT, text=text, headings=())
    shown = "".join(p["text"] for p in to_paragraphs(document, middle, middle + 10)[0]["parts"])
    assert len(shown) == 2 * AROUND_CHARS + 10


@given(st.text("ab \n#", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_paragraphs_mark_exactly_the_cited_characters(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    document = replace(DOCUMENT, text=text, headings=())
    found = marked(to_paragraphs(document, start, end))
    assert found.replace("\n", "").replace(" ", "") == (
        text[start:end].replace("\n", "").replace(" ", "")
    )
