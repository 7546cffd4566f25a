"""Follow-ups take the words of earlier turns along; questions that stand alone do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Filters
from rag.conversation import already_told, plan_search, to_standalone
from rag.conversation.leaning import PARTLY, PERHAPS, STANDS_ALONE, WHOLLY, leaning
from rag.conversation.names import find_names, find_terms
from rag.conversation.plan import MOST_WORDS, carry
from rag.retrieve import HybridRetriever
from rag.types import Turn

HISTORY = [Turn(question="Who designed the new ferry?", answer="Ada Quell of Marlow designed it.")]


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("And who paid?", WHOLLY),
        ("And who else?", WHOLLY),
        ("Why did she do it?", WHOLLY),
        ("What about 2023?", WHOLLY),
        ("Was that expensive?", WHOLLY),
        ("When is the next one?", WHOLLY),
        ("Why?", WHOLLY),
        ("What did the neighbours say?", PERHAPS),
        ("What about Poland?", PARTLY),
        ("When did it get to Norway?", PARTLY),
        ("When did Egypt attack it?", PARTLY),
        ("How wide was the hole in the old harbour wall?", STANDS_ALONE),
        ("Who won the Lantern Festival?", STANDS_ALONE),
        ("What did Ann Lee do when she came home?", STANDS_ALONE),
        ("How many people live near the volcano and fear its fire?", STANDS_ALONE),
        ("Imperialism is confused with what?", STANDS_ALONE),
        ("How many boats of that kind are there in the whole county?", WHOLLY),
        ("How many kinds of boats are there in the whole county?", STANDS_ALONE),
        ("How long does it take to sail to Great Orra?", STANDS_ALONE),
    ],
)
def test_leaning_reads_how_far_a_question_points_back(question, leans):
    assert leaning(question, HISTORY) == leans
    assert leaning(question, []) == STANDS_ALONE


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Who designed the new ferry?", []),
        ("Ada Quell of Marlow designed it.", ["Ada Quell of Marlow"]),
        ("What did J. R. Holt's dog eat on Friday?", ["J. R. Holt"]),
        ("Repairs cost more. The Gazette said so.", ["Gazette"]),
        ("the yard of Quillfeather & Daughters", ["Quillfeather & Daughters"]),
    ],
)
def test_find_names_finds_runs_of_capitals(text, names):
    assert find_names(text) == names


def test_find_terms_breaks_at_words_without_meaning():
    assert find_terms("How long is the new harbour wall?") == ["long", "new harbour wall"]


def test_plan_search_searches_a_question_alone_when_it_stands_alone():
    plan = plan_search("Who won the Lantern Festival?", HISTORY)
    assert plan.queries == ("Who won the Lantern Festival?",)
    assert plan.standalone == "Who won the Lantern Festival?"


def test_plan_search_keeps_the_question_beside_the_one_that_carries():
    plan = plan_search("Where does she live now, and with whom?", HISTORY)
    assert plan.queries[0] == "Where does she live now, and with whom?"
    assert "ferry" in plan.queries[1]
    assert "Ada Quell" in plan.queries[1]
    assert plan.weights[1] > plan.weights[0]


def test_to_standalone_tells_the_topic_behind_the_question():
    assert to_standalone("Why?", HISTORY) == "Why? (new ferry, Ada Quell of Marlow)"
    assert to_standalone("Why?", []) == "Why?"


def test_topic_reaches_back_while_the_earlier_questions_lean_too():
    history = [*HISTORY, Turn(question="Who paid for it?", answer="The county did.")]
    assert "new ferry" in to_standalone("Why?", history)
    new_topic = [*HISTORY, Turn(question="Who won the Lantern Festival?")]
    assert "ferry" not in to_standalone("Why?", new_topic)


@given(st.lists(st.builds(Turn, question=st.text(), answer=st.text()), max_size=8), st.text())
def test_plan_search_stays_in_its_budget(history, question):
    plan = plan_search(question, history)
    assert len(carry(history).split()) <= MOST_WORDS
    assert len(plan.queries) == len(plan.weights) == len(plan.weighted)
    assert 0 <= plan.leans <= 1


def test_plan_search_leaves_old_turns_out():
    history = [Turn(question=f"Who owns boat{n}?", answer="") for n in range(30)]
    carried = plan_search("Why?", history).queries[1]
    assert "boat29" in carried
    assert "boat5" not in carried


def test_retrieve_any_follows_the_plan(empty_index, write_articles):
    articles = {
        "ferry.md": "# Ferry\n\nThe ferry cost nine million, said Ada Quell.\n",
        "hall.md": "# Hall\n\nThe hall cost two million.\n",
    }
    empty_index.sync(write_articles(articles))
    retriever = HybridRetriever(empty_index.snapshot(), empty_index.encoder)
    plan = plan_search("What did it cost?", HISTORY)
    hits = retriever.retrieve_any(plan.weighted, k=2, filters=Filters())
    assert hits[0].passage.doc_id == "ferry.md"


def test_already_told_knows_sentences_of_earlier_answers():
    assert already_told("Ada Quell of *Marlow* designed it.", HISTORY)
    assert not already_told("Ada Quell of Marlow designed the pier.", HISTORY)
    assert not already_told("Ada Quell", HISTORY)
