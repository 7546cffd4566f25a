"""The ranker and the confidence fitted together, cross-validated over articles; AUROC."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from random import Random

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibrate.cases import ANSWERABLE, EASY, HARD, REMOVED, Judged
from benchmarks.calibrate.fit import RankerWeights, fit_logistic, fit_ranker, join
from benchmarks.shared.auroc import auroc
from rag.extract.confidence import summarise
from rag.extract.features import FEATURES, FEATURES_OF
from rag.extract.types import Mode

FOLDS = 4
DECAY = 1e-3
CONFIDENCE_DECAY = 1e-3
KIND_WEIGHTS = {EASY: 2.0, HARD: 0.2}
SEARCHED, SEARCHED_WEIGHT = ("clapnq", "clapnq small"), 3.0
"""Search questions are few, and nearer to what is asked in earnest."""
REFUSED_SHARE = 0.025
"""Share of the answerable questions about large folders that the threshold refuses, counted on
articles that the fit has not seen."""
DOUBTED_SHARE = 0.15
"""Share of the same questions that are not plainly answered."""
LARGE = ("v1-visible", "dev-visible")
NATURAL = (*SEARCHED, "news")


@dataclass(frozen=True, slots=True, eq=False)
class Models:
    """What is stored: arrays of the ranker, constants of the confidence, when to answer."""

    ranker: dict[str, NDArray[np.generic]]
    confidence: dict[str, dict[str, object]]
    thresholds: dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Ranker and confidence for one mode."""

    columns: NDArray[np.int64]
    ranker: RankerWeights
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    line: NDArray[np.float64]
    intercept: float
    mode: Mode

    def scores(self, case: Judged) -> NDArray[np.float32]:
        return self.ranker.score(case.features[:, self.columns])

    def logit(self, case: Judged) -> float:
        seen = describe(self.scores(case), case, self.mode)
        return float((seen - self.mean) / self.scale @ self.line) + self.intercept


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What a pair that has not seen a case's article makes of it."""

    case: Judged
    place: int  # of the first right sentence, see `place_of_answer`
    logit: float


def describe(scores: NDArray[np.float32], case: Judged, mode: Mode) -> NDArray[np.float64]:
    """`rag.extract.confidence.summarise` of a case under `scores`."""
    order = np.argsort(-scores, kind="stable")
    return summarise(case.features[order], scores[order], mode)


def fit_pair(cases: Sequence[Judged], mode: Mode) -> Pair:
    """Both models on `cases`."""
    names = FEATURES_OF[mode]
    columns = np.array([FEATURES.index(name) for name in names])
    ranked = [case for case in cases if case.labels.any()]
    ranker = fit_ranker(
        join([case.features[:, columns] for case in ranked], [case.labels for case in ranked]),
        decay=DECAY,
    )
    cases = [case for case in cases if len(case.labels)]
    seen = np.array(
        [describe(ranker.score(case.features[:, columns]), case, mode) for case in cases]
    )
    mean, scale = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    answerable = np.array([case.kind == ANSWERABLE for case in cases])
    weights = np.array([_weight(case) for case in cases])
    fitted = fit_logistic((seen - mean) / scale, answerable, weights, CONFIDENCE_DECAY)
    return Pair(columns, ranker, mean, scale, fitted[:-1], float(fitted[-1]), mode)


def _weight(case: Judged) -> float:
    return KIND_WEIGHTS.get(case.kind, 1.0) * (
        SEARCHED_WEIGHT if case.collection in SEARCHED else 1.0
    )


