"""Questions that the page offers: understood by themselves, and plainly answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.index import Index
from index.search.snapshot import Snapshot
from rag.types import Answer, AnswerStatus, Citation, Filters, Sentence, Support, SupportLevel
from ui.web.library.examples import example_questions, further_questions, stands_alone

FERRY = (
    "# Wayland Ferry gets a new boat\n\nThe new boat of Wayland Ferry cost £4.2 million in March."
    " Captain Orla Penhale steers the boat from Wayland to Orkeld every morning."
    " Orla Penhale said that the Wayland Ferry had lost its anchor in the storm.\n"
)
BAKERY = (
    "# Orkeld Bakery opens again\n\nThe repair of Orkeld Bakery cost £90,000 after the fire."
    " Baker Tam Winstone opened Orkeld Bakery in the spring because the flour had come.\n"
)


@pytest.fixture
def snapshot(empty_index: Index, write_articles: Callable[..., Path]) -> Snapshot:
    empty_index.sync(write_articles({"bakery.md": BAKERY, "ferry.md": FERRY}))
    return empty_index.snapshot()


def cited(doc_id: str, quote: str, status: AnswerStatus = AnswerStatus.ANSWERED) -> Answer:
    place = Citation(
        marker=1, doc_id=doc_id, version="v", passage_id="p", start=0, end=9, quote=quote, title="T"
    )
    sentence = Sentence(
        text=quote, citations=(place,), support=Support(level=SupportLevel.SUPPORTED)
    )
    return Answer(
        question="q",
        standalone_question="q",
        filters=Filters(),
        sentences=(sentence,),
        hits=(),
        status=status,
        confidence=0.9,
    )


def by_word(question: str) -> Answer:
    """A sentence of its own for every question, in the article that it names."""
    return cited("bakery.md" if "Bakery" in question or "Tam" in question else "ferry.md", question)


@pytest.mark.parametrize(
    "question",
    [
        "How much did the final bill come to?",
        "Who said so?",
        "How many tonnes did vessels land?",
        "What did he promise?",
        "Why was it closed?",
        "When will the second one open?",
        "How much did the new boat of Wayland Ferry cost " + "and cost " * 9 + "again?",
    ],
)
def test_question_that_nobody_understands_by_itself_is_not_offered(question: str) -> None:
    assert not stands_alone(question)


@pytest.mark.parametrize(
    "question",
    [
        "How much did the repair of Orkeld Bakery cost?",
        "Who steers the boat from Wayland to Orkeld?",
        "What do the articles say about Wayland Ferry?",
        "Why did Tam Winstone open Orkeld Bakery?",
        "When was Wayland Ferry founded?",
    ],
)
def test_question_that_names_what_it_is_about_stands_alone(question: str) -> None:
    assert stands_alone(question)


def test_examples_are_about_different_articles_and_answered_from_them(snapshot: Snapshot) -> None:
    offered = example_questions(snapshot, by_word)
    assert [by_word(question).citations[0].doc_id for question in offered] in (
        ["bakery.md", "ferry.md"],
        ["ferry.md", "bakery.md"],
    )
    assert all(map(stands_alone, offered))


@pytest.mark.parametrize("status", [AnswerStatus.UNSURE, AnswerStatus.NOT_IN_ARTICLES])
def test_question_that_is_not_plainly_answered_is_no_example(
    snapshot: Snapshot, status: AnswerStatus
) -> None:
    assert example_questions(snapshot, lambda q: replace(by_word(q), status=status)) == ()


def test_question_that_another_article_answers_is_no_example(snapshot: Snapshot) -> None:
    assert example_questions(snapshot, lambda q: cited("else.md", q)) == ()


def test_further_questions_are_about_what_is_cited_and_lead_to_other_sentences(
    snapshot: Snapshot,
) -> None:
    answer = cited("ferry.md", "Shown already.")
    offered = further_questions(snapshot, answer, by_word)
    assert 1 <= len(offered) <= 3
    assert all(by_word(question).citations[0].doc_id == "ferry.md" for question in offered)
    assert further_questions(snapshot, answer, lambda q: cited("ferry.md", "Shown already.")) == ()
    assert further_questions(snapshot, answer, lambda q: cited("bakery.md", q)) == ()
    again = further_questions(snapshot, replace(answer, question=offered[0]), by_word)
    assert offered[0] not in again


def test_further_questions_lead_to_a_sentence_each(snapshot: Snapshot) -> None:
    answer = cited("ferry.md", "Shown already.")
    assert len(further_questions(snapshot, answer, lambda q: cited("ferry.md", "New."))) == 1
