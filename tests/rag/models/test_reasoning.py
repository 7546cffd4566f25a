"""Reasoning is left out however the reply is cut into pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.models.reasoning import without_reasoning


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("It cost £3. [1]", "It cost £3. [1]"),
        ("<think>Hm. [1]?</think>It cost £3. [1]", "It cost £3. [1]"),
        ("One <think>a</think>two<think>b</think>", "One two"),
        ("3 < 4 and <thin", "3 < 4 and <thin"),
        ("<think>and so on", ""),
    ],
)
@given(data=st.data())
def test_without_reasoning_leaves_the_answer_whatever_the_pieces(reply, answer, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(reply)))) | {0, len(reply)})
    pieces = [reply[a:b] for a, b in pairwise(cuts)]
    assert "".join(without_reasoning(pieces)) == answer
