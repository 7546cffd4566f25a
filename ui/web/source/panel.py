"""View model of the source panel: an opened article, the cited place marked.

Plain values only: the page's script puts them in as text, so nothing here is escaped.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from typing_extensions import TypedDict

from index.text.scanned import scan_confidence
from index.types import Document
from rag.export.escaping import to_link
from rag.export.wording import headline, page_words, to_day
from rag.types import Hit
from ui.web.source.blocks import (
    Mark,
    Piece,
    piece_after,
    piece_around,
    piece_before,
    to_piece,
    without_signs,
)
from ui.web.source.opening import CitingSentence, Opened, Shelf, SourceKind
from ui.web.text import excerpt


class Also(TypedDict):
    """Another article that tells the same story; `known` when it can be opened."""

    doc_id: str
    title: str
    outlet: str
    known: bool


class FoundPassage(TypedDict):
    """A passage that was found and not used."""

    place: str
    title: str
    about: str
    excerpt: str


class Source(Piece):
    """Everything that the panel shows about one place; "" where a thing is unknown."""

    kind: SourceKind
    label: str
    place: int
    count: int
    prefix: str  # of the places before and after this one
    title: str
    authors: str
    outlet: str
    published: str
    page: str  # and whether it was read from a scan
    doc_id: str
    link: str | None
    link_host: str
    also_in: list[Also]
    note: str
    changed: bool  # and the article as it is now can be opened
    sentences: list[CitingSentence]
    unused: list[FoundPassage]


def to_source(
    opened: Opened, address: str, shelf: Shelf, unused: Sequence[tuple[int, Hit]] = ()
) -> Source:
    """The panel for what was opened; `unused` are passages to list, each with its number."""
    document = opened.document
    link = to_link(document.uri)
    known = shelf.about({*opened.also_in, *(hit.passage.doc_id for _, hit in unused)})
    return Source(
        **source_piece(opened, address),
        kind=opened.kind,
        label=opened.label,
        place=opened.place,
        count=opened.count,
        prefix=opened.prefix,
        title=headline(document),
        authors=", ".join(document.authors),
        outlet=document.outlet or "",
        published=to_day(document.published),
        page=_on_page(opened),
        doc_id=document.doc_id,
        link=link,
        link_host=(urlsplit(link).hostname or "") if link else "",
        also_in=[_also(doc_id, known) for doc_id in opened.also_in],
        note=opened.note,
        changed=opened.changed,
        sentences=list(opened.sentences),
        unused=[_found(number, hit, known) for number, hit in unused],
    )


def _on_page(opened: Opened) -> str:
    mark = opened.marks[0] if opened.marks else Mark(start=0, end=0)
    scanned, confidence = scan_confidence(opened.document, mark.start, mark.end)
    pages = {opened.page} if opened.page else set()
    return page_words(pages, scanned=scanned, confidence=confidence)


def source_piece(
    opened: Opened, address: str, *, before: int | None = None, after: int | None = None
) -> Piece:
    """The text around the place; or the piece that ends at `before` or begins at `after`."""
    document, marks = opened.document, opened.marks
    if before is not None:
        span = piece_before(document, before)
    elif after is not None or not marks:
        span = piece_after(document, after or 0)
    else:
        span = piece_around(document, marks[0].start, marks[0].end)
    return to_piece(document, span, marks, address)


def _also(doc_id: str, known: Mapping[str, Document]) -> Also:
    document = known.get(doc_id)
    return Also(
        doc_id=doc_id,
        title=headline(document) if document else doc_id,
        outlet=(document and document.outlet) or "",
        known=document is not None,
    )


def _found(number: int, hit: Hit, known: Mapping[str, Document]) -> FoundPassage:
    passage = hit.passage
    document = known.get(passage.doc_id)
    about = (document.outlet or "", to_day(document.published)) if document else ()
    return FoundPassage(
        place=f"unused-{number}",
        title=headline(document) if document else passage.doc_id,
        about=" · ".join(filter(None, about)),
        excerpt=excerpt(without_signs(passage.text)),
    )
