"""Training data of the ranker: features of every candidate sentence, and which one is right.

Articles go through the real sync, questions through the real retrieval. What is costly, the token
vectors of a passage, is kept in memory, since many questions find the same passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.index import Index
from index.types import Encoder, Filters, Offsets, Vectors
from rag.english.question import DocumentFrequency, smoothed
from rag.english.words import find_words, stem
from rag.extract.ranker import Case, read_case
from rag.extract.types import Candidate
from rag.search.retrieve import HybridRetriever

HITS = 20
ANSWERABLE, EASY, HARD = "answerable", "easy", "hard"


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One tuning question: the features of its sentences, and which of them answer."""

    kind: str  # answerable, easy (its article is left out) or hard (written to look answerable)
    collection: str
    article: str
    with_encoder: bool
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


IsRight = Callable[[str, Candidate], bool]
"""Whether a sentence, given its article's `doc_id`, answers."""


class Questioner:
    """Puts questions to one index and returns what the ranker would see."""

    def __init__(self, index: Index) -> None:
        self._snapshot = index.snapshot()
        self._modes: list[Encoder | None] = [None]
        if index.encoder.encoder is not None:
            remembering = RememberingEncoder(index.encoder.encoder)
            self._modes.append(remembering)  # type: ignore[arg-type]
        self._stems: dict[str, list[frozenset[str]]] = {}

    def judge(
        self,
        question: str,
        is_right: IsRight,
        *,
        names: tuple[str, str, str],
        within: Sequence[str] | None = None,
    ) -> Iterator[Judged]:
        """The question by words alone and with the encoder, each sentence with its label.

        `names` are kind, collection and article. With `within`, only those articles are there:
        others are neither found nor counted in the frequency of a word.
        """
        for encoder in self._modes:
            case = self._ask(question, within, encoder)
            found = [passage.hit.passage.doc_id for passage in case.passages]
            labels = [is_right(found[candidate.hit], candidate) for candidate in case.candidates]
            judged = np.array(labels, dtype=np.bool_)
            yield Judged(*names, encoder is not None, case.features, judged)

    def _ask(self, question: str, within: Sequence[str] | None, encoder: Encoder | None) -> Case:
        filters = Filters() if within is None else Filters(doc_ids=tuple(within))
        retriever = HybridRetriever(self._snapshot, encoder)
        hits = retriever.retrieve(question, k=HITS, filters=filters)
        return read_case(
            question,
            hits,
            self._snapshot.documents(hit.passage.doc_id for hit in hits),
            encoder=encoder,
            document_frequency=self._frequency(within),
        )

    def _frequency(self, within: Sequence[str] | None) -> DocumentFrequency:
        if within is None:
            return smoothed(self._snapshot.document_frequency, len(self._snapshot))
        passages = [stems for doc_id in within for stems in self._stems_of(doc_id)]

        def frequency(word: str) -> float:
            wanted = stem(word)
            return sum(wanted in stems for stems in passages) / (len(passages) or 1)

        return smoothed(frequency, len(passages))

    def _stems_of(self, doc_id: str) -> list[frozenset[str]]:
        if doc_id not in self._stems:
            passages = self._snapshot.document_passages(doc_id)
            self._stems[doc_id] = [
                frozenset(word.stem for word in find_words(passage.text)) for passage in passages
            ]
        return self._stems[doc_id]


def save_cases(path: Path, cases: Sequence[Judged]) -> None:
    """Keep `cases` in one .npz file."""
    np.savez_compressed(
        path,
        features=np.concatenate([case.features for case in cases]),
        labels=np.concatenate([case.labels for case in cases]),
        sizes=np.array([len(case.labels) for case in cases]),
        names=np.array([(case.kind, case.collection, case.article) for case in cases]),
        with_encoder=np.array([case.with_encoder for case in cases]),
    )


def load_cases(path: Path) -> list[Judged]:
    """What `save_cases` kept."""
    with np.load(path, allow_pickle=False) as stored:
        features, labels = stored["features"], stored["labels"]
        sizes, names = stored["sizes"], stored["names"].tolist()
        with_encoder = stored["with_encoder"].tolist()
    ends = np.cumsum(sizes)
    return [
        Judged(
            kind, collection, article, mode, features[end - size : end], labels[end - size : end]
        )
        for (kind, collection, article), mode, size, end in zip(
            names, with_encoder, sizes, ends, strict=True
        )
    ]
