"""Question files: the schema of a line, `Question`, with facts, filters, earlier turns; reading."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import ConfigDict, Field, model_validator

from eval.questions.json_lines import Row, read_rows
from eval.types import Fact as Fact
from eval.types import GoldSentence as GoldSentence
from eval.types import Saved
from index.files import writing
from index.types import Filters
from rag.types import Turn


class QuestionKind(StrEnum):
    """What a question is there to try."""

    ANSWERABLE = "answerable"  # one sentence answers it
    TWO_ARTICLES = "two_articles"  # no single article holds all facts
    FILTERED = "filtered"  # limited by publication date, author, outlet or section
    FOLLOW_UP = "follow_up"  # cannot be understood without its history
    UNANSWERABLE_EASY = "unanswerable_easy"  # another subject altogether
    UNANSWERABLE_HARD = "unanswerable_hard"  # the right article, but it does not say

    @property
    def answerable(self) -> bool:
        return self not in (QuestionKind.UNANSWERABLE_EASY, QuestionKind.UNANSWERABLE_HARD)


class FilterSource(StrEnum):
    """Who sets the filters of a question."""

    GIVEN = "given"  # the asker passes them beside the question
    QUESTION = "question"  # they have to be read out of the question's own words


class QuestionFilters(Saved):
    """The filters that are right for a question; the fields of `index.types.Filters`."""

    published_from: date | None = None  # inclusive
    published_to: date | None = None  # inclusive
    authors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def to_filters(self) -> Filters:
        """The same as the value that searches take."""
        names = QuestionFilters.model_fields
        return Filters(**{name: getattr(self, name) for name in names})


class EarlierTurn(Saved):
    """What was asked before in the same conversation, and what an answer could have said."""

    question: str = Field(min_length=1)
    answer: str = ""


class Question(Row):
    """One question, what answers it, and under which limits it is asked.

    `standalone` is how somebody would put a follow-up without the history. `near` names the
    articles that a hard unanswerable question seems to be about. `without` are articles that are
    left out of the search when it is asked: what would answer it is then not there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(min_length=1)
    kind: QuestionKind
    facts: tuple[Fact, ...] = ()
    history: tuple[EarlierTurn, ...] = ()
    standalone: str | None = None
    filters: QuestionFilters = QuestionFilters()
    filter_source: FilterSource | None = None
    near: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[GoldSentence, ...]:
        """Every gold sentence, alternatives included."""
        return tuple(sentence for fact in self.facts for sentence in fact.sentences)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The history as `answer()` takes it."""
        return tuple(Turn(question=t.question, answer=t.answer) for t in self.history)

    @model_validator(mode="after")
    def _kind_fits(self) -> Self:
        problem = _kind_problem(self)
        if problem:
            raise ValueError(problem)
        return self


def _kind_problem(question: Question) -> str:
    kind = question.kind
    filtered = bool(question.filters.to_filters())
    gold = {sentence.doc_id for sentence in question.sentences}
    checks = {
        "an answerable question needs facts": kind.answerable and not question.facts,
        "an unanswerable question has no facts": not kind.answerable and bool(question.facts),
        "a follow_up needs a history": kind is QuestionKind.FOLLOW_UP and not question.history,
        "a filtered question needs filters": kind is QuestionKind.FILTERED and not filtered,
        "filters and filter_source go together": filtered != (question.filter_source is not None),
        "a gold sentence stands in an article that is left out": not gold.isdisjoint(
            question.without
        ),
        "one article holds all facts of a two_articles question": (
            kind is QuestionKind.TWO_ARTICLES and bool(_in_every_fact(question))
        ),
    }
    return next((problem for problem, holds in checks.items() if holds), "")


def _in_every_fact(question: Question) -> set[str]:
    documents = [{sentence.doc_id for sentence in fact.sentences} for fact in question.facts]
    return set.intersection(*documents) if documents else set()


def read_questions(path: Path) -> Iterator[Question]:
    """The questions of a file, one at a time, in its order; blank lines are passed over."""
    return (question for _, question in read_rows(path, Question))


def write_questions(path: Path, questions: Iterable[Question]) -> None:
    """Writes one question a line, without the fields that say nothing.

    Raises:
        StorageError: the file cannot be written; the one that was there is left as it was.
    """
    temporary = path.with_name(path.name + ".new")
    try:
        with writing(path):
            with temporary.open("w", encoding="utf-8") as file:
                for question in questions:
                    file.write(question.model_dump_json(exclude_defaults=True) + "\n")
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
