"""Differences between two runs, measure by measure: paired tests, before correction (Holm).

A measure of all queries together, such as AUROC, has no value for a query, so that whole rows are
swapped or drawn: row i of either table belongs to the same query. All measures see the same swaps.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from eval.comparing.readings import Readings, pair_rows, pair_values, shared_measures
from eval.comparing.statistics import (
    SEED,
    count_signs,
    effect_size,
    mean_interval,
    randomisation_p,
)
from eval.comparing.types import MeasureDifference
from eval.measures.refusal import REFUSAL_SET_MEASURES, RefusalTable
from eval.measures.summary import LATENCY_SET_MEASURES, percentile_interval

Floats = NDArray[np.float64]
TableMeasure = Callable[[Floats], float]
"""From rows to a value; not a number where it does not apply."""

ENOUGH = 100
"""So many chance differences as large as the observed one settle that it is no difference."""
SWAPS = 3999
"""At most so many swaps: each costs a sort of all queries, and p in steps of 1 / 4000 can still be
significant among 200 tests."""
DRAWN = 1000
"""Resamples of an interval; they cost as much."""


def swap_p_values(
    before: Floats,
    after: Floats,
    measures: Mapping[str, TableMeasure],
    *,
    resamples: int = SWAPS,
    seed: int = SEED,
) -> dict[str, float]:
    """The two-sided p of the paired randomisation test for each measure, as `randomisation_p`.

    p is (b + 1) / (resamples + 1). Where b reaches 100 earlier, after n resamples, it is 100 / n,
    which is as valid and saves most of the time (Besag and Clifford, Biometrika 78(2), 1991).
    """
    random = np.random.default_rng(seed)
    limits = {name: abs(f(after) - f(before)) - 1e-12 for name, f in measures.items()}
    extreme = dict.fromkeys(measures, 0)
    p_values: dict[str, float] = {}
    for drawn in range(1, resamples + 1):
        swapped = random.random((len(before), 1)) < 0.5
        one, other = np.where(swapped, after, before), np.where(swapped, before, after)
        for name in measures.keys() - p_values.keys():
            measure = measures[name]
            extreme[name] += abs(measure(other) - measure(one)) >= limits[name]
            if extreme[name] == ENOUGH:
                p_values[name] = ENOUGH / drawn
        if len(p_values) == len(measures):
            break
    return {name: p_values.get(name, (extreme[name] + 1) / (resamples + 1)) for name in measures}


def table_intervals(
    before: Floats, after: Floats, measures: Mapping[str, TableMeasure]
) -> dict[str, tuple[float | None, float | None]]:
    """The 95 % percentile interval of each measure's difference, queries being drawn in pairs.

    Resamples to which a measure does not apply are left out; (None, None) for under two queries.
    """
    if len(before) < 2:
        return dict.fromkeys(measures, (None, None))
    random = np.random.default_rng(SEED)
    resampled = np.empty((DRAWN, len(measures)))
    for index in range(DRAWN):
        rows = random.integers(len(before), size=len(before))
        old, new = before[rows], after[rows]
        resampled[index] = [f(new) - f(old) for f in measures.values()]
    return {name: percentile_interval(resampled[:, i]) for i, name in enumerate(measures)}


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
    ranks = {name: rank for name, rank in LATENCY_SET_MEASURES.items() if name in names}
    measures = {name: partial(np.percentile, q=rank) for name, rank in ranks.items()}
    return _table_differences(before, after, old, new, measures)


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
