"""Topic shift detection: a standalone question is not drowned by the history of other topics."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.search.follow_ups.plan import SearchPlan
from rag.types import Hit

LOOKED_AT = 10
"""Passages of the question's own among which the topic of the history is looked for."""

KEPT = 5
"""Passages of the question's own that stay in front when the topic is not among them."""


def retrieve_plan(plan: SearchPlan, retrieve: Callable[..., list[Hit]], *, k: int) -> list[Hit]:
    """At most `k` hits for the plan, best first, by a `retrieve` as `HybridRetriever.retrieve_any`.

    "What caused the fire?" may go on about the last answer or open a new subject. When the best
    passage for question and history together is in an article that the question finds by itself,
    both are one subject and both searches are fused. Otherwise the question's own first hits
    stay in front, and what the history brings follows, with scores no higher than theirs.
    """
    fused = retrieve(plan.queries, k=k)
    if not plan.is_doubtful:
        return fused
    own, carried = (retrieve([query], k=LOOKED_AT) for query in plan.queries)
    if _is_one_subject(own, carried):
        return fused
    return _behind(own[:KEPT], fused)[:k]


def _is_one_subject(own: Sequence[Hit], carried: Sequence[Hit]) -> bool:
    found = {doc_id for hit in own for doc_id in (hit.passage.doc_id, *hit.also_in)}
    return any(hit.passage.doc_id in found for hit in carried[:1])


def _behind(first: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    kept = {hit.passage.passage_id for hit in first}
    least = min((hit.score for hit in first), default=0.0)
    further = [
        replace(hit, score=min(hit.score, least))
        for hit in others
        if hit.passage.passage_id not in kept
    ]
    ranked = enumerate([*first, *further], start=1)
    return [replace(hit, rank=rank) for rank, hit in ranked]
