"""Sentences that need the one before them."""

from __future__ import annotations

import pytest

from rag.openings import is_fragment, is_question, leans_on_previous


@pytest.mark.parametrize(
    "sentence",
    [
        "He left.",
        "However, it rained.",
        "“They lost,” she said.",
        "This was new.",
        "In addition, no.",
    ],
)
def test_leans_on_previous_is_true_when_it_opens_with_a_pointing_word(sentence):
    assert leans_on_previous(sentence)


@pytest.mark.parametrize("sentence", ["Ada Moss left.", "Hello there.", "Thistles grow here."])
def test_leans_on_previous_is_false_when_it_stands_alone(sentence):
    assert not leans_on_previous(sentence)


@pytest.mark.parametrize("text", ["The harbour bridge", "Yes.", "* * *", ""])
def test_is_fragment_is_true_when_there_is_no_sentence(text):
    assert is_fragment(text)


def test_is_fragment_is_false_when_a_short_sentence_ends_with_a_stop():
    assert not is_fragment("The bridge fell.")


def test_is_question_is_true_when_the_mark_stands_inside_quotation_marks():
    assert is_question("“Who is there?”")
