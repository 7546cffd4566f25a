"""Lists of words and of synonyms; the long ones are files in `words`, an entry a line."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


def word_set(words: str) -> frozenset[str]:
    """The words of a text that parts them by white space."""
    return frozenset(words.split())


def read_words(name: str) -> frozenset[str]:
    """The words of one of the files."""
    return frozenset(read_pairs(name))


def read_pairs(name: str) -> dict[str, str]:
    """The first word of each line -> the others; a line that begins with "#" is a comment."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" ") for line in lines if not line.startswith("#"))
    return {word: others for word, _, others in pairs}
