"""CSV and TSV as collections."""

from __future__ import annotations

import pytest

from eval.collections import open_collection
from index.errors import UsageError


@pytest.fixture
def table(tmp_path):
    def write(text, suffix=".csv"):
        path = tmp_path / f"mine{suffix}"
        path.write_bytes(text.encode("utf-8"))
        return str(path)

    return write


def test_open_collection_needs_no_mapping_when_columns_are_called_as_the_fields(table):
    text = (
        "\ufeffid,query,document,answer,sentence,answerable,kind\r\n"
        'x,"When, then?",a.md,1932| in 1932 ,"It rained\r\nin 1932.",yes,dates\r\n'
        "y,Who?,,,,no,\r\n"
    )
    collection = open_collection(table(text))
    first, second = collection.queries()
    assert (first.query_id, first.text, first.kind) == ("x", "When, then?", "dates")
    assert (first.answers, first.qrels) == (("1932", "in 1932"), {"a.md": 1})
    assert first.facts[0].sentences[0].quote == "It rained\r\nin 1932."
    assert first.facts[0].answers == first.answers
    assert (second.answerable, second.facts, second.qrels) == (False, (), {})
    assert collection.checks_gold


def test_open_collection_maps_columns_when_they_are_called_otherwise(table):
    path = table("Frage;Datei\nWann?;a.md|b.md\nWer?;\n")
    collection = open_collection(path, columns={"query": "Frage", "document": "Datei"})
    first, second = collection.queries()
    assert (first.query_id, first.qrels) == ("1", {"a.md": 1, "b.md": 1})
    assert (first.answerable, second.answerable) == (True, None)
    assert collection.digest != open_collection(path, columns={"query": "Frage"}).digest


def test_open_collection_reads_tabs_when_the_file_is_a_tsv(table):
    (query,) = open_collection(table("query\tanswer\nWhat, when?\t1,5\n", ".tsv")).queries()
    assert (query.text, query.answers) == ("What, when?", ("1,5",))


@pytest.mark.parametrize(
    ("text", "columns", "problem"),
    [
        ("a,b\n1,2\n", {}, r"mine.csv: which column is the query\? there: a, b"),
        ("a,b\n1,2\n", {"query": "c"}, "mine.csv: no column 'c'; there: a, b"),
        ("a,b\n1,2\n", {"text": "a"}, "no field 'text' to read a column as: query, id, document"),
        ("", {}, r"mine.csv: which column is the query\? there: none"),
        ("query\n", {}, "mine.csv: holds no queries"),
        ("query,id\nWho?,1\n\nWhen?,1\n", {}, "line 4: id '1' is taken by line 2"),
        ("query,id\nWho?,1,2\n", {}, "line 2: has 3 columns, the first row 2"),
        ("query,id\n,1\n", {}, "line 2: has no query"),
        ("query,answerable\nWho?,maybe\n", {}, "line 2: answerable is 'maybe': yes or no"),
        ("query,answerable,answer\nWho?,no,I\n", {}, "line 2: cannot be answered, and yet has"),
        ("query,sentence\nWho?,I.\n", {}, "line 2: a sentence needs the one document"),
        ('query\n"Who?\n', {}, "mine.csv, line 3: unexpected end of data"),
    ],
)
def test_open_collection_names_the_place_when_the_table_is_malformed(table, text, columns, problem):
    with pytest.raises(UsageError, match=problem):
        open_collection(table(text), columns=columns)


def test_open_collection_names_the_line_when_it_is_not_utf8(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(b"query\nW\xe9r?\n")
    with pytest.raises(UsageError, match=r"mine\.csv, line \d: is not UTF-8"):
        open_collection(str(path))
