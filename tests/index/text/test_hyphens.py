"""Words that were divided at the ends of lines."""

from __future__ import annotations

import pytest

from index.text.hyphens import Hyphens


def _joined(above: str, below: str, text: str = "", *, english: bool = True) -> str | None:
    between = Hyphens(text, english=english).between(above, below)
    return None if between is None else above[:-1] + between + below


@pytest.mark.parametrize(
    "divided",
    [
        "Janu-|ary", "har-|bour", "over-|due", "mem-|bers", "treas-|urer", "Lind-|gren",
        "Thorn-|ley", "council-|lors", "pro-|posed", "all-|owed", "half-|way", "Wed-|nesday",
        "can-|not", "in-|to", "self-|ish", "south-|ern", "re-|quired", "Janu\xad|ary",
    ],
)  # fmt: skip
def test_joins_a_word_that_was_whole(divided: str) -> None:
    above, below = divided.split("|")
    assert _joined(above, below) == above[:-1] + below


@pytest.mark.parametrize(
    "divided",
    [
        "north-|east", "mayor-|elect", "re-|sign", "long-|term", "well-|known", "twenty-|five",
        "Anglo-|Saxon", "mid-|August", "self-|employed", "London-|based", "T-|shirt", "12-|year",
        "sister-|in", "son-in-|law", "fact-|checked",
    ],
)  # fmt: skip
def test_keeps_a_hyphen_that_belongs_to_the_word(divided: str) -> None:
    above, below = divided.split("|")
    assert _joined(above, below) == above + below


def test_goes_by_what_the_rest_of_the_text_writes() -> None:
    assert _joined("north-", "east", "the northeast wind") == "northeast"
    assert _joined("over-", "due", "an over-due bill") == "over-due"
    assert _joined("re-", "sign", "her resignation") == "resign"


def test_keeps_hyphen_and_space_where_a_half_is_left_out() -> None:
    assert _joined("pre-", "and post-war") == "pre- and post-war"


@pytest.mark.parametrize("pair", ["Monday -|Tuesday", "wait--|no", "see http://a.example/b-|c"])
def test_takes_other_hyphens_for_no_division(pair: str) -> None:
    assert _joined(*pair.split("|")) is None


def test_joins_lower_case_halves_where_no_dictionary_helps() -> None:
    assert _joined("Ver-", "waltung", english=False) == "Verwaltung"
    assert _joined("Süd-", "Ost", english=False) == "Süd-Ost"
