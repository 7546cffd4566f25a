"""Measures of refusal: AUROC, risk-coverage, expected calibration error, precision, recall.

Measures of single queries, and measures of a whole set as functions of a `RefusalTable`. Confidence
is the probability, as Byline sees it, that the articles answer the question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from eval.measures.answers import contained_answers, covered_facts
from eval.measures.registry import Level, Measure
from eval.types import Outcome

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

BINS = 10


class RefusalRow(NamedTuple):
    """One query of a `RefusalTable`."""

    answerable: bool
    refused: bool
    confidence: float
    right: float
    unsure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RefusalTable:
    """One row for each query of which is known whether the articles answer it.

    `right`, 0 to 1, is the share of the gold that the answer holds, shown or not. Each is refused,
    `unsure`, or plainly answered.
    """

    answerable: Bools
    refused: Bools
    confidence: Floats
    right: Floats
    unsure: Bools

    @classmethod
    def from_numbers(cls, numbers: Floats) -> Self:
        """The fields of each `RefusalRow`, row after row."""
        rows = numbers.reshape(-1, len(RefusalRow._fields))
        return cls(
            answerable=rows[:, 0] > 0,
            refused=rows[:, 1] > 0,
            confidence=rows[:, 2].copy(),
            right=rows[:, 3].copy(),
            unsure=rows[:, 4] > 0,
        )

    def __len__(self) -> int:
        return len(self.answerable)

    @property
    def decided(self) -> Floats:
        """How right it was to answer or to refuse, 0 to 1; being unsure is half right."""
        return np.where(self.unsure, 0.5, self.answerable != self.refused)

    @property
    def answered(self) -> Bools:
        """Those that were plainly answered."""
        return ~(self.refused | self.unsure)

    def take(self, rows: NDArray[np.intp]) -> RefusalTable:
        """The table of `rows`, which may repeat."""
        return RefusalTable(**{name: getattr(self, name)[rows] for name in RefusalRow._fields})


def refusal_row(outcome: Outcome) -> RefusalRow | None:
    """None without an answer, or when nobody knows whether the articles answer the question."""
    answer = outcome.answer
    if answer is None or outcome.answerable is None:
        return None
    right = _rightness(outcome) if outcome.answerable else 0.0
    return RefusalRow(outcome.answerable, answer.refused, answer.confidence, right, answer.unsure)


def refusal_values(outcome: Outcome, measures: Sequence[Measure]) -> dict[str, float]:
    """The refusal measures of this query alone that apply to it, by name."""
    row = refusal_row(outcome)
    if row is None:
        return {}
    answered = float(not (row.refused or row.unsure))
    asked = [measure.name for measure in measures if measure.level is Level.REFUSAL]
    known = {
        "RefusalRight": 0.5 if row.unsure else float(row.answerable != row.refused),
        "PlainlyAnswered": answered if row.answerable else None,
        "AnsweredUnanswerable": None if row.answerable else answered,
        "Unsure": float(row.unsure),
        "RefusedAnswerable": float(row.refused) if row.answerable else None,
        "Brier": (row.confidence - row.answerable) ** 2,
    }
    return {name: value for name in asked if (value := known.get(name)) is not None}


def refusal_precision(table: RefusalTable) -> float:
    """Share of the refusals that were right; 0 without a refusal.

    Not a number when every question is answerable.
    """
    if table.answerable.all():
        return float("nan")
    return float(np.mean(~table.answerable[table.refused])) if table.refused.any() else 0.0


def refusal_recall(table: RefusalTable) -> float:
    """Share of the unanswerable questions that were refused; not a number without any."""
    return _mean(table.refused[~table.answerable])


def auroc(table: RefusalTable) -> float:
    """The chance that an answerable question has more confidence than an unanswerable one.

    Ties count half (Mann and Whitney, 1947). Not a number unless there are both kinds.
    """
    from scipy.stats import rankdata

    positives = int(table.answerable.sum())
    negatives = len(table) - positives
    if not positives or not negatives:
        return float("nan")
    ranks = rankdata(table.confidence)[table.answerable].sum()
    return float((ranks - positives * (positives + 1) / 2) / (positives * negatives))


def risk_coverage_curve(table: RefusalTable) -> tuple[Floats, Floats]:
    """Coverage and risk when the 1, 2, ... n most confident questions are answered.

    Coverage is the share of questions that are answered, risk the share of answers that are wrong
    (El-Yaniv and Wiener, JMLR 2010): given to an unanswerable question, or without the gold
    sentence or answer. Between equals in confidence, risk is what a random order would give.
    """
    order = np.argsort(-table.confidence, kind="stable")
    wrong = np.where(table.answerable, 1 - table.right, 1.0)[order]
    equals = np.cumsum(np.diff(table.confidence[order], prepend=0) != 0)  # one number for each tie
    counts = np.maximum(1, np.bincount(equals))
    expected = (np.bincount(equals, weights=wrong) / counts)[equals]
    answered = np.arange(1, len(table) + 1)
    return answered / max(1, len(table)), np.cumsum(expected) / answered


def aurc(table: RefusalTable) -> float:
    """Area under the risk-coverage curve: its mean risk (Geifman et al., ICLR 2019)."""
    return _mean(risk_coverage_curve(table)[1])


def calibration_curve(table: RefusalTable) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Mean confidence, share answerable and number of questions of each bin that is not empty.

    There are ten bins of equal width from 0 to 1, the upper edge belonging to the bin above.
    """
    bins = np.clip((table.confidence * BINS).astype(np.int64), 0, BINS - 1)
    counts = np.bincount(bins, minlength=BINS)
    filled = counts > 0
    confidence = np.bincount(bins, weights=table.confidence, minlength=BINS)
    answerable = np.bincount(bins, weights=table.answerable, minlength=BINS)
    kept = counts[filled]
    return confidence[filled] / kept, answerable[filled] / kept, kept


