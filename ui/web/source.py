"""What the source panel shows: an article cut into paragraphs, the cited place marked.

Plain values only: the page's script puts them in as text, so nothing here is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypedDict
from urllib.parse import urlsplit

from index.types import Document
from rag.types import Citation, Hit
from ui.web.render import to_day, to_headline, to_link

AROUND_CHARS = 20_000  # of a very long article, so much is shown on either side

_BREAK = re.compile(r"\n[ \t]*\n+")
_HASHES = re.compile(r"#{1,6}[ \t]+")


class Part(TypedDict):
    """A stretch of text, cited or not."""

    text: str
    cited: bool


class Paragraph(TypedDict):
    """A paragraph or a heading inside the article."""

    heading: bool
    parts: list[Part]


class Source(TypedDict):
    """Everything that the panel shows about one citation; "" where a thing is unknown."""

    kind: Literal["cited", "near"]
    label: str
    place: int
    count: int
    title: str
    authors: str
    outlet: str
    published: str
    page: int | None
    doc_id: str
    link: str | None
    link_host: str
    also_in: list[str]
    note: str
    cut_before: bool
    cut_after: bool
    paragraphs: list[Paragraph]


def cited_source(citation: Citation, place: int, count: int, document: Document | None) -> Source:
    """The panel for a citation, the `place`-th of `count`; `document` as it is indexed now."""
    note, span = "", (citation.start, citation.end)
    if document is None:
        note = "This article is no longer in the index. Only the quotation is left."
        document = _only_quote(citation)
        span = (0, len(citation.quote))
    elif document.text[slice(*span)] != citation.quote:
        note = "This article has changed since it was cited. This is the quotation as it was."
        document, span = _only_quote(citation), (0, len(citation.quote))
    source = _source(document, span, place, count)
    source["kind"], source["label"], source["note"] = "cited", f"[{citation.marker}]", note
    source["page"], source["also_in"] = citation.page, list(citation.also_in)
    return source


def near_source(hit: Hit, place: int, count: int, document: Document | None) -> Source | None:
    """The panel for a passage that was near but no answer; None when its article has gone."""
    if document is None:
        return None
    source = _source(document, (hit.passage.start, hit.passage.end), place, count)
    source["also_in"] = list(hit.also_in)
    source["note"] = "A passage near the question. It does not answer it."
    return source


def to_paragraphs(document: Document, start: int, end: int) -> list[Paragraph]:
    """The text around `start` to `end`, paragraph by paragraph, that span marked as cited."""
    text = document.text
    first, last = max(0, start - AROUND_CHARS), min(len(text), end + AROUND_CHARS)
    headings = {heading.start for heading in document.headings}
    paragraphs = []
    for from_, to in _paragraph_spans(text, first, last):
        hashes = _HASHES.match(text, from_, to) if from_ in headings else None
        shown_from = hashes.end() if hashes else from_
        parts = list(_parts(text, shown_from, to, start, end))
        paragraphs.append(Paragraph(heading=from_ in headings, parts=parts))
    return paragraphs


def _source(document: Document, span: tuple[int, int], place: int, count: int) -> Source:
    link = to_link(document.uri)
    return Source(
        kind="near",
        label="",
        place=place,
        count=count,
        title=to_headline(document.title, derived=document.title_derived),
        authors=", ".join(document.authors),
        outlet=document.outlet or "",
        published=to_day(document.published),
        page=document.page_at(span[0]),
        doc_id=document.doc_id,
        link=link,
        link_host=(urlsplit(link).hostname or "") if link else "",
        also_in=[],
        note="",
        cut_before=span[0] > AROUND_CHARS,
        cut_after=len(document.text) - span[1] > AROUND_CHARS,
        paragraphs=to_paragraphs(document, *span),
    )


def _only_quote(citation: Citation) -> Document:
    return Document(
        doc_id=citation.doc_id,
        version=citation.version,
        text=citation.quote,
        title=citation.title,
        title_derived=citation.title_derived,
        uri=citation.uri,
        authors=citation.authors,
        published=citation.published,
        outlet=citation.outlet,
    )


def _paragraph_spans(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    begin = first
    for gap in _BREAK.finditer(text, first, last):
        if gap.start() > begin:
            yield begin, gap.start()
        begin = gap.end()
    if begin < last:
        yield begin, last


def _parts(text: str, from_: int, to: int, start: int, end: int) -> Iterator[Part]:
    inside = (min(max(start, from_), to), min(max(end, from_), to))
    for begin, stop, cited in (
        (from_, inside[0], False),
        (inside[0], inside[1], True),
        (inside[1], to, False),
    ):
        if begin < stop:
            yield Part(text=text[begin:stop], cited=cited)
