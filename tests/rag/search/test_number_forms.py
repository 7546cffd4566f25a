"""Numbers are searched for as the index writes them."""

from __future__ import annotations

import pytest

from rag.search.number_forms import in_index_numbers

HELD = {"eleven", "62,000", "310,000", "7"}


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("What takes 11 weeks?", "What takes eleven weeks?"),
        ("Who saves 62000 pounds?", "Who saves 62,000 pounds?"),
        ("What costs £310000?", "What costs £310,000?"),
        ("Who has seven goats?", "Who has 7 goats?"),
        ("Who has 7 goats and 12 dogs?", "Who has 7 goats and 12 dogs?"),
        ("What weighs 3.11 tonnes?", "What weighs 3.11 tonnes?"),
    ],
)
def test_numbers_take_the_form_that_passages_hold(question, searched):
    assert in_index_numbers(question, lambda word: float(word in HELD)) == searched
