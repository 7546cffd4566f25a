"""Paired statistics: randomisation test, bootstrap intervals, effect size, Holm's correction.

All functions are pure and repeat themselves: what is random has a fixed seed. `differences` are one
number for each query, run minus baseline.
"""

import warnings
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.measures.summary import percentile_interval

Floats = NDArray[np.float64]

RESAMPLES = 9999
"""With the observed one they make 10,000: p comes in steps of 0.0001."""
DRAWN = 2000
"""Resamples of an interval, as for the intervals of a single run."""
SEED = 20070712
TIE = 1e-9
"""Differences below this are rounding, not a win or a loss."""
BLOCK = 1_000_000
"""How many numbers a resampling holds at once: 8 MB, however many queries there are."""


def randomisation_p(
    differences: Sequence[float] | Floats, *, resamples: int = RESAMPLES, seed: int = SEED
) -> float:
    """The two-sided p of the paired randomisation test, for the mean of `differences`.

    If the runs were alike, each query's two values could be swapped, that is, its difference could
    have either sign: p is how often chance signs give a mean at least as far from 0. All
    sign patterns are counted where there are at most `resamples` of them; else so many are drawn,
    and p is (b + 1) / (resamples + 1), never 0. Queries without a difference change nothing.
    Fisher 1935; Pitman 1937; for retrieval Smucker, Allan and Carterette, CIKM 2007.

    Returns:
        p in (0, 1]; 1 for no query.
    """
    # Sorted without signs: p depends neither on the order of queries nor on which run is first.
    sizes = np.sort(np.abs(np.asarray(differences, dtype=np.float64)))
    sizes = sizes[sizes >= TIE]
    if not len(sizes):
        return 1.0
    total = float(sizes.sum())
    observed = abs(float(np.sum(differences))) - 1e-12 * total  # equal but for rounding
    exact = 2 ** min(len(sizes), 64) <= resamples + 1
    signs = _all_signs(len(sizes)) if exact else _drawn_signs(len(sizes), resamples, seed)
    extreme = sum(int(np.sum(np.abs(2 * (up @ sizes) - total) >= observed)) for up in signs)
    return extreme / 2 ** len(sizes) if exact else (extreme + 1) / (resamples + 1)


def _all_signs(count: int) -> Iterator[Floats]:
    # 1: upwards. scipy.stats.permutation_test agrees (tested) but takes 30 times as long.
    patterns = np.arange(2**count)
    yield ((patterns[:, None] >> np.arange(count)) & 1).astype(np.float64)


def _drawn_signs(count: int, resamples: int, seed: int) -> Iterator[Floats]:
    random = np.random.default_rng(seed)
    step = max(1, BLOCK // count)
    for start in range(0, resamples, step):
        rows = min(step, resamples - start)
        bits = random.integers(0, 256, (rows, -(-count // 8)), dtype=np.uint8)
        yield np.unpackbits(bits, axis=1, count=count).astype(np.float64)


def mean_interval(
    differences: Sequence[float] | Floats, *, resamples: int = DRAWN
) -> tuple[float | None, float | None]:
    """The 95 % bootstrap interval of the mean difference, queries being drawn in pairs.

    BCa (Efron 1987; for retrieval Sakai, SIGIR 2006), or percentiles where BCa is undefined.
    Alike differences give that difference twice; fewer than two queries give (None, None).
    """
    values = np.asarray(differences, dtype=np.float64)
    if len(values) < 2:
        return None, None
    if np.ptp(values) < TIE:
        return float(values.mean()), float(values.mean())
    from scipy.stats import bootstrap

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # "degenerate": answered by the percentiles below
        drawn = bootstrap(
            (values,),
            np.mean,
            n_resamples=resamples,
            batch=max(1, BLOCK // len(values)),
            rng=np.random.default_rng(SEED),
        )
    low, high = drawn.confidence_interval
    if np.isfinite(low) and np.isfinite(high):
        return float(low), float(high)
    return percentile_interval(drawn.bootstrap_distribution)


def effect_size(differences: Sequence[float] | Floats) -> float | None:
    """Cohen's d_z: the mean of the differences over their standard deviation (n - 1).

    None for fewer than two queries or differences that are all alike. For retrieval: Sakai,
    SIGIR Forum 48(1), 2014.
    """
    values = np.asarray(differences, dtype=np.float64)
    if len(values) < 2 or np.ptp(values) < TIE:
        return None
    return float(values.mean() / values.std(ddof=1))


def count_signs(
    differences: Sequence[float] | Floats, *, higher_is_better: bool = True
) -> tuple[int, int, int]:
    """How many queries the run wins, ties and loses against the baseline."""
    values = np.asarray(differences, dtype=np.float64)
    up, down = int(np.sum(values >= TIE)), int(np.sum(values <= -TIE))
    wins, losses = (up, down) if higher_is_better else (down, up)
    return wins, len(values) - up - down, losses


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values corrected for testing all of them at once, in the order given; at most 1.

    The smallest of m is multiplied by m, the next by m - 1 and so on, and none is smaller than one
    before it. Holm, Scandinavian Journal of Statistics 6(2), 1979.
    """
    corrected = [0.0] * len(p_values)
    largest = 0.0
    for step, index in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        largest = max(largest, min(1.0, p_values[index] * (len(p_values) - step)))
        corrected[index] = largest
    return corrected
