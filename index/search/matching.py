"""Metadata filters: whether an article passes dates, authors, outlets, sections, tags, ids."""

from collections.abc import Sequence

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
    folded = {value.casefold() for value in values}
    return not wanted or any(value.casefold() in folded for value in wanted)
