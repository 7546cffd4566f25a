"""Printing: one console for all commands, colours off when piped; JSON on one line."""

from __future__ import annotations

import json
import textwrap
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


def wrapped(text: str, indent: str = "") -> str:
    """The text in lines as wide as the terminal, each indented."""
    return textwrap.fill(
        text,
        width=max(console().width, 40),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def excerpt_of(text: str, most_chars: int) -> str:
    """The beginning of a text on one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most_chars else line[:most_chars].rsplit(" ", 1)[0] + " …"
