"""Terminal output: one Rich console for all commands, colours off when piped; JSON on one line."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter

from index.text.characters import json_safe, printable

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderResult

Shown = TypeVar("Shown")


@lru_cache(maxsize=1)
def console() -> Console:
    """Standard output."""
    return _build_console(stderr=False)


@lru_cache(maxsize=1)
def error_console() -> Console:
    """Standard error: progress and notices, so that output can be piped."""
    return _build_console(stderr=True)


def _build_console(*, stderr: bool) -> Console:
    """A console that prints no control character but its own: articles may hold any."""
    from rich.console import Console, RenderHook

    class Guard(RenderHook):
        def process_renderables(
            self, renderables: list[ConsoleRenderable]
        ) -> list[ConsoleRenderable]:
            return [_Printable(renderable) for renderable in renderables]

    built = Console(stderr=stderr, highlight=False, soft_wrap=False, markup=False, emoji=False)
    built.push_render_hook(Guard())
    return built


class _Printable:
    """What it wraps, without the control characters in its text."""

    def __init__(self, renderable: ConsoleRenderable) -> None:
        self._renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self._renderable, options):
            clean = segment if segment.control else segment._replace(text=printable(segment.text))
            yield clean


def print_json(value: object) -> None:
    """One JSON object on one line; dataclasses by their fields."""
    plain = TypeAdapter(type(value)).dump_python(value, mode="json")
    text = json_safe(json.dumps(plain, ensure_ascii=False))
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    print(text if encoding.startswith("utf") else json.dumps(json.loads(text)))


def print_result(value: Shown, json: bool, show: Callable[[Shown], None]) -> None:
    """What a command found: as JSON, or as `show` prints it."""
    (print_json if json else show)(value)


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


def described(*parts: str | None) -> str:
    """What is known, with dots between."""
    return " · ".join(part for part in parts if part)
