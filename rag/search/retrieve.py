"""Hybrid retrieval: dense and BM25 scores fused, near-duplicates collapsed, the first re-ranked.

Every passage that either arm finds is scored exactly in both, so that a passage which one arm
did not rank among its best is not taken for one without any score there. The scores of each arm
are brought to 0..1 over the candidates, and added.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.search.snapshot import Scored, Snapshot
from index.settings import DEFAULT_ENCODER
from index.text.scripts import LATIN, script_of
from index.types import Encoder, Filters, Passage, Vectors
from rag.search.late_interaction import asks, max_similarities
from rag.search.types import RERANKED, FusionWeights, WeightedQuery
from rag.types import Hit

SAME_TEXT = 0.8
"""Share of the shorter passage's word triples found in the other: then both say the same."""


def knows_script(encoder: Encoder | None, script: str) -> bool:
    """Whether the encoder's vectors mean anything in that script: the shipped one knows Latin."""
    return encoder is not None and (encoder.name != DEFAULT_ENCODER or script in ("", LATIN))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arms:
    """What both arms found for one query; `allowed` rows gain by it, None means all."""

    query: WeightedQuery
    allowed: set[int] | None
    vector: Vectors | None
    lexical: list[Scored]
    dense: list[Scored]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scores:
    """The scores of rows for one query; `fused` has the query's weight in it."""

    fused: dict[int, float]
    dense: dict[int, float]
    lexical: dict[int, float]


class HybridRetriever:
    """Finds passages in one snapshot of the index."""

    def __init__(
        self, snapshot: Snapshot, encoder: Encoder | None, weights: FusionWeights | None = None
    ) -> None:
        self._snapshot = snapshot
        self._encoder = encoder if snapshot.has_vectors else None
        self._weights = weights or FusionWeights()

    def retrieve(self, question: str, *, k: int, filters: Filters) -> list[Hit]:
        """At most `k` hits, best first; ties go to the passage that was indexed first."""
        return self.retrieve_any([WeightedQuery(text=question)], k=k, filters=filters)

    def retrieve_any(
        self, queries: Sequence[WeightedQuery], *, k: int, filters: Filters
    ) -> list[Hit]:
        """At most `k` hits for several queries at once, best first; ties as in `retrieve`.

        A hit's score is the weighted mean of its fused scores, 0 to 1, and among the first of late
        interaction with the queries. Its scores and ranks in the
        arms are those for the query that weighs most, the first of them in a tie.
        """
        arms = [self._search(query, max(self._weights.candidates, k), filters) for query in queries]
        rows = sorted({row for arm in arms for row, _ in (*arm.dense, *arm.lexical)})
        scored = [self._score(arm, rows) for arm in arms]
        total = sum(query.weight for query in queries)
        score = {row: sum(each.fused.get(row, 0.0) for each in scored) / total for row in rows}
        # Collapsing near-duplicates takes some away: look at more than k.
        looked_at = sorted(rows, key=lambda row: (-score[row], row))[: 2 * max(k, RERANKED)]
        main = max(range(len(queries)), key=lambda place: queries[place].weight)
        hits = self._to_hits(looked_at, score, arms[main], scored[main])
        row_of = {hit.passage.passage_id: row for row, hit in zip(looked_at, hits, strict=True)}
        kept = collapse(hits, self._snapshot.near_duplicates)
        return self._rerank(kept, row_of, arms)[:k]

    def _rerank(
        self, hits: list[Hit], row_of: Mapping[str, int], arms: Sequence[_Arms]
    ) -> list[Hit]:
        """The first hits in the order of fused score and late interaction with what asks."""
        late, first = self._weights.late, hits[:RERANKED]
        read = [arm for arm in arms if arm.vector is not None and asks(arm.query.text)]
        if not late or not read or self._encoder is None:
            return hits
        texts = [arm.query.text for arm in read]
        documents = self._snapshot.documents(hit.passage.doc_id for hit in first)
        nearness = max_similarities(texts, first, documents, self._encoder)
        rows = [row_of[hit.passage.passage_id] for hit in first]
        gained = np.zeros(len(hits))
        for arm, values in zip(read, nearness, strict=True):
            allowed = [arm.allowed is None or row in arm.allowed for row in rows]
            gained[: len(first)] += arm.query.weight * _scaled(values.tolist()) * allowed
        gained *= late / sum(arm.query.weight for arm in read)
        raised = [
            replace(hit, score=(hit.score + float(gain)) / (1 + late))
            for hit, gain in zip(hits, gained, strict=True)
        ]
        ordered = sorted(raised, key=lambda hit: (-hit.score, hit.rank))
        return [replace(hit, rank=rank) for rank, hit in enumerate(ordered, start=1)]

    def _search(self, query: WeightedQuery, count: int, filters: Filters) -> _Arms:
        allowed = _narrowed(filters, query)
        vector = self._encode(query.text)
        return _Arms(
            query=query,
            allowed=None if allowed == filters else set(self._snapshot.rows(allowed).tolist()),
            vector=vector,
            lexical=self._snapshot.search_lexical(query.text, count, allowed),
            dense=[] if vector is None else self._snapshot.search_dense(vector, count, allowed),
        )

    def _score(self, arm: _Arms, rows: Sequence[int]) -> _Scores:
        lexical = self._snapshot.lexical_scores(arm.query.text, rows)
        dense = {} if arm.vector is None else self._snapshot.dense_scores(arm.vector, rows)
        fused = fuse(rows, dense, lexical, self._weights.lexical if dense else 1.0)
        counted = {
            row: arm.query.weight * value
            for row, value in fused.items()
            if arm.allowed is None or row in arm.allowed
        }
        return _Scores(fused=counted, dense=dense, lexical=lexical)

    def _to_hits(
        self, rows: Sequence[int], score: dict[int, float], arm: _Arms, scores: _Scores
    ) -> list[Hit]:
        dense_ranks, lexical_ranks = _ranks(arm.dense), _ranks(arm.lexical)
        return [
            Hit(
                passage=passage,
                score=score[row],
                rank=rank,
                dense_score=scores.dense.get(row),
                dense_rank=dense_ranks.get(row),
                lexical_score=scores.lexical[row],
                lexical_rank=lexical_ranks.get(row),
            )
            for rank, (row, passage) in enumerate(
                zip(rows, self._snapshot.passages(rows), strict=True), start=1
            )
        ]

    def _encode(self, question: str) -> Vectors | None:
        if self._encoder is None or not knows_script(self._encoder, script_of(question)):
            return None
        query: Vectors = self._encoder.encode_queries([question])[0]
        return query


