"""The simulation behind the calibration of the randomisation test."""

from __future__ import annotations

import numpy as np

from benchmarks.evaluation.randomisation import share_significant, simulate


def test_simulate_when_nothing_differs_has_mean_zero_and_many_ties() -> None:
    differences = simulate(200, better=0.0)
    assert differences.shape == (200, 100)
    assert abs(differences.mean()) < 0.005
    assert np.mean(differences == 0) > 0.5


def test_share_significant_when_copies_count_as_evidence_is_far_too_high() -> None:
    nothing = simulate(150, better=0.0)
    assert share_significant(nothing) < 0.12
    assert share_significant(np.tile(nothing, 4)) > 0.2


def test_share_significant_when_one_run_is_better_is_higher() -> None:
    assert share_significant(simulate(60, better=0.5)) > 0.9
