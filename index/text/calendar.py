"""The English calendar, for every floor: months, weekdays, units of time, as words and patterns.

The patterns hold no groups and no word boundaries, so that they fit into longer ones. It stands on
the lowest floor, whose readers read dates; what `rag.english` knows of dates is built on it.
"""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MONTH_ABBREVIATIONS = (
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY_ABBREVIATIONS = ("Mon", "Tues", "Tue", "Wed", "Thurs", "Thur", "Thu", "Fri", "Sat", "Sun")
ERAS = ("BCE", "BC", "AD", "CE")
TIME_UNITS = ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century")

MONTH = f"(?:{'|'.join(MONTHS)})"
MONTH_ABBREVIATION = f"(?:{'|'.join(MONTH_ABBREVIATIONS)})"
WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"
WEEKDAY_ABBREVIATION = f"(?:{'|'.join(WEEKDAY_ABBREVIATIONS)})"
PATTERNS = {
    "month_names": MONTH, "month_abbreviations": MONTH_ABBREVIATION,
    "weekdays": WEEKDAY, "weekday_abbreviations": WEEKDAY_ABBREVIATION,
}  # fmt: skip

CALENDAR_WORDS = frozenset(w.lower() for w in (*MONTHS, *MONTH_ABBREVIATIONS, *WEEKDAYS, *ERAS))
"""Words in capitals that are no names, in lower case."""

_MONTH_OF = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}


def month_number(name: str) -> int:
    """1 to 12 for a month's name or abbreviation, in any letter case, with or without its stop."""
    return _MONTH_OF[name[:3].lower()]


def weekday_number(name: str) -> int:
    """0 for Monday to 6 for Sunday; `name` is a weekday in full, in any letter case."""
    return WEEKDAYS.index(name.capitalize())
