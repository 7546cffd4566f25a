"""Sentences that tell who did what to whom as their passage does, or the other way round."""

from __future__ import annotations

import pytest

from index.text.sentences import split_sentences
from rag.checks.roles import turned_round
from rag.english.frames import read_frames

PASSAGE = (
    "Grocer Ilka Brandt sued the city of Norrum on Monday. The inspector, Paul Renn, had fined"
    " Brandt 400 crowns for a broken scale. The scale had been lent by a baker in Mill Street. Renn"
    " was praised by the mayor, who gave him a medal. Shopkeepers asked the council to repair"
    " Market Road. The council refused to pay the shopkeepers. The road closed in May."
)


def turned(claim):
    spans = split_sentences(PASSAGE)
    said = [frame for start, end in spans for frame in read_frames(PASSAGE[start:end])]
    return turned_round(read_frames(claim), said) is not None


@pytest.mark.parametrize(
    "claim",
    [
        "The city of Norrum sued grocer Ilka Brandt on Monday.",
        "Ilka Brandt was sued by the city.",
        "Brandt had fined the inspector 400 crowns.",
        "The inspector was fined by Brandt for a broken scale.",
        "A baker in Mill Street had been lent by the scale.",
        "The mayor was praised by Renn.",
        "Renn, who gave the mayor a medal, was praised.",
        "The council asked the shopkeepers to repair Market Road.",
        "The shopkeepers refused to pay the council.",
        "Paul Renn sued the city of Norrum.",
    ],
)
def test_turned_round(claim):
    assert turned(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "The city of Norrum was sued on Monday by grocer Ilka Brandt.",
        "Brandt was fined 400 crowns by inspector Paul Renn.",
        "Brandt, whom Renn had fined, sued the city.",
        "A baker in Mill Street had lent the scale.",
        "The mayor praised Renn and gave him a medal.",
        "The mayor gave a medal to Renn.",
        "The council was asked to repair Market Road.",
        "Asked by shopkeepers to repair the road, the council refused to pay.",
        "It closed the road in May.",
        "Market Road was closed in May.",
        "They sued the city.",
    ],
)
def test_told_in_another_order_is_not_turned_round(claim):
    assert not turned(claim)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (
            "A baker rented six sleeping bags from Ann.",
            "Ann rented six sleeping bags from a baker.",
        ),
        ("The town saved a wall.", "A wall built by monks has saved the town."),
        ("The cart threw mud at the boys.", "Later the boys threw mud at the cart."),
        ("Ann Lee fears for her post; sailors pray.", "Sailors fear for their pay, Ann Lee prays."),
    ],
)
def test_turned_round_in_other_sentences(claim, said):
    assert turned_round(read_frames(claim), read_frames(said))


def test_verbs_that_work_both_ways_are_not_turned_round():
    assert turned_round(read_frames("Renn met Brandt."), read_frames("Brandt met Renn.")) is None
