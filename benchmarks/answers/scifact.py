"""SciFact: 300 claims against 5,183 abstracts, nDCG@10 of each arm and of both together.

The first three figures use whole abstracts, cut off by the encoder at 256 tokens, as published
figures do; they show that the harness is right. The last uses Byline's own passages, an abstract
being as good as its best passage.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping

from benchmarks.shared.types import BenchOptions, BenchResult
from benchmarks.shared.workshop import (
    build_index,
    data_file,
    read_jsonl,
    scratch_folder,
    with_progress,
    write_abstracts,
)
from index.index import Index
from index.settings import IndexSettings
from index.types import Filters
from rag.search.retrieve import HybridRetriever
from rag.search.types import FusionWeights

DEPTH = 10
PASSAGES_LOOKED_AT = 50  # enough that ten different abstracts are among them

TARGETS = {
    "dense_ndcg10": "0.645 +- 0.01",
    "lexical_ndcg10": ">= 0.67",
    "default_ndcg10": ">= 0.73",
    "passages_ndcg10": "",
}


def run(options: BenchOptions) -> BenchResult:
    """Index SciFact twice and rank its claims."""
    queries = read_queries(options)
    with scratch_folder() as scratch:
        write_abstracts(data_file(options.data, "scifact/corpus.jsonl"), scratch / "abstracts")
        whole = build_index(
            scratch / "abstracts", scratch / "whole", IndexSettings(whole_documents=True)
        )
        values = {
            "dense_ndcg10": ndcg(options, whole, queries, FusionWeights(lexical=0.0)),
            "lexical_ndcg10": ndcg(options, whole, queries, FusionWeights(lexical=1.0)),
            "default_ndcg10": ndcg(options, whole, queries, None),
        }
        passages = build_index(scratch / "abstracts", scratch / "passages")
        values["passages_ndcg10"] = ndcg(options, passages, queries, None)
    return BenchResult(values=values, targets=TARGETS)


def read_queries(options: BenchOptions) -> dict[str, str]:
    """Query id -> claim."""
    rows = read_jsonl(data_file(options.data, "scifact/queries.jsonl"))
    queries = {str(row["_id"]): str(row["text"]) for row in rows}
    return dict(list(queries.items())[: options.limit])


def ndcg(
    options: BenchOptions,
    index: Index,
    queries: Mapping[str, str],
    weights: FusionWeights | None,
) -> float:
    """nDCG@10 over all queries; `weights` None means the shipped ones."""
    import ir_measures

    retriever = HybridRetriever(index.snapshot(), index.encoder.encoder, weights)
    run_ = {
        query_id: _ranking(retriever, claim)
        for query_id, claim in with_progress(list(queries.items()), "claims")
    }
    qrels = {q: d for q, d in read_qrels(options).items() if q in queries}
    measured = ir_measures.calc_aggregate([ir_measures.nDCG @ DEPTH], qrels, run_)
    return float(measured[ir_measures.nDCG @ DEPTH])


def read_qrels(options: BenchOptions) -> dict[str, dict[str, int]]:
    """Query id -> abstract id -> grade."""
    qrels: dict[str, dict[str, int]] = {}
    with data_file(options.data, "scifact/qrels/test.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            qrels.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return qrels


def _ranking(retriever: HybridRetriever, claim: str) -> dict[str, float]:
    scores: dict[str, float] = {}
    for hit in retriever.retrieve(claim, k=PASSAGES_LOOKED_AT, filters=Filters()):
        abstract = hit.passage.doc_id.removesuffix(".md")
        scores.setdefault(abstract, hit.score)
    return dict(list(scores.items())[:DEPTH])
