"""Marks of a language model that says what it is told to."""

from __future__ import annotations

import pytest

from eval.running.judging import AnswerJudge, known_of, messages_for
from eval.types import Fact, GoldSentence, Query
from index.errors import ModelError
from index.types import Filters
from rag.types import Answer, AnswerStatus

FACT = Fact(sentences=(GoldSentence(doc_id="a", quote="It cost £3."),), answers=("£3",))
QUERY = Query(query_id="q", text="What did it cost?", facts=(FACT,), answerable=True)
ANSWER = Answer(
    question="What did it cost?",
    standalone_question="What did it cost?",
    filters=Filters(),
    sentences=(),
    hits=(),
    status=AnswerStatus.ANSWERED,
    confidence=1.0,
)


class Echo:
    name = "echo"

    def __init__(self, *pieces: str) -> None:
        self.pieces = pieces

    def stream(self, messages):
        if not self.pieces:
            raise ModelError("gone")
        yield from self.pieces


@pytest.mark.parametrize(
    ("pieces", "mark"),
    [(("4",), 1.0), (("My mark", " is 3."), 0.75), (("10",), None), (("good",), None), ((), None)],
)
def test_mark_is_the_digit_of_the_reply_or_nothing(pieces, mark):
    assert AnswerJudge(Echo(*pieces)).mark(QUERY, ANSWER, refused=False) == mark


def test_mark_is_nothing_when_nothing_is_known():
    assert (
        AnswerJudge(Echo("4")).mark(Query(query_id="q", text="Why?"), ANSWER, refused=False) is None
    )


def test_judge_is_told_what_is_known_and_whether_it_was_refused():
    assert known_of(QUERY) == "- It cost £3.\n- short answer: £3"
    assert "do not answer" in known_of(Query(query_id="q", text="Why?", answerable=False))
    content = messages_for(QUERY, "known", ANSWER, True)[1]["content"]
    assert "The articles do not say." in content
