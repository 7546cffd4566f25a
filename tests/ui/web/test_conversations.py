"""What is kept of conversations: nothing is lost, and nobody sees another's."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.questions.schema import QuestionFilters
from index.errors import StorageError, UsageError
from index.types import Document, Filters, Heading, Passage
from rag.types import Answer, AnswerStatus, Citation, Hit, Sentence, Support, SupportLevel
from ui.web.conversations.rows import (
    LONGEST_TITLE_CHARS,
    UNREADABLE_ANSWER,
    Thumb,
    shorten_title,
)
from ui.web.conversations.schema import opened
from ui.web.conversations.store import FILE_NAME, Conversations, UnknownConversationError
from ui.web.values import AskSettings, ExchangeState

ANN, BEN = "owner-ann", "owner-ben"
TALK, OTHER_TALK = "a" * 22, "b" * 22


@pytest.fixture
def kept(tmp_path):
    return Conversations.open(tmp_path / "kept")


def asking(conversation=TALK, **more):
    return AskSettings(conversation=conversation, **more)


def begin(kept, question="Did it rain?", owner=ANN, conversation=TALK, **more):
    return kept.begin(owner, conversation, question, asking(conversation, **more))


def a_document(doc_id="a.md", version="v1", text="It rained. It stopped."):
    return Document(
        doc_id=doc_id, version=version, text=text, title="Rain", authors=("Ada Wren",),
        published=date(2025, 3, 17), headings=(Heading(start=0, text="Rain"),), extra={"x": [1]},
    )  # fmt: skip


def an_answer(document, question="Did it rain?"):
    citation = Citation(
        marker=1, doc_id=document.doc_id, version=document.version, passage_id="a.md#0-22",
        start=0, end=10, quote=document.text[:10], title=document.title,
        published=document.published,
    )  # fmt: skip
    passage = Passage(
        passage_id="a.md#0-22", doc_id=document.doc_id, start=0, end=22, text=document.text
    )
    support = Support(level=SupportLevel.SUPPORTED, reasons=("it says so",))
    return Answer(
        question=question, standalone_question=question, filters=Filters(authors=("Ada Wren",)),
        sentences=(Sentence(text="It rained.", citations=(citation,), support=support),),
        hits=(Hit(passage=passage, score=0.25, rank=1, dense_score=0.1),),
        status=AnswerStatus.ANSWERED, confidence=0.9, timings={"search": 0.01}, generation=3,
    )  # fmt: skip


def settle(kept, exchange, document):
    ended = replace(exchange, state=ExchangeState.ANSWERED, answer=an_answer(document))
    kept.settle(ended, [document])
    return ended


def test_open_makes_a_folder_and_a_file_for_its_owner_alone(kept):
    assert kept.path.parent.stat().st_mode & 0o777 == 0o700
    assert kept.path.stat().st_mode & 0o777 == 0o600


def test_an_answered_exchange_reads_back_equal(kept, tmp_path):
    document = a_document()
    filters = QuestionFilters(outlets=("Gazette",), published_from=date(2025, 1, 1))
    ended = settle(kept, begin(kept, filters=filters, chronological=True), document)
    reopened = Conversations.open(tmp_path / "kept")
    assert reopened.exchanges(ANN, TALK) == (ended,)
    assert reopened.exchange(ANN, ended.exchange_id) == ended
    assert reopened.cited_document("a.md", "v1") == document
    assert reopened.cited_document("a.md", "v2") is None


def test_the_question_stays_when_byline_was_killed_before_the_answer(kept, tmp_path):
    asked = begin(kept)
    (found,) = Conversations.open(tmp_path / "kept").exchanges(ANN, TALK)
    assert found == asked
    assert (found.state, found.answer) == (ExchangeState.ASKED, None)


def test_nothing_is_lost_when_byline_is_killed_while_it_writes(kept):
    ended = settle(kept, begin(kept), a_document())
    killed = f"""
import os, signal
from pathlib import Path
from ui.web.conversations.schema import opened
with opened(Path({str(kept.path)!r})) as connection:
    connection.execute("PRAGMA cache_size=1")
    connection.execute("UPDATE exchanges SET answer = NULL, problem = ?", ("x" * 100_000,))
    os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", killed], check=False)
    assert kept.path.with_name(f"{FILE_NAME}-journal").exists()
    assert kept.exchanges(ANN, TALK) == (ended,)


def test_a_failed_exchange_keeps_its_problem(kept):
    failed = replace(begin(kept), state=ExchangeState.FAILED, problem="No \ud800 model.")
    kept.settle(failed, [])
    (found,) = kept.exchanges(ANN, TALK)
    assert (found.state, found.problem) == (ExchangeState.FAILED, "No \ufffd model.")


