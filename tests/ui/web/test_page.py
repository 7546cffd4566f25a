"""What a page shows when things overtake each other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from ui.web.chat.newest import Newest


def test_older_updates_end_when_something_newer_has_begun() -> None:
    shown: list[str] = []
    newer = asyncio.Event()

    async def updates(name: str) -> AsyncGenerator[tuple[str, str], None]:
        yield f"{name}0", ""
        await newer.wait()
        yield f"{name}1", ""
        yield f"{name}2", ""

    async def show(newest: Newest, session: str, name: str) -> None:
        async for update in newest.only(session, updates(name), ("", "")):
            shown.extend(update[:1] if update[0] else ())

    async def both() -> None:
        newest = Newest()
        older = asyncio.create_task(show(newest, "one", "a"))
        other = asyncio.create_task(show(newest, "two", "b"))
        while len(shown) < 2:
            await asyncio.sleep(0)
        begun = asyncio.create_task(show(newest, "one", "c"))
        while len(shown) < 3:
            await asyncio.sleep(0)
        newer.set()
        await asyncio.gather(older, other, begun)

    asyncio.run(both())
    assert [name for name in shown if name[0] == "a"] == ["a0"]
    assert [name for name in shown if name[0] == "b"] == ["b0", "b1", "b2"]
    assert [name for name in shown if name[0] == "c"] == ["c0", "c1", "c2"]
