"""Characters of hits against characters of gold, and a plain reference to compare with."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.measures.ranking import character_overlap, span_values
from eval.measures.registry import parse_measures
from eval.measures.spans import Piece, common, covers, size, touches, union
from eval.types import DocumentSpan, GoldFact, Outcome, RetrievedPassage

DOCUMENTS = st.sampled_from("ab")
STARTS = st.integers(0, 40)
SIZES = st.integers(0, 15)
STRETCHES = st.builds(lambda d, s, n: (d, s, s + n), DOCUMENTS, STARTS, SIZES)


def outcome_of(hits, gold):
    return Outcome(
        query_id="q",
        text="?",
        retrieved=tuple(
            RetrievedPassage(doc_id=d, start=s, end=e, score=0.0)
            for i, (d, s, e) in enumerate(hits)
        ),
        gold=tuple(
            GoldFact(
                places=tuple(DocumentSpan(doc_id=d, start=s, end=e) for d, s, e in places),
                quotes=("",) * len(places),
            )
            for places in gold
        ),
    )


def characters(stretches):
    return {(d, i) for d, start, end in stretches for i in range(start, end)}


def brute_force(hits, gold, k):
    held, wanted = characters(hits[:k]), set()
    for places in gold:
        sets = [characters([place]) for place in places]
        wanted |= max(sets, key=lambda s: len(s & held) / len(s) if s else 0.0, default=set())
    shared = len(held & wanted)
    wholes = (len(wanted), len(held), len(held | wanted))
    return tuple(shared / whole if whole else 0.0 for whole in wholes)


@settings(max_examples=1000, deadline=None)
@given(
    hits=st.lists(STRETCHES, max_size=6),
    gold=st.lists(st.lists(STRETCHES, max_size=3), max_size=3),
    k=st.integers(1, 6),
)
def test_character_overlap_equals_sets_of_characters_when_random(hits, gold, k):
    assert character_overlap(outcome_of(hits, gold), k) == pytest.approx(
        brute_force(hits, gold, k), abs=1e-12
    )


def test_span_values_are_as_by_hand_when_hits_overlap():
    # Together the two hits hold 0-30, of which 10-20 is gold; 10 of the 20 gold characters.
    outcome = outcome_of([("a", 0, 20), ("a", 15, 30)], [[("a", 10, 20)], [("b", 0, 10)]])
    measures = parse_measures(["CharRecall@2", "CharPrecision@2", "CharIoU@2", "EM"])
    assert span_values(outcome, measures) == {
        "CharRecall@2": 0.5,
        "CharPrecision@2": pytest.approx(10 / 30),
        "CharIoU@2": 0.25,
    }


def test_span_values_look_no_further_than_k_when_there_are_more_hits():
    outcome = outcome_of([("b", 0, 10), ("a", 0, 10)], [[("a", 0, 10)]])
    measures = parse_measures(["CharRecall@1", "CharRecall@2"])
    assert span_values(outcome, measures) == {"CharRecall@1": 0.0, "CharRecall@2": 1.0}


def test_span_values_count_one_place_when_a_fact_has_alternatives():
    outcome = outcome_of([("b", 0, 10)], [[("a", 0, 100), ("b", 0, 10)]])
    assert span_values(outcome, parse_measures(["CharIoU@5"])) == {"CharIoU@5": 1.0}


def test_span_values_do_not_apply_when_there_is_no_fact():
    assert span_values(outcome_of([("b", 0, 10)], []), parse_measures(["CharIoU@5"])) == {}


def test_span_values_are_zero_when_there_is_no_hit():
    outcome = outcome_of([], [[("a", 0, 10)]])
    assert span_values(outcome, parse_measures(["CharPrecision@5"])) == {"CharPrecision@5": 0.0}


@given(st.lists(STRETCHES, max_size=8), st.lists(STRETCHES, max_size=8))
def test_regions_count_characters_when_random(left, right):
    pieces = [[Piece(*stretch) for stretch in side] for side in (left, right)]
    assert size(union(pieces[0])) == len(characters(left))
    assert common(union(pieces[0]), union(pieces[1])) == len(characters(left) & characters(right))


def test_covers_needs_half_of_the_place_when_stretches_add_up():
    place = Piece("a", 10, 20)
    assert not covers([Piece("a", 0, 14)], place)
    assert covers([Piece("a", 0, 14), Piece("a", 19, 25)], place)
    assert not covers([Piece("b", 10, 20)], place)
    assert not covers([Piece("a", 0, 99)], Piece("a", 5, 5))


def test_touches_is_false_when_stretches_only_meet():
    assert touches(Piece("a", 0, 11), Piece("a", 10, 20))
    assert not touches(Piece("a", 0, 10), Piece("a", 10, 20))
