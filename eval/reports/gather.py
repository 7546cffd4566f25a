"""Per-query values of every run (measures, confidence, latency), and means by kind of question.

Outcomes hold all that was retrieved and are read again, later, for the queries that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import fmean

import numpy as np

from eval.measures.refusal import RefusalTable, refusal_row
from eval.reports.formatting import main_measures
from eval.types import Outcome, Run

REFUSED, UNSURE = "refused", "unsure"
"""Beside the measures: the queries that were not answered, or not plainly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryLine:
    """A query as the list of all queries shows it; `number` is its place, from 1."""

    number: int
    query_id: str
    text: str
    kind: str
    answerable: bool | None

    @property
    def anchor(self) -> str:
        return f"q-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What one run made of every query: measure -> query id -> value, and how it decided."""

    values: Mapping[str, Mapping[str, float]]
    confidence: Mapping[str, float]
    latencies_s: Sequence[float]
    refusals: RefusalTable


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
    runs: Sequence[Gathered]

    def values_of(self, query_id: str) -> list[float | None]:
        """What each run has of the measure that says most (without any: whether it refused)."""
        name = self.measures[0] if self.measures else REFUSED
        return [run.values[name].get(query_id) for run in self.runs]

    def kinds(self, measure: str) -> list[KindRow]:
        """The means of `measure` for each kind of question that it applies to."""
        groups: dict[str, list[str]] = {}
        for line in self.lines.values():
            groups.setdefault(line.kind, []).append(line.query_id)
        rows = [self._kind(kind, ids, measure) for kind, ids in sorted(groups.items())]
        return [row for row in rows if any(mean is not None for mean in row.means)]

    def _kind(self, kind: str, ids: Sequence[str], measure: str) -> KindRow:
        own = [[v[i] for i in ids if i in (v := run.values[measure])] for run in self.runs]
        means = tuple(fmean(values) if values else None for values in own)
        return KindRow(kind=kind, queries=max(map(len, own)), means=means)


def gather(runs: Sequence[Run]) -> AllQueries:
    """The queries of `runs`, numbered as they come, and what each run made of them."""
    lines: dict[str, QueryLine] = {}
    measures = main_measures([run.info for run in runs])
    found = [_gather_one(_noting(run.outcomes(), lines), measures) for run in runs]
    return AllQueries(lines=lines, measures=measures, runs=found)


def _noting(outcomes: Iterable[Outcome], lines: dict[str, QueryLine]) -> Iterator[Outcome]:
    for outcome in outcomes:
        if outcome.query_id not in lines:
            lines[outcome.query_id] = QueryLine(
                number=len(lines) + 1,
                query_id=outcome.query_id,
                text=outcome.text,
                kind=outcome.kind,
                answerable=outcome.answerable,
            )
        yield outcome


def _gather_one(outcomes: Iterable[Outcome], measures: Sequence[str]) -> Gathered:
    values: dict[str, dict[str, float]] = {name: {} for name in (*measures, REFUSED, UNSURE)}
    confidence, latencies, rows = {}, [], []
    for outcome in outcomes:
        for name in values.keys() & outcome.values.keys():
            values[name][outcome.query_id] = outcome.values[name]
        if outcome.answer:
            values[REFUSED][outcome.query_id] = float(outcome.answer.refused)
            values[UNSURE][outcome.query_id] = float(outcome.answer.unsure)
            confidence[outcome.query_id] = outcome.answer.confidence
        latencies.append(outcome.latency_s)
        rows.append(refusal_row(outcome) or ())
    numbers = np.fromiter(chain.from_iterable(rows), dtype=np.float64)
    return Gathered(
        values=values,
        confidence=confidence,
        latencies_s=latencies,
        refusals=RefusalTable.from_numbers(numbers),
    )