def _narrowed(filters: Filters, query: WeightedQuery) -> Filters:
    """`filters` and the query's dates together."""
    lows = [day for day in (filters.published_from, query.published_from) if day]
    highs = [day for day in (filters.published_to, query.published_to) if day]
    return replace(
        filters, published_from=max(lows, default=None), published_to=min(highs, default=None)
    )


def fuse(
    rows: Sequence[int], dense: dict[int, float], lexical: dict[int, float], lexical_weight: float
) -> dict[int, float]:
    """Convex sum of the two arms' scores, each scaled to 0..1 over `rows`; 0 to 1 in all.

    Source: Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval",
    ACM TOIS 2023 (their TM2C2, here with the observed minimum of each arm).
    """
    scaled_dense = _scaled([dense.get(row, 0.0) for row in rows])
    scaled_lexical = _scaled([lexical.get(row, 0.0) for row in rows])
    mixed = lexical_weight * scaled_lexical + (1 - lexical_weight) * scaled_dense
    return dict(zip(rows, mixed.tolist(), strict=True))


def collapse(hits: Sequence[Hit], near_duplicates: dict[str, tuple[str, ...]]) -> list[Hit]:
    """Keep the best of the hits that say the same in near-duplicate articles; ranks from 1."""
    kept: list[Hit] = []
    for hit in hits:
        twin = _twin(hit, kept, near_duplicates)
        if twin is None:
            kept.append(replace(hit, rank=len(kept) + 1))
        elif hit.passage.doc_id not in kept[twin].also_in:
            also_in = (*kept[twin].also_in, hit.passage.doc_id)
            kept[twin] = replace(kept[twin], also_in=also_in)
    return kept


def _twin(hit: Hit, kept: Sequence[Hit], near_duplicates: dict[str, tuple[str, ...]]) -> int | None:
    linked = near_duplicates.get(hit.passage.doc_id, ())
    for place, other in enumerate(kept):
        if other.passage.doc_id in linked and _say_the_same(hit.passage, other.passage):
            return place
    return None


def _say_the_same(one: Passage, other: Passage) -> bool:
    first, second = _word_triples(one.text), _word_triples(other.text)
    smaller = min(len(first), len(second))
    return smaller > 0 and len(first & second) >= SAME_TEXT * smaller


def _word_triples(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + 3]) for i in range(max(len(words) - 2, 1))}


def _scaled(values: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    array = np.array(values, np.float64)
    if not len(array):
        return array
    low, high = float(array.min()), float(array.max())
    return (array - low) / (high - low) if high > low else np.zeros(len(array))


def _ranks(found: Sequence[Scored]) -> dict[int, int]:
    return {row: rank for rank, (row, _) in enumerate(found, start=1)}
