"""What measures may be called, and what is said about names that nobody knows."""

from __future__ import annotations

import pytest

from eval.measures.answers import ANSWER_MEASURES
from eval.measures.refusal import REFUSAL_SET_MEASURES
from eval.measures.registry import ANSWERS, REFUSALS, Level, default_measures, parse_measures
from index.errors import UsageError


def test_parse_measures_keeps_order_when_names_repeat():
    names = [m.name for m in parse_measures(["RR@10", "nDCG @10", "EM", " RR@10"])]
    assert names == ["RR@10", "nDCG@10", "EM"]


@pytest.mark.parametrize(
    ("name", "level", "higher_is_better"),
    [
        ("nDCG@10", Level.DOCUMENT, True),
        ("P(rel=2)@5", Level.DOCUMENT, True),
        ("passage:RR@10", Level.PASSAGE, True),
        ("CharIoU@7", Level.SPAN, True),
        ("F1", Level.ANSWER, True),
        ("RepeatedMistake", Level.ANSWER, False),
        ("Brier", Level.REFUSAL, False),
        ("AUROC", Level.REFUSAL, True),
        ("LatencyP99", Level.LATENCY, False),
    ],
)
def test_parse_measures_knows_level_and_direction_when_name_is_known(name, level, higher_is_better):
    (measure,) = parse_measures([name])
    assert (measure.name, measure.level) == (name, level)
    assert measure.higher_is_better is higher_is_better
    assert measure.description


@pytest.mark.parametrize(
    "name",
    [
        *("", "foo", "ndcg@10", "passage:", "passage:EM", "passage:CharRecall@5"),
        *("CharRecall", "CharRecall@0", "CharRecall@x"),
        *("nDCG@x", "nDCG@", "P@0", "P@-1", "P@1.5", "P@'x'", "P@True", "P@" + "9" * 30),
        *("P(foo=3)@5", "P(rel='a')@5", "P(rel=0)@5", "Success", "Judged@0", "RR@0"),
        *("(" * 300, "-" * 100_000 + "1", "\x00", "a\nb", "__import__('os')@3"),
    ],
)
def test_parse_measures_says_what_is_wrong_in_one_line_when_name_is_malformed(name):
    with pytest.raises(UsageError) as caught:
        parse_measures([name])
    assert len(str(caught.value)) < 1000
    assert "\n" not in str(caught.value)
    assert "object at" not in str(caught.value)


def test_parse_measures_names_what_is_known_when_measure_is_unknown():
    with pytest.raises(
        UsageError, match=r"'Hits@5'.*CharRecall@K.*AUROC.*ir-measures takes.*nDCG@10"
    ):
        parse_measures(["Hits@5"])


def test_default_measures_judge_answers_when_asked():
    without = {m.level for m in default_measures(answers=False)}
    assert without == {Level.DOCUMENT, Level.PASSAGE, Level.SPAN, Level.LATENCY}
    assert {m.level for m in default_measures(answers=True)} == set(Level)


def test_every_named_measure_has_a_function_when_listed():
    assert set(ANSWERS) == set(ANSWER_MEASURES)
    assert set(REFUSAL_SET_MEASURES) < set(REFUSALS)
