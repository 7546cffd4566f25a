"""The learned weights of the ranker, evaluated in plain NumPy."""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from rag.features import FEATURES, Matrix

Scores = NDArray[np.float32]


def score_rows(features: Matrix, *, with_encoder: bool) -> Scores:
    """A score for each row, higher is better, comparable only within one question."""
    model = load_weights()
    kind = "full" if with_encoder else "words"
    rows = (features - model[f"{kind}_mean"]) / model[f"{kind}_scale"]
    return np.asarray(rows @ model[f"{kind}_weights"], dtype=np.float32)


@cache
def load_weights() -> dict[str, NDArray[np.float32]]:
    """The arrays of `ranker.npz`, checked against the features of this version."""
    with resources.files("rag").joinpath("ranker.npz").open("rb") as file:
        with np.load(file, allow_pickle=False) as stored:
            model = {name: stored[name] for name in stored.files}
    if tuple(model["features"]) != FEATURES:
        raise ValueError("rag/ranker.npz is of another version: run python -m eval.calibrate")
    return model
