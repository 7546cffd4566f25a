"""Benchmark of removal: is a question still answered once its answer is taken out of the article?

The reporting articles of `squad/dev-visible.json`, one answerable question of each paragraph. They
are asked as the articles stand, without the sentences that answer (everything else as it was), and,
as a control, without as many other sentences: where that changed much, the figure would show that
any change disturbs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from benchmarks.shared.auroc import auroc
from benchmarks.shared.scratch_index import scratch_folder, with_progress
from benchmarks.shared.squad import open_answerer, read_dev, reporting
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.collections.squad import SquadArticle, SquadQuestion, find_gold
from index.text.sentences import CharSpan, split_sentences
from rag.answerer import Answerer
from rag.types import AnswerStatus

TARGETS = {
    "answerable_answered": ">= 0.85",
    "removed_answered": "<= 0.33",
    "auroc": ">= 0.88",
    "control_answered": "as answerable_answered",
}
Asked = tuple[float, bool]  # confidence, whether it was answered plainly


def run(options: BenchOptions) -> BenchResult:
    """Ask three times: the articles whole, without the answers, without other sentences."""
    articles, questions = read_dev(options.data)
    chosen = choose(reporting(questions))[: options.limit]
    with scratch_folder() as scratch:
        whole = ask(open_answerer(articles, scratch / "whole"), chosen)
        gone = _ask_without(articles, chosen, scratch / "gone", answering=True)
        control = _ask_without(articles, chosen, scratch / "control", answering=False)
    return BenchResult(
        values={
            "answerable_answered": _share(whole),
            "removed_answered": _share(gone),
            "auroc": auroc(_confidences(whole), _confidences(gone)),
            "control_answered": _share(control),
        },
        targets=TARGETS,
        notes=(f"{len(chosen)} questions, one of each paragraph",),
    )


def choose(questions: Iterable[SquadQuestion]) -> list[SquadQuestion]:
    """One question of each paragraph that has a sentence to spare; the same every time."""
    shuffled = list(questions)
    Random(0).shuffle(shuffled)
    first = {(q.article.title, q.paragraph): q for q in reversed(shuffled)}
    return [q for q in shuffled if first[q.article.title, q.paragraph] is q and _others(q)]


def _ask_without(
    articles: Sequence[SquadArticle], chosen: Sequence[SquadQuestion], at: Path, *, answering: bool
) -> list[Asked]:
    gone = {(q.article.title, q.paragraph): gone_from(q, answering=answering) for q in chosen}
    left = [
        replace(
            article,
            paragraphs=tuple(
                cut(text, gone.get((article.title, number), ()))
                for number, text in enumerate(article.paragraphs)
            ),
        )
        for article in articles
    ]
    return ask(open_answerer(left, at), chosen)


def gone_from(question: SquadQuestion, *, answering: bool) -> Sequence[CharSpan]:
    """The sentences that answer, or as many others of the paragraph, the nearest before."""
    gold = find_gold(question.article.paragraphs[question.paragraph], question.answers)
    return gold if answering else _others(question)[-len(gold) :]


def _others(question: SquadQuestion) -> list[CharSpan]:
    text = question.article.paragraphs[question.paragraph]
    gold = find_gold(text, question.answers)
    return [span for span in split_sentences(text) if span not in gold]


def cut(text: str, spans: Sequence[CharSpan]) -> str:
    """`text` without `spans`."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start].rstrip()} {text[end:].lstrip()}"
    return text.strip()


def ask(answerer: Answerer, questions: Sequence[SquadQuestion]) -> list[Asked]:
    """Confidence and whether it was answered plainly, of each question."""
    found = []
    for question in with_progress(questions, "questions"):
        answer = answerer.answer(question.text)
        found.append((answer.confidence, answer.status is AnswerStatus.ANSWERED))
    return found


def _confidences(asked: Sequence[Asked]) -> NDArray[np.float64]:
    return np.array([confidence for confidence, _ in asked])


def _share(asked: Sequence[Asked]) -> float:
    return float(np.mean([answered for _, answered in asked]))
