"""Paired tests and bootstrap intervals for measures of all queries together, such as AUROC.

Such a measure has no value for a query, so that whole rows are swapped or drawn: row i of either
table belongs to the same query. All measures see the same swaps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from eval.comparing.statistics import SEED, percentile_interval

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
