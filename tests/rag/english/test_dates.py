"""Dates are compared as far as they are told."""

from __future__ import annotations

from datetime import date

import pytest

from rag.english.dates import find_dates, is_told


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("in 2023", "in 2024", False),
        ("9 February", "on Feb. 9, 2024", True),
        ("February 9, 2024", "2024-02-09", True),
        ("9 February 2024", "on 9 February", True),  # the year is that of publication
        ("9 February 2023", "on 9 February", False),
        ("10 February 2024", "on 9 February 2024", False),
        ("in February 2024", "on 9 February 2024", True),
        ("in 2024", "on 9 February 2024", True),
        ("in March 2024", "on 9 February 2024", False),
        ("on 9 February 2024", "it broke on Friday", True),  # the Friday before publication
        ("on 8 February 2024", "it broke on Friday", False),
        ("on 10 February 2024", "it broke yesterday", True),
        ("in 1794", "1793–94", True),
        ("on 9 May 2020", "9–12 May 2020", True),
        ("the 19th century", "the nineteenth century", True),
        ("the 18th century", "the nineteenth century", False),
        ("the 1930s", "in 1934", True),
        ("713 BC", "around 713 BC", True),
        ("713 BC", "in AD 713", False),
    ],
)
def test_is_told_compares_dates_as_far_as_they_go(claim, passage, expected):
    claimed = find_dates(claim)[0]
    found = find_dates(passage)
    assert is_told(claimed, found, date(2024, 2, 11), passage.lower()) is expected
