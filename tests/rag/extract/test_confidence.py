"""Whether the articles answer at all."""

from __future__ import annotations

import numpy as np

from rag.extract.confidence import load_calibration, status_of, summarise, sure
from rag.extract.features import FEATURES
from rag.extract.ranker import load_weights, score_rows
from rag.extract.types import Mode


def test_status_is_answered_unsure_or_a_refusal_as_the_confidence_falls():
    told = [status_of(confidence) for confidence in (1.0, sure(), sure() - 1e-9, 0.0)]
    assert told == ["answered", "answered", "unsure", "not_in_articles"]


def test_calibration_fits_the_features_when_it_is_loaded():
    rows = np.zeros((1, len(FEATURES)), dtype=np.float32)
    for mode in Mode:
        seen = summarise(rows, np.zeros(1), mode)
        assert len(load_calibration()[mode].line) == len(seen)


def test_summarise_gives_the_leads_when_there_are_two_sentences():
    rows = np.zeros((2, len(FEATURES)), dtype=np.float32)
    seen = summarise(rows, np.array([3.0, 1.0]), Mode.FINDER)
    assert seen[:3].tolist() == [3.0, 2.0, 1.0]


def test_score_rows_gives_one_score_for_each_row():
    rows = np.zeros((5, len(FEATURES)), dtype=np.float32)
    assert score_rows(rows, Mode.WORDS).shape == (5,)


def test_weights_hold_no_object_arrays_when_they_are_loaded():
    assert all(array.dtype.kind in "fU" for array in load_weights().values())
