"""The writer that quotes: which sentences, in which order, and exactly where they stand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.types import Document, Offsets, Passage, Vectors
from rag.extractive import write_extract
from rag.types import Hit
from rag.words import stem


class WordEncoder:
    """A pure function of the text: one fixed random unit vector for each stem."""

    name = "words"
    fingerprint = "words"
    dimension = 32
    max_tokens = 256

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 2 for text in texts]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        means = [vectors.sum(axis=0) for vectors, _ in self.encode_tokens(texts)]
        return np.stack([mean / (np.linalg.norm(mean) + 1e-9) for mean in means])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[Vectors, Offsets]]:
        return [self._tokens(text) for text in texts]

    def _tokens(self, text: str) -> tuple[Vectors, Offsets]:
        places = [match.span() for match in re.finditer(r"\w+", text)]
        rows = [_vector(stem(text[start:end]), self.dimension) for start, end in places]
        return (
            np.asarray(rows, dtype=np.float32).reshape(-1, self.dimension),
            np.asarray(places, dtype=np.int32).reshape(-1, 2),
        )


def _vector(word: str, dimension: int) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
    vector = np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector))


def hits_of(*texts: str) -> tuple[list[Hit], dict[str, Document]]:
    hits, documents = [], {}
    for position, text in enumerate(texts):
        name = f"{position}.txt"
        documents[name] = Document(doc_id=name, version="1", text=text, title=f"Article {position}")
        passage = Passage(passage_id=name, doc_id=name, start=0, end=len(text), text=text)
        score = 1.0 - position / 10
        hits.append(
            Hit(
                passage=passage, score=score, rank=position + 1, dense_score=score / 2,
                lexical_score=10 * score,
            )
        )  # fmt: skip
    return hits, documents


BRIDGE = (
    "The harbour bridge is painted every spring. It was opened in 1932 by the mayor, Ada Moss. "
    "Ferries still cross below the harbour bridge at night."
)


def test_write_extract_puts_the_answer_first_when_words_alone_decide():
    hits, documents = hits_of(BRIDGE, "The museum sells tea. Its garden has roses.")
    extract = write_extract(
        "When was the harbour bridge opened?", hits, documents, encoder=None,
        document_frequency=lambda word: 0.1,
    )  # fmt: skip
    assert "1932" in extract.spans[0].text


def test_write_extract_quotes_exactly_when_it_returns_spans():
    hits, documents = hits_of(BRIDGE, "The museum sells tea. Its garden has roses.")
    extract = write_extract(
        "Who opened the bridge?", hits, documents, encoder=None,
        document_frequency=lambda word: 0.1,
    )  # fmt: skip
    for span in extract.spans:
        assert documents[span.doc_id].text[span.start : span.end] == span.text
