"""Whether the articles answer at all."""

from __future__ import annotations

import numpy as np

from rag.extract.confidence import is_answered, load_calibration, summarise
from rag.extract.features import FEATURES
from rag.extract.ranker import load_weights, score_rows


def test_is_answered_is_true_when_the_confidence_is_one_half():
    assert is_answered(0.5)
    assert not is_answered(0.499)


def test_calibration_fits_the_features_when_it_is_loaded():
    rows = np.zeros((1, len(FEATURES)), dtype=np.float32)
    for kind, with_encoder in (("full", True), ("words", False)):
        seen = summarise(rows, np.zeros(1), with_encoder=with_encoder)
        assert len(load_calibration()[kind].line) == len(seen)


def test_summarise_gives_the_leads_when_there_are_two_sentences():
    rows = np.zeros((2, len(FEATURES)), dtype=np.float32)
    seen = summarise(rows, np.array([3.0, 1.0]), with_encoder=True)
    assert seen[:3].tolist() == [3.0, 2.0, 1.0]


def test_score_rows_gives_one_score_for_each_row():
    rows = np.zeros((5, len(FEATURES)), dtype=np.float32)
    assert score_rows(rows, with_encoder=False).shape == (5,)


def test_weights_hold_no_object_arrays_when_they_are_loaded():
    assert all(array.dtype.kind in "fU" for array in load_weights().values())
