"""Turning the command line's options into values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from index.errors import UsageError
from index.index import Index
from index.location import find_index
from index.types import Filters


def open_index(given: Path | None) -> Index:
    """The index that is named or found; see `find_index`."""
    return Index.open(find_index(given))


def to_filters(
    published_from: str | None,
    published_to: str | None,
    authors: Sequence[str] | None,
    outlets: Sequence[str] | None,
    sections: Sequence[str] | None,
    tags: Sequence[str] | None,
) -> Filters:
    """The filters that the options ask for; raises `UsageError` on a date that is none."""
    return Filters(
        published_from=_to_date(published_from, "--from", last=False),
        published_to=_to_date(published_to, "--to", last=True),
        authors=tuple(authors or ()),
        outlets=tuple(outlets or ()),
        sections=tuple(sections or ()),
        tags=tuple(tags or ()),
    )


def _to_date(text: str | None, option: str, *, last: bool) -> date | None:
    """YYYY-MM-DD, or YYYY-MM or YYYY for the first (or last) day of the month or year."""
    if text is None:
        return None
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            return date(numbers[0], 12, 31) if last else date(numbers[0], 1, 1)
        if len(numbers) == 2:
            year, month = numbers
            return _end_of_month(year, month) if last else date(year, month, 1)
        year, month, day = numbers
        return date(year, month, day)
    except ValueError as error:
        raise UsageError(
            f"{option} {text}: not a date; write it as 2025, 2025-03 or 2025-03-17"
        ) from error


def _end_of_month(year: int, month: int) -> date:
    from calendar import monthrange

    return date(year, month, monthrange(year, month)[1])
