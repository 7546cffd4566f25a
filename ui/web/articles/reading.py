"""Reads a whole article for the source panel."""

from __future__ import annotations

from urllib.parse import urlencode

from ui.web.articles.problems import ArticlesError
from ui.web.library.library import Library
from ui.web.source.blocks import Piece
from ui.web.source.opening import Opened, Shelf
from ui.web.source.panel import Source, source_piece, to_source


def read_article(
    library: Library,
    doc_id: str,
    address: str,
    shelf: Shelf,
    *,
    before: int | None = None,
    after: int | None = None,
) -> Source | Piece:
    """The article from its beginning; `address` is where it is had.

    With `before` or `after`, only the piece that ends or begins there.

    Raises:
        ArticlesError: the index does not hold it.
    """
    snapshot = library.index.snapshot()
    document = snapshot.document(doc_id)
    if document is None:
        raise ArticlesError(f"“{doc_id}” is no longer among the articles", 404)
    pieces = f"{address}?{urlencode({'doc': document.doc_id})}"
    opened = Opened(
        kind="read",
        document=document,
        note=" ".join(f"{warning[:1].upper()}{warning[1:]}." for warning in document.warnings),
        also_in=snapshot.near_duplicates.get(document.doc_id, ()),
    )
    if before is not None or after is not None:
        return source_piece(opened, pieces, before=before, after=after)
    return to_source(opened, pieces, shelf)
