"""Clauses, verb forms and questions that are made of them."""

from __future__ import annotations

from random import Random

import pytest

from eval.proposing.clause_questions import ask_about_clause
from eval.proposing.clauses import cut_short, find_clause
from eval.proposing.grammar import base_of_past, form_of
from eval.proposing.rewording import Rewording
from eval.proposing.sources import Vocabulary, usable_sentences
from index.types import Document


class Never(Random):
    """Leaves every word as it is."""

    def random(self) -> float:
        return 1.0


def ask(text: str) -> dict[str, tuple[str, ...]]:
    """Every question about the last sentence of a text, and its answers."""
    sentences = usable_sentences(Document(doc_id="a", version="v", text=text, title="t"))
    vocabulary = Vocabulary({"a": sentences})
    drafts = ask_about_clause(sentences[-1], vocabulary, Rewording(Never()))
    return {draft.text: draft.answers for draft in drafts}


@pytest.mark.parametrize(
    ("past", "base"),
    [("took", "take"), ("stopped", "stop"), ("baked", "bake"), ("carried", "carry"),
     ("found", "find"), ("opened", "open"), ("wall", None)],
)  # fmt: skip
def test_base_of_past(past: str, base: str | None) -> None:
    assert base_of_past(past) == base


def test_forms_when_verbs_are_irregular_and_regular() -> None:
    assert (form_of("write", "VBD"), form_of("write", "VBN")) == ("wrote", "written")
    assert (form_of("ban", "VBD"), form_of("bake", "VBN")) == ("banned", "baked")


def test_find_clause_takes_a_simple_past_apart() -> None:
    clause = find_clause("In 1884, the county blamed the keeper of the light.")
    assert clause is not None
    assert (clause.opening, clause.subject) == ("In 1884", "the county")
    assert (clause.auxiliary, clause.predicate) == ("did", "blame the keeper of the light")


@pytest.mark.parametrize(
    "sentence",
    ["He left the town.", "The keeper who slept lost his job.", "The wall did not break."],
)
def test_find_clause_finds_none_when_it_would_be_unclear(sentence: str) -> None:
    assert find_clause(sentence) is None


def test_cut_short_ends_before_the_next_clause_and_never_with_a_preposition() -> None:
    assert cut_short("cost £73,000, because it was old", 9) == "cost £73,000"
    assert cut_short("blame the keeper of the light on the head", 5) == "blame the keeper"


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("The wall was built in 1890 near the town.", "When was the wall built near the town?",
         "1890"),
        ("The log runs to 412 pages.", "How many pages does the log run to?", "412"),
        ("The repair will cost £3.2 million.", "How much will the repair cost?", "£3.2 million"),
        ("The barque ran onto the rocks in Marlow Bay.", "Where did the barque run onto the rocks?",
         "Marlow Bay"),
        ("The council rejected the plan for a pier.", "What did the council reject?", "plan"),
    ],
)  # fmt: skip
def test_questions_ask_for_a_part_of_the_clause(sentence: str, question: str, answer: str) -> None:
    asked = ask(sentence)
    questions = [text for text, answers in asked.items() if answers == (answer,)]
    assert any(text.startswith(question.rstrip("?")) for text in questions), asked


def test_a_pronoun_is_replaced_by_the_subject_before_it() -> None:
    asked = ask("The lighthouse needed a new lamp in winter. It was rebuilt in 1890 by the county.")
    assert any("the lighthouse" in text for text in asked), asked
