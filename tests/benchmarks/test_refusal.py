"""How far a confidence is from being a probability."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.answers.refusal import calibration_error


@pytest.mark.parametrize(
    ("answerable", "other", "error"),
    [([1.0], [0.0], 0.0), ([1.0, 1.0], [1.0], 0.5), ([0.55], [0.55], 0.05), ([0.0], [1.0], 1.0)],
)
def test_calibration_error_is_the_gap_between_confidence_and_truth(answerable, other, error):
    found = calibration_error(np.array(answerable), [np.array(other)])
    assert found == pytest.approx(error)
