"""The learned weights of the ranker, evaluated in plain NumPy.

`ranker.npz` is written by `python -m benchmarks calibrate`; `calibration.json` says from what.
A score is a line through the standardised features.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from rag.extract.features import FEATURES, Matrix

Scores = NDArray[np.float32]


def score_rows(features: Matrix, *, with_encoder: bool) -> Scores:
    """A score for each row, higher is better, comparable only within one question."""
    model = load_weights()
    kind = "full" if with_encoder else "words"
    columns = [FEATURES.index(name) for name in model[f"{kind}_features"]]
    rows = (features[:, columns] - model[f"{kind}_mean"]) / model[f"{kind}_scale"]
    return np.asarray(rows @ model[f"{kind}_line"], dtype=np.float32)


@cache
def load_weights() -> dict[str, NDArray[np.float32]]:
    """The arrays of `ranker.npz`."""
    path = resources.files("rag.extract").joinpath("ranker.npz")
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
