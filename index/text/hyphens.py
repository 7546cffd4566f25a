"""Hyphenation at line ends undone: whether a divided word had its hyphen before it was divided.

"Janu-|ary" is one word, "mayor-|elect" keeps its hyphen. What the rest of the text writes decides
first; then a few elements of compounds; then, for English, whether both halves are words.
"""

import re
from functools import lru_cache

from index.text.data import read_data

DIVIDED = re.compile(r"(?<![\w./@])(?P<left>[^\s\W]+(?:[-'’][^\s\W]+)*)(?P<sign>[-\u2010\u00ad])$")
"""The end of a line that ends in a hyphen behind letters or digits."""

_RIGHT = re.compile(r"[^\W_]+")
_DATA = read_data(__file__)
_SUSPENDED = frozenset(_DATA["suspended"])
# A striker who re-signs stays, a minister who resigns goes.
_OTHER_WORD = re.compile("re-sign(?:s|ed|ing)?")


class Hyphens:
    """Knows what words a text holds.

    Args:
        text: The whole text, its lines as they are.
        english: Whether its halves can be looked up in an English dictionary.
    """

    def __init__(self, text: str, *, english: bool = True) -> None:
        words = re.findall(
            r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*(?![-\u2010\u00ad]?\n)", text.casefold()
        )
        self._words = set(words)
        self._english = english

    def between(self, above: str, below: str) -> str | None:
        """What stands between two lines in place of the line's end.

        Returns:
            "" when a divided word is whole without its hyphen (which is to be taken off), "-"
            when it keeps it, "- " for "pre- and post-war"; None when no word is divided.
        """
        divided, rest = DIVIDED.search(above[-80:].rstrip(" ")), _RIGHT.match(below)
        if not divided or not rest:
            return None
        if divided["sign"] == "\u00ad":
            return ""
        left, right = divided["left"].rsplit("-", 1)[-1], rest[0]
        if f"{left}{right}".casefold() in ("cannot", "into", "onto"):
            return ""  # of small words, which the dictionary lacks
        if right.casefold() in _SUSPENDED:
            return "- "
        return "-" if self._keeps(left, right, compound="-" in divided["left"]) else ""

    def _keeps(self, left: str, right: str, *, compound: bool) -> bool:
        whole, parts = f"{left}{right}".casefold(), f"{left}-{right}".casefold()
        if whole in self._words or parts in self._words:
            return parts in self._words and whole not in self._words
        if compound or not right[0].islower() or not left[-1].isalpha() or len(left) == 1:
            return True
        if not self._english:
            return False
        if _OTHER_WORD.fullmatch(parts):
            return not any(word.startswith("resign") for word in self._words)
        return bool(_DATA.compass.fullmatch(parts)) or _is_compound(left, right)


def _is_compound(left: str, right: str) -> bool:
    first = bool(_DATA.first.fullmatch(left.casefold()))
    second = bool(_DATA.second.fullmatch(right))
    if _is_word(left + right) or not (first or second or left.islower()):
        return False
    known_left = first or _is_word(left) or (second and left[0].isupper())
    known_right = second or _is_word(right) or (first and right in _NUMBERS)
    return known_left and known_right


_NUMBERS = tuple(_DATA["numbers"])


@lru_cache(maxsize=4096)
def _is_word(word: str) -> bool:
    """Whether an English dictionary holds it; names and the smallest words are not in it."""
    from lemminflect import getAllLemmas

    return len(word) > 2 and bool(getAllLemmas(word.casefold()))
