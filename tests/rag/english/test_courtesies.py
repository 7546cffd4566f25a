"""Courtesies are taken off a question, and nothing else."""

from __future__ import annotations

import pytest

from rag.english.courtesies import without_courtesies


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("Hi there! I hope you're well. Could you tell me what it cost? Thanks!", "what it cost?"),
        ("Would you mind telling me, by any chance, who won the race?", "who won the race?"),
        ("Good morning, I was wondering when the ferry sails.", "when the ferry sails."),
        ("Please list the winners", "list the winners"),
        ("Sorry to bother you, but how deep is the harbour, please?", "how deep is the harbour?"),
        ("Do you happen to know whether the bridge is open?", "whether the bridge is open?"),
    ],
)
def test_courtesies_are_taken_off(question, plain):
    assert without_courtesies(question) == plain


@pytest.mark.parametrize(
    "question",
    [
        "Tell me more",
        "Thanks!",
        "Who said hello?",
        "What did he ask her to do, please them?",
        "So?",
    ],
)
def test_what_is_no_courtesy_stays(question):
    assert without_courtesies(question) == question
