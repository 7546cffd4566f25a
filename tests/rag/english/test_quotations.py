"""Quotations must stand word for word, whatever the type."""

from __future__ import annotations

import pytest

from rag.english.folding import fold_quoted
from rag.english.quotations import find_quotations, is_verbatim

ARTICLE = fold_quoted(
    "``  The wall 's gone ,'' she said -- `` and we do n't know why . '' It’s “so” – fine."
)


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        ("the wall's gone,", True),
        ("The wall’s  gone", True),
        ("The wall ... know why", True),
        ("[t]he wall's gone", True),
        ("The wall [of stone] 's gone", True),
        ("It's “so” — fine", True),
        ("the walls", False),
        ("the wall is gone", False),
        ("know why ... the wall", False),
        ("THE WALL", False),
    ],
)
def test_is_verbatim_forgives_type_not_words(quoted, expected):
    assert is_verbatim(quoted, ARTICLE) is expected


def test_find_quotations_reads_all_marks_and_no_apostrophes():
    text = "He said “it's so”, \"no, it isn't,\" 'Go on', ``left field'' and Ann's '90s songs."
    assert find_quotations(text) == ["it's so", "no, it isn't,", "Go on", "left field"]
