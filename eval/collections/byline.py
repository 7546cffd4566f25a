"""Byline's own question files, and the sample that is installed with it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from eval.collections.corpora import open_folder
from eval.questions.json_lines import digest_of
from eval.questions.schema import FilterSource, Question, read_questions
from eval.sample import sample_folder, sample_questions
from eval.types import Collection, Fact, Query
from index.types import Filters


def open_sample() -> Collection:
    """The sample questions about the sample articles."""
    return replace(open_questions(sample_questions(), sample_folder()), name="sample")


def open_questions(path: Path, folder: Path | None) -> Collection:
    """The questions of a file about the articles of `folder`, or about the user's index."""
    return Collection(
        name=path.stem,
        digest=digest_of(path),
        read_queries=partial(_read, path),
        corpus=open_folder(folder) if folder else None,
        checks_gold=True,
    )


def _read(path: Path) -> Iterator[Query]:
    return (to_query(question) for question in read_questions(path))


def to_query(question: Question) -> Query:
    """A question as it is asked, with its gold.

    Filters that have to be read out of the question's own words are not passed with it.
    """
    return Query(
        query_id=question.id,
        text=question.question,
        qrels=qrels_of(question.facts),
        facts=question.facts,
        answerable=question.kind.answerable,
        filters=_filters(question),
        turns=question.turns,
        kind=question.kind.value,
    )


def qrels_of(facts: Iterable[Fact]) -> dict[str, int]:
    """Every document that holds a gold sentence, with grade 1."""
    return {sentence.doc_id: 1 for fact in facts for sentence in fact.sentences}


def _filters(question: Question) -> Filters:
    given = question.filter_source is FilterSource.GIVEN
    filters = question.filters.to_filters() if given else Filters()
    return replace(filters, excluded_doc_ids=question.without)