def test_listed_has_the_last_asked_first(kept):
    begin(kept, "One?")
    begin(kept, "Two?", conversation=OTHER_TALK)
    begin(kept, "Three?")
    first, second = kept.listed(ANN)
    assert (first.id, first.title, first.questions) == (TALK, "One?", 2)
    assert (second.id, second.title, second.questions) == (OTHER_TALK, "Two?", 1)
    assert second.last_asked < first.last_asked <= datetime.now(UTC)


def test_another_owner_sees_nothing(kept):
    exchange = settle(kept, begin(kept), a_document())
    assert kept.listed(BEN) == ()
    assert kept.exchange(BEN, exchange.exchange_id) is None
    for forbidden in (
        lambda: kept.exchanges(BEN, TALK),
        lambda: begin(kept, owner=BEN),
        lambda: begin(kept, owner=BEN, replaces=exchange.exchange_id),
        lambda: kept.rename(BEN, TALK, "Mine"),
        lambda: kept.delete(BEN, TALK),
    ):
        with pytest.raises(UnknownConversationError, match="no such conversation"):
            forbidden()
    assert kept.exchanges(ANN, TALK) == (exchange,)


def test_a_replaced_exchange_of_another_conversation_stays(kept):
    other = begin(kept, owner=BEN, conversation=OTHER_TALK)
    begin(kept, replaces=other.exchange_id)
    assert kept.exchanges(BEN, OTHER_TALK) == (other,)


def test_a_conversation_that_nobody_has_is_empty_and_cannot_be_changed(kept):
    assert kept.exchanges(ANN, TALK) == ()
    for change in (lambda: kept.delete(ANN, TALK), lambda: kept.rename(ANN, TALK, "x")):
        with pytest.raises(UnknownConversationError):
            change()


def test_asking_again_replaces_the_exchange_and_all_later_ones(kept):
    one, two, three = (begin(kept, q) for q in ("One?", "Two?", "Three?"))
    again = begin(kept, "Two, again?", replaces=two.exchange_id)
    assert kept.exchanges(ANN, TALK) == (one, again)
    kept.settle(replace(three, state=ExchangeState.STOPPED), [a_document()])
    assert kept.exchanges(ANN, TALK) == (one, again)
    assert kept.cited_document("a.md", "v1") is None


def test_documents_go_when_nothing_cites_them_any_more(kept):
    settle(kept, begin(kept), a_document())
    settle(kept, begin(kept, conversation=OTHER_TALK), a_document())
    settle(kept, begin(kept, conversation=OTHER_TALK), a_document("b.md"))
    kept.delete(ANN, OTHER_TALK)
    assert kept.cited_document("a.md", "v1") is not None
    assert kept.cited_document("b.md", "v1") is None
    kept.delete(ANN, TALK)
    assert kept.cited_document("a.md", "v1") is None
    assert kept.listed(ANN) == ()


def test_a_deleted_question_is_not_left_in_the_file(kept):
    begin(kept, "Who is the whistleblower?")
    assert b"whistleblower" in kept.path.read_bytes()
    kept.delete(ANN, TALK)
    assert b"whistleblower" not in kept.path.read_bytes()


def test_a_thumb_is_kept_until_another_is_given(kept):
    exchange = begin(kept)
    for verdict in ("up", "down"):
        kept.set_thumb(exchange.exchange_id, Thumb(feedback_id=f"id-{verdict}", verdict=verdict))
    down = Thumb(feedback_id="id-down", verdict="down")
    assert kept.thumbs(ANN, TALK).get(exchange.exchange_id) == down
    assert kept.thumbs(ANN, TALK) == {exchange.exchange_id: down}
    assert kept.thumbs(BEN, TALK) == {}
    kept.delete(ANN, TALK)
    kept.set_thumb(exchange.exchange_id, down)
    assert kept.thumbs(ANN, TALK).get(exchange.exchange_id) is None


def test_rename_gives_one_short_line_when_the_title_is_100_kb(kept):
    begin(kept)
    kept.rename(ANN, TALK, "rain\n" * 20_000)
    (found,) = kept.listed(ANN)
    assert found.title.startswith("rain rain")
    assert len(found.title) <= LONGEST_TITLE_CHARS
    with pytest.raises(UsageError, match="needs a name"):
        kept.rename(ANN, TALK, " \n")


