"""The halves of a set."""

from __future__ import annotations

from eval.splits import is_tuning


def test_is_tuning_follows_the_last_digit_of_the_hash():
    # sha256("a") ends in b, an odd digit; sha256("abc") ends in d; sha256("") ends in 5
    assert not is_tuning("a")
