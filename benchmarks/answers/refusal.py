"""Benchmark of refusal: how well confidence tells answerable questions from the others (AUROC).

Easy: every second reporting article of `squad/dev-visible.json` is left out of the index, and its
questions are asked; the answerable ones are those of the reporting articles that stayed. Hard:
SQuAD 2.0's questions written to look answerable, about articles that stayed; and ClapNQ's
unanswerable questions against its answerable ones, over its whole pool.
"""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from benchmarks.shared.auroc import auroc
from benchmarks.shared.clapnq import write_pool
from benchmarks.shared.scratch_index import build_index, scratch_folder, with_progress
from benchmarks.shared.squad import open_answerer, read_dev
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.collections.clapnq import read_clapnq
from eval.collections.squad import SquadArticle, SquadQuestion
from eval.splits import is_tuning
from rag.answerer import Answerer
from rag.extract.confidence import status_of
from rag.types import AnswerStatus

QUESTIONS = 400
"""Of each kind, chosen by a fixed seed."""

TARGETS = {
    "auroc_easy": ">= 0.97",
    "easy_refused": ">= 0.90",
    "answerable_refused": "<= 0.05",
    "auroc_hard_squad": "",
    "auroc_hard_clapnq": "",
    "ece": "<= 0.05",
}
Confidences = NDArray[np.float64]


def run(options: BenchOptions) -> BenchResult:
    """Ask all kinds of questions and compare the confidences."""
    count = min(QUESTIONS, options.limit or QUESTIONS)
    with scratch_folder() as scratch:
        answerable, easy, hard = squad_confidences(options.data, scratch / "squad", count)
        clap_answerable, clap_hard = clapnq_confidences(options.data, scratch / "clapnq", count)
    groups = (answerable, easy, hard, clap_answerable, clap_hard)
    refused, kept_out = share_refused(answerable), share_refused(easy)
    return BenchResult(
        values={
            "auroc_easy": auroc(answerable, easy),
            "easy_refused": kept_out,
            "answerable_refused": refused,
            "auroc_hard_squad": auroc(answerable, hard),
            "auroc_hard_clapnq": auroc(clap_answerable, clap_hard),
            "ece": calibration_error(answerable, (easy, hard)),
        },
        targets=TARGETS,
        notes=(
            f"{len(answerable)} answerable, {len(easy)} easy, {len(hard)} hard questions of SQuAD,"
            f" {len(clap_answerable)} and {len(clap_hard)} of ClapNQ",
            "right decisions on answerable and easy together:"
            f" {(1 - refused + kept_out) / 2:.3f}; always refusing 0.500, never refusing 0.500",
            f"hard refused: SQuAD {share_refused(hard):.3f}, ClapNQ {share_refused(clap_hard):.3f};"
            f" ClapNQ's answerable refused: {share_refused(clap_answerable):.3f}",
            "plainly answered: answerable {:.3f}, easy {:.3f}, hard {:.3f}; ClapNQ's answerable"
            " {:.3f}, hard {:.3f}".format(*map(share_answered, groups)),
        ),
    )


def squad_confidences(
    data: Path, scratch: Path, count: int
) -> tuple[Confidences, Confidences, Confidences]:
    """Confidences of the answerable, easy and hard questions."""
    articles, questions = read_dev(data)
    left_out = choose_left_out(articles)
    answerer = open_answerer([a for a in articles if a.title not in left_out], scratch)
    mine = [q for q in questions if not is_tuning(q.article.title)]
    easy = [q for q in mine if q.answerable and q.article.title in left_out]
    stayed = [q for q in mine if q.article.title not in left_out]
    groups = (
        [q for q in stayed if q.answerable],
        easy,
        [q for q in stayed if not q.answerable],
    )
    one, two, three = (_ask(answerer, _sample(group, count)) for group in groups)
    return one, two, three


def choose_left_out(articles: Sequence[SquadArticle]) -> frozenset[str]:
    """The titles of every second reporting article, in the order of the file."""
    reporting = [article.title for article in articles if not is_tuning(article.title)]
    return frozenset(reporting[1::2])


def clapnq_confidences(data: Path, scratch: Path, count: int) -> tuple[Confidences, Confidences]:
    """Confidences of ClapNQ's answerable and unanswerable reporting questions."""
    pool, questions = read_clapnq(data / "clapnq")
    write_pool(pool, scratch / "pool")
    answerer = Answerer(build_index(scratch / "pool", scratch / "index"))
    mine = [q for q in questions if not is_tuning(q.id)]
    answerable = [q.question for q in mine if q.answerable][:count]
    hard = [q.question for q in mine if not q.answerable][:count]
    return _ask(answerer, answerable), _ask(answerer, hard)


def _sample(questions: Sequence[SquadQuestion], count: int) -> list[str]:
    chosen = list(questions)
    Random(0).shuffle(chosen)
    return [question.text for question in chosen[:count]]


def _ask(answerer: Answerer, questions: Sequence[str]) -> Confidences:
    asked = with_progress(questions, "questions")
    return np.array([answerer.answer(question, refuse=False).confidence for question in asked])


def share_refused(confidences: Confidences) -> float:
    """The share that the shipped thresholds refuse outright; 0 for none."""
    return _share(confidences, AnswerStatus.NOT_IN_ARTICLES)


def share_answered(confidences: Confidences) -> float:
    """The share that they answer plainly; 0 for none."""
    return _share(confidences, AnswerStatus.ANSWERED)


def calibration_error(answerable: Confidences, others: Sequence[Confidences]) -> float:
    """The expected calibration error (Naeini et al., AAAI 2015) of the confidence, 0 to 1.

    In ten bins of equal width; answerable questions count one half in all, and each kind of
    others the same.
    """
    groups = [answerable, *others]
    seen = np.concatenate(groups)
    right = np.repeat([1.0] + [0.0] * len(others), [len(group) for group in groups])
    shares = [0.5] + [0.5 / len(others)] * len(others)
    weights = np.concatenate(
        [np.full(len(g), share / max(len(g), 1)) for g, share in zip(groups, shares, strict=True)]
    )
    bins = np.minimum((seen * 10).astype(int), 9)
    gaps = np.bincount(bins, weights * (seen - right), minlength=10)
    return float(np.abs(gaps).sum())


def _share(confidences: Confidences, status: AnswerStatus) -> float:
    return (
        float(np.mean([status_of(c) is status for c in confidences])) if len(confidences) else 0.0
    )