def test_begin_keeps_all_of_a_question_of_100_kb(kept):
    question = "why? " * 20_000
    begin(kept, question)
    assert kept.exchanges(ANN, TALK)[0].question == question
    assert len(kept.listed(ANN)[0].title) <= LONGEST_TITLE_CHARS


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Did  it\nrain?", "Did it rain?"),
        ("word " * 30, "word " * 14 + "word word…"),
        ("x" * 100, "x" * 79 + "…"),
        ("x" * 80, "x" * 80),
        ("x" * 79 + " and more", "x" * 79 + "…"),
    ],
)
def test_shorten_title_cuts_after_a_word(text, title):
    assert shorten_title(text) == title


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(question=st.text(st.characters(exclude_categories=[])))
def test_any_question_can_be_kept(kept, question):
    asked = begin(kept, question)
    assert kept.exchange(ANN, asked.exchange_id) == asked
    if not any("\ud800" <= character <= "\udfff" for character in question):
        assert asked.question == question
    assert len(kept.listed(ANN)[0].title) <= LONGEST_TITLE_CHARS


def test_two_stores_and_four_threads_lose_nothing_when_they_write_at_once(kept, tmp_path):
    other = Conversations.open(tmp_path / "kept")

    def ask(number):
        store = (kept, other)[number % 2]
        conversation = f"{number % 4:022}"
        return settle(store, begin(store, f"{number}?", conversation=conversation), a_document())

    with ThreadPoolExecutor(4) as pool:
        ended = list(pool.map(ask, range(24)))
    assert [c.questions for c in kept.listed(ANN)] == [6, 6, 6, 6]
    assert all(kept.exchange(ANN, one.exchange_id) == one for one in ended)


def test_open_says_so_when_the_file_is_something_else(tmp_path):
    (tmp_path / FILE_NAME).write_text("Dear diary, " * 200)
    with pytest.raises(StorageError, match="damaged"):
        Conversations.open(tmp_path)
    (tmp_path / FILE_NAME).unlink()
    sqlite3.connect(tmp_path / FILE_NAME).executescript("CREATE TABLE mine (x)")
    with pytest.raises(StorageError, match="not Byline's conversations"):
        Conversations.open(tmp_path)


def test_open_says_so_when_another_byline_made_the_file(kept):
    sqlite3.connect(kept.path).executescript("PRAGMA user_version=2")
    with pytest.raises(StorageError, match="has format 2, this Byline reads 1"):
        Conversations.open(kept.path.parent)


def test_open_says_so_when_the_folder_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="file") as caught:
        Conversations.open(tmp_path / "file" / "kept")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_gone_is_an_error_until_it_is_back_and_not_made_again(kept):
    asked = begin(kept)
    away = kept.path.rename(kept.path.with_name("away"))
    with pytest.raises(StorageError, match="is gone: put it back, or start") as caught:
        kept.listed(ANN)
    assert "space" not in str(caught.value)
    assert not kept.path.exists()
    away.rename(kept.path)
    assert kept.exchanges(ANN, TALK) == (asked,)


def test_a_folder_that_is_gone_is_an_error_that_says_so(kept):
    shutil.rmtree(kept.path.parent)
    with pytest.raises(StorageError, match="is gone"):
        begin(kept)


def change(kept, column, value):
    with opened(kept.path) as connection:
        connection.execute(f"UPDATE exchanges SET {column} = ?", (value,))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("answer", '{"format": "byline answers", "version": 1, "answers": [{"quest'),
        ("answer", '{"format": "byline answers", "version": 1, "answers": []}'),
        ("answer", '{"format": "byline answers", "version": 2}'),
        ("answer", "12"),
        ("answer", b"\xff"),
        ("state", "pondered"),
    ],
)
def test_an_answer_that_cannot_be_read_is_a_failed_one_that_says_so(kept, column, value):
    ended = settle(kept, begin(kept, chronological=True), a_document())
    change(kept, column, value)
    found = kept.exchange(ANN, ended.exchange_id)
    assert found == replace(
        ended, state=ExchangeState.FAILED, answer=None, problem=UNREADABLE_ANSWER
    )
    assert kept.exchanges(ANN, TALK) == (found,)


@pytest.mark.parametrize(
    ("settings", "more"),
    [
        (
            '{"conversation": "CCCCCCCCCCCCCCCCCCCCCC", "chronological": true, "tone": "dry",'
            ' "filters": {"outlets": ["Gazette"], "mood": 1}}',
            {"chronological": True, "filters": QuestionFilters(outlets=("Gazette",))},
        ),
        ('{"chronological": true, "filters": 3, "model": []}', {"chronological": True}),
        ("[1]", {}),
        ("{", {}),
        (b"\xff", {}),
    ],
)
def test_what_can_be_read_of_settings_is_taken(kept, settings, more):
    ended = settle(kept, begin(kept), a_document())
    change(kept, "settings", settings)
    assert kept.exchange(ANN, ended.exchange_id) == replace(ended, settings=asking(**more))
