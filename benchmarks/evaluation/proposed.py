"""Benchmark of proposed questions: do they rank the retrieval arms as people's questions do?

All articles of `squad/dev-visible.json` are one index. People's questions are SQuAD's own,
answerable ones; the proposed ones are made from the same articles. A question is ranked right when
the first passage overlaps a sentence that answers it. Printed for the reporting articles, where
nothing was tuned; the tuning articles' figures stand in a note. The control asks the gold sentences
themselves: a proposal that only copies has an overlap of 1, and need not order the arms alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.shared.scratch_index import scratch_folder, with_progress
from benchmarks.shared.squad import Places, file_of, open_answerer, read_articles, read_dev
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.collections.squad import SquadArticle, SquadQuestion
from eval.measures.short_answers import holds_answer
from eval.proposing import propose_questions
from eval.questions.overlap import word_overlap
from eval.questions.schema import Question
from eval.splits import is_tuning
from index.index import Index
from index.text.sentences import split_sentences
from index.types import Document, Filters, Passage
from rag.search.retrieve import HybridRetriever
from rag.search.types import FusionWeights

QUESTIONS = 600
"""Of people's questions in each half, chosen by a fixed seed."""

PROPOSED, SEEDS = 120, 6
"""Proposals are made for each half as a user would, a hundred or so, several times over."""

DEPTH = 10
ARMS = {
    "lexical": FusionWeights(lexical=1.0, late=0.0),
    "dense": FusionWeights(lexical=0.0, late=0.0),
    "fused": FusionWeights(),
}
TARGETS = {"order_alike": "1", "control_overlap": "1: it copies"}
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and where the sentences that answer it stand: document, start, end."""

    text: str
    places: tuple[Place, ...]
    overlap: float  # with the first of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Arms:
    """Success@1 and RR@10 of each arm, and the questions' mean overlap with their sentences."""

    first: Mapping[str, float]
    reciprocal: Mapping[str, float]
    overlap: float
    questions: int

    @property
    def order(self) -> str:
        """The arms from worst to best by Success@1, then RR@10: "dense < fused = lexical"."""
        figures = {arm: (self.first[arm], self.reciprocal[arm]) for arm in self.first}
        levels = [sorted(a for a in figures if figures[a] == f) for f in set(figures.values())]
        return " < ".join(map(" = ".join, sorted(levels, key=lambda level: figures[level[0]])))

    def __str__(self) -> str:
        figures = ", ".join(
            f"{arm} {self.first[arm]:.3f}/{self.reciprocal[arm]:.3f}" for arm in self.first
        )
        return f"{figures}; overlap {self.overlap:.3f}; {self.questions} questions"


def run(options: BenchOptions) -> BenchResult:
    """Index the articles; ask people's questions, proposed ones and copies; compare the orders."""
    articles, questions = read_dev(options.data)
    count = min(QUESTIONS, options.limit or QUESTIONS)
    with scratch_folder() as scratch:
        index = open_answerer(articles, scratch).index
        tuning, reporting = (
            measure_half(index, *half(articles, questions, tuning=tuning), count)
            for tuning in (True, False)
        )
    return to_result(reporting, tuning)


def half(
    articles: Sequence[SquadArticle], questions: Sequence[SquadQuestion], *, tuning: bool
) -> tuple[list[SquadArticle], list[SquadQuestion]]:
    """The articles of one half and their answerable questions."""
    return (
        [a for a in articles if is_tuning(a.title) is tuning],
        [q for q in questions if q.answerable and is_tuning(q.article.title) is tuning],
    )


def measure_half(
    index: Index, articles: Sequence[SquadArticle], questions: Sequence[SquadQuestion], count: int
) -> dict[str, Arms]:
    """The three arms over "human", "proposed" and "control" questions of some articles."""
    documents, places = read_articles(index, articles)
    human = from_people(questions, documents, places)
    human = Random(0).sample(human, min(count, len(human)))
    proposed = propose(documents, min(PROPOSED, count))
    return {
        "human": rank_arms(index, human),
        "proposed": rank_arms(index, [from_proposed(question) for question in proposed]),
        "control": rank_arms(index, [copied(question) for question in proposed]),
    }


