"""What counts as a model's refusal."""

from __future__ import annotations

import pytest

from rag.writers import is_refusal


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("The articles do not say.", True),
        ("the articles do not say [1]", True),
        ("“The articles do not say.”", True),
        ("The articles do not say who, but when [1].", False),
    ],
)
def test_is_refusal_knows_the_agreed_words(text, refusal):
    assert is_refusal(text) is refusal
