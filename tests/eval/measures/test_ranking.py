"""Rankings of documents and facts, and their values beside those of ir_measures itself."""

from __future__ import annotations

import random
import shutil

import ir_measures
import pytest

from eval.measures.ranking import (
    document_qrels,
    document_ranking,
    passage_qrels,
    passage_ranking,
    ranking_values,
)
from eval.measures.registry import parse_measures
from eval.types import DocumentSpan, GoldFact, Outcome, RetrievedPassage


def hit(doc_id, start, end, also_in=()):
    return RetrievedPassage(doc_id=doc_id, start=start, end=end, score=0.5, also_in=also_in)


def fact(*places):
    spans = tuple(DocumentSpan(doc_id=d, start=s, end=e) for d, s, e in places)
    return GoldFact(places=spans, quotes=("",) * len(spans))


def asked(*hits, gold=(), qrels=None, query_id="q"):
    return Outcome(query_id=query_id, text="?", retrieved=hits, gold=gold, qrels=qrels or {})


def values(outcome, *names):
    return ranking_values([outcome], parse_measures(names))[0]


def test_document_ranking_takes_the_best_passage_when_a_document_has_several():
    outcome = asked(hit("b", 0, 9), hit("a", 0, 9), hit("b", 9, 20), hit("c", 0, 9))
    assert document_ranking(outcome) == {"b": 3.0, "a": 2.0, "c": 1.0}


def test_document_qrels_come_from_facts_when_no_document_is_graded():
    gold = (fact(("a", 0, 10), ("b", 5, 9)),)
    assert document_qrels(asked(gold=gold)) == {"a": 1, "b": 1}
    assert document_qrels(asked(gold=gold, qrels={"c": 2})) == {"c": 2}


def test_document_ranking_has_near_duplicates_after_the_hit_that_they_are_shown_with():
    outcome = asked(hit("b", 0, 9, also_in=("c",)), hit("a", 0, 9))
    assert list(document_ranking(outcome)) == ["b", "c", "a"]


def test_passage_ranking_names_the_fact_when_half_of_a_place_is_held():
    gold = (fact(("a", 10, 20)),)
    assert list(passage_ranking(asked(hit("a", 0, 14), hit("a", 15, 30), gold=gold))) == [
        "a#0-14",
        "fact-1",
    ]


def test_passage_ranking_counts_a_fact_once_when_later_hits_hold_it_too():
    gold = (fact(("a", 10, 20), ("b", 0, 10)),)
    outcome = asked(hit("b", 0, 50), hit("a", 0, 50), gold=gold)
    assert passage_ranking(outcome) == {"fact-1": 2.0, "a#0-50": 1.0}


def test_passage_ranking_has_facts_in_a_row_when_one_hit_holds_two():
    gold = (fact(("a", 10, 20)), fact(("a", 30, 40)), fact(("b", 0, 10)))
    outcome = asked(hit("a", 0, 50), hit("c", 0, 50), hit("b", 0, 5), gold=gold)
    assert list(passage_ranking(outcome)) == ["fact-1", "fact-2", "c#0-50", "fact-3"]
    assert passage_qrels(outcome) == {"fact-1": 1, "fact-2": 1, "fact-3": 1}


def test_ranking_values_are_as_by_hand_when_the_second_of_three_is_relevant():
    outcome = asked(hit("a", 0, 9), hit("b", 0, 9), hit("c", 0, 9), qrels={"b": 1, "z": 1})
    assert values(outcome, "RR@10", "P@2", "R@20", "AP@10", "Success@1") == {
        "RR@10": 0.5,
        "P@2": 0.5,
        "R@20": 0.5,
        "AP@10": 0.25,
        "Success@1": 0.0,
    }


def test_passage_values_do_not_depend_on_the_cut_when_gold_comes_first():
    gold = (fact(("a", 10, 20)),)
    whole, cut = asked(hit("a", 0, 90), gold=gold), asked(hit("a", 8, 21), gold=gold)
    expected = {"passage:RR@10": 1.0, "passage:nDCG@10": 1.0}
    assert values(whole, *expected) == values(cut, *expected) == expected


