"""What every door gives of the articles: passages that are found, a list, the text of one."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from index.types import Document, Filters
from rag.answerer import Answerer
from rag.types import Answer
from ui.doors.shapes import Articles, ArticleShape, Hits, Part, to_hit_shape

MOST_FOUND = 50
MOST_LISTED = 200


def search(answerer: Answerer, query: str, filters: Filters, limit: int) -> Hits:
    """The passages for `query`, of which nothing is read but its words."""
    hits = answerer.search(query, hits=limit, filters=filters, reads_filters=False)[:limit]
    about = answerer.index.snapshot().documents(hit.passage.doc_id for hit in hits)
    return Hits(hits=tuple(to_hit_shape(hit, about[hit.passage.doc_id]) for hit in hits))


def listed(documents: Iterable[Document], limit: int, offset: int) -> Articles:
    """A page of them, newest first."""
    kept = sorted(documents, key=lambda d: (d.published or date.min, d.doc_id), reverse=True)
    shown = tuple(map(ArticleShape.model_validate, kept[offset : offset + limit]))
    return Articles(articles=shown, total=len(kept))


def cut(document: Document, start: int, end: int) -> Part:
    """The text from `start` to `end`, or to its own end."""
    length = len(document.text)
    start, end = min(start, length), min(end, length)
    article = ArticleShape.model_validate(document)
    text = document.text[start:end]
    return Part(article=article, text=text, start=start, end=end, length=length)


def begun(answers: Iterator[Answer]) -> Iterator[Answer]:
    """The growing answer, begun, so that what is wrong with the request is known."""
    return chain([next(answers)], answers)
