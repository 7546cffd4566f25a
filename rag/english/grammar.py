"""Grammars: the patterns and word lists that a package keeps in its `grammar.toml`."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from index.text.calendar import MONTH, MONTH_ABBREVIATION, TIME_UNITS, WEEKDAY
from index.text.data import bounded
from rag.english.number_words import SCALES, SMALL, TENS

_KNOWN = {
    "month": MONTH,
    "month_short": MONTH_ABBREVIATION,
    "weekday": WEEKDAY,
    "time_unit": "|".join(TIME_UNITS),
    "small": "|".join(SMALL),
    "tens": "|".join(TENS),
    "from_one": "|".join([*list(SMALL)[1:], *TENS, *SCALES]),
}
_REFERENCE = re.compile(r"@([a-z_]+)@")
_REACH = {r"\s": 30, r"\W": 30, r"\w": 100, r"\S": 300, ".": 1000}
"""How often a pattern may repeat a kind of character."""


class Grammar:
    """One table of a `grammar.toml`; its attributes are its patterns, compiled when first used.

    In a pattern "@name@" stands for another one of the table, for one of `given`, or for months,
    numerals and the like. Line breaks and indents stand for nothing, but end a comment. What a
    pattern repeats has a bound.
    """

    def __init__(self, package: str, table: str, **given: str) -> None:
        self._table, self._known = read_tables(package)[table], _KNOWN | given

    def __getattr__(self, name: str) -> re.Pattern[str]:
        pattern = re.compile(self.source(name))
        setattr(self, name, pattern)
        return pattern

    def source(self, name: str) -> str:
        """A pattern as text, to be part of another."""
        return self._filled(self._known.get(name) or self._table[name])

    def patterns(self, name: str) -> tuple[re.Pattern[str], ...]:
        """A list of patterns, in its order."""
        return tuple(re.compile(self._filled(text)) for text in self._table[name])

    def table(self, name: str) -> dict[str, str]:
        """Patterns with a name each, as text, in their order."""
        return {key: self._filled(text) for key, text in self._table[name].items()}

    @cache  # noqa: B019  # grammars live as long as the program
    def named(self, name: str) -> dict[str, re.Pattern[str]]:
        """The same, compiled."""
        return {key: re.compile(text) for key, text in self.table(name).items()}

    def word_list(self, name: str) -> frozenset[str]:
        """A list of words."""
        return frozenset(self._table[name].split())

    def word_lines(self, name: str) -> list[list[str]]:
        """The words of each line of a list."""
        return [line.split() for line in self._table[name].strip().splitlines()]

    def _filled(self, text: str) -> str:
        joint = "\n" if re.match(r"\(\?[a-z]*x", text.lstrip()) else ""
        joined = joint.join(map(str.strip, text.splitlines()))
        return _REFERENCE.sub(lambda found: self.source(found[1]), bounded(joined, _REACH))


@cache
def read_tables(package: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(package).joinpath("grammar.toml").read_text("utf-8"))
