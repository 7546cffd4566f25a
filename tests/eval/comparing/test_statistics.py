"""Paired tests, intervals and corrections, against hand-worked examples and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.comparing.statistics import (
    count_signs,
    effect_size,
    holm,
    mean_interval,
    percentile_interval,
    randomisation_p,
)

steps = st.integers(-4, 4).map(lambda n: n / 4)
differences = st.lists(steps, min_size=1, max_size=40)


def test_randomisation_p_when_three_queries_all_gain() -> None:
    # 2 of the 8 sign patterns (all up, all down) are as extreme
    assert randomisation_p([0.1, 0.2, 0.3]) == 0.25


def test_randomisation_p_when_one_of_three_loses() -> None:
    # sums 0, 2, 4, 6 and their negatives; |sum| >= 4: four patterns of eight
    assert randomisation_p([-1.0, 2.0, 3.0]) == 0.5


def test_randomisation_p_when_rounding_would_hide_a_zero_sum() -> None:
    assert randomisation_p([0.1, 0.2, -0.3]) == 1.0


def test_randomisation_p_when_nothing_differs_or_nothing_is_asked() -> None:
    assert randomisation_p([0.0] * 50) == randomisation_p([]) == 1.0


def test_randomisation_p_when_sampled_is_never_zero() -> None:
    assert randomisation_p([1.0] * 60, resamples=999) == 1 / 1000


@pytest.mark.parametrize("count", [6, 12])
def test_randomisation_p_when_exact_equals_scipy(count: int) -> None:
    from scipy.stats import permutation_test

    values = np.random.default_rng(count).normal(0.3, 1, count)
    expected = permutation_test(
        (values,),
        lambda x, axis: np.abs(x.mean(axis=axis)),
        permutation_type="samples",
        vectorized=True,
        n_resamples=9999,
        alternative="greater",
    )
    assert randomisation_p(values) == pytest.approx(expected.pvalue, abs=1e-12)


def test_randomisation_p_when_sampled_is_near_scipy() -> None:
    from scipy.stats import permutation_test

    values = np.random.default_rng(5).normal(0.15, 1, 80)
    expected = permutation_test(
        (values,),
        lambda x, axis: np.abs(x.mean(axis=axis)),
        permutation_type="samples",
        vectorized=True,
        n_resamples=9999,
        alternative="greater",
        rng=np.random.default_rng(0),
    )
    assert randomisation_p(values) == pytest.approx(expected.pvalue, abs=0.02)


@settings(max_examples=50, deadline=None)
@given(differences)
def test_randomisation_p_when_signs_turn_or_queries_move(values: list[float]) -> None:
    p = randomisation_p(values, resamples=499)
    assert 0 < p <= 1
    assert randomisation_p([-v for v in values], resamples=499) == p
    assert randomisation_p(sorted(values), resamples=499) == p
    assert randomisation_p([*values, 0.0, 0.0], resamples=499) == p


def test_mean_interval_when_differences_are_alike_or_one() -> None:
    assert mean_interval([0.25, 0.25, 0.25]) == (0.25, 0.25)
    assert mean_interval([0.25]) == mean_interval([]) == (None, None)


def test_mean_interval_when_many_is_near_the_normal_one() -> None:
    values = np.random.default_rng(1).normal(0.1, 0.2, 400)
    low, high = mean_interval(values)
    half = 1.96 * values.std(ddof=1) / 20
    assert low == pytest.approx(values.mean() - half, abs=0.003)
    assert high == pytest.approx(values.mean() + half, abs=0.003)


@settings(max_examples=50, deadline=None)
@given(st.lists(steps, min_size=2, max_size=20))
def test_mean_interval_when_anything_is_within_the_differences(values: list[float]) -> None:
    low, high = mean_interval(values, resamples=199)
    assert low is not None
    assert high is not None
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


def test_percentile_interval_when_some_are_no_numbers() -> None:
    assert percentile_interval([float("nan"), 1.0, 1.0]) == (1.0, 1.0)
    assert percentile_interval([float("nan")]) == (None, None)


def test_effect_size_when_worked_by_hand() -> None:
    assert effect_size([1.0, 2.0, 3.0]) == 2.0  # mean 2, deviation 1
    assert effect_size([0.5, 0.5]) is effect_size([0.5]) is None


def test_count_signs_when_lower_is_better() -> None:
    values = [0.1, -0.2, 1e-12, 0.3]
    assert count_signs(values) == (2, 1, 1)
    assert count_signs(values, higher_is_better=False) == (1, 1, 2)


@given(differences)
def test_count_signs_when_alike_queries_are_added(values: list[float]) -> None:
    wins, ties, losses = count_signs(values)
    assert count_signs([*values, 0.0]) == (wins, ties + 1, losses)


def test_holm_when_worked_by_hand() -> None:
    # 0.01 * 4, 0.02 * 3, 0.03 * 2 (not under 0.06), 0.5 * 1
    assert holm([0.03, 0.01, 0.5, 0.02]) == pytest.approx([0.06, 0.04, 0.5, 0.06])
    assert holm([0.6, 0.7]) == [1.0, 1.0]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_when_anything_is_between_p_and_bonferroni(p_values: list[float]) -> None:
    for p, corrected in zip(p_values, holm(p_values), strict=True):
        assert p <= corrected <= 1.0
