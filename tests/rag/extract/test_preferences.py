"""What a question states exactly: its sentence comes first and is plainly answered."""

from __future__ import annotations

from datetime import date

import pytest

from index.types import Document, Passage
from rag.extract.confidence import sure
from rag.extract.extractive import write_extract
from rag.extract.preferences import prefer_exact
from rag.extract.ranker import rank_sentences, read_case
from rag.extract.types import Extract
from rag.search.filters.reading import DateRange
from rag.types import Hit

REPAIR = "The repair of the bridge cost £310,000. Femi Adair called the result better than new."
ROOF = "The roof takes eleven weeks. The closure would save 62,000 pounds a year, she said."


def _case(*texts: tuple[str, date | None]) -> tuple[list[Hit], dict[str, Document]]:
    documents = {
        f"{n}": Document(doc_id=f"{n}", version="1", text=text, title="News", published=day)
        for n, (text, day) in enumerate(texts)
    }
    hits = [
        Hit(
            passage=Passage.of(name, document.text, 0, len(document.text), None),
            score=1.0, rank=1, dense_score=0.2, lexical_score=1.0,
        )
        for name, document in documents.items()
    ]  # fmt: skip
    return hits, documents


def _extract(question: str, *texts: tuple[str, date | None], periods=()) -> Extract:
    return write_extract(
        question, *_case(*texts), encoder=None, document_frequency=lambda word: 0.1,
        periods=periods,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Who said “better than new”?", "better than new"),
        ('Which result was called "better than new"?', "better than new"),
        ("What cost £310,000?", "£310,000"),
        ("What cost 310,000 pounds?", "£310,000"),
        ("What takes 11 weeks?", "eleven weeks"),
        ("What would save £62,000?", "62,000 pounds"),
    ],
)
def test_a_sentence_that_says_what_is_asked_with_is_the_answer(question, first):
    extract = _extract(question, (ROOF, None), (REPAIR, None))
    assert first in extract.spans[0].text
    assert extract.confidence >= sure()


@pytest.mark.parametrize(
    "question",
    [
        "Who said “as good as new”?",
        "What cost £311,000?",
        "Which painting cost £310,000?",
        "What takes 11 days?",
        "What cost more than £300,000?",
    ],
)
def test_another_figure_or_another_subject_proves_nothing(question):
    case = read_case(
        question, *_case((ROOF, None), (REPAIR, None)), encoder=None,
        document_frequency=lambda word: 0.1,
    )  # fmt: skip
    ranking = rank_sentences(case)
    again, is_exact = prefer_exact(ranking)
    assert not is_exact
    assert [s.score for s in again.sentences] == [s.score for s in ranking.sentences]


def test_a_later_article_comes_behind_that_of_the_year_unless_it_names_the_year():
    fares = ("The ferry costs £5.20.", date(2025, 3, 1)), ("The ferry costs £4.50.", None)
    named = ("The ferry cost £4.50 in 2024.", date(2025, 3, 2))
    year = (DateRange(first=date(2024, 1, 1), last=date(2024, 12, 31)),)
    for other in (fares[1], named):
        extract = _extract("How much did the ferry cost?", fares[0], other, periods=year)
        assert "£4.50" in extract.spans[0].text
