"""Mood and aspect of a statement: plan, estimate, future or fact, and a count that still runs."""

from rag.english.grammar import Grammar

_RE = Grammar("rag.english", "mood")


def mood_of(text: str) -> str:
    """ "plan", "estimate", "future" or "fact", by the words that `text` uses."""
    return next((mood for mood, words in _RE.named("moods").items() if words.search(text)), "fact")


def is_running(text: str) -> bool:
    """Whether `text` counts "so far": more may have come since."""
    return bool(_RE.running.search(text))
