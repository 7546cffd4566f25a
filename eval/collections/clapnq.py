"""ClapNQ: questions from search logs, each with a passage and the sentences annotators chose.

Several annotators may have judged one question. A sentence that all of them chose is a fact; one
that only some chose is an alternative to the nearest of those, so that whoever cites exactly what
one annotator chose has found every fact and cited nothing but gold. Where no sentence was chosen
by all, there is one fact, and every chosen sentence is an alternative.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field

from eval.collections.corpora import file_corpus
from eval.questions.json_lines import Row, digest_of, line_error, read_rows
from eval.types import Collection, CorpusDocument, Fact, GoldSentence, Query
from index.text.characters import remove_invisible


class ClapPassage(Row):
    """A passage of the pool; `sentences` are its text, cut as the annotators saw it."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(alias="_id", min_length=1)
    title: str = ""
    text: str
    sentences: tuple[Annotated[str, Field(pattern=r"\S")], ...]


class ClapQuestion(Row):
    """A question; `gold_sentences` has, for each annotator, the numbers of the chosen sentences.

    `answers` are what annotators wrote from them.
    """

    model_config = ConfigDict(frozen=True)

    question: str = Field(min_length=1)
    answerable: bool
    passage_id: str
    answers: tuple[str, ...] = ()
    gold_sentences: tuple[tuple[int, ...], ...] = ()


def open_clapnq(folder: Path) -> Collection:
    """Every passage of the pool as a document, and the questions."""
    pool, questions = folder / "pool.jsonl", folder / "questions.jsonl"
    return Collection(
        name=folder.resolve().name,
        digest=digest_of(questions, pool),
        read_queries=partial(_read_queries, folder),
        corpus=file_corpus(pool, _read_documents),
    )


def read_clapnq(folder: Path) -> tuple[list[ClapPassage], list[ClapQuestion]]:
    """The pool and the questions, in the order of the files."""
    pool = list(read_pool(folder / "pool.jsonl"))
    return pool, list(_read_questions(folder / "questions.jsonl", pool))


def _read_questions(path: Path, pool: Iterable[ClapPassage]) -> Iterator[ClapQuestion]:
    sentences = {passage.id: len(passage.sentences) for passage in pool}
    for line, asked in read_rows(path, ClapQuestion):
        if asked.passage_id not in sentences:
            raise line_error(path, line, f"passage {asked.passage_id!r} is not in pool.jsonl")
        chosen = (number for numbers in asked.gold_sentences for number in numbers)
        if not all(0 <= number < sentences[asked.passage_id] for number in chosen):
            raise line_error(path, line, f"a gold sentence is not in passage {asked.passage_id!r}")
        yield asked


def read_pool(path: Path) -> Iterator[ClapPassage]:
    """The passages, one at a time, in the order of the file; raises `UsageError`."""
    return (passage for _, passage in read_rows(path, ClapPassage))


def _read_documents(path: Path) -> Iterator[CorpusDocument]:
    for passage in read_pool(path):
        yield CorpusDocument(doc_id=passage.id, title=passage.title, text=passage.text)


def _read_queries(folder: Path) -> Iterator[Query]:
    pool, questions = read_clapnq(folder)
    sentences = {passage.id: passage.sentences for passage in pool}
    return (_to_query(asked, sentences[asked.passage_id]) for asked in questions)


def _to_query(asked: ClapQuestion, sentences: Sequence[str]) -> Query:
    gold = [
        GoldSentence(doc_id=asked.passage_id, quote=remove_invisible(sentence).strip())
        for sentence in sentences
    ]
    groups = group_gold(asked.gold_sentences)
    facts = tuple(Fact(sentences=tuple(gold[number] for number in group)) for group in groups)
    return Query(
        query_id=asked.id,
        text=asked.question,
        qrels={asked.passage_id: 1} if asked.answerable else {},
        facts=facts if asked.answerable else (),
        answerable=asked.answerable,
        kind="answerable" if asked.answerable else "unanswerable",
    )


def group_gold(annotations: Sequence[Sequence[int]]) -> list[list[int]]:
    """The sentences of each fact, by their numbers, from what each annotator chose.

    The first of each is the one that all chose. A sentence as near to two facts joins the earlier.
    """
    chosen = [set(numbers) for numbers in annotations if numbers]
    if not chosen:
        return []
    agreed = sorted(set.intersection(*chosen))
    other = sorted(set.union(*chosen) - set(agreed))
    if not agreed:
        return [other]
    facts = {number: [number] for number in agreed}
    for number in other:
        facts[min(agreed, key=lambda fact: (abs(fact - number), fact))].append(number)
    return list(facts.values())
