"""ClapNQ as a collection: what several annotators chose becomes facts."""

from __future__ import annotations

import json

import pytest

from eval.collections import open_collection
from eval.collections.clapnq import group_gold
from index.errors import UsageError

PASSAGE = {"_id": "p1", "title": "Rain", "text": "A . B . C .", "sentences": ["A .", "B .", "C ."]}
ASKED = {"id": "1", "question": "why ?", "answerable": True, "passage_id": "p1"}


@pytest.mark.parametrize(
    ("annotations", "facts"),
    [
        ([[0, 2]], [[0], [2]]),
        ([[0, 2], [2]], [[2, 0]]),
        ([[0, 3, 4], [0, 4, 1]], [[0, 1], [4, 3]]),
        ([[0, 2, 4], [0, 4]], [[0, 2], [4]]),
        ([[0], [1, 2]], [[0, 1, 2]]),
        ([[]], []),
        ([[], [1]], [[1]]),
    ],
)
def test_group_gold_asks_for_what_all_annotators_chose(annotations, facts):
    assert group_gold(annotations) == facts


@pytest.mark.parametrize("annotations", [[[0, 2], [2, 3]], [[0], [1]], [[1, 5, 6], [5], [2, 5]]])
def test_group_gold_is_satisfied_when_one_annotation_is_cited_exactly(annotations):
    facts = group_gold(annotations)
    for cited in annotations:
        assert all(set(fact) & set(cited) for fact in facts)
        assert set(cited) <= {number for fact in facts for number in fact}


@pytest.fixture
def clapnq(tmp_path):
    def write(*questions):
        (tmp_path / "pool.jsonl").write_text(json.dumps(PASSAGE) + "\n")
        lines = [json.dumps({**ASKED, **question}) for question in questions]
        (tmp_path / "questions.jsonl").write_text("\n".join(lines))
        return str(tmp_path)

    return write


def test_open_collection_reads_facts_and_answerability(clapnq):
    unanswerable = {"id": "2", "answerable": False, "gold_sentences": [[]]}
    collection = open_collection(clapnq({"gold_sentences": [[0, 2]]}, unanswerable))
    first, second = collection.queries()
    assert [[s.quote for s in fact.sentences] for fact in first.facts] == [["A ."], ["C ."]]
    assert (first.qrels, first.answerable) == ({"p1": 1}, True)
    assert (second.qrels, second.facts, second.answerable) == ({}, (), False)
    assert [d.doc_id for d in collection.corpus.documents()] == ["p1"]


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        ({"passage_id": "p9"}, "line 1: passage 'p9' is not in pool.jsonl"),
        ({"gold_sentences": [[3]]}, "line 1: a gold sentence is not in passage 'p1'"),
        ({"gold_sentences": [[-1]]}, "line 1: a gold sentence is not in passage 'p1'"),
        ({"answerable": "?"}, "line 1: answerable: Input should be a valid boolean"),
    ],
)
def test_open_collection_names_the_line_when_a_question_is_malformed(clapnq, question, problem):
    with pytest.raises(UsageError, match=rf"questions\.jsonl, {problem}"):
        open_collection(clapnq(question))
