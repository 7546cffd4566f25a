"""Measures per query and aggregated over a run: means, bootstrap intervals, latency percentiles."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eval.measures.answers import answer_values
from eval.measures.ranking import ranking_values, span_values
from eval.measures.refusal import (
    REFUSAL_SET_MEASURES,
    RefusalTable,
    baselines,
    refusal_row,
    refusal_values,
)
from eval.measures.registry import Measure
from eval.types import MeasureSummary, Outcome

Floats = NDArray[np.float64]
Interval = tuple[float | None, float | None]

_NO_INTERVAL: Interval = (None, None)
RESAMPLES = 2000
SEED = 20_261_122
_BATCH = 100_000  # queries drawn at once: bounds memory however many there are

LATENCY_SET_MEASURES: Mapping[str, float] = {"LatencyP50": 50, "LatencyP99": 99}
"""The percentile of all latencies that each is, between values by linear interpolation."""

# Without an answerable question these are the share of refusals under another name.
_NEEDS_SHORT_ANSWERS = frozenset({"EM", "F1"})

# Resampling adds noise to every bin, which ECE takes for error: all resamples lie above the value.
_BIASED = frozenset({"ECE"})


def measure_outcomes(outcomes: Sequence[Outcome], measures: Sequence[Measure]) -> list[Outcome]:
    """The same outcomes, each with the values of the measures that apply to it, as asked."""
    ranked = ranking_values(outcomes, measures)
    return [
        outcome.model_copy(update={"values": _values(outcome, measures, values)})
        for outcome, values in zip(outcomes, ranked, strict=True)
    ]


def _values(
    outcome: Outcome, measures: Sequence[Measure], ranked: Mapping[str, float]
) -> dict[str, float]:
    found = {
        **ranked,
        **span_values(outcome, measures),
        **answer_values(outcome, measures),
        **refusal_values(outcome, measures),
    }
    return {measure.name: found[measure.name] for measure in measures if measure.name in found}


class Summary:
    """What the measures of a run come to; keeps a few numbers of each outcome."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self._measures = measures
        self._values = {measure.name: array("d") for measure in measures}
        self._rows = array("d")
        self._latencies = array("d")
        self._with_short_answers: set[str] = set()

    def add(self, outcome: Outcome) -> None:
        """Counts an outcome whose values `measure_outcomes` has filled in."""
        for name, value in outcome.values.items():
            if name in self._values:
                self._values[name].append(value)
        if outcome.answerable is not False:
            self._with_short_answers |= _NEEDS_SHORT_ANSWERS & outcome.values.keys()
        if outcome.latency_s > 0:  # 0: rankings from elsewhere, nobody measured it
            self._latencies.append(outcome.latency_s)
        row = refusal_row(outcome)
        self._rows.extend(row or ())

    def summaries(self) -> tuple[MeasureSummary, ...]:
        """The measures that apply to any query, in the order asked.

        Intervals are the 2.5th and 97.5th percentile of 2,000 bootstrap resamples of the
        queries (Efron and Tibshirani, 1993); the same outcomes give the same intervals.
        """
        table = self._table()
        values = {m.name: np.array(self._values_of(m.name)) for m in self._measures}
        intervals = _mean_intervals(values) | _table_intervals(table, values)
        found = [self._summarise(m, values[m.name], table, intervals) for m in self._measures]
        return tuple(summary for summary in found if summary is not None)

    def baselines(self) -> dict[str, dict[str, float]]:
        """What refusing always and never would have scored; empty without answers to judge."""
        return baselines(self._table())

    def _table(self) -> RefusalTable:
        return RefusalTable.from_numbers(np.array(self._rows))

    def _values_of(self, name: str) -> Sequence[float]:
        return () if name in _NEEDS_SHORT_ANSWERS - self._with_short_answers else self._values[name]

    def _summarise(
        self,
        measure: Measure,
        values: Floats,
        table: RefusalTable,
        intervals: Mapping[str, Interval],
    ) -> MeasureSummary | None:
        name = measure.name
        if name in REFUSAL_SET_MEASURES:
            value = REFUSAL_SET_MEASURES[name](table)
            return _summary(measure, value, intervals[name], len(table))
        if name in LATENCY_SET_MEASURES:
            return _summarise_latency(measure, np.array(self._latencies))
        return _summary(measure, _mean(values), intervals.get(name, _NO_INTERVAL), values.size)


