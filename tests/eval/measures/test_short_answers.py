"""Short answers in a text."""

from __future__ import annotations

import pytest

from eval.measures.short_answers import holds_answer


@pytest.mark.parametrize(
    ("text", "right"), [("In 1932 it opened.", True), ("In 19325.", False), ("no", False)]
)
def test_holds_answer_wants_whole_words(text, right):
    assert holds_answer(text, ["1932"]) is right
