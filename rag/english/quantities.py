"""Numbers in a text by what they are worth: "3.2 million" and 3,200,000, "twelve" and 12."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_ONES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_SMALL = {word: value for value, word in enumerate(_ONES.split())}
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * value for value, word in enumerate(re.findall(r"\w+", _ROUND), start=2)}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "dozen": 12.0, "bn": 1e9, "mn": 1e6, "tn": 1e12, "k": 1e3, "lakh": 1e5, "crore": 1e7,
}  # fmt: skip
_PLACES = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_ORDINALS = {word: value for value, word in enumerate(_PLACES.split(), start=1)}
_ORDINALS |= {"thirtieth": 30, "hundredth": 100}
_PARTS = {"half": 0.5, "halves": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}
_TWOS = {"both": 2.0, "twice": 2.0, "double": 2.0, "doubled": 2.0, "pair": 2.0, "couple": 2.0}
_FRACTION_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}

_WORDS = "|".join([*_SMALL, *_TENS])
_SCALE = r"hundred|thousand|million|billion|trillion|dozen|bn|mn|tn|lakh|crore"
_CURRENCY = r"(?:US|A|C|NZ|HK)?\$|[£€¥₹]"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT_WORDS = {
    "%": r"%|per ?cent\b|percent(?:age)?(?: points?)?\b|pc\b",
    "$": r"(?:US )?dollars?\b",
    "£": r"pounds? sterling\b|pounds?\b",
    "€": r"euros?\b",
    "¥": r"yen\b",
    "km": r"kilomet(?:re|er)s?\b|kms?\b",
    "mile": r"miles?\b|mi\b",
    "m": r"met(?:re|er)s?\b|m\b(?!\.)",
    "cm": r"centimet(?:re|er)s?\b|cm\b",
    "foot": r"feet\b|foot\b|ft\b",
    "kg": r"kilo(?:gram(?:me)?)?s?\b|kg\b",
    "tonne": r"tonn?e?s\b|ton\b",
    "second": r"seconds?\b",
    "minute": r"minutes?\b",
    "hour": r"hours?\b",
    "day": r"days?\b",
    "week": r"weeks?\b",
    "month": r"months?\b",
    "year": r"years?\b",
    "decade": r"decades?\b",
}
_UNITS = "|".join(f"(?P<u{place}>{words})" for place, words in enumerate(_UNIT_WORDS.values()))
_UNIT_NAMES = tuple(_UNIT_WORDS)
_ABOUT = r"about|around|some|roughly|approximately|approx\.?|nearly|almost|c\.|circa|close to"
_MORE = r"more than|over|at least|above|upwards of|exceeding|greater than"
_LESS = r"less than|under|fewer than|up to|at most|below|just short of"

# Digits glued to letters (O2, B12, COVID-19) belong to a name.
_WRITTEN = re.compile(
    rf"(?:\b(?P<hedge>{_ABOUT}|{_MORE}|{_LESS})\s+)?(?:an?\s+)?"
    rf"(?:(?P<currency>{_CURRENCY})\s?)?"
    r"(?:"
    rf"(?<![\w.])(?<![A-Z]-)(?P<digits>{_DIGITS})(?P<sign>[½¼¾⅓⅔])?(?P<th>\s?(?:st|nd|rd|th)\b)?"
    rf"(?:[\s-]?(?P<scale>{_SCALE})\b|(?P<glued>k|m|tn|bn)\b)?"
    r"|(?P<alone>[½¼¾⅓⅔])"
    rf"|\b(?P<parts>(?:one|two|three|four)[\s-](?:half|halves|thirds?|quarters?|fifths?|tenths?))\b"
    rf"|\b(?P<ordinal>(?:(?:{'|'.join(_TENS)})[\s-])?(?:{'|'.join(_ORDINALS)}))\b"
    rf"|\b(?P<words>(?:half a |a )?(?:(?:{_WORDS}|{_SCALE})\b"
    rf"(?:(?:\s+and)?[\s-]+(?=(?:{_WORDS}|{_SCALE})\b))?)+)"
    rf"|\b(?P<part>half|quarter|thirds?)\b"
    rf"|\b(?P<twos>{'|'.join(_TWOS)})\b"
    r")"
    rf"(?:[\s-]{{0,2}}(?:{_UNITS}))?",
    re.IGNORECASE,
)
_CURRENCIES = frozenset("$£€¥₹")
LARGEST_ERROR = 0.05
"""How far "about" and "more than" reach."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: its worth, its unit ("%", "$", "km", "year" ...) if one is written, its place."""

    value: float
    unit: str
    hedge: str  # "", "about", "more" or "less"
    quantum: float  # worth of its last written digit that is not 0
    text: str
    start: int
    end: int
    is_ordinal: bool = False
    is_loose: bool = False  # a word such as "both" or "one", which is often no count
    is_small_word: bool = False  # "two" to "four": perhaps the writer has counted
    is_scaled: bool = False  # written with "million" and the like, and so perhaps rounded


