"""The fits find what was put into the data."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("scipy")

from benchmarks.calibrate.fit import fit_logistic, fit_ranker, join


def test_fit_ranker_puts_the_right_row_first_when_one_feature_tells():
    random = np.random.default_rng(0)
    features = [random.normal(size=(6, 3)).astype(np.float32) for _ in range(60)]
    labels = [rows[:, 1] == rows[:, 1].max() for rows in features]
    weights = fit_ranker(join(features, labels), steps=60)
    firsts = [int(np.argmax(weights.score(rows))) for rows in features]
    assert np.mean([y[i] for y, i in zip(labels, firsts, strict=True)]) > 0.95


def test_join_leaves_a_question_out_when_nothing_answers_it():
    rows = np.zeros((2, 1), dtype=np.float32)
    lists = join([rows, rows], [np.array([False, False]), np.array([True, False])])
    assert lists.starts.tolist() == [0]
    assert len(lists.rows) == 2


def test_fit_logistic_gives_a_rising_line_when_larger_means_yes():
    rows = np.linspace(-1, 1, 40)[:, None]
    line = fit_logistic(rows, rows[:, 0] > 0, np.ones(40), 1e-3)
    assert line[0] > 0
    assert abs(line[1]) < 0.1
