"""What a question asks for."""

from __future__ import annotations

import pytest

from rag.english.question import (
    AnswerType,
    answer_type,
    read_question,
    smoothed,
    split_parts,
    without_names,
)
from rag.english.words import stem


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who founded the harbour museum?", AnswerType.PERSON),
        ("When did the ferry sink?", AnswerType.DATE),
        ("In what year did the ferry sink?", AnswerType.DATE),
        ("Where is the archive kept?", AnswerType.PLACE),
        ("Which city hosted the fair?", AnswerType.PLACE),
        ("How many people came?", AnswerType.NUMBER),
        ("How long did the strike last?", AnswerType.DURATION),
        ("How much money did the council lose?", AnswerType.MONEY),
        ("Why was the bridge closed?", AnswerType.REASON),
        ("How is the bridge opened?", AnswerType.MANNER),
        ("What was the ship called?", AnswerType.NAME),
        ("Is the bridge open?", AnswerType.YES_NO),
        ("What is a bascule?", AnswerType.OTHER),
    ],
)
def test_answer_type_names_the_kind_when_the_question_tells_it(question, kind):
    assert answer_type(question) is kind


def test_read_question_weighs_a_rare_word_more_when_frequencies_differ():
    question = read_question(
        "Who painted the bascule bridge?", lambda word: 0.5 if word == "bridge" else 0.01
    )
    assert question.weights["bascul"] > question.weights["bridg"]


def test_read_question_keeps_its_words_when_all_are_function_words():
    assert read_question("Who is it?", lambda word: 0.1).weights


def test_split_parts_gives_each_question_when_two_are_joined():
    assert split_parts("Who built the bridge and when was it opened?") == (
        "Who built the bridge",
        "when was it opened?",
    )


def test_split_parts_gives_the_question_when_it_is_one():
    assert split_parts("Who sang and danced?") == ("Who sang and danced?",)


def test_smoothed_keeps_the_ratio_small_when_there_are_two_passages():
    known = {"boats": 0.5}
    frequency = smoothed(lambda word: known.get(word, 0.0), 2)
    question = read_question("boats took harbours", frequency)
    assert question.weights[stem("harbours")] < 2.5 * question.weights[stem("boats")]


def test_smoothed_changes_little_when_there_are_many_passages():
    assert smoothed(lambda word: 0.2, 10_000)("boats") == pytest.approx(0.2, abs=1e-3)


def test_read_question_gives_no_weight_when_words_speak_of_the_articles():
    question = read_question("What do articles say about the ferry?", lambda word: 0.01)
    assert set(question.weights) == {stem("ferry")}


def test_without_names_drops_the_author_when_the_question_names_one():
    question = read_question("What has Ann Lee written about Lee Harbour?", lambda word: 0.01)
    assert set(without_names(question, ["Ann Lee", "Bo"]).weights) == {stem("harbour")}
    assert without_names(question, ["Bo Lee"]) == question


def test_without_names_keeps_the_question_when_nothing_else_tells():
    question = read_question("Who is Ann Lee?", lambda word: 0.01)
    assert without_names(question, ["Ann Lee"]) == question
