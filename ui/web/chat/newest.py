"""Latest request wins: of a page's running events, older ones show nothing more.

Gradio's own way to end an event, `cancels`, is sent by the page some time after the click that
asks for it: on a slow machine it then ends what was asked for after that click.

A page that is closed keeps its event until the answer that it follows moves on. So no reader has
more than a few at a time, and all together leave room: the oldest give way.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Generic, TypeVar

T = TypeVar("T")

MOST_OF_OWNER = 16
MOST_OF_ALL = 400


class Newest(Generic[T]):
    """Which events run, and which of each page is the newest. For one event loop.

    Args:
        nothing: the last update of an event for which a newer one has begun in its page. It changes
            nothing: Gradio repeats an event's last update when it has ended, which would cover
            those of the newer event.
        crowded: the last update of an event that gives way to those of other pages.
    """

    def __init__(self, nothing: T, crowded: T) -> None:
        self._nothing, self._crowded = nothing, crowded
        self._ends: defaultdict[str, dict[str, asyncio.Future[T]]] = defaultdict(dict)
        """Of each owner, by session of a page, the oldest first: done when it must end."""

    async def only(
        self, owner: str, session: str, updates: AsyncGenerator[T, None]
    ) -> AsyncGenerator[T, None]:
        """Pass on `updates` until the event must end, then why it does."""
        own = self._ends[owner]
        if session in own:
            own.pop(session).set_result(self._nothing)
        end = own[session] = asyncio.get_running_loop().create_future()
        self._make_room(own)
        try:
            async with aclosing(updates):
                while (update := await _next(updates, end)) and not end.done():
                    yield update[0]
            if end.done():
                yield end.result()
        finally:
            if own.get(session) is end:
                del own[session]
            if not own and self._ends.get(owner) is own:
                del self._ends[owner]

    def _make_room(self, own: dict[str, asyncio.Future[T]]) -> None:
        """End the oldest event of `own`, or of whoever has most, when there are too many."""
        crowd = max(self._ends.values(), key=len)
        if len(own) > MOST_OF_OWNER:
            crowd = own
        elif sum(map(len, self._ends.values())) <= MOST_OF_ALL:
            return
        crowd.pop(next(iter(crowd))).set_result(self._crowded)


async def _next(updates: AsyncGenerator[T, None], end: asyncio.Future[T]) -> tuple[T, ...]:
    """The next update; empty when there is none, or when `end` comes first."""
    step = asyncio.ensure_future(_one(updates))
    try:
        await asyncio.wait((step, end), return_when=asyncio.FIRST_COMPLETED)
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
