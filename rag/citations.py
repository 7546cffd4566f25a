"""Citations: made from the store and checked against it, word for word."""

from collections.abc import Mapping, Sequence

from index.errors import BylineError
from index.text.scanned import SURE, scan_confidence
from index.types import Document, taken
from rag.types import Citation, Hit


class CitationError(BylineError):
    """A quotation differs from the stored text. Never shown as an answer; always a defect."""


def scan_notices(citations: Sequence[Citation]) -> tuple[str, ...]:
    """What a reader must compare with the page before believing it."""
    hard = {
        (c.doc_id, c.page): c.scan_confidence
        for c in sorted(citations, key=lambda c: -(c.scan_confidence or 0))
        if c.scan_confidence is not None and c.scan_confidence < SURE
    }
    return tuple(
        f"The scan is hard to read here ({sure} %): compare page {page} of {doc_id}."
        for (doc_id, page), sure in hard.items()
    )


class Citer:
    """Numbers passages in the order of first use: one passage keeps one number."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._markers: dict[str, int] = {}

    def cite(self, hit: Hit, start: int, end: int, quote: str) -> Citation:
        """A citation of `quote`; `CitationError` unless it is the document's text at that place."""
        document = self._documents[hit.passage.doc_id]
        if not quote or document.text[start:end] != quote:
            raise CitationError(
                f"{document.doc_id}: the quotation is not the text at {start}-{end};"
                " please report this, with the article if you can"
            )
        passage_id = hit.passage.passage_id
        scanned, confidence = scan_confidence(document, start, end)
        marker = self._markers.setdefault(passage_id, len(self._markers) + 1)
        return Citation(
            **taken(Citation, document),
            marker=marker,
            passage_id=passage_id,
            start=start,
            end=end,
            quote=quote,
            page=document.page_at(start),
            scanned=scanned,
            scan_confidence=confidence,
            also_in=hit.also_in,
        )
