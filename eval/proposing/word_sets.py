"""Lists of words, written as text."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a text that parts them by white space."""
    return frozenset(words.split())
