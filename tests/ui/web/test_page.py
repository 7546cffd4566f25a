"""What a page shows when things overtake each other, and when there are many pages."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from index.index import Index
from tests.support.visitor import Visitor
from tests.ui.conftest import Serve
from ui.web.chat.newest import MOST_OF_ALL, MOST_OF_OWNER, Newest

QUESTION = "How wide was the hole in the harbour wall?"
SENTENCE = "The storm tore a hole of fourteen metres in the harbour wall."
READERS, PAGES = 5, 12


class Pages:
    """Pages whose events go on until they must end; notes with what each does."""

    def __init__(self) -> None:
        self.newest = Newest("nothing", "crowded")
        self.ends: dict[tuple[str, str], list[str]] = {}
        self._running: list[asyncio.Task[None]] = []

    async def begin(self, owner: str, *sessions: str) -> None:
        """A new event in each session, under way."""
        for session in sessions:
            begun = asyncio.Event()
            self._running.append(asyncio.create_task(self._show(owner, session, begun)))
            await begun.wait()

    async def settled(self) -> dict[tuple[str, str], list[str]]:
        """What has ended, once all that must end has; then everything does."""
        for _ in range(20):
            await asyncio.sleep(0)
        found = {key: list(ends) for key, ends in self.ends.items() if ends}
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        return found

    async def _show(self, owner: str, session: str, begun: asyncio.Event) -> None:
        ends = self.ends.setdefault((owner, session), [])
        async for update in self.newest.only(owner, session, self._updates(begun)):
            if update != "first":
                ends.append(update)

    async def _updates(self, begun: asyncio.Event) -> AsyncGenerator[str, None]:
        begun.set()
        yield "first"
        await asyncio.Event().wait()


def _names(count: int) -> list[str]:
    return [f"s{number}" for number in range(count)]


def test_older_updates_end_when_something_newer_has_begun() -> None:
    shown: list[str] = []
    newer = asyncio.Event()

    async def updates(name: str) -> AsyncGenerator[str, None]:
        yield f"{name}0"
        await newer.wait()
        yield f"{name}1"
        yield f"{name}2"

    async def show(newest: Newest[str], session: str, name: str) -> None:
        async for update in newest.only("mara", session, updates(name)):
            shown.extend([update] if update else [])

    async def both() -> None:
        newest = Newest("", "crowded")
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


def test_readers_oldest_event_gives_way_when_there_are_too_many() -> None:
    async def crowd() -> dict[tuple[str, str], list[str]]:
        pages = Pages()
        await pages.begin("other", "s0")
        await pages.begin("mara", *_names(MOST_OF_OWNER + 2))
        return await pages.settled()

    assert asyncio.run(crowd()) == {("mara", "s0"): ["crowded"], ("mara", "s1"): ["crowded"]}


def test_page_that_asks_again_is_the_newest_and_takes_no_second_place() -> None:
    async def crowd() -> dict[tuple[str, str], list[str]]:
        pages = Pages()
        await pages.begin("mara", *_names(MOST_OF_OWNER), "s0", "new")
        return await pages.settled()

    assert asyncio.run(crowd()) == {("mara", "s0"): ["nothing"], ("mara", "s1"): ["crowded"]}


def test_event_that_has_ended_leaves_its_place() -> None:
    async def one_after_the_other() -> list[str]:
        newest, shown = Newest("nothing", "crowded"), []

        async def updates() -> AsyncGenerator[str, None]:
            yield "all"

        for session in _names(MOST_OF_OWNER * 3):
            shown += [update async for update in newest.only("mara", session, updates())]
        return shown

    assert asyncio.run(one_after_the_other()) == ["all"] * MOST_OF_OWNER * 3


def test_who_has_most_gives_way_when_all_together_have_too_many() -> None:
    async def crowd() -> dict[tuple[str, str], list[str]]:
        pages = Pages()
        for number in range(MOST_OF_ALL - 3):
            await pages.begin(f"reader{number}", "s0")
        await pages.begin("mara", *_names(3))
        await pages.begin("new", "s0")
        return await pages.settled()

    assert asyncio.run(crowd()) == {("mara", "s0"): ["crowded"]}


class Held:
    """A model that writes when it is let go."""

    name = "held"

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        self.let_go.wait(120)
        yield f"{SENTENCE} [1]"


@pytest.fixture
def held(
    serving: Serve, empty_index: Index, write_articles: Callable[[dict[str, str]], Path]
) -> Iterator[str]:
    """A page with a model that writes nothing until the test is over."""
    empty_index.sync(write_articles({"harbour.md": f"# Harbour\n\n{SENTENCE}\n"}))
    model = Held()
    with serving(empty_index, models={model.name: model}) as address:
        yield address
        model.let_go.set()


def test_others_ask_and_stop_while_sixty_pages_follow_slow_answers(held: str) -> None:
    async def crowd() -> tuple[str, str]:
        readers = [await Visitor.at(held) for _ in range(READERS)]
        for reader in readers:
            reader.model = Held.name
            await reader.join(QUESTION)
            for number in range(PAGES):
                reader.session = f"page{number}"
                await reader.follow(reader.conversation)
        other = await Visitor.at(held)
        error = (await other.ask(QUESTION)).error
        await readers[0].stop()
        reader = readers[0]
        address = f"/byline/api/conversations/{reader.conversation}/exchanges"
        exchanges = (await reader.client.get(address)).json()["exchanges"]
        return error, exchanges[0]["state"]

    assert asyncio.run(crowd()) == ("", "stopped")
