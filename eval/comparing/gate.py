"""Regression gate for continuous integration: may a run replace the baseline?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from eval.comparing.compare import compare
from eval.comparing.readings import main_measure, pair_values, read_run, shared_measures
from eval.comparing.statistics import TIE
from eval.comparing.types import Comparison, GateResult
from eval.types import Run
from index.errors import UsageError

POWER = 0.8


def gate(
    baseline: Run,
    run: Run,
    *,
    alpha: float = 0.05,
    measures: Sequence[str] | None = None,
    tolerance: float = 0.0,
) -> GateResult:
    """Whether no measure of `run` is significantly worse than the baseline's.

    A loss counts when its p, corrected for all measures, is below `alpha` and it is larger than
    `tolerance`, in the measure's own unit. Latency never counts. Fewer `measures` notice more.

    Raises:
        UsageError: as `compare`; or the tolerance is negative.
    """
    if not tolerance >= 0:
        raise UsageError(f"tolerance {tolerance:g}: the largest loss to accept, 0 or more")
    comparison = compare(baseline, run, measures=measures, alpha=alpha, moved=0)
    losses = tuple(d for d in comparison.differences if d.worse and -d.gain > tolerance)
    measure, loss = _noticeable(baseline, run, comparison, measures)
    return GateResult(
        passed=not losses,
        losses=losses,
        comparison=comparison,
        measure=measure,
        noticeable_loss=loss,
        tolerance=tolerance,
    )


def _noticeable(
    baseline: Run, run: Run, comparison: Comparison, measures: Sequence[str] | None
) -> tuple[str | None, float | None]:
    before, after = read_run(baseline), read_run(run)
    measure = main_measure(before, after, shared_measures(before, after, measures))
    if measure is None:
        return None, None
    _, old, new = pair_values(before, after, measure)
    # Holm asks at most this of a measure: what is noticed at that level always is.
    tests = sum(d.p is not None and d.ties != d.queries for d in comparison.differences)
    return measure, noticeable_difference(new - old, comparison.alpha / max(1, tests))


def noticeable_difference(differences: ArrayLike, alpha: float) -> float | None:
    """The smallest mean difference that a two-sided test at `alpha` would have found.

    `POWER` is the chance of finding it. Normal approximation, from the standard deviation of these
    differences: (z of 1 - alpha / 2, plus z of power) * deviation / square root of their number
    (Cohen, 1988; for retrieval Sakai, Information Retrieval 19, 2016). None where so few queries
    could never be significant, or no query differs, so that they say nothing of chance.
    """
    values = np.asarray(differences, dtype=np.float64)
    if 2.0 ** (1 - len(values)) >= alpha or np.ptp(values) < TIE:
        return None
    from scipy.stats import norm

    standard_error = values.std(ddof=1) / np.sqrt(len(values))
    return float((norm.ppf(1 - alpha / 2) + norm.ppf(POWER)) * standard_error)
