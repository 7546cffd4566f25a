"""Controls: two functions that must be caught, and one that must not."""

import re

from benchmarks.growth.functions import TextFunction

CONTROL = "control"
CONTROL_PATTERNS = ("many spaces", "many spaced letters", "many new words")
_BACKTRACKING = re.compile(r"\s+$")


def quadratic_by_pattern(text: str) -> str:
    """White space before the end, looked for from each of its places."""
    return _BACKTRACKING.sub("", f"{text}.")


def quadratic_by_copies(text: str) -> int:
    """Every word with all that follows it."""
    words = text.split()
    return sum(len(" ".join(words[number:])) for number in range(len(words)))


def linear(text: str) -> int:
    """Every word once."""
    return len(set(text.split()))


CONTROLS = [
    TextFunction(name=function.__name__, call=lambda text, f=function: lambda: f(text))  # type: ignore[misc]
    for function in (quadratic_by_pattern, quadratic_by_copies, linear)
]
