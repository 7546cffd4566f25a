"""Rows of tables as answers: the cell under the head that is asked for, or none."""

from __future__ import annotations

import pytest

from index.types import Document, Passage
from rag.extract.confidence import status_of
from rag.extract.extractive import write_extract
from rag.extract.types import Extract
from rag.types import AnswerStatus, Hit

_TEXT = (
    "Landings at the harbours, in tonnes, as the trust reported them.\n\n"
    "Harbour: Ellsby | 2022: 1,204 | 2023: 1,118 | 2024: 960\n"
    "Harbour: Skelling | 2022: 640 | 2023: 702 | 2024: 1,015\n"
    "Harbour: Marrow Head | 2022: 88 | 2023: 2,024\n\n"
    "Candidate: Ned Ashdown | Party: Green Coast | Votes: 877 | Share: 33.6%\n"
    "Candidate: Ivo Lark | Party: Independent | Votes: 530 | Share: 20.3%\n\n"
    "Month: October | Rain (mm): 188 | Average (mm): 110 | Nurses 2023: 64 | Nurses 2024: 71\n\n"
    "The trust expects more."
)


def _extract(question: str) -> Extract:
    document = Document(
        doc_id="a.md", version="1", text=_TEXT, title="Figures", title_derived=False
    )
    hit = Hit(passage=Passage.of("a.md", _TEXT, 0, len(_TEXT), None), score=1.0, rank=1)
    return write_extract(
        question, [hit], {"a.md": document}, encoder=None, document_frequency=lambda word: 0.01
    )


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("How many tonnes did Skelling land in 2024?", "1,015"),
        ("How many tonnes were landed at Ellsby in 2023?", "1,118"),
        ("Which harbour landed 960 tonnes in 2024?", "Ellsby"),
        ("How many votes did Ned Ashdown get?", "877"),
        ("What share of the votes did Ned Ashdown get?", "33.6%"),
        ("Which party does Ivo Lark belong to?", "Independent"),
        ("Who stood for Green Coast?", "Ned Ashdown"),
        ("How much rain fell in Oct?", "188"),
        ("How many nurses were there in October 2024?", "71"),
    ],
)
def test_the_cell_under_the_head_that_is_asked_for_is_marked(question: str, cell: str) -> None:
    found = _extract(question)
    first = found.spans[0]
    assert first.focus
    assert first.text[slice(*first.focus)] == cell
    assert _TEXT[first.start : first.end] == first.text
    assert status_of(found.confidence, found.lacks) is AnswerStatus.ANSWERED


@pytest.mark.parametrize(
    "question",
    [
        "How many tonnes did Skelling land in 2019?",
        "How many tonnes did Marrow Head land in 2024?",
        "How many boats did Skelling land in 2024?",
        "How many doctors were there in October 2024?",
        "How many tonnes did Penmouth land in 2024?",
    ],
)
def test_no_cell_is_taken_for_another(question: str) -> None:
    found = _extract(question)
    assert status_of(found.confidence, found.lacks) is not AnswerStatus.ANSWERED
    assert not any(span.focus for span in found.spans if " | " in span.text)


def test_both_parts_of_a_question_get_their_row() -> None:
    found = _extract(
        "How many tonnes did Skelling land in 2024 and how many votes did Ivo Lark get?"
    )
    marked = {span.text[slice(*span.focus)] for span in found.spans if span.focus}
    assert {"1,015", "530"} <= marked
