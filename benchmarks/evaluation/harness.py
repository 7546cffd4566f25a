"""Benchmark of the evaluation harness: agreement with ir_measures, run time, memory.

SciFact is run as `byline eval run` would, its articles indexed before. Every value of every
ir-measures measure is compared with ir_measures on the TREC files that the run wrote. The control
reads those files with two ranks swapped in each query: it must disagree.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.shared.scratch_index import data_file, say, scratch_folder
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.collections import open_collection
from eval.measures.registry import Level, default_measures, parse_ranking_measure
from eval.running.evaluate import evaluate
from eval.running.save import as_field
from eval.types import Collection, Query, Run

TIMES = 10
TARGETS = {
    "largest_gap": "<= 1e-9",
    "control_gap": "> 1e-9",
    "run_s": "< 20",
    "memory_growth": "about 1",
}


def run(options: BenchOptions) -> BenchResult:
    """Index once, run, compare, and run again with ten times the queries."""
    data_file(options.data, "scifact/queries.jsonl")
    spec = options.data / "scifact"
    limit = options.limit or 300
    with scratch_folder() as runs:
        say("indexing, unless it was done before")
        collection = open_collection(str(spec))
        evaluate(collection, limit=1, runs=runs)
        saved = evaluate(collection, limit=limit, runs=runs)
        once = _in_own_process(spec, runs, limit, 1)
        often = _in_own_process(spec, runs, limit, TIMES)
        return BenchResult(
            values={
                "largest_gap": largest_gap(saved, swapped=False),
                "control_gap": largest_gap(saved, swapped=True),
                "run_s": once[0],
                "memory_mb": once[1],
                "memory_10x_mb": often[1],
                "memory_growth": often[1] / once[1],
            },
            targets=TARGETS,
            notes=(f"{limit} queries, then {TIMES} times as many; encodings were there before",),
        )


def largest_gap(run: Run, *, swapped: bool) -> float:
    """The largest difference, over queries and measures, from ir_measures on the TREC files."""
    import ir_measures

    untyped: Any = ir_measures
    ours = {outcome.query_id: outcome.values for outcome in run.outcomes()}
    gaps = [0.0]
    for level, stem in ((Level.DOCUMENT, "documents"), (Level.PASSAGE, "passages")):
        names = [m.name for m in default_measures(answers=False) if m.level is level]
        parsed = {parse_ranking_measure(name): name for name in names}
        qrels = list(untyped.read_trec_qrels(str(run.folder / f"{stem}.qrels")))
        ranked: Iterable[Any] = untyped.read_trec_run(str(run.folder / f"{stem}.run"))
        ranked = _swap_first_two(ranked) if swapped else list(ranked)
        if not qrels:
            continue
        by_field = {as_field(query_id): values for query_id, values in ours.items()}
        for value in untyped.iter_calc(list(parsed), qrels, ranked):
            gaps.append(abs(value.value - by_field[value.query_id][parsed[value.measure]]))
    return max(gaps)


def _swap_first_two(ranked: Iterable[Any]) -> list[Any]:
    """The run with the two best of each query in each other's place."""
    lines = list(ranked)
    for at in range(len(lines) - 1):
        one, other = lines[at], lines[at + 1]
        first = at == 0 or lines[at - 1].query_id != one.query_id
        if first and one.query_id == other.query_id:
            lines[at] = one._replace(doc_id=other.doc_id)
            lines[at + 1] = other._replace(doc_id=one.doc_id)
    return lines


def _in_own_process(spec: Path, runs: Path, limit: int, times: int) -> tuple[float, float]:
    """Seconds of a whole `evaluate` process, and its peak of memory in MB."""
    command = [sys.executable, "-m", "benchmarks.evaluation.harness_run", str(spec), str(runs)]
    done = subprocess.run(
        [*command, str(limit), str(times)], capture_output=True, text=True, check=True
    )
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)


def repeated(collection: Collection, limit: int, times: int) -> Collection:
    """The first `limit` queries, `times` times over, each time under other ids."""

    def read() -> Iterator[Query]:
        for turn in range(times):
            for query in islice(collection.queries(), limit):
                yield replace(query, query_id=f"{query.query_id}-{turn}")

    digest = f"{collection.digest}, {limit} queries {times} times"
    return replace(collection, digest=digest, read_queries=read)