def propose(documents: Mapping[str, Document], count: int) -> list[Question]:
    """The answerable ones of the questions that several seeds give."""
    seeds = (propose_questions(documents, count=count, seed=seed) for seed in range(SEEDS))
    found = {question.question: question for questions in seeds for question in questions}
    return [question for question in found.values() if question.facts]


def from_people(
    questions: Sequence[SquadQuestion], documents: Mapping[str, Document], places: Places
) -> list[Asked]:
    """SQuAD's questions with the sentences of their paragraph that hold an answer."""
    asked = []
    for question in questions:
        document = documents[file_of(question.article)]
        start, end = places[document.doc_id][question.paragraph]
        spans = _sentences_with_answer(document.text[start:end], question.answers)
        if spans:
            gold = tuple((document.doc_id, start + s, start + e) for s, e in spans)
            overlap = max(word_overlap(question.text, document.text[s:e]) for _, s, e in gold)
            asked.append(Asked(text=question.text, places=gold, overlap=overlap))
    return asked


def _sentences_with_answer(paragraph: str, answers: Sequence[str]) -> list[tuple[int, int]]:
    spans = split_sentences(paragraph)
    return [(s, e) for s, e in spans if holds_answer(paragraph[s:e], answers)]


def from_proposed(question: Question) -> Asked:
    """A proposed question as it would be asked."""
    places = tuple((s.doc_id, s.start or 0, s.end or 0) for s in question.sentences)
    overlap = word_overlap(question.question, question.sentences[0].quote)
    return Asked(text=question.question, places=places, overlap=overlap)


def copied(question: Question) -> Asked:
    """The control: the gold sentence itself."""
    places = from_proposed(question).places
    return Asked(text=question.sentences[0].quote, places=places, overlap=1.0)


def rank_arms(index: Index, questions: Sequence[Asked]) -> Arms:
    """Ask every question of every arm."""
    snapshot = index.snapshot()
    first, reciprocal = {}, {}
    for name, weights in ARMS.items():
        retriever = HybridRetriever(snapshot, index.encoder.encoder, weights)
        ranks = [_rank(retriever, asked) for asked in with_progress(questions, name)]
        first[name] = sum(rank == 1 for rank in ranks) / (len(ranks) or 1)
        reciprocal[name] = sum(1 / rank for rank in ranks if rank) / (len(ranks) or 1)
    overlap = sum(asked.overlap for asked in questions) / (len(questions) or 1)
    return Arms(first=first, reciprocal=reciprocal, overlap=overlap, questions=len(questions))


def _rank(retriever: HybridRetriever, asked: Asked) -> int:
    """The rank, from 1, of the first passage over a gold sentence; 0 when none is among ten."""
    hits = retriever.retrieve(asked.text, k=DEPTH, filters=Filters())
    return next((hit.rank for hit in hits if _is_over(hit.passage, asked.places)), 0)


def _is_over(passage: Passage, places: Sequence[Place]) -> bool:
    return any(
        passage.doc_id == doc_id and passage.start < end and start < passage.end
        for doc_id, start, end in places
    )


def to_result(reporting: Mapping[str, Arms], tuning: Mapping[str, Arms]) -> BenchResult:
    """The reporting half's figures, and whether the arms are in the same order."""
    kinds = ("human", "proposed", "control")
    values = {f"{kind}_{arm}": reporting[kind].first[arm] for kind in kinds for arm in ARMS}
    order = reporting["human"].order
    values["order_alike"] = float(reporting["proposed"].order == order)
    values["control_order_alike"] = float(reporting["control"].order == order)
    values |= {f"{kind}_overlap": reporting[kind].overlap for kind in kinds}
    halves = {"reporting": reporting, "tuning": tuning}
    return BenchResult(
        values=values,
        targets=TARGETS,
        notes=(
            "Success@1 / RR@10 of passages over the gold sentence:",
            *(
                f"{name}, {kind}: {arms[kind]}; worst to best: {arms[kind].order}"
                for name, arms in halves.items()
                for kind in kinds
            ),
        ),
    )
