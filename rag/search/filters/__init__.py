"""Dates, authors, outlets and sections that a question names when it speaks of publication."""

from __future__ import annotations

from rag.search.filters.reading import DateRange, ReadFilters, merge, read_filters, with_boosts

__all__ = ["DateRange", "ReadFilters", "merge", "read_filters", "with_boosts"]
