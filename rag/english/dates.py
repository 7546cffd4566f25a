"""Dates in a text, as far as they are told: a day, a month, a year, a decade, a century."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CENTURIES = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first
"""
_ORDINAL_WORDS = _CENTURIES.split()
# "may" and "march" are verbs too: only in capitals, and "May" only beside a number or a
# preposition.
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1\d{3}|20\d\d)"
_ERA = r"(?:BCE?|B\.C\.(?:E\.)?)"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<year>{_YEAR})-(?P<number>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b",
        rf"\b(?P<day>{_DAY})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})(?:\s*,?\s*(?P<year>{_YEAR}))?\b",
        rf"\b(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:st|nd|rd|th)?\b(?:\s*,?\s*(?P<year>{_YEAR})\b)?",
        rf"\b(?P<month>{_MONTH}),?\s+(?:of\s+)?(?P<year>{_YEAR})\b",
        rf"\b(?P<day>{_DAY})/(?P<number>0?[1-9]|1[0-2])/(?P<year>{_YEAR})\b",
        rf"\b(?:(?P<ordinal>\d{{1,2}})(?:st|nd|rd|th)|(?P<spelled>{'|'.join(_ORDINAL_WORDS)}))"
        rf"[\s-]+centur(?:y|ies)\b(?P<before>\s*{_ERA})?",
        r"\b(?P<decade>1\d\d0|20\d0)s\b|(?<![\w])['’](?P<short>\d0)s\b",
        rf"\b(?P<old>\d{{1,4}})\s*(?P<before>{_ERA})(?![\w])",
        r"\b(?:AD|A\.D\.)\s*(?P<year>\d{1,4})\b|\b(?P<after>\d{1,4})\s*(?:AD|A\.D\.|CE|C\.E\.)(?!\w)",
        rf"(?<![\d.,$£€-])(?P<year>{_YEAR})\b(?![.,]\d|\s*(?:%|per ?cent|km|met|m\b|mi\b|feet|ft))",
        rf"\b(?:(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ll]ast|[Nn]ext|[Bb]y|[Oo]f|[Ee]arly|[Ll]ate|[Mm]id)[\s-]+(?P<month>{_MONTH})|(?P<only>(?!May\b|March\b|Mar\b)(?:{_MONTH})))\b",
        r"\b(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    )
)
_SHORT_END = re.compile(rf"\b(?P<first>{_YEAR})\s*(?:[-–—]|--)\s*(?P<last>\d\d)\b(?![-–\d])")
_SAME_MONTH = re.compile(
    rf"\b(?P<first>{_DAY})\s*(?:[-–—]|--|and|to|or)\s*(?P<last>{_DAY})\s+(?P<month>{_MONTH})\b"
    rf"|\b(?P<named>{_MONTH})\s+(?P<from>{_DAY})\s*(?:[-–—]|--|and|to|or)\s*(?P<to>{_DAY})\b(?!\s*{_MONTH})"
)


@dataclass(frozen=True, slots=True)
class Moment:
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


def find_moments(text: str) -> list[Moment]:
    """The dates of `text`, in order of their places."""
    return list(_find_moments(text))


@lru_cache(maxsize=4096)
def _find_moments(text: str) -> tuple[Moment, ...]:
    found: list[Moment] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(match.start() < m.end and m.start < match.end() for m in found):
                found.append(_to_moment(match))
    found += _ends_of_ranges(text)
    return tuple(sorted(found, key=lambda moment: moment.start))


def is_told(
    claimed: Moment, found: Sequence[Moment], published: date | None, spoken: str = ""
) -> bool:
    """Whether dates that a passage holds, and its article's own, bear out `claimed`.

    A day and its year may stand apart. `spoken` is the passage in lower case, where "yesterday"
    counts from the day of publication, as a weekday does.
    """
    if any(_holds(moment, claimed) for moment in found):
        return True
    years = {m.year for m in found} | ({published.year} if published else set())
    if claimed.year in years and claimed.month and _told_without_year(claimed, found):
        return True
    return published is not None and _is_near(claimed, found, published, spoken)


def _told_without_year(claimed: Moment, found: Iterable[Moment]) -> bool:
    return any(
        moment.year is None
        and moment.month == claimed.month
        and (claimed.day is None or claimed.day == moment.day)
        for moment in found
    )


def _holds(found: Moment, claimed: Moment) -> bool:
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


def _is_near(claimed: Moment, found: Iterable[Moment], published: date, spoken: str) -> bool:
    """Whether `claimed` is the day of publication, or the one that a weekday before it means."""
    days = {published}
    for moment in found:
        if moment.weekday is not None:
            back = (published.weekday() - moment.weekday) % 7
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


def _to_moment(match: re.Match[str]) -> Moment:
    parts = match.groupdict()
    year = parts.get("year") or parts.get("after")
    month = parts.get("month") or parts.get("only")
    sign = -1 if parts.get("before") else 1
    century = parts.get("ordinal")
    if parts.get("spelled"):
        century = str(_ORDINAL_WORDS.index(parts["spelled"]) + 1)
    weekday = parts.get("weekday")
    return Moment(
        text=match.group().strip(),
        start=match.start(),
        end=match.end(),
        year=int(year) if year else -int(parts["old"]) if parts.get("old") else None,
        month=_month(month) if month else int(parts["number"]) if parts.get("number") else None,
        day=int(parts["day"]) if parts.get("day") else None,
        decade=_decade(parts),
        century=sign * int(century) if century else None,
        weekday=_WEEKDAYS.index(weekday.lower()) if weekday else None,
    )


def _month(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _decade(parts: dict[str, str]) -> int | None:
    if parts.get("decade"):
        return int(parts["decade"])
    return 1900 + int(parts["short"]) if parts.get("short") else None


def _ends_of_ranges(text: str) -> list[Moment]:
    """What a range says in short: 1794 in "1793–94", 9 May in "9–12 May"."""
    ends = []
    for match in _SHORT_END.finditer(text):
        year = int(match["first"][:2] + match["last"])
        ends.append(Moment(match["last"], match.start("last"), match.end("last"), year=year))
    for match in _SAME_MONTH.finditer(text):
        month = _month(match["month"] or match["named"])
        group = "first" if match["month"] else "to"
        ends.append(Moment(match[group], *match.span(group), month=month, day=int(match[group])))
    return ends
