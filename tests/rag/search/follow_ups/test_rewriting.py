"""What a model makes of a follow-up is used only when it looks like that question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest

from index.errors import ModelError
from rag.search.follow_ups.plan import plan_search
from rag.search.follow_ups.rewriting import LONGEST_REWRITTEN_CHARS, rewrite, rewriting_messages
from rag.types import Turn

HISTORY = [Turn(question="Who designed the new ferry?", answer="Ada Quell designed it in 2025.")]


class Scripted:
    """Says what it is told to, in pieces of ten characters; counts what was taken."""

    name = "scripted"

    def __init__(self, reply: str) -> None:
        self._reply = reply
        self.asked = 0
        self.given = 0

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        self.asked += 1
        if not self._reply:
            raise ModelError("it is down")
        for start in range(0, len(self._reply), 10):
            self.given += 1
            yield self._reply[start : start + 10]


@pytest.mark.parametrize(
    ("reply", "rewritten"),
    [
        ("Why did Ada Quell design the ferry?", "Why did Ada Quell design the ferry?"),
        (' "Why did Ada Quell design it in 2025?"\n', "Why did Ada Quell design it in 2025?"),
        ("Standalone question: Why did Ada Quell?", "Why did Ada Quell?"),
        ("", None),
        (" ", None),
        ("Because she loves ferries.", None),
        ("Why did Ada Quell design 12 ferries?", None),
        ("Do you like music?", None),
        ("Why?\nWhy did Ada Quell design the ferry?", None),
        ("ferry " * LONGEST_REWRITTEN_CHARS + "?", None),
    ],
)
def test_rewrite_takes_only_a_question_about_the_same(reply, rewritten):
    assert rewrite("Why did she do it?", HISTORY, Scripted(reply)) == rewritten


def test_rewrite_stops_a_model_that_rambles():
    model = Scripted("ferry " * 10_000)
    assert rewrite("Why did she do it?", HISTORY, model) is None
    assert model.given < 100


@pytest.mark.parametrize(
    ("question", "history"),
    [("Why?", []), ("Who won the Lantern Festival in Marlow?", HISTORY)],
)
def test_rewrite_does_not_ask_when_the_question_stands_alone(question, history):
    model = Scripted("Who?")
    assert rewrite(question, history, model) is None
    assert model.asked == 0


def test_rewriting_messages_hold_recent_turns_and_the_question():
    text = rewriting_messages("Why?", HISTORY)[1]["content"]
    assert "Who designed the new ferry?" in text
    assert text.endswith("Last question: Why?")


def test_plan_search_searches_the_rewritten_question_beside_the_own():
    plan = plan_search("Why did she?", HISTORY, rewritten="Why did Ada Quell design the ferry?")
    assert plan.standalone == "Why did Ada Quell design the ferry?"
    assert tuple(query.text for query in plan.queries) == (
        "Why did she?",
        "Why did Ada Quell design the ferry?",
    )


def test_plan_search_searches_what_is_left_of_the_question_without_its_filters():
    plan = plan_search("And articles by Ann Lee about the wall?", HISTORY, searched="the wall?")
    assert plan.queries[0].text == "the wall?"
    assert plan.queries[1].text.startswith("the wall? Who designed")
    assert plan.standalone.startswith("And articles by Ann Lee about the wall? (")