def _summarise_latency(measure: Measure, seconds: Floats) -> MeasureSummary | None:
    if not seconds.size:
        return None
    statistic = partial(np.percentile, q=LATENCY_SET_MEASURES[measure.name])
    [interval] = _intervals(seconds[np.newaxis], statistic)
    return _summary(measure, float(np.asarray(statistic(seconds))), interval, seconds.size)


def _summary(
    measure: Measure, value: float, interval: Interval, queries: int
) -> MeasureSummary | None:
    if np.isnan(value):
        return None
    return MeasureSummary(
        name=measure.name,
        value=value,
        low=interval[0],
        high=interval[1],
        queries=queries,
        higher_is_better=measure.higher_is_better,
    )


def _mean_intervals(values: Mapping[str, Floats]) -> dict[str, Interval]:
    """The interval of each mean; measures of equally many queries share their resamples."""
    by_size: dict[int, list[str]] = {}
    for name, numbers in values.items():
        by_size.setdefault(numbers.size, []).append(name)
    found: dict[str, Interval] = {}
    for size, names in by_size.items():
        if size:
            rows = np.stack([values[name] for name in names])
            found |= zip(names, _intervals(rows, np.mean), strict=True)
    return found


def _intervals(rows: Floats, statistic: Callable[..., ArrayLike]) -> list[Interval]:
    """The interval of `statistic` for each row."""
    from scipy.stats import bootstrap

    if rows.shape[1] < 2:
        return [_NO_INTERVAL for _ in rows]
    found = bootstrap(
        (rows,),
        statistic,
        n_resamples=RESAMPLES,
        batch=max(1, _BATCH // rows.shape[1]),
        vectorized=True,
        axis=-1,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return [
        _NO_INTERVAL if (row == row[0]).all() else (float(low), float(high))
        for row, low, high in zip(rows, found.low, found.high, strict=True)
    ]


def _table_intervals(table: RefusalTable, names: Iterable[str]) -> dict[str, Interval]:
    """As `_intervals`, for measures of the whole table; all of them see the same resamples."""
    found = {name: _NO_INTERVAL for name in names if name in REFUSAL_SET_MEASURES}
    functions = {name: REFUSAL_SET_MEASURES[name] for name in found if name not in _BIASED}
    if len(table) < 2 or not functions:
        return found
    draw = np.random.default_rng(SEED)
    # What is in order already sorts several times faster, and no measure minds the order.
    table = table.take(np.argsort(table.confidence, kind="stable"))
    resampled = np.empty((RESAMPLES, len(functions)))
    for i in range(RESAMPLES):
        sample = table.take(np.sort(draw.integers(len(table), size=len(table))))
        resampled[i] = [function(sample) for function in functions.values()]
    return found | {name: _middle(resampled[:, i]) for i, name in enumerate(functions)}


def _middle(resampled: Floats) -> Interval:
    """Without those that say nothing about the measure, as without an unanswerable question."""
    known = resampled[np.isfinite(resampled)]
    return percentile_interval(known) if len(known) and np.ptp(known) else _NO_INTERVAL


def percentile_interval(resampled: Sequence[float] | Floats) -> Interval:
    """The middle 95 % of resampled values; those that are not numbers are left out."""
    values = np.asarray(resampled, dtype=np.float64)
    values = values[np.isfinite(values)]
    if not len(values):
        return _NO_INTERVAL
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else float("nan")
