"""Byline's question files and the sample as collections."""

from __future__ import annotations

import json
from datetime import date

import pytest

from eval.collections import open_collection
from eval.sample import sample_folder
from eval.splits import is_tuning
from index.errors import FolderError, UsageError
from index.types import Filters
from rag.types import Turn

GOLD = {"doc_id": "a.md", "quote": "It rained."}
ASKED = {"id": "1", "question": "Did it?", "kind": "answerable", "facts": [{"sentences": [GOLD]}]}


@pytest.fixture
def asked(tmp_path):
    def write(*rows):
        path = tmp_path / "mine.jsonl"
        path.write_text("".join(json.dumps({**ASKED, **row}) + "\n" for row in rows))
        return str(path)

    return write


def test_open_collection_gives_the_sample_by_its_name():
    sample = open_collection("sample")
    queries = list(sample.queries())
    assert sample.name == "sample"
    assert sample.checks_gold
    assert sample.corpus.folder == sample_folder()
    assert all(query.answerable == bool(query.qrels) for query in queries)
    assert sum(bool(query.turns) for query in queries) == 15


def test_open_collection_leaves_articles_to_the_index_when_no_folder_is_given(asked):
    (query,) = open_collection(asked({})).queries()
    assert open_collection(asked({})).corpus is None
    assert (query.kind, query.answerable, query.qrels) == ("answerable", True, {"a.md": 1})


def test_to_query_takes_every_document_that_holds_a_gold_sentence(asked):
    facts = [{"sentences": [GOLD, {**GOLD, "doc_id": "b.md"}]}, {"sentences": [GOLD]}]
    (query,) = open_collection(asked({"facts": facts})).queries()
    assert query.qrels == {"a.md": 1, "b.md": 1}


def test_to_query_passes_filters_when_the_asker_gives_them(asked):
    filters = {"published_from": "2024-01-01"}
    given = {"id": "1", "filters": filters, "filter_source": "given"}
    in_words = {"id": "2", "filters": filters, "filter_source": "question"}
    first, second = open_collection(asked(given, in_words)).queries()
    assert first.filters == Filters(published_from=date(2024, 1, 1))
    assert second.filters == Filters()


def test_to_query_leaves_articles_out_when_the_question_says_so(asked):
    held_out = {"kind": "unanswerable_hard", "facts": [], "without": ["a.md"]}
    (query,) = open_collection(asked(held_out)).queries()
    assert query.filters == Filters(excluded_doc_ids=("a.md",))
    assert query.answerable is False


def test_to_query_keeps_earlier_turns_when_there_are_some(asked):
    history = [{"question": "Where?", "answer": "There."}]
    (query,) = open_collection(asked({"kind": "follow_up", "history": history})).queries()
    assert query.turns == (Turn(question="Where?", answer="There."),)


def test_open_collection_keeps_one_half_when_it_is_asked_for(asked):
    path = asked(*({"id": str(number)} for number in range(20)))
    whole = open_collection(path)
    halves = [open_collection(path, half=half) for half in ("tuning", "reporting")]
    ids = [[query.query_id for query in half.queries()] for half in halves]
    assert [is_tuning(name) for name in ids[0]] == [True] * len(ids[0])
    assert sorted(ids[0] + ids[1]) == sorted(query.query_id for query in whole.queries())
    assert [half.name for half in halves] == ["mine-tuning", "mine-reporting"]
    assert len({whole.digest, *(half.digest for half in halves)}) == 3


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([], "mine.jsonl: holds no queries"),
        ([{}, {}], "mine.jsonl, line 2: id '1' is taken by line 1"),
        ([{"kind": "hard"}], "mine.jsonl, line 1: kind: Input should be 'answerable'"),
        ([{"without": ["a.md"]}], "line 1: a gold sentence stands in an article that is left out"),
    ],
)
def test_open_collection_names_the_line_when_a_question_is_malformed(asked, rows, problem):
    with pytest.raises(UsageError, match=problem):
        open_collection(asked(*rows))


def test_open_collection_says_so_when_the_folder_is_missing(asked, tmp_path):
    with pytest.raises(FolderError, match="no such folder"):
        open_collection(asked({}), folder=tmp_path / "missing")
