"""Date range parser for questions: days, months, years, "since March 2024", "last week"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from index.text.calendar import MONTH, month_number
from index.text.dates import parse_date
from rag.english.number_words import SMALL

_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
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
    for match in _PERIOD.finditer(text):
        period = _read(match, today)
        if period is not None:
            found.append(period)
    return found


_DAY_FORMS = (
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH},? {_YEAR}"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}"
)
_RELATIVE_FORMS = (
    r"(?-i:yesterday|today)|(?:this|last|the past|the last) (?:week|month|year)"
    rf"|the (?:past|last) (?:{_COUNT}) (?:day|week|month|year)s"
)
# A month without a year is one only behind a preposition: "May" and "March" are verbs too.
_DATE = (
    rf"{_DAY_FORMS}|{MONTH},? (?:of )?{_YEAR}|(?:the )?{_YEAR}s|{_YEAR}(?![\d.,]\d|%)"
    rf"|{_RELATIVE_FORMS}"
)
_SIDES = r"since|after|before|until|till|up to|prior to|later than|earlier than"
_PERIOD = re.compile(
    rf"\b(?:(?:between|from|in) (?P<low>{_DATE})(?: and | to | until |\s?[-–]\s?)"
    rf"(?P<high>{_DATE})"
    rf"|(?P<side>{_SIDES}) (?P<limit>{_DATE}|{MONTH})"
    rf"|from (?P<onwards>{_DATE}|{MONTH}) on(?:wards?)?"
    rf"|(?:in|from|of|on|during|dated|within|over) (?P<within>{_DATE}|{MONTH})"
    rf"|(?P<bare>{_DATE}))(?!\w)",
    re.IGNORECASE,
)


def _read(match: re.Match[str], today: date) -> Period | None:
    first: date | None
    last: date | None
    if match["low"]:
        low, high = _days(match["low"], today), _days(match["high"], today)
        first, last = (low[0], high[1]) if low and high else (None, None)
    elif match["limit"]:
        first, last = _one_sided(match["side"].lower(), _days(match["limit"], today))
    elif match["onwards"]:
        first, last = _one_sided("since", _days(match["onwards"], today))
    else:
        first, last = _days(match["within"] or match["bare"], today) or (None, None)
    if first is None and last is None:
        return None
    return Period(start=match.start(), end=match.end(), first=first, last=last, kind=_kind(match))


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
    for pattern, read in _READERS:
        match = pattern.fullmatch(words)
        if match:
            return read(match, today)
    return None


def _read_month(match: re.Match[str], today: date) -> DayRange:
    month = month_number(match["month"])
    if match["year"]:
        return _month(int(match["year"]), month)
    return _month(today.year if month <= today.month else today.year - 1, month)


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


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], DayRange]], ...] = (
    (re.compile(rf"(?i:(?P<month>{MONTH})),?(?: of)?(?: (?P<year>\d{{4}}))?"), _read_month),
    (re.compile(r"(?:the )?(?P<year>\d{4})(?P<decade>(?<=0)s)?"), _read_year),
    (re.compile(r"(?P<which>this|last) (?P<unit>week|month|year)"), _read_current),
    (
        re.compile(rf"the (?:past|last) (?:(?P<count>{_COUNT}) )?(?P<unit>day|week|month|year)s?"),
        _read_past,
    ),
    (re.compile(r"yesterday|today"), _read_near),
)
