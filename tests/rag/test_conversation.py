"""Follow-ups take the question before them along; others are left alone."""

from __future__ import annotations

import pytest

from rag.conversation import to_standalone
from rag.types import Turn

HISTORY = [Turn(question="Who designed the new ferry?", answer="Ada Quell designed it.")]


@pytest.mark.parametrize(
    "question", ["And who paid?", "When was it built?", "Why?", "What about the old one?"]
)
def test_to_standalone_takes_the_earlier_question_along(question):
    assert to_standalone(question, HISTORY) == f"Who designed the new ferry? {question}"


def test_to_standalone_leaves_a_question_alone_when_it_stands_by_itself():
    question = "How wide was the hole in the harbour wall?"
    assert to_standalone(question, HISTORY) == question
    assert to_standalone("Why?", []) == "Why?"
