"""The tuning questions as the ranker sees them: features of every sentence, and which answer.

Articles go through the real sync, questions through the real retrieval. What is costly, the token
vectors of a passage, is kept in memory, since many questions find the same passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from eval.bench.workshop import build_index, with_progress
from eval.clapnq import ClapQuestion, read_clapnq, write_pool
from eval.splits import is_tuning
from eval.squad import (
    SquadArticle,
    SquadQuestion,
    find_paragraphs,
    holds_answer,
    read_squad,
    write_articles,
)
from index.index import EncoderState, Index
from index.types import Document, Encoder, Filters, Offsets, Vectors
from rag.ranker import Case, read_case
from rag.retrieve import HybridRetriever

HITS = 20
ANSWERABLE, EASY, HARD = "answerable", "easy", "hard"


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One tuning question: the features of its sentences, and which of them answer."""

    kind: str  # answerable, easy (its article is left out) or hard (written to look answerable)
    collection: str
    article: str
    features: NDArray[np.float32]
    labels: NDArray[np.bool_]


class RememberingEncoder:
    """An encoder that encodes no text twice."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.tokens: dict[str, tuple[Vectors, Offsets]] = {}
        self.queries: dict[str, Vectors] = {}

    def __getattr__(self, name: str) -> object:
        return getattr(self._encoder, name)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        for text in texts:
            if text not in self.queries:
                self.queries[text] = self._encoder.encode_queries([text])[0]
        return np.stack([self.queries[text] for text in texts])

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[Vectors, Offsets]]:
        for text in texts:
            if text not in self.tokens:
                self.tokens[text] = self._encoder.encode_tokens([text])[0]
        return [self.tokens[text] for text in texts]


class Questioner:
    """Puts questions to one index and returns what the ranker would see."""

    def __init__(self, index: Index, encoder: RememberingEncoder) -> None:
        self._snapshot = index.snapshot()
        self._encoder: Encoder = encoder  # type: ignore[assignment]
        self._retriever = HybridRetriever(self._snapshot, EncoderState(encoder=self._encoder))

    def ask(self, question: str, filters: Filters | None = None) -> tuple[Case, list[str]]:
        """The case, and the `doc_id` of each of its passages."""
        hits = self._retriever.retrieve(question, k=HITS, filters=filters or Filters())
        documents = self._snapshot.documents(hit.passage.doc_id for hit in hits)
        case = read_case(
            question,
            hits,
            documents,
            encoder=self._encoder,
            document_frequency=self._snapshot.document_frequency,
        )
        return case, [passage.hit.passage.doc_id for passage in case.passages]

    def document(self, doc_id: str) -> Document:
        return self._snapshot.documents([doc_id])[doc_id]


def collect_squad(
    path: Path, scratch: Path, *, counts: dict[str, int], halve: bool, seed: int = 0
) -> Iterator[Judged]:
    """Questions of each kind out of one SQuAD file, at most `counts[kind]` of each.

    `halve` keeps to the tuning articles; the others stay in the index as distractors.
    """
    articles, questions = read_squad(path)
    write_articles(articles, scratch / path.stem)
    index = build_index(scratch / path.stem, scratch / f"{path.stem}.index")
    encoder = RememberingEncoder(_encoder_of(index))
    questioner = Questioner(index, encoder)
    places = {a.title: find_paragraphs(a, questioner.document(a.doc_id)) for a in articles}
    names = tuple(article.doc_id for article in articles)
    mine = [q for q in questions if not halve or is_tuning(q.article.title)]
    for kind, count in counts.items():
        suited = [q for q in mine if q.answerable == (kind != HARD)]
        Random(seed).shuffle(suited)
        for question in with_progress(suited[:count], f"{path.stem} {kind}"):
            filters = _without(question.article, names) if kind == EASY else Filters()
            case, found = questioner.ask(question.text, filters)
            place = places[question.article.title][question.paragraph]
            labels = judge(question, case, found, place)
            yield Judged(kind, path.stem, question.article.title, case.features, labels)


def collect_clapnq(data: Path, scratch: Path) -> Iterator[Judged]:
    """The tuning questions of ClapNQ over its whole pool; no sentence is judged."""
    pool, questions = read_clapnq(data / "clapnq")
    write_pool(pool, scratch / "clapnq")
    index = build_index(scratch / "clapnq", scratch / "clapnq.index")
    questioner = Questioner(index, RememberingEncoder(_encoder_of(index)))
    for question in with_progress(_tuning(questions), "clapnq"):
        case, _ = questioner.ask(question.text)
        kind = ANSWERABLE if question.answerable else HARD
        labels = np.zeros(len(case.candidates), dtype=np.bool_)
        yield Judged(kind, "clapnq", question.question_id, case.features, labels)


def judge(
    question: SquadQuestion, case: Case, found: Sequence[str], place: tuple[int, int]
) -> NDArray[np.bool_]:
    """For each sentence whether it holds an answer and stands in the question's paragraph."""
    return np.array(
        [
            found[candidate.hit] == question.article.doc_id
            and place[0] <= candidate.start < place[1]
            and holds_answer(candidate.text, question.answers)
            for candidate in case.candidates
        ],
        dtype=np.bool_,
    )


def _tuning(questions: Sequence[ClapQuestion]) -> list[ClapQuestion]:
    return [question for question in questions if is_tuning(question.question_id)]


def _without(article: SquadArticle, names: Sequence[str]) -> Filters:
    return Filters(doc_ids=tuple(name for name in names if name != article.doc_id))


def _encoder_of(index: Index) -> Encoder:
    encoder = index.encoder.encoder
    if encoder is None:
        raise SystemExit(f"calibration needs the encoder: {index.encoder.problem}")
    return encoder


def save_cases(path: Path, cases: Sequence[Judged]) -> None:
    """Keep `cases` in one .npz file."""
    np.savez_compressed(
        path,
        features=np.concatenate([case.features for case in cases]),
        labels=np.concatenate([case.labels for case in cases]),
        sizes=np.array([len(case.labels) for case in cases]),
        names=np.array([(case.kind, case.collection, case.article) for case in cases]),
    )


def load_cases(path: Path) -> list[Judged]:
    """What `save_cases` kept."""
    with np.load(path, allow_pickle=False) as stored:
        features, labels = stored["features"], stored["labels"]
        sizes, names = stored["sizes"], stored["names"]
    ends = np.cumsum(sizes)
    return [
        Judged(str(kind), str(collection), str(article), features[e - n : e], labels[e - n : e])
        for (kind, collection, article), n, e in zip(names, sizes, ends, strict=True)
    ]
