"""Mood and aspect of a statement: plan, estimate, future or fact, and a count that still runs."""

from __future__ import annotations

import re

_MOODS = {
    "plan": r"plan(?:s|ned|ning)?|hop(?:e|ed|es|ing)|promis\w+|due to|(?:should|would) have"
    r"|target\w*|aim\w*|propos\w+|demand\w+|offer\w*|asking|w(?:as|ere) to|predict\w+"
    r"|forecast\w*|budget\w*|intend\w*|pledg\w+|needs?",
    "estimate": r"estimat\w+|could|may|might|put at|thought",
    "future": r"will|would|shall|(?:is|are) to|expect\w*",
}
_MOOD_PATTERNS = {
    mood: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for mood, words in _MOODS.items()
}
_RUNNING = re.compile(
    r"\b(?:so far|now|currently|to date|at present|still|already|latest|risen to)\b", re.IGNORECASE
)


def mood_of(text: str) -> str:
    """ "plan", "estimate", "future" or "fact", by the words that `text` uses."""
    return next((mood for mood, words in _MOOD_PATTERNS.items() if words.search(text)), "fact")


def is_running(text: str) -> bool:
    """Whether `text` counts "so far": more may have come since."""
    return bool(_RUNNING.search(text))
