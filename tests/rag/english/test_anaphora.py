"""Words that point back, told from those that the question explains."""

from __future__ import annotations

import pytest

from rag.english.anaphora import has_anaphor


@pytest.mark.parametrize(
    ("pointing", "explained"),
    [
        ("How many were there?", "How many boats were there?"),
        ("Who was there?", "What kind of gap isn't there?"),
        ("What else did they sell?", "Besides cod, what else did they sell?"),
        ("And what else?", "The rite uses bread, wine and what else?"),
        ("Who else came?", "Who else besides the mayor came?"),
        ("Who made the same mistake?", "Who made the same mistake as the mayor?"),
        ("Did the same happen?", "Why did prices stay the same?"),
        ("What did the former say?", "Who is the former mayor?"),
        ("Who led the latter?", "Who led in the latter half?"),
        ("How many of those sank?", "How many of those that sailed sank?"),
        ("Why is this so?", "What did the council decide this week?"),
        ("Who paid for that?", "What is that power that drives the mill?"),
        ("What came of that plan?", "Which point was agreed on that is dear to all?"),
        ("Which one burned?", "Which one of the hotels burned?"),
        ("Who took the last one?", "Who covered it on Westwood One?"),
    ],
)
def test_has_anaphor_tells_words_that_point_from_words_that_the_question_explains(
    pointing, explained
):
    assert has_anaphor(pointing)
    assert not has_anaphor(explained)
