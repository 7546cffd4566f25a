"""Date mentions (day to century) in a text, and whether a passage supports a claimed date."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from index.text.calendar import month_number, weekday_number
from rag.english.grammar import Grammar
from rag.english.number_words import ORDINALS
from rag.english.overlaps import Taken

_CENTURIES = {**ORDINALS, "twenty-first": 21}
_RE = Grammar("rag.english", "dates", century="|".join(_CENTURIES))

_PATTERNS = _RE.patterns("patterns")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as far as it is told; years before Christ are negative."""

    text: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    decade: int | None = None  # 1930 for the 1930s
    century: int | None = None  # 19 for the 19th
    weekday: int | None = None  # 0 is Monday


def find_dates(text: str) -> list[DateMention]:
    """The dates of `text`, in order of their places."""
    return list(_find_dates(text))


@lru_cache(maxsize=4096)
def _find_dates(text: str) -> tuple[DateMention, ...]:
    found: list[DateMention] = []
    taken = Taken(len(text))
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not taken.holds(*match.span()):
                taken.add(*match.span())
                found.append(_to_mention(match))
    found += _ends_of_ranges(text)
    return tuple(sorted(found, key=lambda mention: mention.start))


def is_told(
    claimed: DateMention, found: Sequence[DateMention], published: date | None, spoken: str = ""
) -> bool:
    """Whether dates that a passage holds, and its article's own, bear out `claimed`.

    A day and its year may stand apart. `spoken` is the passage in lower case, where "yesterday"
    counts from the day of publication, as a weekday does.
    """
    if any(_holds(mention, claimed) for mention in found):
        return True
    years = {m.year for m in found} | ({published.year} if published else set())
    if claimed.year in years and claimed.month and _told_without_year(claimed, found):
        return True
    return published is not None and _is_near(claimed, found, published, spoken)


def _told_without_year(claimed: DateMention, found: Iterable[DateMention]) -> bool:
    return any(
        mention.year is None
        and mention.month == claimed.month
        and (claimed.day is None or claimed.day == mention.day)
        for mention in found
    )


def _holds(found: DateMention, claimed: DateMention) -> bool:
    if claimed.century is not None:
        return found.century == claimed.century or _century_of(found.year) == claimed.century
    if claimed.decade is not None:
        return found.decade == claimed.decade or (
            found.year is not None and 0 <= found.year - claimed.decade < 10
        )
    if claimed.weekday is not None:
        return found.weekday == claimed.weekday
    return all(
        wanted is None or wanted == held
        for wanted, held in (
            (claimed.year, found.year), (claimed.month, found.month), (claimed.day, found.day),
        )
    )  # fmt: skip


def _century_of(year: int | None) -> int | None:
    return None if year is None or year < 1 else (year - 1) // 100 + 1


def _is_near(
    claimed: DateMention, found: Iterable[DateMention], published: date, spoken: str
) -> bool:
    """Whether `claimed` is the day of publication, or the one that a weekday before it means."""
    days = {published}
    for mention in found:
        if mention.weekday is not None:
            back = (published.weekday() - mention.weekday) % 7
            days |= {published - timedelta(back), published - timedelta(back - 7)}
    days |= {published - timedelta(1)} if "yesterday" in spoken or "last night" in spoken else set()
    days |= {published + timedelta(1)} if "tomorrow" in spoken else set()
    if claimed.weekday is not None:
        return published.weekday() == claimed.weekday
    if claimed.decade is not None or claimed.century is not None:
        return False
    if claimed.day is None:
        days = {published}
    return any(
        claimed.year in (None, day.year)
        and claimed.month in (None, day.month)
        and claimed.day in (None, day.day)
        for day in days
    )


def _to_mention(match: re.Match[str]) -> DateMention:
    parts = match.groupdict()
    year = parts.get("year") or parts.get("after")
    month = parts.get("month") or parts.get("only")
    sign = -1 if parts.get("before") else 1
    century = parts.get("ordinal")
    if parts.get("spelled"):
        century = str(_CENTURIES[parts["spelled"]])
    weekday = parts.get("weekday")
    return DateMention(
        text=match.group().strip(),
        start=match.start(),
        end=match.end(),
        year=int(year) if year else -int(parts["old"]) if parts.get("old") else None,
        month=month_number(month)
        if month
        else int(parts["number"])
        if parts.get("number")
        else None,
        day=int(parts["day"]) if parts.get("day") else None,
        decade=_decade(parts),
        century=sign * int(century) if century else None,
        weekday=weekday_number(weekday) if weekday else None,
    )


def _decade(parts: dict[str, str]) -> int | None:
    if parts.get("decade"):
        return int(parts["decade"])
    return 1900 + int(parts["short"]) if parts.get("short") else None


def _ends_of_ranges(text: str) -> list[DateMention]:
    """What a range says in short: 1794 in "1793–94", 9 May in "9–12 May"."""
    ends = []
    for match in _RE.short_end.finditer(text):
        year = int(match["first"][:2] + match["last"])
        ends.append(DateMention(match["last"], match.start("last"), match.end("last"), year=year))
    for match in _RE.same_month.finditer(text):
        month = month_number(match["month"] or match["named"])
        group = "first" if match["month"] else "to"
        ends.append(
            DateMention(match[group], *match.span(group), month=month, day=int(match[group]))
        )
    return ends
