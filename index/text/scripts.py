"""Scripts: which one a text is in, and segmentation of those that put no space between words."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

# Chinese and Japanese; Thai, Lao, Burmese and Khmer.
_UNSPACED = (
    "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
)
_RUN = re.compile(f"[{_UNSPACED}]+")
LATIN, UNSPACED = "LATIN", "CJK"
_ALIKE = {"HIRAGANA": UNSPACED, "KATAKANA": UNSPACED, "IDEOGRAPHIC": UNSPACED}


def segmented(text: str) -> str:
    """`text` with spaces, where it has none between words: as overlapping pairs of characters.

    Pairs find what dictionaries find, without one for each language; a character alone stays.
    """
    if text.isascii():
        return text
    return _RUN.sub(lambda run: f" {' '.join(pairs(run.group()))} ", text)


def pairs(run: str) -> list[str]:
    """The neighbouring characters of a run two by two; the run itself when it is one."""
    return [run[place : place + 2] for place in range(max(len(run) - 1, 1))]


def unspaced_runs(text: str) -> list[str]:
    """The stretches of such scripts in `text`, and those between them, in order."""
    return [part for part in re.split(f"([{_UNSPACED}]+)", text) if part]


def is_unspaced(text: str) -> bool:
    """Whether every character of `text` is of a script without spaces."""
    return _RUN.fullmatch(text) is not None


def script_of(text: str) -> str:
    """The script of most of the letters, as Unicode calls it ("LATIN", "ARABIC"); "" without any.

    Chinese and Japanese are one, "CJK".
    """
    if text.isascii():
        return LATIN if any(character.isalpha() for character in text) else ""
    counts = Counter(_script(character) for character in text[:2000] if character.isalpha())
    return counts.most_common(1)[0][0] if counts else ""


def holds_script(text: str, script: str) -> bool:
    """Whether any letter of `text` is of that script; true of any text for no script."""
    return not script or any(_script(c) == script for c in text if c.isalpha())


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    first = unicodedata.name(character, "?").split()[0].split("-")[0]
    return _ALIKE.get(first, first)
