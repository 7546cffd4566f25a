"""What a question was taken for, in words for whoever asked it."""

from __future__ import annotations

from index.types import Filters
from rag.export.wording import filter_words
from rag.types import Answer

SHOWN_CHARS = 100


def understood(answer: Answer) -> tuple[str, ...]:
    """What was searched for and which filters the question set; empty for a plain question."""
    told = []
    if answer.searched:
        told.append(f"searched for: {' / '.join(map(_brief, answer.searched))}")
    if answer.read_filters:
        told.append(f"only, as the question says: {', '.join(_filters(answer))}")
    return tuple(told)


def _brief(query: str) -> str:
    """The beginning of what was searched for; a follow-up carries whole sentences along."""
    return query if len(query) <= SHOWN_CHARS else f"{query[:SHOWN_CHARS].rsplit(' ', 1)[0]} …"


def _filters(answer: Answer) -> tuple[str, ...]:
    return filter_words(answer.read_filters, Filters())
