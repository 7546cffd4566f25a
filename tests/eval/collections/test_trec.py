"""TREC's files: qrels, runs, and collections made of queries and qrels."""

from __future__ import annotations

import json

import pytest

from eval.collections import open_collection
from eval.collections.trec import read_qrels, read_ranking
from index.errors import UsageError


@pytest.fixture
def write(tmp_path):
    def write_(name, text):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    return write_


@pytest.fixture
def folder(write):
    write("news/wall.md", "The sea broke the wall.")
    return write("news/ferry.txt", "A ferry sails.").parent


def test_read_qrels_gives_the_grades_of_four_columns(write):
    path = write("a.qrels", "q1 0 d1 2\nq1\t0\td2\t0\n")
    assert read_qrels(path) == {"q1": {"d1": 2, "d2": 0}}


def test_read_run_gives_rank_and_score(write):
    path = write("a.run", "q1 Q0 d1 1 0.5 me\nq1 Q0 d2 2 -1e-3 me\n")
    assert list(read_ranking(path)) == [("q1", "d1", 1, 0.5), ("q1", "d2", 2, -0.001)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ": holds no judgements"),
        ("q1 0 d1 1\nq1 0 d2", ", line 2: has 3 columns, not 4: query id, 0, document id, grade"),
        ("q1 0 d1 -2\n", ", line 1: grade -2 is negative: give 0 for not relevant"),
        ("q1 0 d1 high\n", ", line 1: grade 'high' is no whole number"),
        ("q1 0 d1 1\nq1 0 d1 1\n", ", line 2: document 'd1' is graded a second time"),
    ],
)
def test_read_qrels_names_the_line_when_it_is_malformed(write, text, problem):
    with pytest.raises(UsageError) as caught:
        read_qrels(write("a.qrels", text))
    assert f"a.qrels{problem}" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ": holds no ranking"),
        ("q1 Q0 d1 1 0.5 me\nq1 Q0 d2 2 0.", ", line 2: has 5 columns, not 6: query id, Q0, doc"),
        ("q1 Q0 d1 first 0.5 me\n", ", line 1: rank 'first' or score '0.5' is no number"),
        ("q1 Q0 d1 1 nan me\n", ", line 1: score 'nan' is no finite number"),
        ("q1 Q0 d1 1 1 me\nq1 Q0 d1 2 0 me\n", ", line 2: document 'd1' comes a second time"),
    ],
)
def test_read_run_names_the_line_when_it_is_malformed(write, text, problem):
    with pytest.raises(UsageError) as caught:
        list(read_ranking(write("a.run", text)))
    assert f"a.run{problem}" in str(caught.value)


def test_read_run_names_the_file_when_it_is_missing(tmp_path):
    with pytest.raises(UsageError, match=r"no\.run: cannot be read \(No such file"):
        list(read_ranking(tmp_path / "no.run"))


@pytest.mark.parametrize("name", ["wall.md", "wall"])
def test_open_collection_finds_documents_of_a_folder_by_path_or_stem(write, folder, name):
    queries = write("topics.tsv", "q1\tWhat broke the wall?\nq2\tUnjudged?\n")
    qrels = write("test.qrels", f"q1 0 {name} 1\nq1 0 gone 1\n")
    collection = open_collection(str(folder), queries=queries, qrels=qrels)
    (query,) = collection.queries()
    assert (query.text, query.qrels) == ("What broke the wall?", {"wall.md": 1, "gone": 1})
    assert (collection.name, collection.corpus.folder) == ("news-test", folder)


def test_open_collection_takes_documents_of_a_jsonl_file(write):
    corpus = write("docs.jsonl", json.dumps({"id": "d1", "text": "The wall."}) + "\n")
    queries = write("topics.jsonl", json.dumps({"_id": "q1", "text": "Wall?"}))
    qrels = write("test.qrels", "q1 0 d1 1\n")
    collection = open_collection(str(corpus), queries=queries, qrels=qrels)
    assert [query.qrels for query in collection.queries()] == [{"d1": 1}]
    assert [document.doc_id for document in collection.corpus.documents()] == ["d1"]


@pytest.mark.parametrize(
    ("topics", "judgements", "problem"),
    [
        ("q1\tWall?\nq1\tWall?\n", "q1 0 wall 1\n", "topics.tsv, line 2: id 'q1' is taken"),
        ("q1 Wall?\n", "q1 0 wall 1\n", "topics.tsv, line 1: is not id, tab, query"),
        ("", "q1 0 wall 1\n", "topics.tsv: holds no queries"),
        ("q1\tWall?\n", "q2 0 wall 1\n", "topics.tsv: no query has judgements"),
        ("q1\tWall?\n", "q1 0 d1 1\n", "test.qrels: names none of the files of"),
    ],
)
def test_open_collection_names_the_place_when_files_do_not_fit(
    write, folder, topics, judgements, problem
):
    queries, qrels = write("topics.tsv", topics), write("test.qrels", judgements)
    with pytest.raises(UsageError) as caught:
        open_collection(str(folder), queries=queries, qrels=qrels)
    assert problem in str(caught.value)


def test_open_collection_says_so_when_a_stem_names_two_files(write, folder):
    write("news/wall.txt", "Another wall.")
    queries, qrels = write("topics.tsv", "q1\tWall?\n"), write("test.qrels", "q1 0 wall 1\n")
    with pytest.raises(UsageError, match=r"'wall' may be wall\.md and wall\.txt of .*give paths"):
        open_collection(str(folder), queries=queries, qrels=qrels)
