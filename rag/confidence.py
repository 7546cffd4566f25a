"""How sure it is that the articles answer at all."""

from __future__ import annotations

from math import exp

from rag.ranker import Ranking

THRESHOLD = 0.5
"""Below this confidence the question counts as not answered by the articles."""


def is_answered(confidence: float) -> bool:
    """Whether a confidence is high enough to answer."""
    return confidence >= THRESHOLD


def confidence_of(ranking: Ranking) -> float:
    """The probability, 0 to 1, that the articles answer the question; 0 without a sentence."""
    if not ranking.sentences:
        return 0.0
    best = max((p.hit.dense_score or 0.0 for p in ranking.passages), default=0.0)
    return 1.0 / (1.0 + exp(-12.0 * (best - 0.4)))
