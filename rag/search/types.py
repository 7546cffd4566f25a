"""Types of retrieval: fusion weights of the two arms, weighted queries."""

from dataclasses import dataclass
from datetime import date

LEXICAL_WEIGHT = 0.4
"""Share of the lexical arm in the fused score."""

CANDIDATES = 100
"""Passages that each arm brings."""


LATE_WEIGHT = 1.5
"""Weight of late interaction beside 1 for the fused score, among the first `RERANKED` passages.

On everyday questions about made-up news the passage with the answer is first for 0.48 of them in
place of 0.35, on those of SQuAD for 0.83 in place of 0.79 (tuning articles); 1 and 2 do as well.
"""

RERANKED = 20
"""Passages that late interaction re-ranks: each costs its token vectors. Of 12 it brought 0.72 of
the everyday answers among the six that are read, of 20 0.75, of 30 0.77; without it are 0.68."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FusionWeights:
    """How the arms are weighed; `lexical` from 0 (dense alone) to 1 (lexical alone).

    `late` is the weight of late interaction, 0 for none.
    """

    lexical: float = LEXICAL_WEIGHT
    candidates: int = CANDIDATES
    late: float = LATE_WEIGHT


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