def expected_calibration_error(table: RefusalTable) -> float:
    """Mean distance of confidence and share answerable over the bins of `calibration_curve`.

    Bins weigh what they hold (Naeini et al., AAAI 2015).
    """
    confidence, answerable, counts = calibration_curve(table)
    if not counts.size:
        return float("nan")
    return float(np.average(np.abs(confidence - answerable), weights=counts))


REFUSAL_SET_MEASURES: Mapping[str, Callable[[RefusalTable], float]] = {
    "RefusalPrecision": refusal_precision,
    "RefusalRecall": refusal_recall,
    "AUROC": auroc,
    "AURC": aurc,
    "ECE": expected_calibration_error,
}
"""Measures of a whole set; not a number where they do not apply."""


def baselines(table: RefusalTable) -> dict[str, dict[str, float]]:
    """What refusing always and never would score; measures that do not apply are left out."""
    if not len(table):
        return {}
    none = np.zeros(len(table), dtype=bool)
    return {
        "always refuse": _decisions(replace(table, refused=~none, unsure=none)),
        "never refuse": _decisions(replace(table, refused=none, unsure=none)),
    }


def _decisions(table: RefusalTable) -> dict[str, float]:
    values = {
        "RefusalRight": _mean(table.decided),
        "AnsweredUnanswerable": _mean(table.answered[~table.answerable]),
        "RefusedAnswerable": _mean(table.refused[table.answerable]),
        "RefusalPrecision": refusal_precision(table),
        "RefusalRecall": refusal_recall(table),
    }
    return {name: value for name, value in values.items() if not np.isnan(value)}


def _rightness(outcome: Outcome) -> float:
    """How much of the gold the answer holds, be it shown or not.

    An answer for which no gold is known counts as right: only its refusal can be judged.
    """
    sentences = outcome.answer.sentences if outcome.answer else ()
    shares = (covered_facts(outcome, sentences), contained_answers(outcome, sentences))
    return max((share for share in shares if share is not None), default=1.0)


def _mean(values: Bools | Floats) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
