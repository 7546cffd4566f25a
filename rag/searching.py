"""From a question, its history and filters to the passages for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.index import Index
from index.snapshot import Snapshot
from index.types import Filters
from rag.conversation import plan_search
from rag.retrieve import FusionWeights, HybridRetriever, WeightedQuery
from rag.types import Hit, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The passages, and what was searched for to find them.

    `searched` is empty when that is the question itself. `read_filters` is the part of
    `filters` that the question's own words set.
    """

    standalone: str
    searched: tuple[str, ...]
    filters: Filters
    read_filters: Filters
    hits: tuple[Hit, ...]
    notices: tuple[str, ...] = ()


def find(
    index: Index,
    snapshot: Snapshot,
    question: str,
    *,
    history: Sequence[Turn],
    filters: Filters,
    k: int,
    weights: FusionWeights | None,
) -> Found:
    """At most `k` hits for `question` as it is meant after `history`, best first."""
    plan = plan_search(question, history)
    queries = [
        WeightedQuery(text=text, weight=weight)
        for text, weight in zip(plan.queries, plan.weights, strict=True)
    ]
    retriever = HybridRetriever(snapshot, index.encoder, weights)
    return Found(
        standalone=plan.standalone,
        searched=() if plan.queries == (question,) else plan.queries,
        filters=filters,
        read_filters=Filters(),
        hits=tuple(retriever.retrieve_any(queries, k=k, filters=filters)),
    )
