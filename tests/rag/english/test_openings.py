"""Sentences that need the one before them."""

from __future__ import annotations

import pytest

from rag.english.openings import (
    depends_on_previous,
    is_boilerplate,
    is_fragment,
    is_question,
    tells_nothing,
)


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
def test_depends_on_previous_is_true_when_it_opens_with_a_pointing_word(sentence):
    assert depends_on_previous(sentence)


@pytest.mark.parametrize("sentence", ["Ada Moss left.", "Hello there.", "Thistles grow here."])
def test_depends_on_previous_is_false_when_it_stands_alone(sentence):
    assert not depends_on_previous(sentence)


@pytest.mark.parametrize("text", ["The harbour bridge", "Yes.", "* * *", ""])
def test_is_fragment_is_true_when_there_is_no_sentence(text):
    assert is_fragment(text)


def test_is_fragment_is_false_when_a_short_sentence_ends_with_a_stop():
    assert not is_fragment("The bridge fell.")


def test_is_question_is_true_when_the_mark_stands_inside_quotation_marks():
    assert is_question("“Who is there?”")


@pytest.mark.parametrize(
    "line",
    ["Get the Gazette app and read offline.", "Sign up for our newsletter.", "Read more here."],
)
def test_is_boilerplate_is_true_when_the_line_bids_the_reader(line):
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "sentence",
    ["Getting the app took years.", "She opened the school in 1904.", "Get out, he said."],
)
def test_is_boilerplate_is_false_when_the_sentence_tells(sentence):
    assert not is_boilerplate(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "What becomes of the old ferry?",
        "He did not answer the question.",
        "The mayor declined to comment.",
    ],
)
def test_tells_nothing_is_true_when_it_asks_or_nobody_answered(sentence):
    assert tells_nothing(sentence)


def test_tells_nothing_is_false_when_the_sentence_tells():
    assert not tells_nothing("The ferry will be sold.")
