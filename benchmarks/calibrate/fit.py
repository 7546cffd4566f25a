"""Fits the ranker (listwise softmax) and the confidence (logistic regression) by L-BFGS.

The ranker minimises the listwise loss of ListNet (Cao et al., ICML 2007) with every right sentence
of a question sharing the mass; the confidence is a logistic regression (Platt, 1999).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Rows of all questions below one another; `starts` is where each question begins."""

    rows: NDArray[np.float32]
    labels: NDArray[np.bool_]
    starts: NDArray[np.int64]

    @property
    def owner(self) -> NDArray[np.int64]:
        """The question of each row."""
        sizes = np.diff(np.append(self.starts, len(self.rows)))
        return np.repeat(np.arange(len(self.starts)), sizes)


@dataclass(frozen=True, slots=True, eq=False)
class RankerWeights:
    """See `rag.extract.ranker.score_rows`."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    line: NDArray[np.float32]

    def score(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray((rows - self.mean) / self.scale @ self.line, dtype=np.float32)


def join(features: Sequence[NDArray[np.float32]], labels: Sequence[NDArray[np.bool_]]) -> Lists:
    """One `Lists` out of many questions; those without a right sentence are left out."""
    kept = [(x, y) for x, y in zip(features, labels, strict=True) if y.any()]
    sizes = [len(y) for _, y in kept]
    starts = np.cumsum([0, *sizes[:-1]])
    return Lists(np.concatenate([x for x, _ in kept]), np.concatenate([y for _, y in kept]), starts)


def fit_ranker(lists: Lists, *, decay: float = 1e-3, steps: int = 150) -> RankerWeights:
    """Weights that put the right sentences first; the same input gives the same weights."""
    from scipy.optimize import minimize

    mean, scale = lists.rows.mean(axis=0), lists.rows.std(axis=0) + 1e-6
    rows = (lists.rows - mean) / scale
    found = minimize(
        _ranker_loss,
        np.zeros(rows.shape[1]),
        args=(rows, lists.labels, lists.starts, lists.owner, decay),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": steps, "maxfun": 2 * steps},
    ).x
    return RankerWeights(mean, scale, found.astype(np.float32))


def _ranker_loss(
    line: Array,
    rows: NDArray[np.float32],
    labels: NDArray[np.bool_],
    starts: NDArray[np.int64],
    owner: NDArray[np.int64],
    decay: float,
) -> tuple[float, Array]:
    scores = (rows @ line.astype(np.float32)).astype(np.float64)
    scores -= np.maximum.reduceat(scores, starts)[owner]
    raised = np.exp(np.maximum(scores, -60.0))
    total = np.add.reduceat(raised, starts)
    right = np.add.reduceat(raised * labels, starts)
    loss = float(np.mean(np.log(total) - np.log(right)))
    slope = (raised / total[owner] - raised * labels / right[owner]) / len(starts)
    gradient = rows.T @ slope.astype(np.float32)
    return loss + decay * float(line @ line), gradient + 2 * decay * line


def fit_logistic(rows: Array, labels: NDArray[np.bool_], weights: Array, decay: float) -> Array:
    """Coefficients of standardised `rows`, the intercept last."""
    from scipy.optimize import minimize

    padded = np.column_stack([rows, np.ones(len(rows))])
    signs = np.where(labels, 1.0, -1.0)
    share = weights / weights.sum()

    def loss(flat: Array) -> tuple[float, Array]:
        margins = signs * (padded @ flat)
        penalised = np.append(flat[:-1], 0.0)
        value = float(share @ np.logaddexp(0.0, -margins)) + decay * float(penalised @ penalised)
        slope = -share * signs / (1.0 + np.exp(margins))
        return value, padded.T @ slope + 2 * decay * penalised

    return np.asarray(minimize(loss, np.zeros(padded.shape[1]), jac=True, method="L-BFGS-B").x)
