"""Refusal detection in a language model's words: "The passages do not mention the cost"."""

import re

from rag.english.grammar import Grammar

_RE = Grammar("rag.english", "refusals")


def refuses(text: str) -> bool:
    """Whether a sentence says that there is no answer, be it with something else after it."""
    return _find(text) is not None


def adds_more(text: str) -> bool:
    """Whether more is said after the refusal: "they do not say who, but when"."""
    found = _find(text)
    return bool(found and _RE.adds.search(text, found.end()))


def _find(text: str) -> re.Match[str] | None:
    """Where it does, outside quotation marks."""
    bare = _RE.quoted.sub(lambda match: " " * len(match[0]), text).strip(" \n\t\"'“”*.")
    return _RE.refuses.search(bare)
