"""Per-query values of a run, by query id, paired with those of another run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.measures.refusal import refusal_row
from eval.types import Run, RunInfo
from index.errors import UsageError

Floats = NDArray[np.float64]
Numbers = tuple[float, ...]

MAIN = ("FirstSentence", "passage:nDCG@10", "nDCG@10")
"""The first of these that there is says most about a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The numbers of one run; the query ids of each mapping stand in the order of the collection.

    `refusals` holds the `RefusalRow` of each query that has one, `latencies` seconds where somebody
    measured them; a query has one row of each, of as many numbers as it takes.
    """

    info: RunInfo
    query_ids: Sequence[str]
    values: Mapping[str, Mapping[str, float]]  # measure -> query id -> value
    refusals: Mapping[str, Numbers]
    latencies: Mapping[str, Numbers]


def read_run(run: Run) -> Readings:
    """Read all outcomes of `run` once and keep their numbers; raises `UsageError` when damaged."""
    query_ids: list[str] = []
    values: dict[str, dict[str, float]] = {}
    refusals: dict[str, Numbers] = {}
    latencies: dict[str, Numbers] = {}
    for outcome in run.outcomes():
        query_ids.append(outcome.query_id)
        for name, value in outcome.values.items():
            values.setdefault(name, {})[outcome.query_id] = value
        if row := refusal_row(outcome):
            refusals[outcome.query_id] = tuple(float(number) for number in row)
        if outcome.latency_s > 0:
            latencies[outcome.query_id] = (outcome.latency_s,)
    return Readings(
        info=run.info,
        query_ids=query_ids,
        values=values,
        refusals=refusals,
        latencies=latencies,
    )


def pair_values(
    baseline: Readings, run: Readings, measure: str
) -> tuple[list[str], Floats, Floats]:
    """The queries that both runs have `measure` for, in order, and its values in either."""
    before, after = baseline.values.get(measure, {}), run.values.get(measure, {})
    shared = [query_id for query_id in before if query_id in after]
    return (
        shared,
        np.array([before[query_id] for query_id in shared], dtype=np.float64),
        np.array([after[query_id] for query_id in shared], dtype=np.float64),
    )


def pair_rows(baseline: Mapping[str, Numbers], run: Mapping[str, Numbers]) -> tuple[Floats, Floats]:
    """The rows of the queries that both have, one below the other, in either."""
    shared = [query_id for query_id in baseline if query_id in run]
    return (
        np.array([baseline[query_id] for query_id in shared], dtype=np.float64),
        np.array([run[query_id] for query_id in shared], dtype=np.float64),
    )


def shared_measures(
    before: Readings, after: Readings, measures: Sequence[str] | None = None
) -> list[str]:
    """The measures of both runs, in the baseline's order; those in `measures` when given.

    Raises:
        UsageError: they share none, or not all of `measures`.
    """
    theirs = {measure.name for measure in after.info.measures}
    shared = [measure.name for measure in before.info.measures if measure.name in theirs]
    names = f"{before.info.name} and {after.info.name}"
    if not shared:
        raise UsageError(f"{names} have no measure in common: run one of them again")
    if measures is None:
        return shared
    for name in measures:
        if name not in shared:
            raise UsageError(f"{names} do not both have {name!r}; both have {', '.join(shared)}")
    return [name for name in shared if name in measures]


def main_measure(before: Readings, after: Readings, names: Sequence[str]) -> str | None:
    """The one of `names` that says most and has values for single queries; None without any."""
    single = [name for name in names if pair_values(before, after, name)[0]]
    return next((name for name in MAIN if name in single), single[0] if single else None)
