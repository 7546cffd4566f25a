"""Per-query values of a run, by query id, beside those of other runs; means by kind."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from eval.measures.refusal import refusal_row
from eval.types import Run, RunInfo
from index.errors import UsageError

Floats = NDArray[np.float64]
Numbers = tuple[float, ...]

MAIN = ("FirstSentence", "passage:nDCG@10", "nDCG@10")
"""The first of these that there is says most about a run."""
REFUSED, UNSURE, CONFIDENCE = "refused", "unsure", "confidence"
"""What an answer decided, as its fields are called: read beside the measures, as numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryLine:
    """A query as lists show it; `number` is its place, from 1."""

    number: int
    query_id: str
    text: str
    kind: str
    answerable: bool | None

    @property
    def anchor(self) -> str:
        return f"q-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The numbers of one run; the query ids of each mapping stand in the order of the collection.

    `values` are by measure, then by query id; so are the `decisions` `REFUSED`, `UNSURE` and
    `CONFIDENCE` of the queries that have an answer. `refusals` holds the `RefusalRow` of each query
    that has one, `latencies` seconds where somebody measured them; a query has one row of each, of
    as many numbers as it takes.
    """

    info: RunInfo
    lines: dict[str, QueryLine] = field(default_factory=dict)
    values: defaultdict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    decisions: defaultdict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    refusals: dict[str, Numbers] = field(default_factory=dict)
    latencies: dict[str, Numbers] = field(default_factory=dict)

    def of(self, name: str) -> Mapping[str, float]:
        """The values of a measure or a decision by query id; empty without any."""
        return self.decisions.get(name) or self.values.get(name, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """A kind of question: how many there are, and each run's mean (None: does not apply)."""

    kind: str
    queries: int
    means: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllQueries:
    """Every query of some runs over the same collection; `runs` are in their order."""

    lines: Mapping[str, QueryLine]
    measures: Sequence[str]
    runs: Sequence[Readings]

    def values_of(self, query_id: str) -> list[float | None]:
        """What each run has of the measure that says most (without any: whether it refused)."""
        name = self.measures[0] if self.measures else REFUSED
        return [run.of(name).get(query_id) for run in self.runs]

    def kinds(self, measure: str) -> list[KindRow]:
        """The means of `measure` for each kind of question that it applies to."""
        groups: dict[str, list[str]] = {}
        for line in self.lines.values():
            groups.setdefault(line.kind, []).append(line.query_id)
        rows = [self._kind(kind, ids, measure) for kind, ids in sorted(groups.items())]
        return [row for row in rows if any(mean is not None for mean in row.means)]

    def _kind(self, kind: str, ids: Sequence[str], measure: str) -> KindRow:
        own = [[v[i] for i in ids if i in (v := run.of(measure))] for run in self.runs]
        means = tuple(fmean(values) if values else None for values in own)
        return KindRow(kind=kind, queries=max(map(len, own)), means=means)


def read_run(run: Run) -> Readings:
    """Read all outcomes of `run` once and keep their numbers; raises `UsageError` when damaged."""
    read = Readings(info=run.info)
    for number, outcome in enumerate(run.outcomes(), start=1):
        name, answer = outcome.query_id, outcome.answer
        about = {field: getattr(outcome, field) for field in ("text", "kind", "answerable")}
        read.lines[name] = QueryLine(number=number, query_id=name, **about)
        for measure, value in outcome.values.items():
            read.values[measure][name] = value
        for decision in (REFUSED, UNSURE, CONFIDENCE) if answer else ():
            read.decisions[decision][name] = float(getattr(answer, decision))
        if row := refusal_row(outcome):
            read.refusals[name] = tuple(float(number) for number in row)
        if outcome.latency_s > 0:
            read.latencies[name] = (outcome.latency_s,)
    return read


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