def find_figures(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[Figure]:
    """The numbers of `text` in order, those inside the spans `taken` (dates) left out."""
    return list(_find_figures(text, tuple(taken)))


@lru_cache(maxsize=4096)
def _find_figures(text: str, taken: tuple[tuple[int, int], ...]) -> tuple[Figure, ...]:
    found = []
    for match in _WRITTEN.finditer(text):
        start, end = match.span()
        if any(start < closed and opened < end for opened, closed in taken):
            continue
        figure = _to_figure(match)
        if figure is not None:
            found.append(figure)
    return tuple(found)


def bears_out(found: Figure, claimed: Figure) -> bool:
    """Whether a text that says `found` bears out a sentence that says `claimed`."""
    if found.unit and claimed.unit and found.unit != claimed.unit:
        return False
    if claimed.unit in _CURRENCIES and not found.unit and not _same(found.value, claimed.value):
        return False
    values = [found.value, found.value / 100] if found.unit == "%" else [found.value]
    if claimed.unit == "%" and found.value < 1 and not found.unit:
        values.append(100 * found.value)
    if any(_same(value, claimed.value) for value in values):
        return True
    is_rounder = claimed.quantum > found.quantum and not (claimed.hedge and found.hedge)
    return is_rounder and any(_is_close(value, found, claimed) for value in values)


def nearest(claimed: Figure, figures: Iterable[Figure]) -> Figure | None:
    """The figure that a wrong one most likely stands for: of the same unit and kind."""
    alike = [f for f in figures if f.unit == claimed.unit and f.is_ordinal == claimed.is_ordinal]
    if not claimed.unit:
        alike = [f for f in alike if not f.is_loose]
    return min(alike, key=lambda f: abs(_log(f.value) - _log(claimed.value)), default=None)


def _is_close(value: float, found: Figure, claimed: Figure) -> bool:
    """Whether `claimed` is a rounder way to say `value`, as its "about" or "million" tells."""
    error = (value - claimed.value) / (abs(claimed.value) or 1.0)
    if abs(error) > LARGEST_ERROR:
        return False
    if claimed.hedge == "more":
        return error > 0
    if claimed.hedge == "less":
        return error < 0
    rounded = round(value / claimed.quantum) * claimed.quantum
    is_told = claimed.hedge == "about" or (claimed.is_scaled and not found.is_scaled)
    return is_told and _same(rounded, claimed.value)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other), 1e-9)


def _log(value: float) -> float:
    from math import log

    return log(abs(value) + 1e-3)


def _to_figure(match: re.Match[str]) -> Figure | None:
    value, quantum = _worth(match)
    if value is None:
        return None
    loose = bool(match["twos"] or match["part"])
    words = (match["words"] or "").lower().strip()
    text = match.group().strip()
    return Figure(
        value=value,
        unit=_unit(match),
        hedge=_hedge(match["hedge"]),
        quantum=quantum,
        text=re.sub(rf"^(?:{_ABOUT}|{_MORE}|{_LESS})\s+", "", text, flags=re.IGNORECASE),
        start=match.start(),
        end=match.end(),
        is_ordinal=bool(match["ordinal"] or match["th"]),
        is_loose=loose or words in ("one", "a hundred", "hundred", "thousand"),
        is_small_word=words in ("two", "three", "four"),
        is_scaled=bool(match["scale"] or match["glued"]),
    )


def _worth(match: re.Match[str]) -> tuple[float | None, float]:
    """The number's value, and that of its last digit."""
    if match["digits"]:
        return _digits(match)
    if match["alone"]:
        return _FRACTION_SIGNS[match["alone"]], 0.01
    if match["parts"]:
        count, part = re.split(r"[\s-]+", match["parts"].lower())
        return _SMALL[count] * _PARTS[part if part == "halves" else part.removesuffix("s")], 0.01
    if match["words"]:
        value = _words(match["words"].lower())
        return value, _quantum(value or 1.0)
    if match["ordinal"]:
        *tens, last = re.split(r"[\s-]+", match["ordinal"].lower())
        return float(sum(_TENS[word] for word in tens) + _ORDINALS[last]), 1.0
    if match["part"]:
        return _PARTS[match["part"].lower().removesuffix("s")], 0.01
    return _TWOS[match["twos"].lower()], 1.0


def _digits(match: re.Match[str]) -> tuple[float | None, float]:
    written = match["digits"].replace(",", "")
    value = float(written)
    decimals = len(written.partition(".")[2])
    quantum = 10.0**-decimals if decimals else _quantum(value)
    value += _FRACTION_SIGNS.get(match["sign"] or "", 0.0)
    scale = _SCALES.get((match["scale"] or "").lower(), 1.0)
    glued = (match["glued"] or "").lower()
    if glued == "m":  # metres, unless it is money
        scale = 1e6 if match["currency"] else 1.0
    elif glued:
        scale = _SCALES[glued]
    return value * scale, quantum * scale


def _quantum(value: float) -> float:
    """The worth of the last digit of a whole number that is not 0: 10 for 70."""
    quantum = 1.0
    while value >= 10 * quantum and value % (10 * quantum) == 0:
        quantum *= 10
    return quantum


def _words(written: str) -> float | None:
    """The worth of "one hundred and five", "four million", "half a million"."""
    factor = 0.5 if written.startswith("half a ") else 1.0
    total, current = 0.0, 0.0
    for word in re.findall(r"[a-z]+", written.removeprefix("half ").removeprefix("a ")):
        if word in _SMALL or word in _TENS:
            current += _SMALL.get(word, _TENS.get(word, 0))
        elif word in ("hundred", "dozen"):
            current = (current or 1.0) * _SCALES[word]
        elif word in _SCALES:
            total, current = total + (current or 1.0) * _SCALES[word], 0.0
    return factor * (total + current)


def _unit(match: re.Match[str]) -> str:
    if match["currency"]:
        return match["currency"][-1]
    if match["glued"] == "m":
        return "m"
    for place, name in enumerate(_UNIT_NAMES):
        if match[f"u{place}"]:
            return name
    return ""


def _hedge(written: str | None) -> str:
    if not written:
        return ""
    if re.fullmatch(_MORE, written, re.IGNORECASE):
        return "more"
    return "less" if re.fullmatch(_LESS, written, re.IGNORECASE) else "about"
