"""What counts as a model's refusal, and what its reasoning leaves."""

from __future__ import annotations

import pytest

from rag.english.refusals import refuses
from rag.types import Citation, Sentence, Support, SupportLevel
from rag.writers import answering, is_refusal

PLACE = Citation(
    marker=1, doc_id="a", version="1", passage_id="p", start=0, end=1, quote="T", title="T"
)


def sentence(text, level="unsupported", *, cited=False):
    citations = (PLACE,) if cited else ()
    return Sentence(text=text, citations=citations, support=Support(level=SupportLevel(level)))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("The articles do not say.", True),
        ("the articles do not say", True),
        ("“The articles do not say.”", True),
        ("I'm sorry, but the given passages contain no information about this.", True),
        ("The passages don't explicitly mention what it cost.", True),
        ("None of the articles gives a figure.", True),
        ("There is no mention of a cost in the provided context.", True),
        ("The cost is not specified in the passages.", True),
        ("It cannot be determined from the passages.", True),
        ("I could not find this.", True),
        ("Unfortunately, the texts describe only the crack.", True),
        ("Not enough information.", True),
        ("The available sources are silent on that.", True),
        ("Die Artikel sagen es nicht.", True),
        ("Les articles ne le disent pas.", True),
        ("The wall was not repaired in 2020.", False),
        ("Nobody was hurt.", False),
        ("There were no injuries.", False),
        ('"I don\'t know," said the mayor.', False),
        ("It did not rain.", False),
        ("The council has not disclosed the cost.", False),
    ],
)
def test_refusal_is_known_in_any_words(text, refusal):
    assert is_refusal(sentence(text)) is refusal


def test_report_of_a_silence_is_no_refusal_where_its_passage_bears_it_out():
    text = "The documents do not mention the cost."
    assert refuses(text)
    assert not is_refusal(sentence(text, "supported", cited=True))
    assert not is_refusal(sentence("They do not say who, but when.", "partial", cited=True))


def test_reply_that_begins_by_refusing_is_a_refusal():
    crack = sentence("The passages describe the crack only.")
    assert answering([sentence("The articles do not say."), crack]) == ()


def test_remark_on_what_is_missing_leaves_the_answer():
    cost = sentence("It cost £3.", "supported", cited=True)
    assert answering([cost, sentence("The articles do not say who paid.")]) == (cost,)