def fit_models(cases: Sequence[Judged]) -> tuple[Models, dict[str, float]]:
    """Each mode on all its cases, as it is stored, and the figures of cross-validation.

    The confidence with the finder is a probability over as many answerable questions as others.
    That of the other modes is stretched so that the same two thresholds hold for it.
    """
    ranker: dict[str, NDArray[np.generic]] = {}
    confidence: dict[str, dict[str, object]] = {}
    figures: dict[str, float] = {}
    bars: tuple[float, float] | None = None
    for mode in (Mode.FINDER, Mode.VECTORS, Mode.WORDS):
        mine = [case for case in cases if case.with_encoder == (mode is not Mode.WORDS)]
        outcomes = cross_validate(mine, mode)
        refused, doubted = (choose_bar(outcomes, s) for s in (REFUSED_SHARE, DOUBTED_SHARE))
        if bars is None:
            slope, shift = _fit_probability(outcomes)
            bars = slope * refused + shift, slope * doubted + shift
        else:
            slope = (bars[1] - bars[0]) / (doubted - refused)
            shift = bars[0] - slope * refused
        found = describe_all(outcomes, refused, doubted)
        figures |= {f"{mode} {name}": value for name, value in found.items()}
        pair = fit_pair(mine, mode)
        ranker |= {f"{mode}_{name}": array for name, array in _arrays(pair).items()}
        confidence[mode] = {
            "mean": [round(float(value), 6) for value in pair.mean],
            "scale": [round(float(value), 6) for value in pair.scale],
            "line": [round(float(value), 6) for value in slope * pair.line],
            "intercept": round(slope * pair.intercept + shift, 6),
        }
    assert bars
    unsure_from, answered_from = (round(1 / (1 + exp(-bar)), 3) for bar in bars)
    thresholds = {"answered_from": answered_from, "unsure_from": unsure_from}
    return Models(ranker, confidence, thresholds), figures


def _fit_probability(outcomes: Sequence[Prediction]) -> tuple[float, float]:
    """Slope and shift that make the logits probabilities; each kind of no answer counts alike."""
    mine = [o for o in outcomes if o.case.collection in (*LARGE, *NATURAL)]
    kinds = [o.case.kind for o in mine]
    share = {kind: 1.0 / kinds.count(kind) for kind in set(kinds)}
    share[ANSWERABLE] *= len(share) - 1
    weights = np.array([share[kind] for kind in kinds])
    answerable = np.array([kind == ANSWERABLE for kind in kinds])
    logits = np.array([[o.logit] for o in mine])
    slope, shift = fit_logistic(logits, answerable, weights, 0.0).tolist()
    return slope, shift


def _arrays(pair: Pair) -> dict[str, NDArray[np.generic]]:
    weights = pair.ranker
    return {
        "features": np.array([FEATURES[column] for column in pair.columns]),
        "mean": weights.mean,
        "scale": weights.scale,
        "line": weights.line,
    }


def cross_validate(cases: Sequence[Judged], mode: Mode) -> list[Prediction]:
    """Every case under a pair fitted without its article, in `FOLDS` turns."""
    articles = sorted({case.article for case in cases})
    Random(0).shuffle(articles)
    fold_of = {article: number % FOLDS for number, article in enumerate(articles)}
    outcomes = []
    for fold in range(FOLDS):
        pair = fit_pair([c for c in cases if fold_of[c.article] != fold], mode)
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


def describe_all(
    outcomes: Sequence[Prediction], refused: float, doubted: float
) -> dict[str, float]:
    """For each collection: hits, AUROC and the shares below the two bars."""
    figures: dict[str, float] = {}
    for collection in sorted({outcome.case.collection for outcome in outcomes}):
        mine = [outcome for outcome in outcomes if outcome.case.collection == collection]
        for name, value in _describe_one(mine, refused, doubted).items():
            figures[f"{collection} {name}"] = value
    return figures


def _describe_one(
    outcomes: Sequence[Prediction], refused: float, doubted: float
) -> dict[str, float]:
    answerable = [outcome for outcome in outcomes if outcome.case.kind == ANSWERABLE]
    logits = {
        kind: np.array([o.logit for o in outcomes if o.case.kind == kind])
        for kind in (ANSWERABLE, EASY, HARD, REMOVED)
    }
    figures = {
        "hit1": float(np.mean([outcome.place < 1 for outcome in answerable])),
        "hit3": float(np.mean([outcome.place < 3 for outcome in answerable])),
    }
    for kind in (EASY, HARD, REMOVED):
        if len(logits[kind]):
            figures[f"auroc_{kind}"] = auroc(logits[ANSWERABLE], logits[kind])
    for kind, found in logits.items():
        if len(found):
            figures[f"{kind}_refused"] = float(np.mean(found < refused))
            figures[f"{kind}_answered"] = float(np.mean(found >= doubted))
    return figures


def place_of_answer(scores: NDArray[np.float32], case: Judged) -> int:
    """How many sentences stand before the first right one; a large number without one."""
    right = np.flatnonzero(case.labels[np.argsort(-scores, kind="stable")])
    return int(right[0]) if len(right) else 1_000_000
