"""Metadata filters: whether an article passes dates, authors, outlets, sections, tags, ids."""

from collections.abc import Sequence
from unicodedata import normalize

from index.types import Document, Filters


def matches(document: Document, filters: Filters) -> bool:
    """Whether a document is what `filters` ask for; see `Filters`."""
    if filters.published_from or filters.published_to:
        published = document.published
        if published is None:
            return False
        if filters.published_from and published < filters.published_from:
            return False
        if filters.published_to and published > filters.published_to:
            return False
    return (
        _any_of(filters.authors, document.authors)
        and _any_of(filters.outlets, (document.outlet or "",))
        and _any_of(filters.sections, (document.section or "",))
        and _any_of(filters.tags, document.tags)
        and (not filters.doc_ids or document.doc_id in filters.doc_ids)
        and document.doc_id not in filters.excluded_doc_ids
    )


def _any_of(wanted: Sequence[str], values: Sequence[str]) -> bool:
    if not wanted:
        return True
    names = set(map(fold_name, values))
    return any(fold_name(value) in names for value in wanted)


def fold_name(name: str) -> str:
    """The name for comparison: letter case, spaces, the apostrophe and how accents are coded go."""
    return " ".join(normalize("NFC", name).replace("’", "'").casefold().split())
