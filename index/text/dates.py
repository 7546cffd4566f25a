"""Date parsing, strict: a date written by hand or by a publishing system.

A date that can be read in two ways, or that is no day of the calendar, is no date: a citation
with the wrong day is worse than one without.
"""

from __future__ import annotations

import re
from datetime import date

from index.text.calendar import (
    MONTH,
    MONTH_ABBREVIATION,
    WEEKDAY,
    WEEKDAY_ABBREVIATION,
    month_number,
)

_YEARS = range(1600, 2200)
_MONTH = rf"(?P<month>{MONTH}|{MONTH_ABBREVIATION})\.?"
_WEEKDAY = rf"(?:(?:{WEEKDAY}|{WEEKDAY_ABBREVIATION})\.?,?\s+)?"
_TIME = r"(?:(?:[T\s]|,?\s+(?:at\s+)?)\d{1,2}[:.]\d{2}.{0,40})?"
_FORMS = tuple(
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        r"(?P<year>\d{4})\.(?P<month>\d{1,2})\.(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?P<year>\d{{4}})",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})-{_MONTH}-(?P<year>\d{{4}})",
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        # A dot between the numbers is the German order; a slash is read only where one
        # number cannot be a month.
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
        r"(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{1,2})/(?P<year>\d{4})",
        r"(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>\d{4})",
    )
)


def parse_date(value: object) -> date | None:
    """The day that `value` names, as written, without regard to time zones.

    Args:
        value: ISO dates and times, "3 March 2025", "March 3, 2025", "Mon, 03 Mar 2025 10:00:00
            GMT", "20250303", "3.3.2025", "25/03/2025".

    Returns:
        None for anything else: no such day, a year outside 1600-2199, a month without a day, or
        an order that cannot be told ("03/04/2025").
    """
    if isinstance(value, date):
        return date(value.year, value.month, value.day) if value.year in _YEARS else None
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    if isinstance(value, int) and not 0 < value < 10**8:
        return None
    if isinstance(value, str) and len(value) > 100:
        return None
    text = " ".join(str(value).split())
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _day(match["year"], match["month"], match["day"])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else month_number(month)
    try:
        return date(int(year), number, int(day)) if int(year) in _YEARS else None
    except ValueError:
        return None
