"""Denials and opposites."""

from __future__ import annotations

import pytest

from rag.english.polarity import disagreement, read_polarity


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("The plan was not accepted.", "The plan was accepted.", True),
        ("The plan was accepted.", "The plan was not accepted.", True),
        ("The plan was rejected.", "The plan was accepted.", True),
        ("Prices rose.", "Prices fell.", True),
        ("The plan was not accepted.", "The plan was never accepted.", False),
        ("It was not only large but new.", "It was large and new.", False),
    ],
)
def test_disagreement_sees_denials_and_opposites(claim, passage, expected):
    found = disagreement(read_polarity(claim), [read_polarity(passage)])
    assert (found is not None) is expected
