"""Training data of the ranker: features of every candidate sentence, and which one is right.

Articles go through the real sync, questions through the real retrieval. What is costly, the token
vectors of a passage, is kept in memory, since many questions find the same passage.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
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
from rag.types import Hit

HITS = 20
ANSWERABLE, EASY, HARD, REMOVED = "answerable", "easy", "hard", "removed"


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One tuning question: the features of its sentences, and which of them answer."""

    kind: str
    """answerable, easy (its article is left out), hard (written to look answerable) or removed
    (the answering sentences are taken out of the passages)."""
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
        removing: bool = False,
    ) -> Iterator[Judged]:
        """The question by words alone and with the encoder, each sentence with its label.

        `names` are kind, collection and article. With `within`, only those articles are there:
        others are neither found nor counted in the frequency of a word. With `removing` it is
        read once more, without the sentences that answer.
        """
        for encoder in self._modes:
            hits = self._search(question, within, encoder)
            case = self._read(question, hits, within, encoder)
            labels = _labels(case, is_right)
            yield Judged(*names, encoder is not None, case.features, labels)
            if removing and labels.any():
                right = [c for c, label in zip(case.candidates, labels, strict=True) if label]
                case = self._read(question, without(hits, right), within, encoder)
                named = (REMOVED, *names[1:])
                yield Judged(*named, encoder is not None, case.features, _labels(case, is_right))

    def _search(
        self, question: str, within: Sequence[str] | None, encoder: Encoder | None
    ) -> Sequence[Hit]:
        filters = Filters() if within is None else Filters(doc_ids=tuple(within))
        return HybridRetriever(self._snapshot, encoder).retrieve(question, k=HITS, filters=filters)

    def _read(
        self,
        question: str,
        hits: Sequence[Hit],
        within: Sequence[str] | None,
        encoder: Encoder | None,
    ) -> Case:
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


def _labels(case: Case, is_right: IsRight) -> NDArray[np.bool_]:
    found = [passage.hit.passage.doc_id for passage in case.passages]
    labels = [is_right(found[candidate.hit], candidate) for candidate in case.candidates]
    return np.array(labels, dtype=np.bool_)


def without(hits: Sequence[Hit], gone: Sequence[Candidate]) -> list[Hit]:
    """The hits with the sentences `gone` cut out of their texts, which fills their places."""
    kept = []
    for position, hit in enumerate(hits):
        text, begin = hit.passage.text, hit.passage.start
        for candidate in sorted(gone, key=lambda candidate: -candidate.start):
            if candidate.hit == position:
                text = text[: candidate.start - begin] + text[candidate.end - begin :]
        kept.append(replace(hit, passage=replace(hit.passage, text=text)))
    return kept


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
