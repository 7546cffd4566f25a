"""Quantities (numbers with units) in a text by value, and whether a passage bears one out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import log

from rag.english.grammar import Grammar
from rag.english.number_words import ORDINALS, SCALES, SMALL, TENS
from rag.english.overlaps import Taken

_SCALES = {**SCALES, "bn": 1e9, "mn": 1e6, "tn": 1e12, "k": 1e3, "lakh": 1e5, "crore": 1e7}
_ORDINALS = {**ORDINALS, "thirtieth": 30, "hundredth": 100}
_PARTS = {"half": 0.5, "halves": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}
_TWOS = {"both": 2.0, "twice": 2.0, "double": 2.0, "doubled": 2.0, "pair": 2.0, "couple": 2.0}
_FRACTION_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}

NUMBER_WORD = "|".join([*SMALL, *TENS])
_UNITS = Grammar("rag.english", "quantities").table("units")
_RE = Grammar(
    "rag.english",
    "quantities",
    number_word=NUMBER_WORD,
    scale="|".join([*SCALES, "bn", "mn", "tn", "lakh", "crore"]),
    ordinal="|".join(_ORDINALS),
    two="|".join(_TWOS),
    units="|".join(f"(?P<u{place}>{words})" for place, words in enumerate(_UNITS.values())),
)
DIGITS = _RE.source("digits")
HEDGE = _RE.source("hedge")
_CURRENCIES = frozenset("$£€¥₹")
LARGEST_ERROR = 0.05
"""How far "about" and "more than" reach."""


@dataclass(frozen=True, slots=True)
class Quantity:
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


def find_quantities(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """The numbers of `text` in order, those inside the spans `taken` (dates) left out."""
    return list(_find_quantities(text, tuple(taken)))


@lru_cache(maxsize=4096)
def _find_quantities(text: str, taken: tuple[tuple[int, int], ...]) -> tuple[Quantity, ...]:
    found = []
    dates = Taken(len(text), taken)
    for match in _RE.written.finditer(text):
        if dates.holds(*match.span()):
            continue
        quantity = _to_quantity(match)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def bears_out(found: Quantity, claimed: Quantity) -> bool:
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


def read_shares(text: str, quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """ "Seven in ten" and "7 out of 10" as 70 %."""
    for part, whole in pairwise(quantities):
        if _RE.out_of.fullmatch(text, part.end, whole.start) and 0 < part.value < whole.value:
            worth = 100 * part.value / whole.value
            yield replace(part, value=worth, unit="%", quantum=1.0, end=whole.end)


def nearest(claimed: Quantity, others: Iterable[Quantity]) -> Quantity | None:
    """The quantity that a wrong one most likely stands for: of the same unit and kind."""
    alike = [f for f in others if f.unit == claimed.unit and f.is_ordinal == claimed.is_ordinal]
    if not claimed.unit:
        alike = [f for f in alike if not f.is_loose]
    return min(alike, key=lambda f: abs(_log(f.value) - _log(claimed.value)), default=None)


def _is_close(value: float, found: Quantity, claimed: Quantity) -> bool:
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
    return log(abs(value) + 1e-3)


def _to_quantity(match: re.Match[str]) -> Quantity | None:
    value, quantum = _worth(match)
    if value is None:
        return None
    loose = bool(match["twos"] or match["part"])
    words = (match["words"] or "").lower().strip()
    text = match.group().strip()
    return Quantity(
        value=value,
        unit=_unit(match),
        hedge=_hedge(match["hedge"]),
        quantum=quantum,
        text=_RE.leading_hedge.sub("", text),
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
        return SMALL[count] * _PARTS[part if part == "halves" else part.removesuffix("s")], 0.01
    if match["words"]:
        value = _words(match["words"].lower())
        return value, _quantum(value or 1.0)
    if match["ordinal"]:
        *tens, last = re.split(r"[\s-]+", match["ordinal"].lower())
        return float(sum(TENS[word] for word in tens) + _ORDINALS[last]), 1.0
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
        if word in SMALL or word in TENS:
            current += SMALL.get(word, TENS.get(word, 0))
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
    for place, name in enumerate(_UNITS):
        if match[f"u{place}"]:
            return name
    return ""


def _hedge(written: str | None) -> str:
    if not written:
        return ""
    if _RE.more_than.fullmatch(written):
        return "more"
    return "less" if _RE.less_than.fullmatch(written) else "about"
