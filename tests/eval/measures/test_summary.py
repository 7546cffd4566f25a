"""The values of a query, and what a run comes to."""

from __future__ import annotations

import numpy as np
import pytest

from eval.measures.registry import default_measures, parse_measures
from eval.measures.summary import Summary, measure_outcomes
from eval.types import AnsweredSentence, AnswerOutcome, Outcome, RetrievedPassage


def found_at(rank, query_id="q", latency_s=0.0):
    """A query whose only relevant document stands at `rank`."""
    hits = tuple(RetrievedPassage(doc_id=f"d{i}", start=0, end=9, score=0.0) for i in range(1, 5))
    return Outcome(
        query_id=query_id,
        text="?",
        qrels={f"d{rank}": 1},
        retrieved=hits,
        latency_s=latency_s,
    )


def answered(answerable, refused, confidence, text="Ann"):
    sentences = (AnsweredSentence(text=text, citations=(), support="supported"),)
    return Outcome(
        query_id="q",
        text="?",
        answerable=answerable,
        answers=("Ann",) if answerable else (),
        answer=AnswerOutcome(sentences=sentences, confidence=confidence, refused=refused),
    )


def summarise(outcomes, *names):
    measures = parse_measures(names)
    summary = Summary(measures)
    for outcome in measure_outcomes(outcomes, measures):
        summary.add(outcome)
    return summary


def values(summary):
    return {s.name: s.value for s in summary.summaries()}


def test_measure_outcomes_fills_values_in_the_order_asked_when_levels_mix():
    names = ["LatencyP50", "EM", "RR@10", "RefusalRight", "P@2"]
    known = answered(True, False, 0.8).model_copy(update={"qrels": {"d2": 1}})
    outcome = known.model_copy(update={"retrieved": found_at(1).retrieved})
    (measured,) = measure_outcomes([outcome], parse_measures(names))
    assert list(measured.values.items()) == [
        ("EM", 1.0),
        ("RR@10", 0.5),
        ("RefusalRight", 1.0),
        ("P@2", 0.5),
    ]
    assert all(type(value) is float for value in measured.values.values())


def test_measure_outcomes_tells_queries_apart_when_they_share_an_id():
    measured = measure_outcomes([found_at(1), found_at(2)], parse_measures(["RR@10"]))
    assert [outcome.values["RR@10"] for outcome in measured] == [1.0, 0.5]


def test_measure_outcomes_gives_the_same_values_when_batches_differ():
    measures, outcomes = parse_measures(["RR@10"]), [found_at(1), found_at(4), found_at(9)]
    singly = [measure_outcomes([outcome], measures)[0] for outcome in outcomes]
    assert measure_outcomes(outcomes, measures) == singly
    assert measure_outcomes([], measures) == []


def test_summary_is_the_mean_when_queries_differ():
    summary = summarise([found_at(1), found_at(2), found_at(9)], "P@2", "RR@10", "EM")
    reciprocal, precision = summary.summaries()[1], summary.summaries()[0]
    assert (reciprocal.name, reciprocal.value, reciprocal.queries) == ("RR@10", 0.5, 3)
    assert 0 <= reciprocal.low < 0.5 < reciprocal.high <= 1
    assert precision.value == pytest.approx(1 / 3)
    assert len(summary.summaries()) == 2


def test_summary_has_no_interval_when_all_queries_are_alike_or_there_is_one():
    for outcomes in ([found_at(2)], [found_at(2)] * 5):
        (reciprocal,) = summarise(outcomes, "RR@10").summaries()
        assert (reciprocal.value, reciprocal.low, reciprocal.high) == (0.5, None, None)


def test_summary_repeats_its_intervals_when_asked_again():
    outcomes = [found_at(1 + i % 4) for i in range(40)]
    first, again = (summarise(outcomes, "RR@10", "P@2").summaries() for _ in range(2))
    assert first == again
    (alone,) = summarise(outcomes, "RR@10").summaries()
    assert (alone.low, alone.high) == pytest.approx((first[0].low, first[0].high), abs=1e-12)


def test_summary_intervals_fit_the_normal_ones_when_queries_are_many():
    outcomes = [found_at(1 if i % 4 else 9) for i in range(400)]
    (success,) = summarise(outcomes, "Success@1").summaries()
    half = 1.96 * np.sqrt(0.75 * 0.25 / 400)
    assert success.low == pytest.approx(0.75 - half, abs=0.005)
    assert success.high == pytest.approx(0.75 + half, abs=0.005)


def test_summary_counts_set_measures_over_all_when_answers_are_judged():
    outcomes = [
        answered(True, False, 0.9),
        answered(True, False, 0.7, text="Bob"),
        answered(False, True, 0.2),
        answered(False, False, 0.8),
    ]
    summary = summarise(outcomes, "RefusalPrecision", "RefusalRecall", "AUROC", "EM")
    expected = {"RefusalPrecision": 1.0, "RefusalRecall": 0.5, "AUROC": 0.75, "EM": 0.5}
    assert values(summary) == expected
    assert [s.queries for s in summary.summaries()] == [4, 4, 4, 4]
    assert summary.baselines()["always refuse"]["RefusalRight"] == 0.5


def test_summary_gives_set_measures_an_interval_around_their_value_when_there_are_many():
    outcomes = [answered(i % 2 == 0, i % 3 == 0, (i * 7 % 10) / 10) for i in range(60)]
    names = ("RefusalPrecision", "RefusalRecall", "AUROC", "AURC", "ECE")
    *bounded, error = summarise(outcomes, *names).summaries()
    assert all(s.low < s.value < s.high for s in bounded)
    assert (error.name, error.low, error.high) == ("ECE", None, None)


def test_summary_leaves_out_em_when_only_unanswerable_questions_have_it():
    assert values(summarise([answered(False, True, 0.1)], "EM", "F1", "Brier")) == {
        "Brier": pytest.approx(0.01)
    }


def test_summary_leaves_out_refusals_when_nothing_is_known_of_them():
    summary = summarise([found_at(1)], "AUROC", "RefusalRight", "ECE", "LatencyP50", "RR@10")
    assert list(values(summary)) == ["RR@10"]
    assert summary.baselines() == {}


def test_summary_takes_latency_percentiles_when_latency_was_measured():
    outcomes = [found_at(1, latency_s=second) for second in (0.1, 0.2, 0.3, 0.4, 0.5)]
    median, slowest = summarise([*outcomes, found_at(1)], "LatencyP50", "LatencyP99").summaries()
    assert (median.value, median.queries, median.higher_is_better) == (0.3, 5, False)
    assert slowest.value == pytest.approx(0.496)
    assert median.low < 0.3 < median.high


def test_summary_is_empty_when_no_outcome_was_added():
    assert Summary(default_measures(answers=True)).summaries() == ()
