"""The ranker and the confidence fitted together, cross-validated over articles; AUROC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from random import Random

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibrate.cases import ANSWERABLE, EASY, HARD, Judged
from benchmarks.calibrate.fit import RankerWeights, fit_logistic, fit_ranker, join
from rag.extract.confidence import summarise
from rag.extract.features import FEATURES, LEXICAL_FEATURES

FOLDS = 4
DECAY = 1e-3
CONFIDENCE_DECAY = 1e-3
EASY_WEIGHT = 2.0
HARD_WEIGHT = 0.2
NATURAL_WEIGHT = 3.0
"""Search questions and newspaper sentences are few, and nearer to what is asked in earnest."""
REFUSED_SHARE = 0.025
"""Share of the answerable questions about large folders that the threshold refuses, counted on
articles that the fit has not seen."""
DOUBTED_SHARE = 0.12
"""Share of the same questions that are not plainly answered."""
LARGE = ("v1-visible", "dev-visible")
NATURAL = ("clapnq", "clapnq small", "trecqa")


@dataclass(frozen=True, slots=True, eq=False)
class Models:
    """What is stored: arrays of the ranker, constants of the confidence, when to answer."""

    ranker: dict[str, NDArray[np.generic]]
    confidence: dict[str, dict[str, object]]
    thresholds: dict[str, float]


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


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What a pair that has not seen a case's article makes of it."""

    case: Judged
    place: int  # of the first right sentence, see `place_of_answer`
    logit: float


def describe(
    scores: NDArray[np.float32], case: Judged, *, with_encoder: bool
) -> NDArray[np.float64]:
    """`rag.extract.confidence.summarise` of a case under `scores`."""
    order = np.argsort(-scores, kind="stable")
    return summarise(case.features[order], scores[order], with_encoder=with_encoder)


def fit_pair(cases: Sequence[Judged], *, with_encoder: bool) -> Pair:
    """Both models on `cases`."""
    names = FEATURES if with_encoder else LEXICAL_FEATURES
    columns = np.array([FEATURES.index(name) for name in names])
    ranked = [case for case in cases if case.labels.any()]
    ranker = fit_ranker(
        join([case.features[:, columns] for case in ranked], [case.labels for case in ranked]),
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
    answerable = np.array([case.kind == ANSWERABLE for case in cases])
    weights = np.array([_weight(case) for case in cases])
    fitted = fit_logistic((seen - mean) / scale, answerable, weights, CONFIDENCE_DECAY)
    return Pair(columns, ranker, mean, scale, fitted[:-1], float(fitted[-1]), with_encoder)


def _weight(case: Judged) -> float:
    weight = {EASY: EASY_WEIGHT, HARD: HARD_WEIGHT}.get(case.kind, 1.0)
    return weight * (NATURAL_WEIGHT if case.collection in NATURAL else 1.0)


def fit_models(cases: Sequence[Judged]) -> tuple[Models, dict[str, float]]:
    """Both modes on all cases, in the shape that is stored, and the figures of cross-validation."""
    ranker: dict[str, NDArray[np.generic]] = {}
    confidence: dict[str, dict[str, object]] = {}
    doubted = 0.0
    figures: dict[str, float] = {}
    for kind in ("full", "words"):
        mine = [case for case in cases if case.with_encoder == (kind == "full")]
        outcomes = cross_validate(mine, with_encoder=kind == "full")
        bar = choose_bar(outcomes, REFUSED_SHARE)
        if kind == "full":
            doubted = choose_bar(outcomes, DOUBTED_SHARE) - bar
        figures |= {f"{kind} {name}": value for name, value in describe_all(outcomes, bar).items()}
        pair = fit_pair(mine, with_encoder=kind == "full")
        ranker |= {f"{kind}_{name}": array for name, array in _arrays(pair).items()}
        confidence[kind] = {
            "mean": [round(float(value), 6) for value in pair.mean],
            "scale": [round(float(value), 6) for value in pair.scale],
            "line": [round(float(value), 6) for value in pair.line],
            "intercept": round(pair.intercept - bar, 6),
        }
    # The confidence of one half lies at `bar`.
    thresholds = {"answered_from": round(1 / (1 + exp(-doubted)), 3), "unsure_from": 0.5}
    return Models(ranker, confidence, thresholds), figures


def _arrays(pair: Pair) -> dict[str, NDArray[np.generic]]:
    weights = pair.ranker
    return {
        "features": np.array([FEATURES[column] for column in pair.columns]),
        "mean": weights.mean,
        "scale": weights.scale,
        "line": weights.line,
    }


def cross_validate(cases: Sequence[Judged], *, with_encoder: bool) -> list[Prediction]:
    """Every case under a pair fitted without its article, in `FOLDS` turns."""
    articles = sorted({case.article for case in cases})
    Random(0).shuffle(articles)
    fold_of = {article: number % FOLDS for number, article in enumerate(articles)}
    outcomes = []
    for fold in range(FOLDS):
        pair = fit_pair([c for c in cases if fold_of[c.article] != fold], with_encoder=with_encoder)
        held_out = [c for c in cases if fold_of[c.article] == fold and len(c.labels)]
        outcomes += [
            Prediction(c, place_of_answer(pair.scores(c), c), pair.logit(c)) for c in held_out
        ]
    return outcomes


def choose_bar(outcomes: Sequence[Prediction], share: float) -> float:
    """The logit below which `share` of the answerable questions about large folders stay."""
    answerable = [
        o.logit for o in outcomes if o.case.kind == ANSWERABLE and o.case.collection in LARGE
    ]
    return float(np.quantile(answerable, share))


def describe_all(outcomes: Sequence[Prediction], bar: float) -> dict[str, float]:
    """For each collection: hits, AUROC and the shares refused when the threshold is `bar`."""
    figures: dict[str, float] = {}
    for collection in sorted({outcome.case.collection for outcome in outcomes}):
        mine = [outcome for outcome in outcomes if outcome.case.collection == collection]
        for name, value in _describe_one(mine, bar).items():
            figures[f"{collection} {name}"] = value
    return figures


def _describe_one(outcomes: Sequence[Prediction], bar: float) -> dict[str, float]:
    answerable = [outcome for outcome in outcomes if outcome.case.kind == ANSWERABLE]
    logits = {
        kind: np.array([o.logit for o in outcomes if o.case.kind == kind])
        for kind in (ANSWERABLE, EASY, HARD)
    }
    figures = {
        "hit1": float(np.mean([outcome.place < 1 for outcome in answerable])),
        "hit3": float(np.mean([outcome.place < 3 for outcome in answerable])),
    }
    for kind in (EASY, HARD):
        if len(logits[kind]):
            figures[f"auroc_{kind}"] = auroc(logits[ANSWERABLE], logits[kind])
    for kind, found in logits.items():
        if len(found):
            figures[f"{kind}_refused"] = float(np.mean(found < bar))
    return figures


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
