"""Refusing and answering, over questions that can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.refusal import (
    REFUSAL_SET_MEASURES,
    RefusalRow,
    RefusalTable,
    aurc,
    auroc,
    baselines,
    calibration_curve,
    expected_calibration_error,
    refusal_precision,
    refusal_recall,
    refusal_row,
    refusal_values,
    risk_coverage_curve,
)
from eval.measures.registry import REFUSALS, parse_measures
from eval.types import AnsweredSentence, AnswerOutcome, CitedSpan, DocumentSpan, GoldFact, Outcome

CONFIDENCES = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
ROWS = st.lists(st.tuples(st.booleans(), st.booleans(), CONFIDENCES, st.just(1.0)), min_size=1)


def table(*rows):
    """Rows of answerable, refused, confidence, right, and perhaps unsure."""
    return RefusalTable.from_numbers(np.array([RefusalRow(*row) for row in rows], dtype=float))


def asked(answerable, refused, confidence, start=0, unsure=False):
    """Quotes "Ann.", of which the gold is at 0 to 4."""
    citation = CitedSpan(doc_id="a", start=start, end=start + 4, marker=1, exact=True)
    sentence = AnsweredSentence(text="Ann.", citations=(citation,), support="supported")
    gold = GoldFact(places=(DocumentSpan(doc_id="a", start=0, end=4),), quotes=("Ann.",))
    return Outcome(
        query_id="q",
        text="?",
        answerable=answerable,
        gold=(gold,) if answerable else (),
        answer=AnswerOutcome(
            sentences=(sentence,), confidence=confidence, refused=refused, unsure=unsure
        ),
    )


FOUR = table((1, 0, 0.9, 1), (1, 1, 0.3, 1), (0, 1, 0.2, 0), (0, 0, 0.6, 0))


def test_refusal_values_are_as_by_hand_when_refused_or_not():
    measures = parse_measures(list(REFUSALS))
    assert refusal_values(asked(True, True, 0.5), measures) == {
        "RefusalRight": 0.0,
        "PlainlyAnswered": 0.0,
        "RefusedAnswerable": 1.0,
        "Unsure": 0.0,
        "Brier": 0.25,
    }
    assert refusal_values(asked(False, True, 0.5), measures) == {
        "RefusalRight": 1.0,
        "AnsweredUnanswerable": 0.0,
        "Unsure": 0.0,
        "Brier": 0.25,
    }
    assert refusal_values(asked(None, True, 0.5), measures) == {}


@pytest.mark.parametrize(
    ("answerable", "counted"),
    [
        (True, {"PlainlyAnswered": 0.0, "RefusedAnswerable": 0.0}),
        (False, {"AnsweredUnanswerable": 0}),
    ],
)
def test_an_unsure_answer_is_neither_plain_nor_a_refusal_and_half_right(answerable, counted):
    names = [name for name in REFUSALS if name != "Brier"]
    values = refusal_values(asked(answerable, False, 0.5, unsure=True), parse_measures(names))
    assert values == {"RefusalRight": 0.5, "Unsure": 1.0, **counted}


def test_of_a_table_only_plain_answers_are_answered():
    three = table((1, 0, 0.9, 1, 0), (1, 0, 0.6, 1, 1), (0, 1, 0.2, 0, 0))
    assert three.answered.tolist() == [True, False, False]
    assert three.decided.tolist() == [1.0, 0.5, 1.0]


def test_refusal_row_judges_what_would_have_been_said_when_refused():
    assert refusal_row(asked(True, True, 0.5)) == RefusalRow(True, True, 0.5, 1.0)
    assert refusal_row(asked(True, True, 0.5, start=90)) == RefusalRow(True, True, 0.5, 0.0)
    assert refusal_row(asked(False, False, 0.5)) == RefusalRow(False, False, 0.5, 0.0)
    assert refusal_row(asked(None, False, 0.5)) is None


def test_refusal_table_keeps_rows_when_built_from_numbers():
    built = RefusalTable.from_numbers(np.array([1, 0, 0.75, 1, 0, 0, 1, 0.25, 0, 0]))
    assert len(built) == 2
    assert built.answerable.tolist() == [True, False]
    assert built.refused.tolist() == [False, True]
    assert built.confidence.tolist() == [0.75, 0.25]
    assert built.take(np.array([1, 1])).confidence.tolist() == [0.25, 0.25]


def test_precision_and_recall_are_halves_when_each_kind_is_refused_once():
    assert refusal_precision(FOUR) == 0.5
    assert refusal_recall(FOUR) == 0.5


def test_auroc_is_the_share_of_pairs_in_order_when_there_are_four():
    assert auroc(FOUR) == 0.75  # of 0.9, 0.3 against 0.2, 0.6 only 0.3 < 0.6 is wrong
    assert auroc(table((1, 0, 0.5, 1), (0, 0, 0.5, 0))) == 0.5


@given(ROWS)
def test_auroc_equals_counting_pairs_when_random(rows):
    yes = [row[2] for row in rows if row[0]]
    no = [row[2] for row in rows if not row[0]]
    found = auroc(table(*rows))
    if not yes or not no:
        assert math.isnan(found)
    else:
        pairs = [(y > n) + (y == n) / 2 for y in yes for n in no]
        assert found == pytest.approx(sum(pairs) / len(pairs))


def test_risk_coverage_curve_is_as_by_hand_when_confidence_differs():
    coverage, risk = risk_coverage_curve(FOUR)  # by confidence: right, wrong, right, wrong
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0, 1 / 2, 1 / 3, 1 / 2])
    assert aurc(FOUR) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_risk_does_not_depend_on_the_order_when_confidence_is_equal():
    right, wrong, later = (1, 0, 0.5, 1), (0, 0, 0.5, 0), (1, 0, 0.1, 0.5)
    expected = pytest.approx([1 / 2, 1 / 2, 1 / 2])
    assert risk_coverage_curve(table(right, wrong, later))[1].tolist() == expected
    assert risk_coverage_curve(table(later, wrong, right))[1].tolist() == expected


def test_calibration_curve_has_bins_that_are_filled_when_confidence_lies_in_two():
    confidence, answerable, counts = calibration_curve(
        table((1, 0, 0.92, 1), (0, 0, 0.98, 0), (1, 0, 1.0, 1), (0, 0, 0.0, 0))
    )
    assert confidence.tolist() == pytest.approx([0.0, (0.92 + 0.98 + 1) / 3])
    assert answerable.tolist() == pytest.approx([0.0, 2 / 3])
    assert counts.tolist() == [1, 3]


def test_calibration_error_weighs_bins_when_they_differ_in_size():
    # Three of 0.95 of which 2 are answerable; one of 0.15 which is not.
    rows = table((1, 0, 0.95, 1), (1, 0, 0.95, 1), (0, 0, 0.95, 0), (0, 0, 0.15, 0))
    assert expected_calibration_error(rows) == pytest.approx((3 * (0.95 - 2 / 3) + 0.15) / 4)


def test_baselines_are_the_shares_of_each_kind_when_one_of_four_is_unanswerable():
    rows = table((1, 0, 0.5, 1), (1, 0, 0.5, 1), (1, 1, 0.5, 1), (0, 1, 0.5, 0))
    assert baselines(rows) == {
        "always refuse": {
            "RefusalRight": 0.25,
            "AnsweredUnanswerable": 0.0,
            "RefusedAnswerable": 1.0,
            "RefusalPrecision": 0.25,
            "RefusalRecall": 1.0,
        },
        "never refuse": {
            "RefusalRight": 0.75,
            "AnsweredUnanswerable": 1.0,
            "RefusedAnswerable": 0.0,
            "RefusalPrecision": 0.0,
            "RefusalRecall": 0.0,
        },
    }


def test_set_measures_are_not_numbers_when_there_is_nothing_to_measure():
    empty = RefusalTable.from_numbers(np.array([]))
    assert all(math.isnan(measure(empty)) for measure in REFUSAL_SET_MEASURES.values())
    assert baselines(empty) == {}


def test_baselines_leave_out_what_does_not_apply_when_all_are_answerable():
    found = baselines(table((1, 0, 0.5, 1)))["always refuse"]
    assert found == {"RefusalRight": 0.0, "RefusedAnswerable": 1.0}
