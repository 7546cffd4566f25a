"""A conversation that two pages of one reader ask in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from index.index import Index
from ui.web.context import Context
from ui.web.page import _follow
from ui.web.rendered import Rendered
from ui.web.values import AskSettings

QUESTION = "How wide was the hole in the harbour wall?"
SENTENCE = "The storm tore a hole of fourteen metres in the harbour wall."
SHARED = "conversation-of-two-pages"


class WaitingModel:
    """Waits until it is let go."""

    name = "waiting"

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        self.let_go.wait(30)
        yield f"{SENTENCE} [1]"


def test_a_page_shows_the_end_of_every_answer_of_its_conversation(
    empty_index: Index,
    write_articles: Callable[[dict[str, str]], Path],
    make_context: Callable[..., Context],
) -> None:
    model = WaitingModel()
    empty_index.sync(write_articles({"wall.md": f"# The wall\n\n{SENTENCE} Nobody was hurt.\n"}))
    answering = make_context(empty_index, models={model.name: model}).answering
    answering.ask("one", QUESTION, AskSettings(conversation=SHARED, model=model.name))
    answering.ask("one", QUESTION, AskSettings(conversation=SHARED))

    async def shown() -> list[Any]:
        updates = []
        async for update in _follow(Rendered(answering), "one", SHARED):
            updates.append(update)
            if "byline-pending" not in update[0][-1]["content"]:
                model.let_go.set()  # the newer one has ended, the older one has not
        return updates

    updates = asyncio.run(asyncio.wait_for(shown(), 20))
    messages, _ = updates[-1]
    assert len(messages) == 4
    assert not any("byline-pending" in message["content"] for message in messages)
