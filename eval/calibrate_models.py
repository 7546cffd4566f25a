"""The two models over collected cases, and how they do on articles that they have not seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from eval.calibrate_cases import ANSWERABLE, EASY, HARD, Judged
from eval.calibrate_fit import RankerWeights, fit_logistic, fit_ranker, join
from rag.confidence import summarise
from rag.features import FEATURES, LEXICAL_FEATURES

FOLDS = 4
HIDDEN = 12
DECAY = 1e-3
CONFIDENCE_DECAY = 1e-3
HARD_WEIGHT = 0.2
REFUSED_SHARE = 0.015
"""Share of the answerable tuning questions that the threshold refuses; articles differ, so this
leaves room below 0.05."""


@dataclass(frozen=True, slots=True, eq=False)
class Models:
    """What is stored: arrays of the ranker, constants of the confidence."""

    ranker: dict[str, NDArray[np.generic]]
    confidence: dict[str, dict[str, object]]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Ranker and confidence for one mode, with an encoder or by words alone."""

    columns: NDArray[np.int64]
    ranker: RankerWeights
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    line: NDArray[np.float64]
    intercept: float
    with_encoder: bool

    def scores(self, case: Judged) -> NDArray[np.float32]:
        return self.ranker.score(case.features[:, self.columns])

    def logit(self, case: Judged) -> float:
        seen = describe(self.scores(case), case, with_encoder=self.with_encoder)
        return float((seen - self.mean) / self.scale @ self.line) + self.intercept


def describe(
    scores: NDArray[np.float32], case: Judged, *, with_encoder: bool
) -> NDArray[np.float64]:
    """`rag.confidence.summarise` of a case under `scores`."""
    order = np.argsort(-scores, kind="stable")
    return summarise(case.features[order], scores[order], with_encoder=with_encoder)


def fit_pair(cases: Sequence[Judged], *, with_encoder: bool) -> Pair:
    """Both models on `cases`; the threshold comes to lie at a confidence of one half."""
    names = FEATURES if with_encoder else LEXICAL_FEATURES
    columns = np.array([FEATURES.index(name) for name in names])
    ranked = [case for case in cases if case.labels.any()]
    ranker = fit_ranker(
        join([case.features[:, columns] for case in ranked], [case.labels for case in ranked]),
        hidden=HIDDEN,
        decay=DECAY,
    )
    cases = [case for case in cases if len(case.labels)]
    seen = np.array(
        [
            describe(ranker.score(case.features[:, columns]), case, with_encoder=with_encoder)
            for case in cases
        ]
    )
    mean, scale = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    rows = (seen - mean) / scale
    answerable = np.array([case.kind == ANSWERABLE for case in cases])
    weights = np.array([_weight(case) for case in cases])
    fitted = fit_logistic(rows, answerable, weights, CONFIDENCE_DECAY)
    logits = rows @ fitted[:-1] + fitted[-1]
    squad = np.array([case.collection != "clapnq" for case in cases])
    bar = float(np.quantile(logits[answerable & squad], REFUSED_SHARE))
    intercept = float(fitted[-1]) - bar
    return Pair(columns, ranker, mean, scale, fitted[:-1], intercept, with_encoder)


def _weight(case: Judged) -> float:
    if case.kind == EASY:
        return 2.0
    return HARD_WEIGHT if case.kind == HARD else 1.0


def fit_models(cases: Sequence[Judged]) -> Models:
    """Both modes on all cases, in the shape that is stored."""
    ranker: dict[str, NDArray[np.generic]] = {}
    confidence: dict[str, dict[str, object]] = {}
    for kind in ("full", "words"):
        pair = fit_pair(cases, with_encoder=kind == "full")
        weights = pair.ranker
        ranker |= {
            f"{kind}_features": np.array([FEATURES[column] for column in pair.columns]),
            f"{kind}_mean": weights.mean,
            f"{kind}_scale": weights.scale,
            f"{kind}_line": weights.line,
            f"{kind}_in": weights.inner,
            f"{kind}_in_bias": weights.inner_bias,
            f"{kind}_out": weights.out,
        }
        confidence[kind] = {
            "mean": [round(float(value), 6) for value in pair.mean],
            "scale": [round(float(value), 6) for value in pair.scale],
            "line": [round(float(value), 6) for value in pair.line],
            "intercept": round(pair.intercept, 6),
        }
    return Models(ranker, confidence)


def cross_validate(cases: Sequence[Judged]) -> dict[str, float]:
    """Figures over cases whose article was left out of the fit, in `FOLDS` turns."""
    figures: dict[str, float] = {}
    for kind in ("full", "words"):
        pairs = list(_folds(cases, with_encoder=kind == "full"))
        places = [place_of_answer(pair.scores(case), case) for pair, case in pairs if _judged(case)]
        figures[f"{kind}_hit1"] = float(np.mean([place < 1 for place in places]))
        figures[f"{kind}_hit3"] = float(np.mean([place < 3 for place in places]))
        logits = {
            wanted: np.array([p.logit(c) for p, c in pairs if c.kind == wanted and _squad(c)])
            for wanted in (ANSWERABLE, EASY, HARD)
        }
        figures[f"{kind}_auroc_easy"] = auroc(logits[ANSWERABLE], logits[EASY])
        figures[f"{kind}_auroc_hard"] = auroc(logits[ANSWERABLE], logits[HARD])
        figures[f"{kind}_easy_refused"] = float(np.mean(logits[EASY] < 0))
        figures[f"{kind}_answerable_refused"] = float(np.mean(logits[ANSWERABLE] < 0))
    return figures


def _squad(case: Judged) -> bool:
    return case.collection != "clapnq"


def _judged(case: Judged) -> bool:
    return case.kind == ANSWERABLE and _squad(case)


def _folds(cases: Sequence[Judged], *, with_encoder: bool) -> Iterator[tuple[Pair, Judged]]:
    articles = sorted({case.article for case in cases})
    Random(0).shuffle(articles)
    fold_of = {article: number % FOLDS for number, article in enumerate(articles)}
    for fold in range(FOLDS):
        pair = fit_pair([c for c in cases if fold_of[c.article] != fold], with_encoder=with_encoder)
        yield from ((pair, c) for c in cases if fold_of[c.article] == fold and len(c.labels))


def place_of_answer(scores: NDArray[np.float32], case: Judged) -> int:
    """How many sentences stand before the first right one; a large number without one."""
    right = np.flatnonzero(case.labels[np.argsort(-scores, kind="stable")])
    return int(right[0]) if len(right) else 1_000_000


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
