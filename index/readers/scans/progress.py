"""How far the recognition of a file's pages is: many take minutes."""

from collections.abc import Callable
from contextvars import ContextVar

tell_progress: ContextVar[Callable[[int, int], None]] = ContextVar(
    "tell_progress", default=lambda done, total: None
)
"""Is told how many pages of how many are done."""
