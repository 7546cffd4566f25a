"""Names by their capitals."""

from __future__ import annotations

import pytest

from rag.english.names import find_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Who designed the new ferry?", []),
        ("Ada Quell of Marlow designed it.", ["Ada Quell of Marlow"]),
        ("What did J. R. Holt's dog eat on Friday?", ["J. R. Holt"]),
        ("Repairs cost more. The Gazette said so.", ["Gazette"]),
        ("the yard of Quillfeather & Daughters", ["Quillfeather & Daughters"]),
    ],
)
def test_find_names_takes_the_longest_when_it_is_greedy(text, names):
    assert [name.text for name in find_names(text, greedy=True)] == names


def test_find_names_reads_the_first_word_only_when_it_is_a_name():
    assert [name.text for name in find_names("Filming took place in Halifax.")] == ["Halifax"]
    assert [name.text for name in find_names("Brittany accepts.")] == ["Brittany"]


def test_find_names_takes_weekdays_in_the_plural_only_for_checks():
    assert [name.text for name in find_names("It opens on Tuesdays.")] == ["Tuesdays"]
    assert find_names("It opens on Tuesdays.", greedy=True) == []
