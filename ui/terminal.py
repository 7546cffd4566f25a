"""Printing: one console for all commands, colours off when piped; JSON on one line."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

if TYPE_CHECKING:
    from rich.console import Console


@lru_cache(maxsize=1)
def console() -> Console:
    """Standard output."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False, markup=False, emoji=False)


@lru_cache(maxsize=1)
def error_console() -> Console:
    """Standard error: progress and notices, so that output can be piped."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def print_json(value: object) -> None:
    """One JSON object on one line; dataclasses by their fields."""
    plain = TypeAdapter(type(value)).dump_python(value, mode="json")
    print(json.dumps(plain, ensure_ascii=False))
