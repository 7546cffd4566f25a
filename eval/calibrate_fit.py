"""Fits the ranker and the confidence: two small problems, solved by L-BFGS.

The ranker minimises the listwise loss of ListNet (Cao et al., ICML 2007) with every right sentence
of a question sharing the mass; the confidence is a logistic regression (Platt, 1999).
"""

from __future__ import annotations

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
    """See `rag.scoring.score_rows`."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    line: NDArray[np.float32]
    inner: NDArray[np.float32]
    inner_bias: NDArray[np.float32]
    out: NDArray[np.float32]

    def score(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        scaled = (rows - self.mean) / self.scale
        hidden = np.maximum(scaled @ self.inner + self.inner_bias, 0.0)
        return np.asarray(scaled @ self.line + hidden @ self.out, dtype=np.float32)


def join(features: Sequence[NDArray[np.float32]], labels: Sequence[NDArray[np.bool_]]) -> Lists:
    """One `Lists` out of many questions; those without a right sentence are left out."""
    kept = [(x, y) for x, y in zip(features, labels, strict=True) if y.any()]
    sizes = [len(y) for _, y in kept]
    starts = np.cumsum([0, *sizes[:-1]])
    return Lists(np.concatenate([x for x, _ in kept]), np.concatenate([y for _, y in kept]), starts)


def fit_ranker(
    lists: Lists, *, hidden: int = 12, decay: float = 1e-3, steps: int = 150, seed: int = 0
) -> RankerWeights:
    """Weights that put the right sentences first; the same input gives the same weights."""
    from scipy.optimize import minimize

    mean, scale = lists.rows.mean(axis=0), lists.rows.std(axis=0) + 1e-6
    rows = (lists.rows - mean) / scale
    count = rows.shape[1]
    random = np.random.default_rng(seed)
    start = np.concatenate(
        [
            np.zeros(count),
            random.normal(size=count * hidden) * 0.3 / np.sqrt(count),
            np.zeros(hidden),
            random.normal(size=hidden) * 0.3,
        ]
    )
    found = minimize(
        _ranker_loss,
        start,
        args=(rows, lists.labels, lists.starts, lists.owner, hidden, decay),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": steps, "maxfun": 2 * steps},
    ).x.astype(np.float32)
    line, inner, bias, out = _unpack(found, count, hidden)
    return RankerWeights(mean, scale, line, inner, bias, out)


def _unpack(flat: NDArray[np.float32], count: int, hidden: int) -> tuple[NDArray[np.float32], ...]:
    ends = np.cumsum([count, count * hidden, hidden])
    line, inner, bias, out = np.split(flat, ends)
    return line, inner.reshape(count, hidden), bias, out


def _ranker_loss(
    flat: Array,
    rows: NDArray[np.float32],
    labels: NDArray[np.bool_],
    starts: NDArray[np.int64],
    owner: NDArray[np.int64],
    hidden: int,
    decay: float,
) -> tuple[float, Array]:
    line, inner, bias, out = _unpack(flat.astype(np.float32), rows.shape[1], hidden)
    active = np.maximum(rows @ inner + bias, 0.0)
    scores = (rows @ line + active @ out).astype(np.float64)
    scores -= np.maximum.reduceat(scores, starts)[owner]
    raised = np.exp(np.maximum(scores, -60.0))
    total = np.add.reduceat(raised, starts)
    right = np.add.reduceat(raised * labels, starts)
    loss = float(np.mean(np.log(total) - np.log(right)))
    slope = (raised / total[owner] - raised * labels / right[owner]) / len(starts)
    slope = slope.astype(np.float32)
    back = np.outer(slope, out) * (active > 0)
    gradient = np.concatenate(
        [rows.T @ slope, (rows.T @ back).ravel(), back.sum(axis=0), active.T @ slope]
    )
    return loss + decay * float(flat @ flat), gradient + 2 * decay * flat


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
