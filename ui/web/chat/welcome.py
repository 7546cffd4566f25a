"""Welcome message: what the chat says before anything is asked."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Document
from rag.export.wording import to_day


def render_welcome(documents: Sequence[Document]) -> str:
    """The middle of an empty conversation; "" while there are no articles."""
    if not documents:
        return ""
    return (
        '<div class="byline-welcome"><h1>What do the articles say?</h1>'
        f"<p>{_count(len(documents))}{_dates(documents)}. Every sentence of an answer leads "
        "to the place in the article that it rests on. What the articles do not say, Byline "
        "does not say.</p></div>"
    )


def _count(articles: int) -> str:
    return "1 article" if articles == 1 else f"{articles:,} articles"


def _dates(documents: Sequence[Document]) -> str:
    days = sorted(document.published for document in documents if document.published)
    if not days:
        return ""
    if days[0] == days[-1]:
        return f", of {to_day(days[0])}"
    return f", from {to_day(days[0])} to {to_day(days[-1])}"
