"""Scores a TREC run file of another program as a saved run, comparable with Byline's."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.collections.trec import read_qrels, read_ranking
from eval.measures.registry import parse_measures
from eval.running.save import save
from eval.runs.store import RunStore, find_runs, load_run
from eval.types import (
    Collection,
    CollectionInfo,
    Outcome,
    Query,
    RetrievedPassage,
    Run,
    RunParts,
    RunSettings,
)
from index.errors import UsageError

MEASURES = ("nDCG@10", "RR@10", "R@20", "R@100", "Success@1", "Success@5", "AP@100")


def judged_only(qrels: Path) -> Collection:
    """A collection of which nothing is known but TREC judgements; ids stand for texts."""
    content = qrels.read_bytes() if qrels.is_file() else b""

    def read() -> Iterator[Query]:
        for query_id, judged in read_qrels(qrels).items():
            yield Query(query_id=query_id, text=query_id, qrels=judged)

    return Collection(
        name=qrels.stem, digest=hashlib.sha256(content).hexdigest(), read_queries=read
    )


def score_run(
    file: Path,
    collection: Collection,
    *,
    label: str = "",
    measures: Sequence[str] = (),
    runs: Path | None = None,
) -> Run:
    """Measure the TREC run in `file` against the judgements of `collection` and save it.

    Queries that the file does not have score 0 and count.

    Raises:
        UsageError: a line is malformed, or file and judgements share no query.
    """
    chosen = parse_measures(measures or MEASURES)
    ranked = _read_rankings(file)
    queries = list(collection.queries())
    shared = sum(query.query_id in ranked for query in queries)
    if not shared:
        raise UsageError(
            f"{file}: none of its {len(ranked)} queries is among the {len(queries)} of"
            f" {collection.name}: do they belong together?"
        )
    parts = RunParts(
        label=label or file.stem,
        collection=CollectionInfo(
            name=collection.name,
            digest=collection.digest,
            corpus_digest=collection.corpus.digest if collection.corpus else "",
            documents=0,
            queries=len(queries),
        ),
        settings=RunSettings(answers=False),
        fingerprint=hashlib.sha256(file.read_bytes()).hexdigest(),
    )
    store = RunStore(find_runs(runs))
    store.folder.mkdir(parents=True, exist_ok=True)
    folder = save(parts, lambda: _outcomes(queries, ranked), chosen, store)
    return load_run(folder)


def _read_rankings(file: Path) -> dict[str, list[RetrievedPassage]]:
    """Query id -> its documents, best score first; ties by rank, as trec_eval would not."""
    found: dict[str, list[tuple[float, int, str]]] = {}
    for query_id, doc_id, rank, score in read_ranking(file):
        found.setdefault(query_id, []).append((-score, rank, doc_id))
    return {
        query_id: [
            RetrievedPassage(doc_id=doc_id, start=0, end=0, score=-score)
            for score, _, doc_id in sorted(lines)
        ]
        for query_id, lines in found.items()
    }


def _outcomes(
    queries: Sequence[Query], ranked: dict[str, list[RetrievedPassage]]
) -> Iterator[Outcome]:
    for query in queries:
        yield Outcome(
            query_id=query.query_id,
            text=query.text,
            kind=query.kind,
            qrels=dict(query.qrels),
            retrieved=tuple(ranked.get(query.query_id, ())),
        )
