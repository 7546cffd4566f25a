"""Figures that a passage gives for something else."""

from __future__ import annotations

import pytest

from rag.checks.exchanged_figures import exchanged

PASSAGE = (
    "The ferry carries 1,200 passengers and 90 cars a day.",
    "The town pays 35 percent of the cost and the county 65 percent.",
    "Of 48 pupils, 12 were ill.",
    "Fares rose from 4 to 6 euros.",
    "Line 7 was closed for 19 days.",
    "Since 2021 it has had 16 captains.",
)


@pytest.mark.parametrize(
    "claim",
    [
        "The ferry carries 90 passengers a day.",
        "Each day 1,200 cars and 90 passengers cross.",
        "The county pays 35 percent of the cost.",
        "Of 12 pupils, 48 were ill.",
        "Fares rose from 6 to 4 euros.",
        "Line 19 was closed for a time.",
        "The ferry carries 2,021 passengers.",
        "It has had 90 captains.",
    ],
)
def test_exchanged(claim):
    assert exchanged(claim, PASSAGE)


@pytest.mark.parametrize(
    "claim",
    [
        "Every day 90 cars and 1,200 passengers are carried.",
        "The county's share is 65 percent, the town's 35 percent.",
        "Twelve of the 48 pupils fell ill.",
        "Fares went up to 6 euros from 4.",
        "For 19 days line 7 did not run.",
        "The ferry takes 1,200 people.",
        "Its 16 captains have come since 2021.",
    ],
)
def test_not_exchanged(claim):
    assert not exchanged(claim, PASSAGE)
