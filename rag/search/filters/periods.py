"""Date range parser for questions: days, months, years, "since March 2024", "last week"."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from index.text.calendar import month_number
from index.text.dates import parse_date
from rag.english.grammar import Grammar
from rag.english.number_words import SMALL

_COUNTED = {**SMALL, "couple of": 2, "few": 3}
_COUNT = rf"\d{{1,3}}|(?:a )?(?:{'|'.join(_COUNTED)})"
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}

DayRange = tuple[date, date]  # first and last day


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of a text, with the word that leads it, and the days it tells.

    None is an open end. `kind` is "sided" for "since", "before" and the like, "of" behind that
    word, which ties it to what stands before ("the storm of 2024"), else "within".
    """

    start: int
    end: int
    first: date | None
    last: date | None
    kind: str


def find_periods(text: str, today: date) -> list[Period]:
    """The periods of `text` in its order; they do not overlap."""
    found: list[Period] = []
    for match in _RE.period.finditer(text):
        period = _read(match, today)
        if period is not None:
            found.append(period)
    return found


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month that each begins with; a winter ends in the next year."""
_PARTS = {
    "first": 0, "second": 1, "third": 2, "fourth": 3, "last": 3, "1": 0, "2": 1, "3": 2, "4": 3,
}  # fmt: skip
_RE = Grammar(
    "rag.search", "periods", season="|".join(_SEASONS), part="|".join(_PARTS), count=_COUNT
)
_ANY_MONTH = _RE.source("any_month")


def _read(match: re.Match[str], today: date) -> Period | None:
    first: date | None
    last: date | None
    if match["low"]:
        first, last = _between(match["low"], match["high"], today)
    elif match["limit"]:
        first, last = _one_sided(match["side"].lower(), _days(match["limit"], today))
    elif match["onwards"]:
        first, last = _one_sided("since", _days(match["onwards"], today))
    else:
        first, last = _days(match["within"] or match["bare"], today) or (None, None)
    if first is None and last is None:
        return None
    return Period(start=match.start(), end=match.end(), first=first, last=last, kind=_kind(match))


def _between(low: str, high: str, today: date) -> tuple[date | None, date | None]:
    """The first day of `low` and the last of `high`, which lends it the month or year it lacks."""
    end = _days(high, today)
    if end is None:
        return None, None
    lacking = re.search(rf"{_ANY_MONTH}.*", high, re.IGNORECASE) if len(low) <= 2 else None
    said = f"{low} {lacking.group() if lacking else ''}".strip()
    if re.search(r"\d{4}", said) is None:
        said = f"{said} {end[1].year}"
        begin = _days(said, today)
        if begin and begin[0] > end[1]:
            begin = _days(re.sub(r"\d{4}$", str(end[1].year - 1), said), today)
    else:
        begin = _days(said, today)
    return (begin[0], end[1]) if begin and begin[0] <= end[1] else (None, None)


def _kind(match: re.Match[str]) -> str:
    if match["limit"] or match["onwards"]:
        return "sided"
    return "of" if match.group().lower().startswith("of ") else "within"


def _one_sided(side: str, days: DayRange | None) -> tuple[date | None, date | None]:
    if days is None:
        return None, None
    if side == "since":
        return days[0], None
    if side in ("after", "later than"):
        return days[1] + timedelta(days=1), None
    if side in ("before", "prior to", "earlier than"):
        return None, days[0] - timedelta(days=1)
    return None, days[1]


def _days(written: str, today: date) -> DayRange | None:
    """The first and last day of a date, month or year; None when there is no such day."""
    words = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", " ".join(written.lower().split()))
    day = parse_date(words)
    if day is not None:
        return day, day
    for name, pattern in _RE.named("written").items():
        if match := pattern.fullmatch(words):
            return _READERS[name](match, today)
    return None


def _read_month(match: re.Match[str], today: date) -> DayRange:
    month = month_number(match["month"])
    if match["year"]:
        return _month(int(match["year"]), month)
    return _month(today.year if month <= today.month else today.year - 1, month)


def _read_part(match: re.Match[str], today: date) -> DayRange:
    """A season, half or quarter of a year."""
    year = int(match["year"])
    if match["season"]:
        first, months = _SEASONS[match["season"]], 3
    else:
        months = 6 if match["unit"] == "half" else 3
        first = 1 + months * _PARTS[match["part"] or match["q"]]
    last = first + months - 1
    return date(year, first, 1), _month(year + (last > 12), (last - 1) % 12 + 1)[1]


def _read_year(match: re.Match[str], today: date) -> DayRange:
    year = int(match["year"])
    return date(year, 1, 1), date(year + (9 if match["decade"] else 0), 12, 31)


def _read_current(match: re.Match[str], today: date) -> DayRange:
    monday = today - timedelta(days=today.weekday())
    starts = {"week": monday, "month": today.replace(day=1), "year": date(today.year, 1, 1)}
    start = starts[match["unit"]]
    if match["which"] == "this":
        return start, today
    last = start - timedelta(days=1)
    if match["unit"] == "week":
        return last - timedelta(days=6), last
    return (last.replace(day=1) if match["unit"] == "month" else date(last.year, 1, 1)), last


def _read_past(match: re.Match[str], today: date) -> DayRange:
    count = match["count"].removeprefix("a ") if match["count"] else "1"
    number = int(count) if count.isdecimal() else _COUNTED[count]
    return today - timedelta(days=number * _UNIT_DAYS[match["unit"]]), today


def _read_near(match: re.Match[str], today: date) -> DayRange:
    day = today - timedelta(days=match.group() == "yesterday")
    return day, day


def _month(year: int, month: int) -> DayRange:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


_READERS: dict[str, Callable[[re.Match[str], date], DayRange]] = {
    "month": _read_month,
    "part": _read_part,
    "year": _read_year,
    "current": _read_current,
    "past": _read_past,
    "near": _read_near,
}
"""By the patterns of the grammar's `written`."""
