"""A conversation that two pages of one reader ask in."""

from __future__ import annotations

import asyncio
import html
import threading
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from index.index import Index
from ui.web.chat.messages import Rendered
from ui.web.chat.page import _ask, _follow
from ui.web.context import Context
from ui.web.conversations.schema import opened
from ui.web.values import AskSettings, User

QUESTION = "How wide was the hole in the harbour wall?"
SENTENCE = "The storm tore a hole of fourteen metres in the harbour wall."
SHARED = "conversation-of-two-pages"

ONE = User(owner="one")
ASKED = AskSettings(conversation=SHARED)

Updates = AsyncGenerator[tuple[Any, Any], None]


class WaitingModel:
    """Waits until it is let go."""

    name = "waiting"

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        self.let_go.wait(30)
        yield f"{SENTENCE} [1]"


@pytest.fixture
def context(
    empty_index: Index,
    write_articles: Callable[[dict[str, str]], Path],
    make_context: Callable[..., Context],
) -> Context:
    """What stands behind the page."""
    empty_index.sync(write_articles({"wall.md": f"# The wall\n\n{SENTENCE} Nobody was hurt.\n"}))
    return make_context(empty_index)


def _all(updates: Updates) -> list[Any]:
    async def collect() -> list[Any]:
        return [update async for update in updates]

    return asyncio.run(asyncio.wait_for(collect(), 20))


def _told(updates: Updates) -> list[str]:
    """The messages that stand there at last."""
    return [html.unescape(message["content"]) for message in _all(updates)[-1][0]]


def test_an_unreadable_answer_stands_among_the_others_and_the_conversation_goes_on(
    context: Context,
) -> None:
    rendered = Rendered(context.answering)
    for _ in range(2):
        _all(_ask(rendered, ONE, QUESTION, ASKED.model_dump_json()))
    first, _ = context.answering.exchange_ids("one", SHARED)
    with opened(context.conversations.path) as connection:
        connection.execute(
            "UPDATE exchanges SET answer = '{', settings = '{\"tone\": 1}' WHERE exchange_id = ?",
            (first,),
        )
    told = _told(_ask(Rendered(context.answering), ONE, QUESTION, ASKED.model_dump_json()))
    assert len(told) == 6
    assert "cannot be read by this version of Byline" in told[1]
    assert "fourteen metres" in told[3]
    assert "fourteen metres" in told[5]


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("ALTER TABLE exchanges RENAME COLUMN answer TO reply", "no such column"),
        ("UPDATE exchanges SET asked_at = 'yesterday'", "Something went wrong inside Byline"),
    ],
)
def test_a_conversation_that_cannot_be_read_says_so(
    context: Context, damage: str, problem: str
) -> None:
    _all(_ask(Rendered(context.answering), ONE, QUESTION, ASKED.model_dump_json()))
    with opened(context.conversations.path) as connection:
        connection.execute(damage)
    (told,) = _told(_follow(Rendered(context.answering), "one", SHARED))
    assert problem in told


def test_a_question_that_cannot_be_asked_stands_there_with_why(context: Context) -> None:
    with opened(context.conversations.path) as connection:
        connection.execute("DROP TABLE exchanges")
    asked, why = _told(_ask(Rendered(context.answering), ONE, QUESTION, ASKED.model_dump_json()))
    assert QUESTION in asked
    assert "no such table" in why


def test_a_page_shows_the_end_of_every_answer_of_its_conversation(context: Context) -> None:
    model = WaitingModel()
    context.library.models[model.name] = model
    answering = context.answering
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
