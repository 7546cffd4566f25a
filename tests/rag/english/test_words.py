"""Words and their stems."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.english.words import find_terms, find_words, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [("opened", "open"), ("Cities", "city"), ("stopping", "stop"), ("bridges", "bridge"),
     ("moved", "move"), ("1,500", "1500"), ("U.S", "us")],
)  # fmt: skip
def test_stem_is_equal_when_only_the_ending_differs(one, other):
    assert stem(one) == stem(other)


def test_find_words_parts_a_hyphenated_word_when_it_has_no_digit():
    assert [word.text for word in find_words("A well-known name")] == [
        "A", "well", "known", "name",
    ]  # fmt: skip


@given(st.text())
def test_find_words_gives_exact_places_when_given_any_text(text):
    words = find_words(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    assert all(a.end <= b.start for a, b in pairwise(words))


def test_find_terms_breaks_at_words_without_meaning():
    assert find_terms("How long is the new harbour wall?") == ["long", "new harbour wall"]
