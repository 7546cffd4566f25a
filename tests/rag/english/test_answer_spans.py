"""The words of a sentence that are of the kind asked for, and kinds that are missing."""

from __future__ import annotations

import pytest

from rag.english.answer_spans import asked_type, find_answer, holds_kind, lacking
from rag.english.question import AnswerType


@pytest.mark.parametrize(
    ("question", "sentence", "marked"),
    [
        (
            "When did the siren sound?",
            "The siren sounded at 4:12 p.m. on 25 May.",
            "4:12 p.m. on 25 May",
        ),
        ("When does it open?", "It opens next spring.", "next spring"),
        ("In which year was it begun?", "The keeper kept it from 1871 to 1889.", "1871"),
        (
            "Who led the survey?",
            '"Mend it," said Prof. Ada Thorn, who led the survey for Lee.',
            "Prof. Ada Thorn",
        ),
        ("Who saw the whale?", "Milo Hart-Adey, 24, saw the whale off Orra.", "Milo Hart-Adey"),
        ("Who steers her?", "She is steered by Capt. Solheim.", "Capt. Solheim"),
        (
            "How many pupils has it?",
            "Its costs rose 40 percent, and it has 19 pupils.",
            "19 pupils",
        ),
        (
            "How many crossings did she make?",
            "In June 1962 she made 190,000 crossings.",
            "190,000 crossings",
        ),
        ("How much did the wall cost?", "The bill came to £5.1 million in 2026.", "£5.1 million"),
        ("What did the filter cost?", "It took 14 months and a filter that cost £880.", "£880"),
        ("How heavy is the bell?", "The bell, cast in 1820, weighs 18 tonnes.", "18 tonnes"),
        (
            "How cold did it get?",
            "The temperature fell to minus 6 degrees on 3 May.",
            "minus 6 degrees",
        ),
        ("How long did it take?", "It took 31 minutes and 7 seconds.", "31 minutes"),
        (
            "Where did they sleep?",
            "They slept in the Methodist hall after the storm.",
            "the Methodist hall",
        ),
        ("Where is the clinic?", "The clinic is at No. 14 Gannet Row.", "No. 14 Gannet Row"),
        ("Who won?", "The men won.", None),
        ("Why did it close?", "It closed in 2003.", None),
        ("Did it close in 2003?", "It closed in 2003.", None),
    ],
)
def test_find_answer_marks_what_was_asked_for(question, sentence, marked):
    found = find_answer(question, sentence)
    assert (found and sentence[slice(*found)]) == marked


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("How much will the repair cost?", "The cable was cut on Monday.", "an amount of money"),
        ("How hot does the oven get?", "It stays hot until noon.", "a temperature"),
        ("How heavy is the bell?", "The bell was cast in 1820.", "a weight"),
        ("When will it open?", "It is made of steel.", "a date"),
        ("How many came?", "The hall is made of brick.", "a number"),
        # What may answer without one is not said to be missing.
        ("How much does entry cost?", "Admission is free.", ""),
        ("When will it open?", "It opens once the roof is done.", ""),
        ("How many came?", "Nobody came.", ""),
        ("Who paid?", "The county did.", ""),
        ("Where was it found?", "Behind a cupboard.", ""),
        ("Why did it close?", "It was dear.", ""),
    ],
)
def test_lacking_names_the_kind_only_where_nothing_else_could_answer(question, sentence, lacks):
    assert lacking(question, [sentence]) == lacks


def test_lacking_is_empty_when_any_sentence_holds_the_kind():
    assert lacking("How heavy is it?", ["It is old.", "It weighs 3 kg."]) == ""


def test_asked_type_is_that_of_the_first_thing_asked():
    assert asked_type("What did she say when she was asked?") is AnswerType.OTHER
    assert asked_type("Who was there when it fell?") is AnswerType.PERSON


def test_holds_kind_is_true_when_any_words_may_answer():
    assert holds_kind("Is it open?", "It rained.")
    assert not holds_kind("Where is it?", "It rained.")


@pytest.mark.parametrize(
    ("question", "is_measure"),
    [
        ("How long is the bridge?", True),
        ("how long was the crack", True),
        ("How long was the bridge closed?", False),
        ("How long did it take?", False),
        ("How long will the work last?", False),
        ("How long has the mayor been in office?", False),
        ("How long were they waiting", False),
    ],
)
def test_how_long_asks_for_metres_only_of_what_is(question, is_measure):
    assert holds_kind(question, "The crack was 40 centimetres wide.") is is_measure
    assert holds_kind(question, "It went on for six weeks.")
