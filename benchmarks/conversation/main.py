"""Benchmark of conversation: nDCG of follow-ups and of standalone questions, and false filters.

The sample and the articles of `squad/dev-visible.json` are one index; `Answerer.search` is asked,
and a question counts when a gold passage is among the first five. Of SQuAD the reporting half.

- Follow-ups of the sample: a gold passage holds a part of a gold sentence.
- Follow-ups made from SQuAD (see `benchmarks.conversation.follow_ups`), of those questions that
  find their passage with the name still in them: the others measure the search, not the
  conversation. A gold passage holds an answer within the gold paragraph.
- Questions that stand alone (without a pronoun and without "this", "these" or "those"), asked after
  a question about another article, and after the one before about the same article.
- Filters: the sample's questions that speak of publication, and all of SQuAD's, that do not, in an
  index that knows the sample's authors, outlets and sections and made-up ones besides.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.conversation.follow_ups import FollowUp, make_follow_ups
from benchmarks.conversation.made_up import made_up_documents
from benchmarks.shared.scratch_index import scratch_folder, with_progress
from benchmarks.shared.squad import (
    Places,
    file_of,
    open_answerer,
    read_articles,
    read_dev,
    reporting,
)
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.collections.squad import SquadArticle, SquadQuestion
from eval.measures.short_answers import holds_answer
from eval.questions.schema import FilterSource, Question, QuestionKind, read_questions
from eval.sample import sample_folder, sample_questions
from eval.splits import is_tuning
from index.types import Document, Filters
from rag.answerer import Answerer
from rag.search.filters.reading import read_filters
from rag.types import Hit, Turn

TARGETS = {
    "sample_top5": ">= 0.85",
    "squad_top5": ">= 0.85",
    "raw_top5": "",
    "standalone_loss": "<= 0",
    "filters_right": ">= 1",
    "filters_false": "<= 0",
}
TOP = 5
TODAY = date(2026, 6, 1)
_LEANS = re.compile(
    r"\b(?:this|these|those|he|she|it|they|him|her|them|his|hers|its|theirs?)\b", re.IGNORECASE
)


def run(options: BenchOptions) -> BenchResult:
    """Index, search, count; `--limit` bounds the SQuAD questions of each part."""
    articles, questions = read_dev(options.data)
    asked = list(read_questions(sample_questions()))
    with scratch_folder() as scratch:
        bench = Bench.open(articles, scratch)
        parts = [
            bench.sample(asked),
            bench.made(reporting(questions), options.limit),
            bench.alone(reporting(questions), options.limit),
            bench.filters(asked, questions),
        ]
    values = {name: value for part in parts for name, value in part.values.items()}
    notes = [note for part in parts for note in part.notes]
    return BenchResult(values=values, targets=TARGETS, notes=notes)


@dataclass(frozen=True, kw_only=True)
class Bench:
    """The index, and where the paragraphs of SQuAD stand in it."""

    answerer: Answerer
    documents: dict[str, Document]
    places: Places

    @classmethod
    def open(cls, articles: Sequence[SquadArticle], scratch: Path) -> Bench:
        """Ingests the sample and the articles with the real sync."""
        shutil.copytree(sample_folder(), scratch / "articles")
        answerer = open_answerer(articles, scratch)
        documents, places = read_articles(answerer.index, articles)
        return cls(answerer=answerer, documents=documents, places=places)

    def sample(self, asked: Sequence[Question]) -> BenchResult:
        """The sample's follow-ups, with and without their history."""
        follow_ups = [q for q in asked if q.kind is QuestionKind.FOLLOW_UP]

        def share(history: bool) -> tuple[float, list[str]]:
            missed = [
                q.id
                for q in follow_ups
                if not any(
                    _overlaps(hit, q)
                    for hit in self._search(q.question, q.turns if history else ())
                )
            ]
            return 1 - len(missed) / len(follow_ups), missed

        found, missed = share(history=True)
        raw, _ = share(history=False)
        return BenchResult(
            values={"sample_top5": found},
            notes=[
                f"sample: {len(follow_ups)} follow-ups, raw {raw:.3f}, missed:"
                f" {', '.join(missed) or 'none'}"
            ],
        )

    def made(self, questions: Sequence[SquadQuestion], limit: int | None) -> BenchResult:
        """Follow-ups made from SQuAD, with and without their history."""
        made = make_follow_ups(questions)[:limit]
        rows = [
            _Asked(
                follow_up=one,
                original=self._finds(one.original.text, (), one.original),
                found=self._finds(one.text, one.history, one.original),
                raw=self._finds(one.text, (), one.original),
            )
            for one in with_progress(made, "follow-ups")
        ]
        fair = [row for row in rows if row.original]
        hard = [row for row in fair if not row.raw]
        near = [row for row in fair if row.follow_up.same_paragraph]
        far = [row for row in fair if not row.follow_up.same_paragraph]
        return BenchResult(
            values={"squad_top5": _share(fair, _found), "raw_top5": _share(fair, _raw)},
            notes=[
                f"SQuAD: {len(fair)} follow-ups; after a question on the same paragraph"
                f" {_share(near, _found):.3f} (raw {_share(near, _raw):.3f}), on another"
                f" {_share(far, _found):.3f} (raw {_share(far, _raw):.3f})",
                f"SQuAD: all {len(rows)}, also those that the name itself does not find:"
                f" {_share(rows, _found):.3f} (raw {_share(rows, _raw):.3f}); the {len(hard)}"
                f" that raw misses: {_share(hard, _found):.3f}",
            ],
        )

    def alone(self, questions: Sequence[SquadQuestion], limit: int | None) -> BenchResult:
        """What a history costs questions that stand alone: the greater of two losses."""
        asked = list(questions[:limit])
        after = _other_articles(asked), _same_articles(asked)
        rows = [
            (
                _LEANS.search(question.text) is None,
                self._finds(question.text, (), question),
                *(self._finds(question.text, (history[n],), question) for history in after),
            )
            for n, question in enumerate(with_progress(asked, "questions that stand alone"))
        ]
        alone = [row for row in rows if row[0]]
        losses = [_loss(alone, column) for column in (2, 3)]
        return BenchResult(
            values={"standalone_loss": max(losses)},
            notes=[
                f"standing alone: {len(alone)} questions, {_mean([row[1] for row in alone]):.3f}"
                f" without history; lost after another article {losses[0]:+.4f}, after the same"
                f" {losses[1]:+.4f}",
                f"all {len(rows)} questions of SQuAD, with their pronouns: lost after another"
                f" article {_loss(rows, 2):+.4f}, after the same {_loss(rows, 3):+.4f}",
            ],
        )

    def filters(self, asked: Sequence[Question], questions: Sequence[SquadQuestion]) -> BenchResult:
        """Filters that are to be read, and filters that are not."""
        about = [*self.answerer.index.snapshot().about.values(), *made_up_documents()]

        def read(question: str) -> Filters | str:
            found = read_filters(question, about, TODAY)
            return found.problem or found.filters

        named = [q for q in asked if q.filter_source is FilterSource.QUESTION]
        wrong = [q.id for q in named if read(q.question) != q.filters.to_filters()]
        false = [q for q in questions if read(q.text)]
        reporting = [q for q in false if not is_tuning(q.article.title)]
        others = [q.id for q in asked if q not in named and read(q.question)]
        return BenchResult(
            values={
                "filters_right": 1 - len(wrong) / len(named),
                "filters_false": float(len(false)),
            },
            notes=[
                f"filters: {len(named)} to be read, wrong: {', '.join(wrong) or 'none'};"
                f" {len(questions)} questions of SQuAD, false {len(false)} ({len(reporting)} in the"
                f" reporting half); other questions of the sample with a filter:"
                f" {', '.join(others) or 'none'}",
                *(f"false filter: {question.text}" for question in false[:TOP]),
            ],
        )

    def _search(self, question: str, history: Sequence[Turn]) -> Sequence[Hit]:
        return self.answerer.search(question, hits=TOP, history=history)[:TOP]

    def _finds(self, text: str, history: Sequence[Turn], question: SquadQuestion) -> bool:
        return any(self._answers(hit, question) for hit in self._search(text, history))

    def _answers(self, hit: Hit, question: SquadQuestion) -> bool:
        passage, doc_id = hit.passage, file_of(question.article)
        if passage.doc_id != doc_id:
            return False
        start, end = self.places[doc_id][question.paragraph]
        shared = self.documents[doc_id].text[max(start, passage.start) : min(end, passage.end)]
        return (
            passage.start < end and start < passage.end and holds_answer(shared, question.answers)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    follow_up: FollowUp
    original: bool
    found: bool
    raw: bool


def _found(row: _Asked) -> bool:
    return row.found


def _raw(row: _Asked) -> bool:
    return row.raw


def _share(rows: Sequence[_Asked], of: Callable[[_Asked], bool]) -> float:
    return _mean([of(row) for row in rows])


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / (len(values) or 1)


def _loss(rows: Sequence[Sequence[bool]], column: int) -> float:
    return _mean([row[1] for row in rows]) - _mean([row[column] for row in rows])


def _overlaps(hit: Hit, question: Question) -> bool:
    return any(
        hit.passage.doc_id == sentence.doc_id
        and hit.passage.start < (sentence.end or 0)
        and (sentence.start or 0) < hit.passage.end
        for sentence in question.sentences
    )


def _turn(question: SquadQuestion) -> Turn:
    return Turn(question=question.text, answer=question.answers[0])


def _other_articles(asked: Sequence[SquadQuestion]) -> list[Turn]:
    """For each question the one half a list further on, or the next of another article."""
    half, found = len(asked) // 2, []
    for number, question in enumerate(asked):
        further = (asked[(number + half + step) % len(asked)] for step in range(len(asked)))
        other = next((q for q in further if q.article.title != question.article.title), question)
        found.append(_turn(other))
    return found


def _same_articles(asked: Sequence[SquadQuestion]) -> list[Turn]:
    """For each question the one before it in the same article; for the first the one after."""
    found = []
    for number, question in enumerate(asked):
        before = asked[number - 1]
        same = before.article.title == question.article.title and number
        found.append(_turn(before if same else asked[min(number + 1, len(asked) - 1)]))
    return found
