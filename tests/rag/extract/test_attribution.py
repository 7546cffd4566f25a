"""Who says what was just answered: taken from the quoted sentence, never from just anybody."""

import pytest

from rag.extract.attribution import attribute
from rag.extract.confidence import status_of
from rag.extract.types import Extract
from rag.types import AnswerStatus, Turn
from tests.rag.extract.test_extractive import hits_of

NAMED = "Mending the quay will cost £3 million, the engineer, Ada Moss, said on Sunday."
BARE = "Mending the quay will cost £3 million and take until June."
OTHER = '"It sounded like a train," said Bo Hay, who lives there.'
QUIET = "The quay was built in 1932."


def attributed(
    told: str, *texts: str, question: str = "Who said so?"
) -> tuple[list[str], AnswerStatus] | None:
    hits, documents = hits_of(*texts)
    turn = Turn(question="What will mending the quay cost?", answer=told)
    found: Extract | None = attribute(question, [turn], hits, documents)
    return found and ([span.text for span in found.spans], status_of(found.confidence))


@pytest.mark.parametrize(
    "question",
    [
        "Who said so?", "who says so", "And who said that?", "Says who?", "According to whom?",
        "Who claimed this?", "Who is the source of that?", "What's the source?",
        " Who told them that? ",
    ],
)  # fmt: skip
def test_the_quoted_sentence_names_who_said_so(question: str):
    told = f"“{NAMED}” [1]"
    found = attributed(told, f"{OTHER} {NAMED} {QUIET}", OTHER, question=question)
    assert found == ([NAMED], AnswerStatus.ANSWERED)


@pytest.mark.parametrize(
    "question",
    [
        "Who said “never again”?", "Who said the bridge would fall?", "Who paid for it?",
        "Who said that the quay would be shut?", "What is the source of the river?",
        "Who wrote that?",
    ],
)  # fmt: skip
def test_other_questions_are_searched_for(question: str):
    assert attributed(NAMED, NAMED, question=question) is None


def test_whoever_speaks_beside_the_sentence_may_have_said_so():
    whole = f"{BARE} {OTHER}"
    assert attributed(BARE, f"{QUIET} {whole}") == ([whole], AnswerStatus.UNSURE)
    whole = f"{OTHER} {BARE}"
    assert attributed(BARE, f"{whole} {QUIET}") == ([whole], AnswerStatus.UNSURE)


def test_a_sentence_that_names_somebody_goes_before_one_that_does_not():
    found = attributed(f"{BARE} {NAMED}", f"{BARE} {OTHER}", NAMED)
    assert found == ([NAMED], AnswerStatus.ANSWERED)


def test_nothing_is_attributed_to_who_speaks_elsewhere():
    assert attributed(BARE, f"{BARE} {QUIET} {OTHER}", OTHER) is None
    assert attributed("A model wrote this in words of its own.", NAMED) is None


def test_a_quotation_stands_where_it_says():
    hits, documents = hits_of(f"{QUIET} {BARE} {OTHER}")
    found = attribute("Who said so?", [Turn(question="?", answer=BARE)], hits, documents)
    assert found
    (span,) = found.spans
    assert documents[span.doc_id].text[span.start : span.end] == span.text
    assert documents[span.doc_id].text[span.sentence_start : span.end] == OTHER
