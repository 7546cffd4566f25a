"""Differences between two runs, measure by measure: paired tests, before correction (Holm)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.comparing.readings import Readings, pair_rows, pair_values, shared_measures
from eval.comparing.statistics import count_signs, effect_size, mean_interval, randomisation_p
from eval.comparing.tables import SWAPS, TableMeasure, swap_p_values, table_intervals
from eval.comparing.types import MeasureDifference
from eval.measures.refusal import REFUSAL_SET_MEASURES, RefusalTable
from eval.measures.summary import LATENCY_SET_MEASURES

Floats = NDArray[np.float64]


def find_differences(
    before: Readings, after: Readings, *, measures: Sequence[str] | None, resamples: int
) -> list[MeasureDifference]:
    """One for each shared measure that any query has in both runs, in the baseline's order."""
    names = shared_measures(before, after, measures)
    together = {
        **_refusal_differences(before, after, names, resamples),
        **_latency_differences(before, after, names),
    }
    found = [
        together.get(name) or _mean_difference(before, after, name, resamples) for name in names
    ]
    return [difference for difference in found if difference is not None]


def _mean_difference(
    before: Readings, after: Readings, measure: str, resamples: int
) -> MeasureDifference | None:
    _, old, new = pair_values(before, after, measure)
    if not len(old):
        return None
    differences = new - old
    low, high = mean_interval(differences)
    higher = _higher_is_better(before, measure)
    wins, ties, losses = count_signs(differences, higher_is_better=higher)
    return MeasureDifference(
        measure=measure,
        run=after.info.name,
        label=after.info.label,
        baseline=float(old.mean()),
        value=float(new.mean()),
        difference=float(differences.mean()),
        low=low,
        high=high,
        p=randomisation_p(differences, resamples=resamples),
        effect_size=effect_size(differences),
        wins=wins,
        ties=ties,
        losses=losses,
        queries=len(differences),
        higher_is_better=higher,
    )


def _refusal_differences(
    before: Readings, after: Readings, names: Sequence[str], resamples: int
) -> dict[str, MeasureDifference]:
    old, new = pair_rows(before.refusals, after.refusals)
    measures = {name: _on_rows(name) for name in names if name in REFUSAL_SET_MEASURES}
    found = _table_differences(before, after, old, new, measures)
    applying = {name: measures[name] for name in found}
    swaps = min(resamples, SWAPS)
    p_values = swap_p_values(old, new, applying, resamples=swaps) if found else {}
    return {name: d.model_copy(update={"p": p_values[name]}) for name, d in found.items()}


def _on_rows(name: str) -> TableMeasure:
    function = REFUSAL_SET_MEASURES[name]
    return lambda rows: function(RefusalTable.from_numbers(rows))


def _latency_differences(
    before: Readings, after: Readings, names: Sequence[str]
) -> dict[str, MeasureDifference]:
    # Shown without a p, so that neither the correction nor the gate counts it: latency depends on
    # the machine and on what else it does, so queries are not exchangeable between two runs.
    old, new = pair_rows(before.latencies, after.latencies)
    measures = {name: _percentile(name) for name in names if name in LATENCY_SET_MEASURES}
    return _table_differences(before, after, old, new, measures)


def _percentile(name: str) -> TableMeasure:
    return lambda rows: float(np.percentile(rows, LATENCY_SET_MEASURES[name]))


def _table_differences(
    before: Readings,
    after: Readings,
    old: Floats,
    new: Floats,
    measures: Mapping[str, TableMeasure],
) -> dict[str, MeasureDifference]:
    """By name; measures that do not apply to these queries are left out."""
    if not len(old):
        return {}
    values = {name: (f(old), f(new)) for name, f in measures.items()}
    applying = {name: measures[name] for name in measures if np.isfinite(values[name]).all()}
    intervals = table_intervals(old, new, applying) if applying else {}
    return {
        name: MeasureDifference(
            measure=name,
            run=after.info.name,
            label=after.info.label,
            baseline=values[name][0],
            value=values[name][1],
            difference=values[name][1] - values[name][0],
            low=intervals[name][0],
            high=intervals[name][1],
            queries=len(old),
            higher_is_better=_higher_is_better(before, name),
        )
        for name in applying
    }


def _higher_is_better(before: Readings, measure: str) -> bool:
    summary = before.info.measure(measure)
    return summary is None or summary.higher_is_better
