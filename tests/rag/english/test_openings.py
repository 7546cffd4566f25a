"""Sentences that need the one before them."""

from __future__ import annotations

import pytest

from rag.english.openings import (
    depends_on_previous,
    is_boilerplate,
    is_fragment,
    is_question,
    lead_in_chars,
    needs_previous,
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


@pytest.mark.parametrize(
    ("text", "lead_in"),
    [
        ("HALE BAY (Coast Wire) - A fault cut off power.", "HALE BAY (Coast Wire) - "),
        ("LONDON, March 3 (Reuters) — The bank cut rates.", "LONDON, March 3 (Reuters) — "),
        ("(AP) -- Shares fell.", "(AP) -- "),
        ("ST. LOUIS — “It rained,” she said.", "ST. LOUIS — "),
        ("Photo: Ann Lee / Reuters\nThe bank cut rates.", "Photo: Ann Lee / Reuters\n"),
        ("NATO - the alliance - met.", ""),
        ("COVID-19 cases rose.", ""),
        ("A U.S. - Canada deal was signed.", ""),
    ],
)
def test_lead_in_is_a_dateline_or_a_credit_and_nothing_else(text, lead_in):
    assert text[: lead_in_chars(text)] == lead_in


@pytest.mark.parametrize(
    "sentence",
    [
        '"Ask the seahorse," she said.',
        "“It will hold,” he told the board.",
        '"That is it," her neighbour said.',
        "However, it failed.",
        "Each of them paid.",
    ],
)
def test_needs_previous_is_true_when_nobody_is_named(sentence):
    assert needs_previous(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        '"It sounded like a train," said Oona Fairlie.',
        "It was the third failure of the cable in five years.",
        "It is thought that the keeper hid the log.",
        "Each household gets £75.",
    ],
)
def test_needs_previous_is_false_when_the_sentence_can_be_quoted_alone(sentence):
    assert not needs_previous(sentence)
