"""Collections of ir_datasets: a tiny one, registered here; nothing is fetched."""

from __future__ import annotations

import sys
from typing import NamedTuple

import pytest

from eval.collections import open_collection
from eval.collections.irds import text_of
from index.errors import UsageError

ir_datasets = pytest.importorskip("ir_datasets")
formats = pytest.importorskip("ir_datasets.formats")


class Article(NamedTuple):
    doc_id: str
    title: str
    body: str

    def default_text(self):
        return f"{self.title} {self.body}"


class Topic(NamedTuple):
    query_id: str
    title: str
    narrative: str


class Docs(formats.BaseDocs):
    def docs_iter(self):
        yield Article("d1", "Wall", "The sea broke the wall.")
        yield Article("d2", "", "A ferry sails.")


class Queries(formats.BaseQueries):
    def queries_iter(self):
        yield formats.GenericQuery("q1", "What broke the wall?")
        yield formats.GenericQuery("q2", "Unjudged?")


class Qrels(formats.BaseQrels):
    def qrels_iter(self):
        yield formats.TrecQrel("q1", "d1", 2, "0")
        yield formats.TrecQrel("q1", "d2", -2, "0")


class Unreachable(formats.BaseDocs):
    def docs_iter(self):
        raise ConnectionError("no route\nto host")


@pytest.fixture
def register(monkeypatch):
    monkeypatch.setattr(ir_datasets, "registry", ir_datasets.util.Registry())

    def register_(*parts):
        ir_datasets.registry.register("tiny/test", ir_datasets.Dataset(*parts))
        return "irds:tiny/test"

    return register_


def test_open_collection_reads_documents_queries_and_grades(register):
    collection = open_collection(register(Docs(), Queries(), Qrels()))
    (query,) = collection.queries()
    assert (query.text, query.qrels) == ("What broke the wall?", {"d1": 2, "d2": 0})
    assert [(d.doc_id, d.title, d.text) for d in collection.corpus.documents()] == [
        ("d1", "Wall", "The sea broke the wall."),
        ("d2", "", "A ferry sails."),
    ]
    assert collection.name == "tiny/test"
    assert len(collection.digest) == len(collection.corpus.digest) == 64


def test_text_of_joins_fields_when_the_library_chooses_none():
    assert text_of(Topic("q1", "Walls", "All about walls.")) == "Walls\n\nAll about walls."


def test_open_collection_says_what_is_missing_when_there_are_no_qrels(register):
    with pytest.raises(UsageError, match="irds:tiny/test: has no qrels"):
        open_collection(register(Docs(), Queries()))


def test_open_collection_says_so_when_the_library_knows_no_such_name(register):
    register(Docs())
    with pytest.raises(UsageError, match="irds:none: ir_datasets knows no such collection"):
        open_collection("irds:none")


def test_documents_say_so_in_one_line_when_they_cannot_be_fetched(register):
    collection = open_collection(register(Unreachable(), Queries(), Qrels()))
    with pytest.raises(UsageError, match=r"cannot be read or fetched \(no route\)$"):
        list(collection.corpus.documents())


def test_open_collection_says_what_to_install_when_the_library_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "ir_datasets", None)
    with pytest.raises(UsageError, match=r"pip install 'byline\[datasets\]'"):
        open_collection("irds:beir/scifact/test")
