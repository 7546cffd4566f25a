"""Grammar of question generation: the patterns of `grammar.toml`, the word lists of `words`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from index.text.calendar import MONTH, WEEKDAY
from rag.english.number_words import SCALES, SMALL, TENS
from rag.english.quantities import DIGITS, HEDGE

_FOLDER = Path(__file__).parent
_SPELLED = "|".join([*list(SMALL)[2:], *TENS])  # from two on
_KNOWN = {
    "month": MONTH,
    "weekday": WEEKDAY,
    "digits": DIGITS,
    "hedge": HEDGE,
    "number": rf"(?:(?:{DIGITS}|{_SPELLED})(?:\s(?:{'|'.join(SCALES)}))?)",
}
_REFERENCE = re.compile(r"@([a-z_]+)@")
GRAMMAR: dict[str, Any] = tomllib.loads((_FOLDER / "grammar.toml").read_text(encoding="utf-8"))


@cache
def source(name: str) -> str:
    """A pattern as text, in which "@name@" stands for another and line breaks for nothing."""
    text = _KNOWN.get(name) or "".join(map(str.strip, GRAMMAR["patterns"][name].splitlines()))
    return _REFERENCE.sub(lambda found: source(found[1]), text)


def pattern(name: str) -> re.Pattern[str]:
    """One of the patterns."""
    return re.compile(source(name))


def word_list(name: str) -> frozenset[str]:
    """One of the short lists of words."""
    return frozenset(GRAMMAR["words"][name].split())


def read_pairs(name: str) -> dict[str, str]:
    """The first word of each line -> the others; a line that begins with "#" is a comment."""
    lines = (_FOLDER / "words" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" ") for line in lines if not line.startswith("#"))
    return {word: others for word, _, others in pairs}
