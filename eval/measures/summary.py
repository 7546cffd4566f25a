"""The values of each query, and their summary over a run."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eval.measures.answers import answer_values
from eval.measures.names import Measure
from eval.measures.ranking import ranking_values
from eval.measures.refusal import (
    REFUSAL_SET_MEASURES,
    RefusalTable,
    baselines,
    refusal_row,
    refusal_values,
)
from eval.measures.spans import span_values
from eval.types import MeasureSummary, Outcome

Floats = NDArray[np.float64]
Interval = tuple[float | None, float | None]

RESAMPLES = 2000
SEED = 20_261_122
_BATCH = 1_000_000  # numbers resampled at once: bounds memory however many queries there are

LATENCY_SET_MEASURES: Mapping[str, float] = {"LatencyP50": 50, "LatencyP99": 99}
"""The percentile of all latencies that each is, between values by linear interpolation."""

# Without an answerable question these are the share of refusals under another name.
_NEEDS_SHORT_ANSWERS = frozenset({"EM", "F1"})


def measure_outcomes(outcomes: Sequence[Outcome], measures: Sequence[Measure]) -> list[Outcome]:
    """The same outcomes, each with the values of the measures that apply to it, as asked."""
    ranked = ranking_values(outcomes, measures)
    return [
        outcome.model_copy(update={"values": _in_order(measures, _all(outcome, measures, values))})
        for outcome, values in zip(outcomes, ranked, strict=True)
    ]


def _all(
    outcome: Outcome, measures: Sequence[Measure], ranked: Mapping[str, float]
) -> dict[str, float]:
    return {
        **ranked,
        **span_values(outcome, measures),
        **answer_values(outcome, measures),
        **refusal_values(outcome, measures),
    }


def _in_order(measures: Sequence[Measure], values: Mapping[str, float]) -> dict[str, float]:
    return {measure.name: values[measure.name] for measure in measures if measure.name in values}


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
        intervals = _table_intervals(table, [measure.name for measure in self._measures])
        found = [self._summarise(measure, table, intervals) for measure in self._measures]
        return tuple(summary for summary in found if summary is not None)

    def baselines(self) -> dict[str, dict[str, float]]:
        """What refusing always and never would have scored; empty without answers to judge."""
        return baselines(self._table())

    def _table(self) -> RefusalTable:
        return RefusalTable.from_numbers(np.array(self._rows))

    def _summarise(
        self, measure: Measure, table: RefusalTable, intervals: Mapping[str, Interval]
    ) -> MeasureSummary | None:
        name = measure.name
        if name in REFUSAL_SET_MEASURES:
            value = REFUSAL_SET_MEASURES[name](table)
            return _summary(measure, value, intervals[name], len(table))
        if name in LATENCY_SET_MEASURES:
            return _summarise_values(measure, self._latencies, _percentile(name))
        if name in _NEEDS_SHORT_ANSWERS - self._with_short_answers:
            return None
        return _summarise_values(measure, self._values[name], np.mean)


def _summarise_values(
    measure: Measure, numbers: Sequence[float], statistic: Callable[..., ArrayLike]
) -> MeasureSummary | None:
    values = np.array(numbers, dtype=np.float64)
    if not values.size:
        return None
    value = float(np.asarray(statistic(values)))
    return _summary(measure, value, _interval(values, statistic), values.size)


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


def _interval(values: Floats, statistic: Callable[..., ArrayLike]) -> Interval:
    from scipy.stats import bootstrap

    if (values == values[0]).all():
        return None, None
    found = bootstrap(
        (values,),
        statistic,
        n_resamples=RESAMPLES,
        batch=max(1, _BATCH // values.size),
        vectorized=True,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return float(found.low), float(found.high)


def _table_intervals(table: RefusalTable, names: Sequence[str]) -> dict[str, Interval]:
    """As `_interval`, for measures of the whole table; all of them see the same resamples."""
    functions = {name: REFUSAL_SET_MEASURES[name] for name in names if name in REFUSAL_SET_MEASURES}
    if len(table) < 2 or not functions:
        return dict.fromkeys(functions, (None, None))
    draw = np.random.default_rng(SEED)
    resampled = np.empty((RESAMPLES, len(functions)))
    for i in range(RESAMPLES):
        sample = table.take(draw.integers(len(table), size=len(table)))
        resampled[i] = [function(sample) for function in functions.values()]
    return {name: _middle(resampled[:, i]) for i, name in enumerate(functions)}


def _middle(resampled: Floats) -> Interval:
    # A resample without an unanswerable question says nothing about some measures.
    known = resampled[~np.isnan(resampled)]
    if not known.size or known.min() == known.max():
        return None, None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def _percentile(name: str) -> Callable[..., ArrayLike]:
    rank = LATENCY_SET_MEASURES[name]

    def statistic(values: Floats, axis: int = -1) -> ArrayLike:
        return np.percentile(values, rank, axis=axis)

    return statistic
