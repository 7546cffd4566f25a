"""Feedback: written line by line, read as cases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from eval.collections import open_collection
from eval.collections.feedback import Feedback, Verdict, read_feedback, write_feedback
from eval.questions.schema import EarlierTurn
from eval.types import GoldSentence
from index.errors import StorageError, UsageError
from rag.types import Turn

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
CITED = GoldSentence(doc_id="a.md", quote="It rained.", start=3, end=13)


def judged(identifier="1", verdict=Verdict.UP, **more):
    fields = {"question": "Did it rain?", "at": NOON, "cited": (CITED,), **more}
    return Feedback(id=identifier, verdict=verdict, **fields)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "feedback.jsonl"


def test_read_feedback_gives_what_was_written(path):
    kept = [judged(), judged("2", Verdict.DOWN, note="No.", history=(EarlierTurn(question="W?"),))]
    for one in kept:
        write_feedback(path, one)
    assert list(read_feedback(path)) == kept
    assert path.stat().st_mode & 0o777 == 0o600


def test_write_feedback_leaves_no_half_line_when_the_disk_is_full(path):
    resource = pytest.importorskip("resource")
    write_feedback(path, judged())
    kept = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(kept) + 20, hard))
    try:
        with pytest.raises(StorageError, match="cannot be written"):
            write_feedback(path, judged("2"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == kept


def test_open_collection_reads_verdicts_as_cases(path):
    for number, verdict in enumerate(Verdict):
        write_feedback(path, judged(str(number), verdict, history=(EarlierTurn(question="W?"),)))
    up, down, wrong = open_collection(str(path)).queries()
    assert (up.kind, up.answerable, up.qrels) == ("thumbs up", True, {"a.md": 1})
    assert [fact.sentences for fact in up.facts] == [(CITED,)]
    assert (down.kind, down.answerable, down.facts, down.wrong) == ("thumbs down", None, (), ())
    assert (wrong.kind, wrong.answerable, wrong.facts) == ("wrong citation", None, ())
    assert wrong.wrong == (CITED,)
    assert up.turns == (Turn(question="W?"),)


def test_open_collection_takes_each_sentence_once_when_it_was_cited_twice(path):
    write_feedback(path, judged(cited=(CITED, CITED)))
    (query,) = open_collection(str(path)).queries()
    assert len(query.facts) == 1


def test_open_collection_leaves_out_what_a_later_judgement_replaces(path):
    for one in (judged(), judged("2"), judged("3", Verdict.DOWN, replaces="1")):
        write_feedback(path, one)
    assert [query.query_id for query in open_collection(str(path)).queries()] == ["2", "3"]


def test_read_feedback_names_the_line_when_one_was_cut_short(path):
    write_feedback(path, judged())
    with path.open("a") as file:
        file.write('{"id": "2", "ver')
    write_feedback(path, judged("3"))
    with pytest.raises(UsageError, match=r"feedback\.jsonl, line 3: Invalid JSON"):
        list(read_feedback(path))
    assert sum('"id":"3"' in line for line in path.read_text().splitlines()) == 1


def test_read_feedback_names_the_line_when_an_id_comes_twice(path):
    write_feedback(path, judged())
    write_feedback(path, judged())
    with pytest.raises(UsageError, match="line 4: id '1' is taken by line 2"):
        list(read_feedback(path))


def test_write_feedback_says_so_when_there_is_no_folder(tmp_path):
    with pytest.raises(StorageError, match="cannot be written"):
        write_feedback(tmp_path / "missing" / "feedback.jsonl", judged())
