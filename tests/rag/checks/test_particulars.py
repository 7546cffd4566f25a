"""Numbers, dates, names and quotations are compared by what they say, not how they are written."""

from __future__ import annotations

from datetime import date

import pytest

from rag.english.dates import find_dates, is_told
from rag.english.folding import fold_quoted
from rag.english.name_match import is_held, read_names_held
from rag.english.names import find_names
from rag.english.polarity import disagreement, read_polarity
from rag.english.quantities import bears_out, find_quantities
from rag.english.quotations import find_quotations, is_verbatim


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("87 %", "85 %", False),
        ("about 70 percent", "70 %", True),
        ("about 70 percent", "69.6 %", True),
        ("70 percent", "69.6 %", False),
        ("about 70 percent", "85 %", False),
        ("3.2 million", "3,200,000", True),
        ("3.2 million", "3,214,567", True),
        ("490 million", "487 million", False),
        ("twelve", "12", True),
        ("one hundred and five", "105", True),
        ("a dozen", "12", True),
        ("half a million", "500,000", True),
        ("£4 million", "$4 million", False),
        ("£4m", "four million pounds", True),
        ("12 years", "12 months", False),
        ("the 21st", "twenty-first", True),
        ("the second", "third", False),
        ("more than 1,200", "1,240", True),
        ("more than 1,200", "1,180", False),
        ("nearly 500", "487", True),
        ("over 54,999", "over 55,000", False),
        ("two-thirds", "2/3 or two-thirds", True),
        ("304 m", "304 metres", True),
    ],
)
def test_bears_out_compares_worth_and_unit(claim, passage, expected):
    (claimed,) = find_quantities(claim)
    assert any(bears_out(found, claimed) for found in find_quantities(passage)) is expected


def test_find_quantities_leaves_out_digits_of_names():
    assert find_quantities("COVID-19 reached the O2 and B12.") == []


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("in 2023", "in 2024", False),
        ("9 February", "on Feb. 9, 2024", True),
        ("February 9, 2024", "2024-02-09", True),
        ("9 February 2024", "on 9 February", True),  # the year is that of publication
        ("9 February 2023", "on 9 February", False),
        ("10 February 2024", "on 9 February 2024", False),
        ("in February 2024", "on 9 February 2024", True),
        ("in 2024", "on 9 February 2024", True),
        ("in March 2024", "on 9 February 2024", False),
        ("on 9 February 2024", "it broke on Friday", True),  # the Friday before publication
        ("on 8 February 2024", "it broke on Friday", False),
        ("on 10 February 2024", "it broke yesterday", True),
        ("in 1794", "1793–94", True),
        ("on 9 May 2020", "9–12 May 2020", True),
        ("the 19th century", "the nineteenth century", True),
        ("the 18th century", "the nineteenth century", False),
        ("the 1930s", "in 1934", True),
        ("713 BC", "around 713 BC", True),
        ("713 BC", "in AD 713", False),
    ],
)
def test_is_told_compares_dates_as_far_as_they_go(claim, passage, expected):
    claimed = find_dates(claim)[0]
    found = find_dates(passage)
    assert is_told(claimed, found, date(2024, 2, 11), passage.lower()) is expected


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


def test_find_names_reads_the_first_word_only_when_it_is_a_name():
    assert [name.text for name in find_names("Filming took place in Halifax.")] == ["Halifax"]
    assert [name.text for name in find_names("Brittany accepts.")] == ["Brittany"]


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
