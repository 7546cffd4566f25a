"""The options of filters that several commands share, and the values that they stand for."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from index.errors import UsageError

if TYPE_CHECKING:
    from index.types import Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOptions:
    """Which articles may answer."""

    published_from: str | None = None
    published_to: str | None = None
    author: list[str] | None = None
    outlet: list[str] | None = None
    section: list[str] | None = None
    tag: list[str] | None = None

    @property
    def filters(self) -> Filters:
        """The filters that are asked for; raises `UsageError` on a date that is none."""
        from index.types import Filters  # heavy, and other commands want the options alone

        return Filters(
            published_from=to_date(self.published_from, "--from", last=False),
            published_to=to_date(self.published_to, "--to", last=True),
            authors=tuple(self.author or ()),
            outlets=tuple(self.outlet or ()),
            sections=tuple(self.section or ()),
            tags=tuple(self.tag or ()),
        )


def to_date(text: str | None, option: str, *, last: bool) -> date | None:
    """YYYY-MM-DD, or YYYY-MM or YYYY for the first (or last) day of the month or year."""
    if text is None:
        return None
    try:
        numbers = [int(part) for part in text.split("-")]
        year, month, day = numbers + [12 if last else 1, 1][len(numbers) - 1 :]
        if last and len(numbers) < 3:
            day = monthrange(year, month)[1]
        return date(year, month, day)
    except ValueError as error:
        raise UsageError(
            f"{option} {text}: not a date; write it as 2025, 2025-03 or 2025-03-17"
        ) from error
