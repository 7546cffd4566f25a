"""Raised characters: powers stay, marks go."""

from __future__ import annotations

import pytest

from index.text.raised import raised_text


@pytest.mark.parametrize(
    ("before", "mark", "after", "expected"),
    [
        ("a fine of £500", "1", " for", None),
        ("in 2023", "4", " and", None),
        ("eggs at $3", "99", " a box", "⁹⁹"),
        ("a fine of £500", "12", " for", None),
        ("put it at £4.7", "3", " million", None),
        ("cost £4.7m", "2", " in all", None),
        ("the trust said.", "[12]", "", None),
        ("the trust said", "a", ",", None),
        ("the trust said", "1,2", ".", None),
        ("the trust said", "*", ".", None),
        ("some 36", "2", " beds", None),
        ("about 3 × 10", "6", " litres", "⁶"),
        ("about 10", "−9", " of", "⁻⁹"),
        ("a hall of 320 m", "2", " in", "²"),
        ("a hall of 320m", "2", " in", "²"),
        ("people per km", "2", ".", "²"),
        ("5 mg m", "-3", "", "⁻³"),
        ("with R", "2", " of 0.4", "²"),
        ("plan B", "2", " is", None),
        ("traces of Ca", "2+", " in", "²⁺"),
        ("traces of ", "137", "Cs in", "¹³⁷"),
        ("on the 19", "th", " of May", "th"),
        ("the 1", "er", " mai", "er"),
        ("Byline", "TM", " is", "TM"),
        ("2", "1", "/2 hours", " 1"),
        ("about ", "1", "⁄2 an hour", "1"),
        ("48,200", "a", "", None),
        ("a 2", "a", " edición", "a"),
        ("so", "", "", None),
    ],
)
def test_raised_text(before, mark, after, expected):
    assert raised_text(mark, before, after) == expected
