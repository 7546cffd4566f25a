"""Paired tests for measures of all queries together."""

from __future__ import annotations

import numpy as np
import pytest

from eval.comparing.differences import swap_p_values, table_intervals
from eval.comparing.statistics import randomisation_p
from eval.measures.refusal import RefusalTable, auroc


def mean(rows: np.ndarray) -> float:
    return float(rows[:, 0].mean())


def rows_of(*values: float) -> np.ndarray:
    return np.array(values)[:, None]


def test_swap_p_values_when_runs_are_alike() -> None:
    rows = rows_of(0.1, 0.5, 0.9)
    assert swap_p_values(rows, rows, {"mean": mean}) == {"mean": 1.0}


def test_swap_p_values_when_every_row_gains_is_the_smallest() -> None:
    before = np.zeros((40, 1))
    assert swap_p_values(before, before + 1, {"mean": mean}, resamples=199) == {"mean": 1 / 200}


@pytest.mark.parametrize("shift", [0.0, 0.15, 0.3])
def test_swap_p_values_when_mean_agrees_with_the_test_of_differences(shift: float) -> None:
    random = np.random.default_rng(3)
    before = random.normal(size=(60, 1))
    after = before + random.normal(shift, 1, (60, 1))
    p = swap_p_values(before, after, {"mean": mean})["mean"]
    assert p == pytest.approx(randomisation_p((after - before)[:, 0]), rel=0.35, abs=0.005)


def test_swap_p_values_when_runs_change_places() -> None:
    random = np.random.default_rng(4)
    before, after = random.normal(size=(30, 1)), random.normal(0.4, 1, (30, 1))
    one = swap_p_values(before, after, {"mean": mean})
    assert swap_p_values(after, before, {"mean": mean}) == one


def test_table_intervals_when_mean_is_near_the_normal_one() -> None:
    random = np.random.default_rng(5)
    before, after = np.zeros((400, 1)), random.normal(0.1, 0.2, (400, 1))
    low, high = table_intervals(before, after, {"mean": mean})["mean"]
    half = 1.96 * after.std() / 20
    assert (low, high) == pytest.approx((after.mean() - half, after.mean() + half), abs=0.004)


def test_table_intervals_when_there_is_one_query() -> None:
    assert table_intervals(rows_of(1), rows_of(2), {"mean": mean}) == {"mean": (None, None)}


@pytest.mark.slow
def test_swap_p_values_when_nothing_differs_seldom_cry_wolf() -> None:
    random = np.random.default_rng(6)
    measure = {"AUROC": lambda rows: auroc(RefusalTable.from_numbers(rows))}
    p_values = []
    for seed in range(150):
        answerable = random.random(60) < 0.5
        tables = [
            np.column_stack(
                [answerable, np.zeros(60), random.normal(answerable, 1.0), np.zeros(60)]
            )
            for _ in range(2)
        ]
        p_values.append(swap_p_values(*tables, measure, resamples=499, seed=seed)["AUROC"])
    # 150 draws at 5 %: standard error 1.8 points
    assert 0.01 <= np.mean(np.array(p_values) < 0.05) <= 0.10
