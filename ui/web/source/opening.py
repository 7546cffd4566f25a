"""Opens the article, in the right version, that a citation or hit points to, with its marks.

A place is "2" (the second citation), "near-2" (a refusal's second nearest passage) or "unused-2"
(the second passage that was found and not cited).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from typing_extensions import TypedDict

from index.types import Document, taken
from rag.types import Answer, Citation, Hit
from ui.web.source.blocks import Mark
from ui.web.values import NEAREST

CHANGED = "This article has changed since it was cited. You see it as it was then."
GONE = "This article is no longer in the index. You see it as it was when it was cited."
CHANGED_AROUND = "This article has changed since it was cited; the cited words stand in it still."
CHANGED_QUOTE = "This article has changed since it was cited. Only the quotation is left."
GONE_QUOTE = "This article is no longer in the index. Only the quotation is left."
NEAR = "A passage near the question. It does not answer it."
UNUSED = "Found for the question, but no sentence of the answer rests on it."
FOUND_CHANGED = "This article has changed since. You see the passage as it was found."
FOUND_GONE = "This article is no longer in the index. You see the passage as it was found."
ALSO = "Another article that tells the same story. The cited words stand in it too."
ALSO_ELSE = "Another article that tells the same story, not in the cited words."

_PLACE = re.compile(r"(near-|unused-)?([1-9][0-9]{0,3})")

SourceKind = Literal["cited", "near", "unused", "also", "read"]


class Shelf(Protocol):
    """Where articles are had from: the index as it is now, and the versions that were cited."""

    def now(self, doc_id: str) -> Document | None:
        """The article as it is indexed."""
        ...

    def cited(self, doc_id: str, version: str) -> Document | None:
        """The article in a version that a kept answer cites."""
        ...

    def about(self, doc_ids: Iterable[str]) -> Mapping[str, Document]:
        """Those of the articles that are indexed, without their texts."""
        ...


class CitingSentence(TypedDict):
    """A sentence of the answer, from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A place found: the article to show and what is marked in it."""

    kind: SourceKind
    document: Document
    marks: tuple[Mark, ...] = ()  # the one that is opened first
    place: int = 1
    count: int = 1
    prefix: str = ""
    label: str = ""
    note: str = ""
    changed: bool = False
    page: int | None = None
    also_in: tuple[str, ...] = ()
    sentences: tuple[CitingSentence, ...] = ()


def open_place(answer: Answer, place: str, shelf: Shelf) -> Opened | None:
    """The source at `place`, such as "2", "near-2" or "unused-2"; None when there is none."""
    named = _PLACE.fullmatch(place)
    if named is None:
        return None
    prefix, number = named[1] or "", int(named[2])
    if not prefix:
        return _open_citation(answer, number, shelf) if number <= len(answer.citations) else None
    hits = answer.hits[:NEAREST] if prefix == "near-" else unused_hits(answer)
    if number > len(hits):
        return None
    opened = _open_hit(hits[number - 1], shelf)
    kind: SourceKind = "near" if prefix == "near-" else "unused"
    note = opened.note or (NEAR if kind == "near" else UNUSED)
    return replace(opened, kind=kind, note=note, place=number, count=len(hits), prefix=prefix)


def open_also(opened: Opened, quote: str, doc_id: str, shelf: Shelf) -> Opened | None:
    """Another article that tells what `opened` tells, the same words marked if they are there."""
    document = shelf.now(doc_id) if doc_id in opened.also_in else None
    if document is None:
        return None
    start = document.text.find(quote)
    if start < 0:
        return Opened(kind="also", document=document, note=ALSO_ELSE)
    mark = Mark(start=start, end=start + len(quote))
    page = document.page_at(start)
    return Opened(kind="also", document=document, marks=(mark,), note=ALSO, page=page)


def unused_hits(answer: Answer) -> tuple[Hit, ...]:
    """What was found and no sentence cites, best first."""
    cited = {citation.passage_id for citation in answer.citations}
    return tuple(hit for hit in answer.hits if hit.passage.passage_id not in cited)


def listed_unused(answer: Answer) -> list[tuple[int, Hit]]:
    """The unused passages with their numbers, without those that a refusal shows as nearest."""
    numbered = list(enumerate(unused_hits(answer), start=1))
    return numbered if answer.citations else numbered[NEAREST:]


def _open_citation(answer: Answer, place: int, shelf: Shelf) -> Opened:
    citations = answer.citations
    citation = citations[place - 1]
    opened = _cited_version(citation, shelf)
    return replace(
        opened,
        marks=(replace(opened.marks[0], place=place), *_other_marks(citations, place, opened)),
        place=place,
        count=len(citations),
        label=f"[{citation.marker}]",
        page=citation.page,
        also_in=citation.also_in,
        sentences=tuple(
            CitingSentence(number=number, text=" ".join(sentence.text.split()))
            for number, sentence in enumerate(answer.sentences, start=1)
            if citation in sentence.citations
        ),
    )


def _cited_version(citation: Citation, shelf: Shelf) -> Opened:
    """The article as it was cited: from the index, else as it was kept, else the quotation."""
    now = shelf.now(citation.doc_id)
    mark = Mark(start=citation.start, end=citation.end)
    if now and now.version == citation.version and _holds(now, citation):
        return Opened(kind="cited", document=now, marks=(mark,))
    changed = now is not None
    kept = shelf.cited(citation.doc_id, citation.version)
    if kept and _holds(kept, citation):
        note = CHANGED if changed else GONE
        return Opened(kind="cited", document=kept, marks=(mark,), note=note, changed=changed)
    if now and _holds(now, citation):
        return Opened(kind="cited", document=now, marks=(mark,), note=CHANGED_AROUND)
    note = CHANGED_QUOTE if changed else GONE_QUOTE
    alone = Mark(start=0, end=len(citation.quote))
    quoted = Document(**taken(Document, citation), text=citation.quote)
    return Opened(kind="cited", document=quoted, marks=(alone,), note=note, changed=changed)


def _holds(document: Document, citation: Citation) -> bool:
    return document.text[citation.start : citation.end] == citation.quote


def _other_marks(citations: Sequence[Citation], place: int, opened: Opened) -> list[Mark]:
    """What else the answer cites in the same version of the article."""
    here = citations[place - 1]
    return [
        Mark(start=other.start, end=other.end, place=number, main=False)
        for number, other in enumerate(citations, start=1)
        if number != place
        and (other.doc_id, other.version) == (here.doc_id, here.version)
        and _holds(opened.document, other)
    ]


def _open_hit(hit: Hit, shelf: Shelf) -> Opened:
    passage = hit.passage
    document = shelf.now(passage.doc_id)
    mark = Mark(start=passage.start, end=passage.end)
    note, changed = "", False
    if document is None or document.text[passage.start : passage.end] != passage.text:
        note, changed = (FOUND_CHANGED, True) if document else (FOUND_GONE, False)
        about = document or Document(doc_id=passage.doc_id, version="", text="", title="")
        title = about.title or passage.doc_id
        document = replace(
            about, text=passage.text, title=title, headings=(), page_starts=(), removed=()
        )
        mark = Mark(start=0, end=len(passage.text))
    return Opened(
        kind="near",
        document=document,
        marks=(mark,),
        note=note,
        changed=changed,
        page=document.page_at(mark.start),
        also_in=hit.also_in,
    )
