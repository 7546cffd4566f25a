"""AUROC, the area under the receiver operating characteristic."""

import numpy as np
from numpy.typing import NDArray


def auroc(positives: NDArray[np.float64], negatives: NDArray[np.float64]) -> float:
    """The chance that a positive scores above a negative, ties counting one half.

    0.5 when either is empty. Mann and Whitney (1947).
    """
    if not len(positives) or not len(negatives):
        return 0.5
    ordered = np.sort(negatives)
    below = np.searchsorted(ordered, positives, side="left")
    upto = np.searchsorted(ordered, positives, side="right")
    return float((below + upto).sum() / (2 * len(positives) * len(negatives)))
