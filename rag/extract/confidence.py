"""Confidence and refusal: calibrated probability (Platt scaling) that the articles answer.

A logistic regression (Platt, 1999) over what the best sentences look like. `calibration.json` is
written by `python -m benchmarks calibrate` and says there from which data.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.extract.features import FEATURES, FEATURES_OF
from rag.extract.types import Matrix, Mode, Ranking
from rag.types import AnswerStatus

PLAINLY_OFF = 0.05
"""Below this confidence a language model is not asked either.

A model that reads is the better judge of all that lies above, and asking it in vain costs one call
while not asking costs the answer. So only those are kept from it where hardly anything was ever
answered: no answerable question of the tuning data lies there, and of the sample none of those that
its articles answer, but 8 of 12 about another world.
"""

_OF_THE_FIRST = (
    "dense", "often", "cover", "cover_near", "cover_passage", "cover_any", "pairs", "order",
    "names_held", "names_missed_passage", "rarest_held", "extra_words", "typed", "typed_missing",
    "length", "cosine", "cosine_near", "maxsim", "maxsim_content", "maxsim_least",
    "reverse_maxsim", "maxsim_near", "passage_maxsim", "document_maxsim", "passage_least",
    "evidence", "evidence_behind", "evidence_all",
)  # fmt: skip
_OF_ANY = (
    "dense", "often", "cover", "cover_near", "cover_passage", "cover_any", "pairs", "order",
    "names_held", "cosine", "cosine_near", "maxsim", "maxsim_content", "maxsim_least",
    "reverse_maxsim", "passage_maxsim", "document_maxsim", "passage_least", "evidence",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """A logistic regression over standardised `summarise` values."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    line: NDArray[np.float64]
    intercept: float


def status_of(confidence: float, lacks: str = "") -> AnswerStatus:
    """What a reader is told at this confidence; the thresholds are those of `calibration.json`.

    Without the kind of thing that was asked for (see `Extract.lacks`) nothing is answered plainly.
    """
    if confidence >= sure() and not lacks:
        return AnswerStatus.ANSWERED
    unsure = confidence >= worth_showing()
    return AnswerStatus.UNSURE if unsure else AnswerStatus.NOT_IN_ARTICLES


def sure() -> float:
    """The least confidence that is answered plainly."""
    return float(_stored()["thresholds"]["answered_from"])


def worth_showing() -> float:
    """The least confidence with which the nearest sentences are shown."""
    return float(_stored()["thresholds"]["unsure_from"])


def is_plainly_off(confidence: float) -> bool:
    """Whether the passages are so surely about something else that no model needs to read them."""
    return confidence < PLAINLY_OFF


def confidence_of(ranking: Ranking) -> float:
    """The probability, 0 to 1, that the articles answer the question; 0 without a sentence."""
    if not ranking.sentences:
        return 0.0
    scores = np.array([sentence.score for sentence in ranking.sentences])
    model = load_calibration()[ranking.mode]
    seen = summarise(ranking.features, scores, ranking.mode)
    logit = float((seen - model.mean) / model.scale @ model.line) + model.intercept
    return 1.0 / (1.0 + exp(-min(max(logit, -30.0), 30.0)))


def summarise(features: Matrix, scores: NDArray[np.floating], mode: Mode) -> NDArray[np.float64]:
    """What the confidence rests on, from rows sorted by score, best first; at least one row.

    The first score, its lead over the second and over the first ten; some features of the first
    sentence; for some the best that any sentence has; and of how many sentences, since the best of
    few proves more than the best of many.
    """
    known = FEATURES_OF[mode]
    first = [FEATURES.index(name) for name in _OF_THE_FIRST if name in known]
    best = [FEATURES.index(name) for name in _OF_ANY if name in known]
    second = scores[1] if len(scores) > 1 else scores[0]
    leads = [scores[0], scores[0] - second, scores[0] - scores[:10].mean()]
    parts = [leads, features[0, first], features[:, best].max(axis=0), [log1p(len(features))]]
    return np.concatenate(parts).astype(np.float64)


@cache
def load_calibration() -> dict[Mode, Calibration]:
    """The constants of `calibration.json`."""
    return {kind: _to_calibration(_stored()[kind]) for kind in Mode}


@cache
def _stored() -> dict[str, Any]:
    path = resources.files("rag.extract").joinpath("calibration.json")
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return stored


def _to_calibration(stored: Mapping[str, Any]) -> Calibration:
    mean, scale, line = (np.array(stored[name]) for name in ("mean", "scale", "line"))
    return Calibration(mean, scale, line, float(stored["intercept"]))
