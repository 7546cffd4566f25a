"""The source panel: the right words marked, and what it says when an article has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from index.types import Document, Filters, Heading, Passage
from rag.types import Answer, AnswerStatus, Citation, Hit, Sentence, Support, SupportLevel
from ui.web.source.opening import Opened, listed_unused, open_also, open_place
from ui.web.source.panel import Source, source_piece, to_source

TEXT = "First.\n\n## Later\n\nIt rained. It stopped.\n\nLast."
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
OTHER = Document(doc_id="b.md", version="w", text="Wet: It rained. So.", title="Wet")


class Shelf:
    """What is indexed now, and what was kept."""

    def __init__(self, *indexed: Document, kept: Iterable[Document] = ()) -> None:
        self._now = {document.doc_id: document for document in indexed}
        self._kept = {(document.doc_id, document.version): document for document in kept}

    def now(self, doc_id: str) -> Document | None:
        return self._now.get(doc_id)

    def cited(self, doc_id: str, version: str) -> Document | None:
        return self._kept.get((doc_id, version))

    def about(self, doc_ids: Iterable[str]) -> Mapping[str, Document]:
        return {name: self._now[name] for name in doc_ids if name in self._now}


def citation(quote: str, marker: int = 2, also_in: tuple[str, ...] = ()) -> Citation:
    start = TEXT.index(quote)
    return Citation(
        marker=marker,
        doc_id="a/rain.md",
        version="v",
        passage_id=f"p{marker}",
        start=start,
        end=start + len(quote),
        quote=quote,
        title="Rain",
        also_in=also_in,
    )


def hit(name: str, rank: int, text: str = "First.", doc_id: str = "a/rain.md") -> Hit:
    start = TEXT.find(text)
    passage = Passage(passage_id=name, doc_id=doc_id, start=start, end=start + len(text), text=text)
    return Hit(passage=passage, score=1.0 / rank, rank=rank)


def answer(*cited: Citation, hits: Iterable[Hit] = ()) -> Answer:
    sentences = tuple(
        Sentence(text=f"Said {c.marker}.", citations=(c,), support=Support(level=level))
        for c, level in zip(cited, [SupportLevel.SUPPORTED] * len(cited), strict=True)
    )
    return Answer(
        question="Did it rain?",
        standalone_question="Did it rain?",
        filters=Filters(),
        sentences=sentences,
        hits=tuple(hits),
        status=AnswerStatus.ANSWERED if cited else AnswerStatus.NOT_IN_ARTICLES,
        confidence=0.9,
    )


RAINED = answer(citation("It rained."), citation("Last.", marker=1))


def shown(whole: Answer, place: str, shelf: Shelf) -> Source:
    opened = open_place(whole, place, shelf)
    assert opened is not None
    return to_source(opened, "/x", shelf, listed_unused(whole))


def marked(source: Source, mark: str = "cited") -> str:
    return "".join(p["text"] for b in source["blocks"] for p in b["parts"] if p["mark"] == mark)


def test_source_marks_the_cited_sentence_and_lightly_what_else_is_cited_there() -> None:
    source = shown(RAINED, "1", Shelf(DOCUMENT))
    assert [block["kind"] for block in source["blocks"]] == ["text", "heading", "text", "text"]
    assert (marked(source), marked(source, "also")) == ("It rained.", "Last.")
    assert (source["label"], source["place"], source["count"]) == ("[2]", 1, 2)
    assert (source["authors"], source["published"]) == ("Ada Wren, Bo Li", "17 March 2025")
    assert (source["link"], source["link_host"]) == (DOCUMENT.uri, "gazette.example")
    assert source["sentences"] == [{"number": 1, "text": "Said 2."}]
    assert (source["note"], source["changed"], source["kind"]) == ("", False, "cited")


def test_source_has_no_link_when_the_address_is_none_of_the_web() -> None:
    source = shown(RAINED, "1", Shelf(replace(DOCUMENT, uri="javascript:alert(1)")))
    assert (source["link"], source["link_host"]) == (None, "")


CHANGED = replace(DOCUMENT, version="v2", text="Something else altogether.", title="Sun")


@pytest.mark.parametrize(
    ("shelf", "note", "title", "text", "changed"),
    [
        (Shelf(CHANGED, kept=[DOCUMENT]), "as it was then", "Rain", "Last.", True),
        (Shelf(kept=[DOCUMENT]), "no longer in the index. You see it", "Rain", "Last.", False),
        (Shelf(CHANGED), "Only the quotation is left", "Rain", "", True),
        (Shelf(), "no longer in the index. Only the quotation", "Rain", "", False),
        (Shelf(replace(DOCUMENT, version="v2")), "stand in it still", "Rain", "Last.", False),
    ],
    ids=["changed", "gone", "changed and not kept", "gone and not kept", "same words"],
)
def test_source_shows_what_was_cited_when_the_article_is_another_now(
    shelf: Shelf, note: str, title: str, text: str, changed: bool
) -> None:
    source = shown(RAINED, "1", shelf)
    assert note in source["note"]
    assert (marked(source), source["title"], source["changed"]) == ("It rained.", title, changed)
    assert marked(source, "also") == text


@pytest.mark.parametrize("place", ["0", "3", "-1", "near-1", "unused-1", "x", "1.5", ""])
def test_place_opens_nothing_when_there_is_none(place: str) -> None:
    assert open_place(RAINED, place, Shelf(DOCUMENT)) is None


def test_nearest_and_unused_passages_say_that_they_are_no_answer() -> None:
    refusal = answer(hits=[hit(name, rank) for rank, name in enumerate("abcde", start=1)])
    near = shown(refusal, "near-2", Shelf(DOCUMENT))
    assert (near["kind"], near["place"], near["count"]) == ("near", 2, 3)
    assert "does not answer" in near["note"]
    assert marked(near) == "First."
    assert [found["place"] for found in near["unused"]] == ["unused-4", "unused-5"]


def test_unused_passages_are_those_that_no_sentence_cites() -> None:
    whole = answer(citation("It rained."), hits=[hit("p2", 1), hit("x", 2, "Last.")])
    source = shown(whole, "1", Shelf(DOCUMENT))
    (found,) = source["unused"]
    assert (found["place"], found["title"], found["excerpt"]) == ("unused-1", "Rain", "Last.")
    assert found["about"] == "17 March 2025"
    opened = shown(whole, "unused-1", Shelf(DOCUMENT))
    assert (opened["kind"], opened["prefix"], marked(opened)) == ("unused", "unused-", "Last.")
    assert "no sentence" in opened["note"]


def test_passage_is_shown_as_it_was_found_when_its_article_is_another_now() -> None:
    whole = answer(hits=[hit("a", 1)])
    changed = shown(whole, "near-1", Shelf(CHANGED))
    assert (marked(changed), changed["title"], changed["changed"]) == ("First.", "Sun", True)
    gone = shown(whole, "near-1", Shelf())
    assert (marked(gone), gone["title"], gone["changed"]) == ("First.", "a/rain.md", False)


def test_same_story_opens_at_the_same_words_where_they_stand() -> None:
    whole = answer(citation("It rained.", also_in=("b.md", "gone.md")))
    shelf = Shelf(DOCUMENT, OTHER)
    source = shown(whole, "1", shelf)
    assert [(a["title"], a["known"]) for a in source["also_in"]] == [
        ("Wet", True),
        ("gone.md", False),
    ]
    opened = open_place(whole, "1", shelf)
    assert opened is not None
    also = open_also(opened, "It rained.", "b.md", shelf)
    assert also is not None
    assert marked(to_source(also, "/x", shelf)) == "It rained."
    elsewhere = open_also(opened, "It poured.", "b.md", shelf)
    assert elsewhere is not None
    assert marked(to_source(elsewhere, "/x", shelf)) == ""
    assert open_also(opened, "It rained.", "gone.md", shelf) is None
    assert open_also(opened, "It rained.", "a/rain.md", shelf) is None  # not one of its own


def test_article_is_read_from_its_beginning_in_pieces() -> None:
    long = replace(DOCUMENT, text="\n\n".join("word " * 100 for _ in range(300)), headings=())
    opened = Opened(kind="read", document=long, also_in=("b.md",))
    source = to_source(opened, "/read?doc=a", Shelf(long, OTHER))
    assert (source["kind"], source["earlier"]) == ("read", "")
    assert source["also_in"][0]["title"] == "Wet"
    start = int(source["later"].removeprefix("/read?doc=a&from="))
    piece = source_piece(opened, "/read?doc=a", after=start)
    assert piece["earlier"] == f"/read?doc=a&to={start}"
    assert piece["blocks"][0]["parts"][0]["text"].startswith("word ")
