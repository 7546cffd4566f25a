"""Articles inside a file: their keys, their ids, and that a bad one costs no other."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from index.errors import ReadError
from index.readers import DocumentReader, Limits
from index.readers.formats import (
    FORMATS,
    LONGEST_KEY_CHARS,
    item_key,
    numbered_items,
    read_documents,
)
from index.readers.kinds import READ_SUFFIXES, Kind, Unreadable
from index.readers.process import _is_passing
from index.readers.raw import RawDocument, RawItem
from index.types import Document

WALL = {"id": "w1", "headline": "Wall", "body": "The wall holds.", "author": "Ann Lee"}
FERRY = {"id": "f1", "headline": "Ferry", "body": "The ferry runs.", "date": "2024-03-05"}


def lines(*records: object) -> bytes:
    return "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records).encode()


def test_every_kind_and_suffix_has_a_reader_that_is_there() -> None:
    assert set(FORMATS) == set(Kind) - {Kind.DOC, Kind.XML}
    assert set(READ_SUFFIXES.values()) <= set(Kind)
    assert all(callable(form.load()) for form in FORMATS.values())


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("tag:example.org,2024:7", "tag:example.org,2024:7"),
        ("  a key\nwith  lines\t", "a key with lines"),
        ("cafe\u0301", "café"),
        ("https://example.org/a.html", "https://example.org/a.html"),
        ("#/odd one", "#/odd one"),
        ("a\u200bb\x00", "ab"),
        ("", ""),
    ],
)
def test_a_key_is_one_short_line(key: str, expected: str) -> None:
    assert item_key(key) == expected


@pytest.mark.parametrize("key", ["x" * 5000, "notes.md", "b/c.HTML"])
def test_a_key_that_is_long_or_named_like_a_file_ends_in_a_hash(key: str) -> None:
    assert len(item_key(key)) <= LONGEST_KEY_CHARS
    assert item_key(key) != item_key(key + " ")[:-1]
    assert item_key(key).rpartition("~")[0] == key[:109]


def test_a_key_that_comes_again_is_numbered() -> None:
    items = [RawItem(key=key, raw=RawDocument(text="x")) for key in ("a", "a~2", "a", "b", "a")]
    assert [key for key, _ in numbered_items(items)] == ["a", "a~2", "a~3", "b", "a~4"]


def test_an_item_is_called_by_its_file_and_key() -> None:
    wall, ferry = read_documents(lines(WALL, FERRY), "news/all.jsonl")
    assert isinstance(wall, Document)
    assert isinstance(ferry, Document)
    assert (wall.doc_id, wall.item, wall.path) == ("news/all.jsonl#w1", "w1", "news/all.jsonl")
    assert (wall.title, wall.authors, wall.text) == ("Wall", ("Ann Lee",), "The wall holds.")
    assert str(ferry.published) == "2024-03-05"


def test_a_bad_item_is_reported_between_its_neighbours() -> None:
    found = list(read_documents(lines(WALL, '{"id": "bad", "body', {"id": "e"}, FERRY), "a.jsonl"))
    assert [getattr(each, "doc_id", getattr(each, "path", "")) for each in found] == [
        "a.jsonl#w1",
        "a.jsonl#line 2",
        "a.jsonl#f1",
        "a.jsonl#others",
    ]
    reasons = [each.reason for each in found if isinstance(each, ReadError)]
    assert reasons == ["damaged JSON in line 2", "1 entry has neither headline nor text"]


def test_the_articles_of_a_file_that_breaks_off_are_read_up_to_there(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps([WALL, FERRY]).encode()[:-20])
    with DocumentReader() as reader:
        wall, end = reader.read_many([(path, "a.json")])
    assert isinstance(wall, Document)
    assert isinstance(end, ReadError)
    assert (end.item, end.passing) == ("", False)


def test_a_reader_goes_on_with_the_next_file_when_one_holds_too_many_articles(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(*[{**WALL, "id": n} for n in range(30)]))
    (tmp_path / "b.jsonl").write_bytes(lines(WALL, FERRY))
    files = [(tmp_path / name, name) for name in ("a.jsonl", "b.jsonl")]
    with DocumentReader(Limits(articles=3)) as reader:
        found = list(reader.read_many(files))
    assert [isinstance(each, Document) for each in found] == [True] * 3 + [False] + [True] * 2
    assert str(found[3]) == "a.jsonl: more than 3 articles: split it"


def test_a_long_article_costs_no_neighbour(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(WALL, {**FERRY, "body": "Long. " * 300}, FERRY))
    with DocumentReader(Limits(text_chars=1000)) as reader:
        found = list(reader.read_many([(tmp_path / "a.jsonl", "a.jsonl")]))
    assert [isinstance(each, Document) for each in found] == [True, False, True]


def test_a_file_that_is_left_in_the_middle_does_not_disturb_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(WALL, FERRY))
    files = [(tmp_path / "a.jsonl", "a.jsonl")]
    with DocumentReader() as reader:
        reading = reader.read_many(files)
        next(reading)
        reading.close()  # type: ignore[attr-defined]
        assert len(list(reader.read_many(files))) == 2


def test_the_time_is_for_each_article_and_not_for_who_waits_for_it(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(*[{**WALL, "id": n} for n in range(2)]))
    with DocumentReader(Limits(seconds=2.0)) as reader:
        for found in reader.read_many([(tmp_path / "a.jsonl", "a.jsonl")]):
            assert isinstance(found, Document)
            time.sleep(2.5)


def test_what_the_disk_or_the_machine_did_may_pass() -> None:
    assert Unreadable("gone", passing=True).passing
    with DocumentReader() as reader:
        (gone,) = reader.read_many([(Path("/nowhere/a.md"), "a.md")])
    assert isinstance(gone, ReadError)
    assert gone.passing


def test_being_late_passes_unless_the_file_took_the_time(tmp_path: Path) -> None:
    import os
    import signal
    import threading

    path = tmp_path / "slow.txt"
    path.write_text("word and more words. " * 470_000)
    with DocumentReader(Limits(seconds=3.0)) as reader:
        (small := tmp_path / "a.md").write_text("Bread.")
        reader.read(small, "a.md")
        worker = reader._worker
        assert worker is not None
        halt = threading.Timer(0.2, os.kill, (worker._process.pid, signal.SIGSTOP))
        halt.start()
        (stopped,) = reader.read_many([(path, "a.txt")])
    assert isinstance(stopped, ReadError)
    assert (stopped.reason, stopped.passing) == ("took longer than 3 s", True)
    assert not _is_passing({"died": "SIGKILL", "late": True, "passing": False})
    assert not _is_passing({"died": "SIGSEGV"})
    assert _is_passing({"died": "SIGKILL"})


def test_a_long_file_of_lines_is_read_line_by_line(monkeypatch):
    monkeypatch.setattr("index.readers.news.json_articles._LONG_BYTES", 10)
    good = '{"id": "%d", "title": "Vote", "body": "The vote was held."}\n'
    data = f'\ufeff{good % 1}\n{{"id": "2", "tit\n\x1e{good % 3}{{"x": 1}}\n'.encode()
    from index.readers.news.json_articles import read_json

    found = list(read_json(data, {}))
    assert [item.key for item in found] == ["1", "line 3", "3", "others"]
    assert str(found[1].raw) == "damaged JSON in line 3"
