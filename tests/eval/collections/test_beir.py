"""BEIR folders: what is read, and what is told about malformed ones."""

from __future__ import annotations

import json

import pytest

from eval.collections import open_collection
from index.errors import UsageError

CORPUS = [
    {"_id": "d1", "title": "Wall", "text": "The sea broke the wall."},
    {"_id": "d2", "title": "", "text": "A ferry sails."},
]
QUERIES = [{"_id": "q1", "text": "What broke the wall?"}, {"_id": "q2", "text": "What sails?"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n"


@pytest.fixture
def beir(tmp_path):
    def make(corpus=CORPUS, queries=QUERIES, **splits):
        folder = tmp_path / "tiny"
        (folder / "qrels").mkdir(parents=True)
        for name, rows in (("corpus", corpus), ("queries", queries)):
            text = rows if isinstance(rows, str) else "".join(json.dumps(r) + "\n" for r in rows)
            (folder / f"{name}.jsonl").write_text(text)
        for split, text in (splits or {"test": QRELS}).items():
            (folder / "qrels" / f"{split}.tsv").write_text(text)
        return folder

    return make


def read_all(folder, options):
    list(open_collection(str(folder), **options).corpus.documents())


def problem_of(folder, **options):
    with pytest.raises(UsageError) as caught:
        read_all(folder, options)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{folder}/")


def test_open_collection_reads_judged_queries_when_given_a_beir_folder(beir):
    collection = open_collection(str(beir()))
    (query,) = collection.queries()
    assert (query.query_id, query.text, query.qrels) == (
        "q1",
        "What broke the wall?",
        {"d1": 2, "d2": 0},
    )
    assert [d.title for d in collection.corpus.documents()] == ["Wall", ""]
    assert collection.name == "tiny-test"
    assert query.answerable is None


def test_open_collection_reads_the_same_when_qrels_have_no_header(beir):
    (query,) = open_collection(str(beir(test=QRELS.split("\n", 1)[1]))).queries()
    assert query.qrels == {"d1": 2, "d2": 0}


def test_open_collection_takes_the_only_split_when_there_is_no_test(beir):
    assert open_collection(str(beir(dev=QRELS))).name == "tiny-dev"


def test_open_collection_changes_the_digest_when_the_split_is_another(beir):
    folder = beir(test=QRELS, dev="q2\td2\t1\n")
    test, dev = (open_collection(str(folder), split=split) for split in ("test", "dev"))
    assert test.digest != dev.digest
    assert test.corpus.digest == dev.corpus.digest
    assert [q.query_id for q in dev.queries()] == ["q2"]


def test_open_collection_names_the_splits_when_there_is_no_such_one(beir):
    folder = beir(train=QRELS, dev=QRELS)
    assert problem_of(folder) == "qrels: no split 'test'; there: dev, train"
    assert problem_of(folder, split="new") == "qrels: no split 'new'; there: dev, train"


@pytest.mark.parametrize(
    ("qrels", "problem"),
    [
        ("q1\td1\t-1\n", "line 1: grade -1 is negative: give 0 for not relevant"),
        ("q1\td1\t1\n\nq1\td2\t0.5\n", "line 3: grade '0.5' is no whole number"),
        ("q1\td1\t1\nq1\td1\t1\n", "line 2: document 'd1' is graded a second time for query 'q1'"),
        ("q1\td1\t1\nq2\td2", "line 2: has 2 columns, not 3: query id, document id, grade"),
    ],
)
def test_open_collection_names_the_line_when_qrels_are_malformed(beir, qrels, problem):
    assert problem_of(beir(test=qrels)) == f"qrels/test.tsv, {problem}"


def test_open_collection_says_so_when_qrels_are_empty(beir):
    assert problem_of(beir(test="")) == "qrels/test.tsv: holds no judgements"


def test_open_collection_says_so_when_no_query_is_judged(beir):
    problem = "queries.jsonl: no query has judgements: do both files use the same ids?"
    assert problem_of(beir(test="q9\td1\t1\n")) == problem


@pytest.mark.parametrize(
    ("queries", "problem"),
    [
        ("", ": holds no queries"),
        ([*QUERIES, QUERIES[0]], ", line 3: id 'q1' is taken by line 1"),
        ([{"text": "Who?"}], ", line 1: has no '_id' or 'id'"),
        ([{"_id": "q1"}], ", line 1: has no 'text'"),
        ([{"_id": "q1", "text": ""}], ", line 1: 'text' is empty"),
        ([{"_id": "q1", "text": ["a"]}], ", line 1: 'text' is no text"),
        ('{"_id": "q1", "te', ", line 1: is no JSON (Unterminated string starting at"),
        ("[1]\n", ", line 1: is no JSON object"),
    ],
)
def test_open_collection_names_the_line_when_queries_are_malformed(beir, queries, problem):
    assert problem_of(beir(queries=queries)).startswith(f"queries.jsonl{problem}")


@pytest.mark.parametrize(
    ("corpus", "problem"),
    [
        ([*CORPUS, CORPUS[1]], "line 3: id 'd2' is taken by line 2"),
        ([{"_id": "d1"}], "line 1: 'text' and 'title' must be texts"),
        ("{}\n", "line 1: has no '_id' or 'id'"),
        ("nothing", "line 1: is no JSON (Expecting value at character 1)"),
    ],
)
def test_documents_name_the_line_when_the_corpus_is_malformed(beir, corpus, problem):
    assert problem_of(beir(corpus=corpus)) == f"corpus.jsonl, {problem}"


def test_write_leaves_nothing_when_a_document_is_malformed(beir, tmp_path):
    corpus = open_collection(str(beir(corpus=[*CORPUS, {}]))).corpus
    with pytest.raises(UsageError, match="line 3"):
        corpus.write(tmp_path / "articles")
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]


def test_write_leaves_nothing_when_there_are_no_documents(beir, tmp_path):
    corpus = open_collection(str(beir(corpus=""))).corpus
    with pytest.raises(UsageError, match=r"corpus\.jsonl: holds no documents"):
        corpus.write(tmp_path / "articles")
    assert not (tmp_path / "articles").exists()


def test_read_objects_takes_a_number_for_an_id_and_a_mark_at_the_beginning(beir):
    folder = beir(queries='\ufeff{"_id": 7, "text": "Who?"}\n', test="7\td1\t1\n")
    assert [q.query_id for q in open_collection(str(folder)).queries()] == ["7"]