def test_ranking_values_are_zero_when_there_is_no_hit():
    outcome = asked(gold=(fact(("a", 0, 9)),), qrels={"a": 1})
    names = ("nDCG@10", "RR@10", "Judged@10", "passage:Success@5")
    assert values(outcome, *names) == dict.fromkeys(names, 0.0)


def test_ranking_values_count_a_fact_as_missed_when_it_has_no_place():
    gold = (fact(("a", 0, 10)), fact())
    assert values(asked(hit("a", 0, 9), gold=gold), "passage:R@5") == {"passage:R@5": 0.5}


def test_ranking_values_do_not_apply_when_nothing_is_relevant():
    outcome = asked(hit("a", 0, 9), qrels={"a": 0})
    assert values(outcome, "nDCG@10", "passage:nDCG@10") == {}


def test_ranking_values_keep_our_order_when_there_are_thousands_of_hits():
    hits = [hit(f"{9999 - i}", 0, 9) for i in range(5000)]
    assert values(asked(*hits, qrels={"5000": 1}), "RR") == {"RR": 1 / 5000}


@pytest.mark.skipif(shutil.which("perl") is None, reason="ERR needs perl")
def test_ranking_values_hold_when_ids_have_spaces():
    outcome = asked(hit("my article", 0, 9), hit("my other", 0, 9), qrels={"my other": 1})
    assert values(outcome, "ERR@20", "RR") == pytest.approx({"ERR@20": 1 / 32, "RR": 0.5})


@pytest.mark.parametrize("prefix", ["", "passage:"])
def test_ranking_values_equal_ir_measures_on_trec_files_when_random(tmp_path, prefix):
    names = ["nDCG@10", "RR@10", "AP@10", "P@5", "R@20", "Success@5", "AP", "Rprec", "Bpref"]
    outcomes = random_outcomes(40)
    ranking, judged = (
        (passage_ranking, passage_qrels) if prefix else (document_ranking, document_qrels)
    )
    run, qrels = tmp_path / "run", tmp_path / "qrels"
    run.write_text("".join(run_lines(o.query_id, ranking(o)) for o in outcomes))
    qrels.write_text("".join(qrels_lines(o.query_id, judged(o)) for o in outcomes))
    expected = {
        (metric.query_id, f"{prefix}{metric.measure}"): metric.value
        for metric in ir_measures.iter_calc(
            [ir_measures.parse_measure(name) for name in names],
            ir_measures.read_trec_qrels(str(qrels)),
            ir_measures.read_trec_run(str(run)),
        )
    }
    measures = parse_measures([prefix + name for name in names])
    found = {
        (outcome.query_id, name): value
        for outcome, row in zip(outcomes, ranking_values(outcomes, measures), strict=True)
        for name, value in row.items()
    }
    assert found == pytest.approx(expected, abs=1e-9)
    assert len(found) == len(names) * len(outcomes)
    assert len(set(found.values())) > 40


def run_lines(query_id, ranking):
    ranked = enumerate(ranking.items(), start=1)
    return "".join(f"{query_id} Q0 {name} {rank} {score} t\n" for rank, (name, score) in ranked)


def qrels_lines(query_id, qrels):
    return "".join(f"{query_id} 0 {name} {grade}\n" for name, grade in qrels.items())


def random_outcomes(count):
    draw = random.Random(3)
    return [random_outcome(draw, f"q{i}") for i in range(count)]


def random_outcome(draw, query_id):
    docs = [f"d{i}" for i in range(12)]
    places = [(draw.choice(docs), start, start + 60) for start in draw.sample(range(900), 4)]
    hits = dict.fromkeys((draw.choice(docs), 100 * draw.randrange(10)) for _ in range(30))
    return asked(
        *(hit(doc_id, start, start + 150) for doc_id, start in hits),
        gold=(fact(*places[:2]), fact(places[2]), fact(places[3])),
        qrels={"d1": 1, **{doc_id: draw.randrange(3) for doc_id in draw.sample(docs, 6)}},
        query_id=query_id,
    )
