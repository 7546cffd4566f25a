"""Quantities are compared by what they are worth, not how they are written."""

from __future__ import annotations

import pytest

from rag.english.quantities import bears_out, find_quantities


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("87 %", "85 %", False),
        ("about 70 percent", "70 %", True),
        ("about 70 percent", "69.6 %", True),
        ("70 percent", "69.6 %", False),
        ("about 70 percent", "85 %", False),
        ("3.2 million", "3,200,000", True),
        ("3.2 million", "3,214,567", True),
        ("490 million", "487 million", False),
        ("twelve", "12", True),
        ("one hundred and five", "105", True),
        ("a dozen", "12", True),
        ("half a million", "500,000", True),
        ("£4 million", "$4 million", False),
        ("£4m", "four million pounds", True),
        ("12 years", "12 months", False),
        ("the 21st", "twenty-first", True),
        ("the second", "third", False),
        ("more than 1,200", "1,240", True),
        ("more than 1,200", "1,180", False),
        ("nearly 500", "487", True),
        ("over 54,999", "over 55,000", False),
        ("two-thirds", "2/3 or two-thirds", True),
        ("304 m", "304 metres", True),
    ],
)
def test_bears_out_compares_worth_and_unit(claim, passage, expected):
    (claimed,) = find_quantities(claim)
    assert any(bears_out(found, claimed) for found in find_quantities(passage)) is expected


def test_find_quantities_leaves_out_digits_of_names():
    assert find_quantities("COVID-19 reached the O2 and B12.") == []
