"""Benchmark SciFact: 300 claims against 5,183 abstracts, nDCG@10 of each arm and of both fused.

The first three figures use whole abstracts, cut off by the encoder at 256 tokens, as published
figures do; they show that the harness is right. The last uses Byline's own passages, an abstract
being as good as its best passage.
"""

from collections.abc import Mapping
from itertools import islice

from benchmarks.shared.scratch_index import (
    build_index,
    data_file,
    scratch_folder,
    with_progress,
    write_abstracts,
)
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.collections.beir import read_beir_qrels, read_query_rows
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
            "dense_ndcg10": ndcg(options, whole, queries, FusionWeights(lexical=0.0, late=0.0)),
            "lexical_ndcg10": ndcg(options, whole, queries, FusionWeights(lexical=1.0, late=0.0)),
            "default_ndcg10": ndcg(options, whole, queries, None),
        }
        passages = build_index(scratch / "abstracts", scratch / "passages")
        values["passages_ndcg10"] = ndcg(options, passages, queries, None)
    return BenchResult(values=values, targets=TARGETS)


def read_queries(options: BenchOptions) -> dict[str, str]:
    """Query id -> claim."""
    rows = read_query_rows(data_file(options.data, "scifact/queries.jsonl"))
    return dict(islice(rows, options.limit))


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
    judged = read_beir_qrels(data_file(options.data, "scifact/qrels/test.tsv"))
    qrels = {q: d for q, d in judged.items() if q in queries}
    measured = ir_measures.calc_aggregate([ir_measures.nDCG @ DEPTH], qrels, run_)
    return float(measured[ir_measures.nDCG @ DEPTH])


def _ranking(retriever: HybridRetriever, claim: str) -> dict[str, float]:
    scores: dict[str, float] = {}
    for hit in retriever.retrieve(claim, k=PASSAGES_LOOKED_AT, filters=Filters()):
        abstract = hit.passage.doc_id.removesuffix(".md")
        scores.setdefault(abstract, hit.score)
    return dict(list(scores.items())[:DEPTH])
