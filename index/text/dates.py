"""Date parsing, strict: a date written by hand or by a publishing system, in 50 languages.

A date that can be read in two ways, or that is no day of the calendar, is no date: a citation
with the wrong day is worse than one without.
"""

import re
from collections import defaultdict
from datetime import UTC, date, datetime
from functools import lru_cache

from index.text.calendar import PATTERNS, month_number
from index.text.data import read_data

_YEARS = range(1600, 2200)
_LABEL = re.compile(r"(?:published|posted|date)(?:\s+on\b)?\s*:?\s+(?=\S)", re.IGNORECASE)
_DATA = read_data(__file__, **PATTERNS)
_FORMS = tuple(form["pattern"] for form in _DATA["forms"])
_NAMED_FORMS = tuple(form["pattern"] for form in _DATA["named_forms"])
_LANGUAGES = tuple(_DATA["languages"])
# Seconds of the years 2001 to 2031: "2024091210" is no such number.
_EPOCH_S = range(1_000_000_000, 1_950_000_000)


def parse_date(value: object) -> date | None:
    """The day that `value` names, as written, without regard to time zones.

    Args:
        value: ISO dates and times, "3 March 2025", "3 mars 2025", "Mar. 3, 2025 | 10:40 p.m.",
            "Mon, 03 Mar 2025 10:00:00 GMT", "20250303", "3.3.2025", "25/03/2025"; seconds or
            milliseconds since 1970, of which the day in UTC is meant.

    Returns:
        None for anything else: no such day, a year outside 1600-2199, a month without a day, or
        an order that cannot be told ("03/04/2025").
    """
    if isinstance(value, date):
        return date(value.year, value.month, value.day) if value.year in _YEARS else None
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    if isinstance(value, str) and len(value) > 100:
        return None
    text = _LABEL.sub("", " ".join(str(value).split()), count=1)
    if re.fullmatch(r"[1-9]\d{9}(?:\d{3})?", text) and int(text[:10]) in _EPOCH_S:
        return datetime.fromtimestamp(int(text[:10]), UTC).date()
    if isinstance(value, int) and not 0 < value < 10**8:
        return None
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _day(match["year"], match["month"], match["day"])
    return _named_day(text)


def _named_day(text: str) -> date | None:
    for form in _NAMED_FORMS:
        if match := form.fullmatch(text):
            months, weekdays = _names()
            month = str(months.get(match["month"].casefold(), match["month"]))
            weekday = match.groupdict().get("weekday")
            if month.isdecimal() and (not weekday or weekday.casefold() in weekdays):
                return _day(match["year"], month, match["day"])
    return None


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, int], frozenset[str]]:
    """Month names that mean one month wherever they are used, and the names of weekdays.

    "listopad" is November in Polish and October in Croatian, so it is none.
    """
    from babel import Locale

    months: dict[str, set[int]] = defaultdict(set)
    weekdays: set[str] = set()
    for code in _LANGUAGES:
        locale = Locale.parse(code)
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[form][width].items():
                    months[name.casefold().strip(".")].add(number)
                weekdays.update(n.casefold().strip(".") for n in locale.days[form][width].values())
    certain = {name: numbers.pop() for name, numbers in months.items() if len(numbers) == 1}
    return certain, frozenset(weekdays)


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else month_number(month)
    try:
        return date(int(year), number, int(day)) if int(year) in _YEARS else None
    except ValueError:
        return None
