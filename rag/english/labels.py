"""Identifiers: what tells one of many apart by a number: Route 9, Bill 144, 2044-3, MH370."""

import re

from index.text.calendar import MONTHS, WEEKDAYS
from rag.english.function_words import FUNCTION_WORDS
from rag.english.grammar import Grammar

LEAST_DIGITS = 3
"""A code of fewer is a score or a part of a name as often as an identifier."""

_RE = Grammar("rag.english", "labels")
_NO_LABELS = FUNCTION_WORDS | {name.casefold() for name in WEEKDAYS}
_MONTHS = {month[:3].casefold() for month in MONTHS}


def find_labels(text: str) -> dict[str, set[str]]:
    """For each kind of identifier (its word, or the shape of a code) those that `text` has."""
    found: dict[str, set[str]] = {}
    text = text.replace("–", "-").replace("‑", "-")
    for word, number in _RE.numbered.findall(text):
        kind = word.casefold()
        if kind not in _NO_LABELS and kind[:3] not in _MONTHS:
            found.setdefault("number" if kind == "no." else kind, set()).add(number.casefold())
    for code in _RE.code.findall(text):
        if sum(map(str.isdigit, code)) >= LEAST_DIGITS:
            found.setdefault(re.sub(r"\d+", "0", code), set()).add(code)
    return found


def names_another(question: str, text: str) -> str:
    """The identifier that `question` asks about where `text` has another of its kind; else ""."""
    told = find_labels(text)
    for kind, names in find_labels(question).items():
        if kind in told and not names & told[kind]:
            name = min(names) if "0" in kind else f"{kind} {min(names)}"
            as_asked = re.search(re.escape(name), question, re.IGNORECASE)
            return as_asked[0] if as_asked else name
    return ""
