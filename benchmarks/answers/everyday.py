"""Benchmark of everyday wording: made-up news asked about as people type, not as it is written.

The reporting half of `benchmarks/reader/news.jsonl` (`--half tuning`: the other), every question
put to all of its articles. A sentence is right that holds the answer and comes from its article.
The control takes the first sentence of the best passage.
"""

from collections.abc import Sequence

import numpy as np

from benchmarks.reader.news import NEWS, NewsArticle, NewsQuestion, read_news, write_news
from benchmarks.shared.scratch_index import build_index, scratch_folder, with_progress
from benchmarks.shared.types import BenchOptions, BenchResult
from index.text.sentences import split_sentences
from rag.answerer import Answerer
from rag.extract.ranker import FINDER_PASSAGES
from rag.types import Answer, AnswerStatus, Hit


def run(options: BenchOptions) -> BenchResult:
    """Ask all questions of the half, `--limit` articles at most."""
    tuning = options.half == "tuning"
    chosen = [a for a in read_news(NEWS) if a.is_for_tuning == tuning][: options.limit]
    with scratch_folder() as scratch:
        write_news(scratch / "news", NEWS)
        build_index(scratch / "news", scratch / "index").close()
        with Answerer.open(scratch / "index") as answerer:
            return _measure(answerer, [(a, q) for a in chosen for q in a.questions])


def _measure(answerer: Answerer, asked: Sequence[tuple[NewsArticle, NewsQuestion]]) -> BenchResult:
    right: list[list[bool]] = []  # of each answerable question, of each sentence shown
    found, control, refused, hard = [], [], [], []
    for article, question in with_progress(asked, "questions"):
        answer = answerer.answer(question.question)
        if question.answer is None:
            hard.append(answer.status is AnswerStatus.ANSWERED)
            continue
        hits = [hit for hit in answer.hits if hit.rank <= FINDER_PASSAGES]
        right.append(_right(answer, article, question.answer))
        refused.append(answer.status is AnswerStatus.NOT_IN_ARTICLES)
        found.append(any(_holds(hit, article, hit.passage.text, question.answer) for hit in hits))
        control.append(_holds(hits[0], article, _lead(hits[0]), question.answer))
    return BenchResult(
        values={
            "first": float(np.mean([any(each[:1]) for each in right])),
            "any": float(np.mean([any(each) for each in right])),
            "shown_right": float(np.mean([one for each in right for one in each])),
            "refused": float(np.mean(refused)),
            "found_among_six": float(np.mean(found)),
            "hard_answered": float(np.mean(hard)),
            "control_first": float(np.mean(control)),
        },
        notes=(f"{len(right)} answerable questions, {len(hard)} others",),
    )


def _right(answer: Answer, article: NewsArticle, expected: str) -> list[bool]:
    return [
        expected in sentence.text and any(c.doc_id == article.file for c in sentence.citations)
        for sentence in answer.sentences
    ]


def _holds(hit: Hit, article: NewsArticle, text: str, expected: str) -> bool:
    return hit.passage.doc_id == article.file and expected in text


def _lead(hit: Hit) -> str:
    text = hit.passage.text
    start, end = next(iter(split_sentences(text)))
    return text[start:end]
