"""Benchmark of the paired randomisation test: false positive rate and power, by simulation.

Simulated pairs of runs over 100 queries, scored as nDCG@10 with one relevant document: few distinct
values, queries of very different difficulty, and most queries alike in both runs. The test is the
one that comparisons use.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.shared.scratch_index import with_progress
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.comparing.statistics import effect_size, randomisation_p

PAIRS = 1000
QUERIES = 100
ALIKE = 0.5
"""The share of queries for which both runs must retrieve the same."""
DEPTH = 10
SMALL, MEDIUM = 0.1, 0.2
"""The share of queries for which the better run finds the document first, whatever it was."""
COPIES = 4
SEED = 1

TARGETS = {
    "false_alarms": "0.035 to 0.065",
    "power_small": "",
    "power_medium": "",
    "control_false_alarms": "> 0.2 (wrong on purpose)",
}
Floats = NDArray[np.float64]


def run(options: BenchOptions) -> BenchResult:
    """Test pairs without a difference, and pairs with a small and a medium one."""
    pairs = min(PAIRS, options.limit or PAIRS)
    nothing, small, medium = (simulate(pairs, better=share) for share in (0.0, SMALL, MEDIUM))
    return BenchResult(
        values={
            "false_alarms": share_significant(nothing),
            "power_small": share_significant(small),
            "power_medium": share_significant(medium),
            "control_false_alarms": share_significant(np.tile(nothing, COPIES)),
        },
        targets=TARGETS,
        notes=(
            f"{pairs} pairs of {QUERIES} queries each, p < 0.05;"
            f" {np.mean(nothing == 0):.0%} of the queries without a difference",
            f"small: {_size(small)}",
            f"medium: {_size(medium)}",
            f"control: each query counted {COPIES} times, as if copies were evidence",
        ),
    )


def simulate(pairs: int, *, better: float) -> Floats:
    """The differences of each pair of runs, a row each; `better` as in `SMALL`."""
    random = np.random.default_rng(SEED)
    skill = random.beta(0.6, 0.6, (pairs, QUERIES))  # the chance of each next rank
    shared, before, after = (_ranks(random, skill) for _ in range(3))
    alike = random.random(skill.shape) < ALIKE
    before, after = np.where(alike, shared, before), np.where(alike, shared, after)
    after = np.where(random.random(skill.shape) < better, 1, after)
    return _ndcg(after) - _ndcg(before)


def _ranks(random: np.random.Generator, skill: Floats) -> NDArray[np.int64]:
    return random.geometric(np.clip(skill, 0.01, 1.0))


def _ndcg(ranks: NDArray[np.int64]) -> Floats:
    return np.where(ranks <= DEPTH, 1 / np.log2(1.0 + ranks), 0.0)


def share_significant(differences: Floats) -> float:
    """The share of rows with p below 0.05."""
    return float(np.mean([p < 0.05 for p in _p_values(list(differences))]))


def _p_values(rows: Sequence[Floats]) -> Iterator[float]:
    for seed, row in enumerate(with_progress(rows, "pairs")):
        yield randomisation_p(row, seed=seed)


def _size(differences: Floats) -> str:
    sizes = [effect_size(row) or 0.0 for row in differences]
    return f"nDCG@10 {differences.mean():+.3f}, effect size {np.mean(sizes):.2f}"
