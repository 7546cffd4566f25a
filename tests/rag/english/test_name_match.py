"""Names are known again in other forms, and told from namesakes."""

from __future__ import annotations

import pytest

from rag.english.name_match import is_held, read_names_held
from rag.english.names import find_names

HELD = read_names_held(
    [
        "Lucian Pym, a Canadian from South East London, met Ann Lee of Amazon Web Services."
        " The operating systems were shown in Texas.",
    ]
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lucian Pym", True),
        ("Dr. Pym", True),
        ("Julian Pym", False),
        ("Ann Pym", False),
        ("AWS", True),
        ("OS", True),
        ("Canada", True),
        ("Texan", True),
        ("Southeast London", True),
        ("Rachel", False),
        ("Robert Lee", False),
    ],
)
def test_is_held_knows_a_name_again(name, expected):
    (found,) = find_names(f"They saw {name} there.")
    assert is_held(found, HELD) is expected
