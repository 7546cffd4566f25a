"""How near a sentence is to the question in meaning, from the token vectors of the encoder.

Late interaction (MaxSim) is that of Khattab and Zaharia, "ColBERT" (SIGIR 2020), with the inverse
document frequency of its word as a token's weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.candidates import Candidate
from rag.question import Question

Array = NDArray[np.float32]

FUNCTION_WEIGHT = 0.5
"""How much a function word of the question counts in MaxSim, in the units of idf."""

MEANING_FEATURES = (
    "cosine", "cosine_near", "maxsim", "maxsim_content", "maxsim_least", "reverse_maxsim",
    "passage_maxsim",
)  # fmt: skip


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


def measure_meaning(question: QuestionTokens, candidates: Sequence[Candidate]) -> Array:
    """One row of `MEANING_FEATURES` for each candidate."""
    matrix = np.zeros((len(candidates), len(MEANING_FEATURES)), dtype=np.float32)
    best_in_passage: dict[int, Array] = {}
    heavy = question.weights > FUNCTION_WEIGHT
    if not heavy.any():
        heavy[:] = True
    means = [_mean(candidate) for candidate in candidates]
    for row, candidate in enumerate(candidates):
        if candidate.tokens is None or not len(candidate.tokens):
            continue
        similarity = question.vectors @ candidate.tokens.T
        best = similarity.max(axis=1)
        so_far = best_in_passage.get(candidate.hit, best)
        best_in_passage[candidate.hit] = np.maximum(so_far, best)
        matrix[row, :6] = (
            _cosine(question.mean, means[row]),
            _cosine(question.mean, _around(candidates, means, row)),
            best @ question.weights / question.weights.sum(),
            best[heavy].mean(),
            best[heavy].min(),
            similarity.max(axis=0).mean(),
        )
    for row, candidate in enumerate(candidates):
        if candidate.hit in best_in_passage:
            held = best_in_passage[candidate.hit]
            matrix[row, 6] = held @ question.weights / question.weights.sum()
    return matrix


def _mean(candidate: Candidate) -> Array | None:
    if candidate.tokens is None or not len(candidate.tokens):
        return None
    return np.asarray(candidate.tokens.mean(axis=0))


def _around(candidates: Sequence[Candidate], means: Sequence[Array | None], row: int) -> Array:
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
