"""Softmax: scores as shares of 1."""

import numpy as np


def softmax(scores: np.ndarray) -> np.ndarray:
    """Scores as shares of 1 along the last axis."""
    if not scores.size:
        return scores
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))
