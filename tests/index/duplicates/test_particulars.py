"""Reports in templates: what tells two of them apart, and what leaves one story one."""

from __future__ import annotations

import pytest

from index.duplicates.particulars import are_other_events, read_particulars
from index.duplicates.stories import SAME_STORY, find_same_story, same_story

MATCH = (
    "{0} took the points at home to {1} in front of a crowd of {2}. {3} opened the scoring after "
    "{4} minutes from the penalty spot, and {5} doubled the lead before the break. {6} pulled one "
    "back for the visitors with {7} minutes left, but the hosts held on for a win that leaves them "
    "in the top half of the table. The coach of {0} said that the group never stopped running."
)
WEATHER = (
    "Today there will be cloud over Brindle with a top temperature of {0}C, and winds at {1} mph "
    "will bring gusts of up to {2} mph to the coast. Tonight the temperature will drop to {3}C. "
    "Tomorrow there will be a high of {4}C and the chance of rain is {5} percent. High tide at the "
    "harbour is at {6} and sunset at {7}. Drivers are asked to take care on higher ground."
)
COURT = (
    "{0}, {1}, of {2}, admitted speeding in a 30 mph zone. Fined £{3} and ordered to pay costs of "
    "£{4}. {5}, {6}, of {7}, admitted driving without insurance. Fined £{8} and ordered to pay a "
    "surcharge of £{9}. Anybody who thinks that a name is wrong may write to the court office."
)
PAIRS = {
    "match": (
        MATCH.format("Corfe", "Ely", 212, "Cy Ash", 12, "Ned Kane", "Ike Fox", 9),
        MATCH.format("Goole", "Frome", 640, "Al Moor", 27, "Hal Lane", "Oz Pike", 14),
    ),
    "weather": (
        WEATHER.format(12, 20, 44, 3, 14, 60, "6.12", "7.40"),
        WEATHER.format(17, 31, 58, 8, 11, 25, "9.38", "8.05"),
    ),
    "court": (
        COURT.format("Ann Roe", 31, "Mill Road", 180, 85, "Bo Tal", 52, "Elm Way", 600, 240),
        COURT.format("Cid Oke", 27, "Oak Lane", 220, 90, "Di Fenn", 44, "Ash Row", 450, 180),
    ),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_find_same_story_is_silent_when_a_template_is_filled_in_anew(kind):
    one, other = PAIRS[kind]
    assert same_story(one, other) >= SAME_STORY  # words alone would link them
    assert find_same_story(one, lambda keys: ["other"] * len(keys), lambda _: other) == []


@pytest.mark.parametrize("kind", PAIRS)
def test_are_other_events_is_false_when_a_report_is_republished(kind):
    report = PAIRS[kind][0]
    assert not are_other_events(report, f"The news in short\n\n{report}")
    assert not are_other_events(report, report[: len(report) * 2 // 3])


def test_are_other_events_is_false_when_figures_of_a_story_are_brought_up_to_date():
    story = (
        "Twelve boats sank in Marlow Bay when the storm broke the harbour wall, Oona Fairlie "
        "of the Capstan Trust said. The repair will cost £{0} million and take {1} months. "
        "Councillor Tobias Renn asked the county for help. Skerrick Point was spared by the tide."
    )
    assert not are_other_events(story.format(3.2, 13), story.format(4.7, 15))


def test_read_particulars_leaves_out_what_only_opens_a_sentence():
    found = read_particulars("Rain fell on Great Orra. Oona Fairlie counted 12 boats.")
    assert found.names == {("great", "orra"), ("oona", "fairlie")}
    assert found.figures == {"12 boats"}
    assert found.ordinary == ()
