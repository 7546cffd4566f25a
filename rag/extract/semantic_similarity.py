"""Semantic similarity of question and sentence from token vectors: cosine, MaxSim (ColBERT).

Late interaction (MaxSim) is that of Khattab and Zaharia, "ColBERT" (SIGIR 2020), with the inverse
document frequency of its word as a token's weight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.english.question import Question

Array = NDArray[np.float32]

FUNCTION_WEIGHT = 0.5
"""How much a function word of the question counts in MaxSim, in the units of idf."""

MEANING_FEATURES = (
    "cosine", "cosine_near", "maxsim", "maxsim_content", "maxsim_least", "reverse_maxsim",
    "maxsim_near", "passage_maxsim", "document_maxsim", "passage_least",
)  # fmt: skip


class Encoded(Protocol):
    """A sentence with its token vectors, such as a `Candidate`."""

    @property
    def hit(self) -> int: ...
    @property
    def document(self) -> int: ...
    @property
    def tokens(self) -> Array | None: ...


@dataclass(frozen=True, slots=True, eq=False)
class QuestionTokens:
    """The question's token vectors, how much each counts, and its one vector."""

    vectors: Array
    weights: Array
    mean: Array


def weigh_tokens(
    question: Question, vectors: Array, offsets: NDArray[np.int32]
) -> QuestionTokens | None:
    """Give each token of the question the weight of its word; None when it has no token."""
    if not len(vectors):
        return None
    weights = np.zeros(len(vectors), dtype=np.float32)
    for word in question.words:
        inside = (offsets[:, 0] >= word.start) & (offsets[:, 0] < word.end)
        weights[inside] = question.weights.get(word.stem, FUNCTION_WEIGHT)
    if not weights.any():
        weights[:] = 1.0
    return QuestionTokens(vectors, weights, _unit(vectors.mean(axis=0)))


def measure_meaning(question: QuestionTokens, candidates: Sequence[Encoded]) -> Array:
    """One row of `MEANING_FEATURES` for each candidate."""
    matrix = np.zeros((len(candidates), len(MEANING_FEATURES)), dtype=np.float32)
    means = [_mean(candidate) for candidate in candidates]
    best = np.zeros((len(candidates), len(question.vectors)), dtype=np.float32)
    heavy = question.weights > FUNCTION_WEIGHT
    if not heavy.any():
        heavy[:] = True
    for row, candidate in enumerate(candidates):
        if candidate.tokens is None or not len(candidate.tokens):
            continue
        similarity = question.vectors @ candidate.tokens.T
        best[row] = similarity.max(axis=1)
        matrix[row, :2] = (
            _cosine(question.mean, means[row]),
            _cosine(question.mean, _around(candidates, means, row)),
        )
        matrix[row, 3:6] = (
            best[row, heavy].mean(),
            best[row, heavy].min(),
            similarity.max(axis=0).mean(),
        )
    weights = question.weights / question.weights.sum()
    hits = np.array([candidate.hit for candidate in candidates])
    documents = np.array([candidate.document for candidate in candidates])
    matrix[:, 2] = best @ weights
    matrix[:, 6] = _best_nearby(best, hits) @ weights
    of_passage = _best_of_group(best, hits)
    matrix[:, 7] = of_passage @ weights
    matrix[:, 8] = _best_of_group(best, documents) @ weights
    matrix[:, 9] = of_passage[:, heavy].min(axis=1)
    return matrix


def _best_nearby(best: Array, hits: NDArray[np.int64]) -> Array:
    """The better of each row and its neighbours in the same passage, token by token."""
    nearby = best.copy()
    together = (hits[1:] == hits[:-1])[:, None]
    nearby[1:] = np.where(together, np.maximum(nearby[1:], best[:-1]), nearby[1:])
    nearby[:-1] = np.where(together, np.maximum(nearby[:-1], best[1:]), nearby[:-1])
    return nearby


def _best_of_group(best: Array, groups: NDArray[np.int64]) -> Array:
    """For each row the best of all rows of its group, token by token."""
    spread = np.empty_like(best)
    for group in np.unique(groups):
        members = groups == group
        spread[members] = best[members].max(axis=0)
    return spread


def _mean(candidate: Encoded) -> Array | None:
    if candidate.tokens is None or not len(candidate.tokens):
        return None
    return np.asarray(candidate.tokens.mean(axis=0))


def _around(candidates: Sequence[Encoded], means: Sequence[Array | None], row: int) -> Array:
    near = [
        mean
        for other in (row - 1, row, row + 1)
        if 0 <= other < len(candidates) and candidates[other].hit == candidates[row].hit
        if (mean := means[other]) is not None
    ]
    return np.asarray(np.mean(near, axis=0), dtype=np.float32)


def _cosine(unit: Array, vector: Array | None) -> float:
    return 0.0 if vector is None else float(unit @ _unit(vector))


def _unit(vector: Array) -> Array:
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-9), dtype=np.float32)
