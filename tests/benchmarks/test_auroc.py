"""The figures that calibration prints."""

from __future__ import annotations

import numpy as np

from benchmarks.shared.auroc import auroc


def test_auroc_counts_a_tie_as_one_half():
    assert auroc(np.array([1.0, 0.0]), np.array([0.0])) == 0.75
