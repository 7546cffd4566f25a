"""Latest request wins: of a page's running events, older ones show nothing more.

Gradio's own way to end an event, `cancels`, is sent by the page some time after the click that
asks for it: on a slow machine it then ends what was asked for after that click.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Any, TypeVar

T = TypeVar("T")


class Newest:
    """Which event of each page is the newest. For one event loop."""

    def __init__(self) -> None:
        self._ends: dict[str, asyncio.Event] = {}  # session of a page -> set by a newer event

    async def only(
        self, session: str, updates: AsyncGenerator[T, None], nothing: T
    ) -> AsyncGenerator[T, None]:
        """Pass on `updates` until something newer begins in the same session, then `nothing`.

        `nothing` is an update that changes nothing: Gradio repeats the last one of an event that
        has ended, which would cover those of the newer event.
        """
        if session in self._ends:
            self._ends[session].set()
        end = self._ends[session] = asyncio.Event()
        ended = asyncio.ensure_future(end.wait())
        try:
            async with aclosing(updates):
                while (update := await _next(updates, ended)) and not end.is_set():
                    yield update[0]
            if end.is_set():
                yield nothing
        finally:
            ended.cancel()
            if self._ends.get(session) is end:
                del self._ends[session]


async def _next(updates: AsyncGenerator[T, None], ended: asyncio.Future[Any]) -> tuple[T, ...]:
    """The next update; empty when there is none, or when `ended` comes first."""
    step = asyncio.ensure_future(_one(updates))
    try:
        await asyncio.wait({step, ended}, return_when=asyncio.FIRST_COMPLETED)
        return step.result() if step.done() else ()
    finally:
        if not step.done():
            step.cancel()
            with suppress(asyncio.CancelledError):
                await step


async def _one(updates: AsyncGenerator[T, None]) -> tuple[T, ...]:
    try:
        return (await anext(updates),)
    except StopAsyncIteration:
        return ()
