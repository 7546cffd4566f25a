"""Types of retrieval: fusion weights of the two arms, weighted queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LEXICAL_WEIGHT = 0.4
"""Share of the lexical arm in the fused score."""

CANDIDATES = 100
"""Passages that each arm brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FusionWeights:
    """How the arms are weighed; `lexical` from 0 (dense alone) to 1 (lexical alone)."""

    lexical: float = LEXICAL_WEIGHT
    candidates: int = CANDIDATES


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedQuery:
    """One of several texts that are searched for together.

    With dates, only articles published between them (both inclusive) gain by this query; others
    lose nothing by it.
    """

    text: str
    weight: float = 1.0
    published_from: date | None = None
    published_to: date | None = None
