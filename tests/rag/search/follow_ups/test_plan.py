"""Follow-ups take the words of earlier turns along; questions that stand alone do not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Filters, Passage
from rag.search.follow_ups.context_dependence import (
    PARTLY,
    PERHAPS,
    STANDS_ALONE,
    WHOLLY,
    context_dependence,
)
from rag.search.follow_ups.plan import MOST_WORDS, already_told, carry, plan_search
from rag.search.follow_ups.topic_shift import retrieve_plan
from rag.search.retrieve import HybridRetriever
from rag.search.types import WeightedQuery
from rag.types import Hit, Turn

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
        ("How long does it take?", WHOLLY),
        ("What's it about?", WHOLLY),
        ("Why didn't he say what had really happened?", WHOLLY),
        ("What candy company did it own?", WHOLLY),
        ("Which awards show has its rights sold by auction?", STANDS_ALONE),
        ("Is it safe to eat?", WHOLLY),
        ("Is it safe to eat mussels from the harbour?", STANDS_ALONE),
        ("What is it known for?", WHOLLY),
        ("What is it called when a boat turns over in the harbour?", STANDS_ALONE),
    ],
)
def test_context_dependence_reads_how_far_a_question_has_anaphor(question, leans):
    assert context_dependence(question, HISTORY) == leans
    assert context_dependence(question, []) == STANDS_ALONE


def test_plan_search_searches_a_question_alone_when_it_stands_alone():
    plan = plan_search("Who won the Lantern Festival?", HISTORY)
    assert tuple(query.text for query in plan.queries) == ("Who won the Lantern Festival?",)
    assert plan.standalone == "Who won the Lantern Festival?"


def test_plan_search_keeps_the_question_beside_the_one_that_carries():
    plan = plan_search("Where does she live now, and with whom?", HISTORY)
    assert plan.queries[0].text == "Where does she live now, and with whom?"
    assert "ferry" in plan.queries[1].text
    assert "Ada Quell" in plan.queries[1].text
    assert plan.queries[1].weight > plan.queries[0].weight


def test_standalone_question_tells_the_topic_behind_the_question():
    assert plan_search("Why?", HISTORY).standalone == "Why? (new ferry, Ada Quell of Marlow)"
    assert plan_search("Why?", []).standalone == "Why?"


def test_topic_reaches_back_while_the_earlier_questions_lean_too():
    history = [*HISTORY, Turn(question="Who paid for it?", answer="The county did.")]
    assert "new ferry" in plan_search("Why?", history).standalone
    new_topic = [*HISTORY, Turn(question="Who won the Lantern Festival?")]
    assert "ferry" not in plan_search("Why?", new_topic).standalone


@given(st.lists(st.builds(Turn, question=st.text(), answer=st.text()), max_size=8), st.text())
def test_plan_search_stays_in_its_budget(history, question):
    plan = plan_search(question, history)
    assert len(carry(history).split()) <= MOST_WORDS
    assert 0 <= plan.leans <= 1


def test_plan_search_leaves_old_turns_out():
    history = [Turn(question=f"Who owns boat{n}?", answer="") for n in range(30)]
    carried = plan_search("Why?", history).queries[1].text
    assert "boat29" in carried
    assert "boat5" not in carried


def test_retrieve_any_follows_the_plan(empty_index, write_articles):
    articles = {
        "ferry.md": "# Ferry\n\nThe ferry cost nine million, said Ada Quell.\n",
        "hall.md": "# Hall\n\nThe hall cost two million.\n",
    }
    empty_index.sync(write_articles(articles))
    retriever = HybridRetriever(empty_index.snapshot(), empty_index.encoder.encoder)
    plan = plan_search("What did it cost?", HISTORY)
    hits = retriever.retrieve_any(plan.queries, k=2, filters=Filters())
    assert hits[0].passage.doc_id == "ferry.md"


def _hits(*doc_ids: str) -> list[Hit]:
    return [
        Hit(
            passage=Passage(passage_id=f"{name}#0", doc_id=name, start=0, end=4, text="text"),
            score=1 / rank,
            rank=rank,
        )
        for rank, name in enumerate(doc_ids, start=1)
    ]


def _retrieved(question: str, *, carried: str, k: int = 20) -> list[Hit]:
    """The hits when the question finds `own0` to `own6`, and `carried` comes with its history."""
    own = [f"own{n}" for n in range(7)]

    def retrieve(queries: Sequence[WeightedQuery], *, k: int) -> list[Hit]:
        if len(queries) > 1:
            return _hits(carried, *(name for name in own if name != carried))[:k]
        return (_hits(*own) if queries[0].text == question else _hits(carried))[:k]

    return retrieve_plan(plan_search(question, HISTORY), retrieve, k=k)


def test_a_question_that_may_stand_alone_keeps_its_first_hits_when_the_history_is_about_others():
    hits = _retrieved("What caused the fire?", carried="ferry")
    assert [hit.passage.doc_id for hit in hits[:6]] == [*(f"own{n}" for n in range(5)), "ferry"]
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(_retrieved("What caused the fire?", carried="ferry", k=3)) == 3


def test_a_question_that_may_stand_alone_takes_the_history_when_it_finds_its_article():
    assert _retrieved("What caused the fire?", carried="own6")[0].passage.doc_id == "own6"


def test_a_question_that_leans_takes_the_history_whatever_it_finds_by_itself():
    assert _retrieved("What caused it?", carried="ferry")[0].passage.doc_id == "ferry"


def test_a_rewritten_question_is_in_no_doubt():
    rewritten = "What caused the fire on the ferry?"
    assert plan_search("What caused the fire?", HISTORY).is_doubtful
    assert not plan_search("What caused the fire?", HISTORY, rewritten=rewritten).is_doubtful


def test_already_told_knows_sentences_of_earlier_answers():
    assert already_told("Ada Quell of *Marlow* designed it.", HISTORY)
    assert not already_told("Ada Quell of Marlow designed the pier.", HISTORY)
    assert not already_told("Ada Quell", HISTORY)
