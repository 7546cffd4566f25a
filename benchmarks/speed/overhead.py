"""Benchmark of overhead on a language model's time: prompt, markers, alignment, checks.

Over the sample articles a pretended model answers every answerable question at once with six
sentences: one out of each of the first six passages of its prompt, a little reworded. What passes
in `Answerer.answer` between the search and the end is what Byline adds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from benchmarks.shared.scratch_index import build_index, scratch_folder, with_progress
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.questions.schema import read_questions
from eval.sample import sample_folder, sample_questions
from index.text.sentences import split_sentences
from rag.answerer import Answerer

SENTENCES = 6
TARGETS = {"p50_ms": "< 40"}
_BLOCK = re.compile(r"<passage-\w+ (\d+)>\n[^\n]*\n(.*?)\n</passage-\w+>", re.DOTALL)


class Rewording:
    """A model that needs no time: a sentence of each passage, its first word left out."""

    name = "rewording"

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        """The reply in pieces of one word."""
        blocks = _BLOCK.findall(messages[-1]["content"])[:SENTENCES]
        for number, text in blocks:
            start, end = split_sentences(text)[0]
            reworded = f"It is reported that {' '.join(text[start:end].split()[1:])}"
            for word in f"{reworded.rstrip('.!?')}. [{number}] ".split(" "):
                yield f"{word} "


def run(options: BenchOptions) -> BenchResult:
    """Ask, and take the time between the search and the end."""
    asked = [q.question for q in read_questions(sample_questions()) if q.kind.answerable]
    with scratch_folder() as scratch:
        index = build_index(sample_folder(), scratch / "index")
        answerer = Answerer(index, model=Rewording())
        answerer.answer(asked[0], refuse=False)  # loads what is loaded once
        times_s, sentences = [], []
        for question in with_progress(asked[: options.limit], "questions"):
            answer = answerer.answer(question, refuse=False)
            times_s.append(answer.timings["write"])
            sentences.append(len(answer.sentences))
    return BenchResult(
        values={
            "p50_ms": 1000 * median(times_s),
            "p95_ms": 1000 * sorted(times_s)[int(0.95 * len(times_s))],
        },
        targets=TARGETS,
        notes=(f"{len(times_s)} answers of {median(sentences):g} sentences (median)",),
    )
