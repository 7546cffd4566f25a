"""Answers in the making: who waits for whom, and what is kept when something goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from index.errors import UsageError
from index.index import Index
from tests.support.waiting import wait_until
from ui.cli.serve import build_server, listen
from ui.web.chat.answering import (
    BROKEN_OFF,
    LONGEST_QUEUE,
    WAITING_PER_USER,
    WRITING_AT_ONCE,
    Answering,
    BusyError,
)
from ui.web.chat.job import Job
from ui.web.context import Context
from ui.web.gate import BrowserAccess
from ui.web.gate.programs import ProgramAccess
from ui.web.values import AskSettings, Exchange, ExchangeState

QUESTION = "How wide was the hole in the harbour wall?"
SENTENCE = "The storm tore a hole of fourteen metres in the harbour wall."
ONE, OTHER = "conversation-of-one", "conversation-of-another"


class HangingModel:
    """Writes a sentence, then nothing until it is let go."""

    name = "hanging"

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        yield f"{SENTENCE} [1] Nobody was "
        self.let_go.wait(30)
        yield "hurt. [1]"


@pytest.fixture
def model() -> Iterator[HangingModel]:
    """Let go at the end."""
    model = HangingModel()
    yield model
    model.let_go.set()


@pytest.fixture
def context(
    empty_index: Index,
    write_articles: Callable[[dict[str, str]], Path],
    make_context: Callable[..., Context],
    model: HangingModel,
) -> Context:
    """What stands behind the page."""
    empty_index.sync(write_articles({"wall.md": f"# The wall\n\n{SENTENCE} Nobody was hurt.\n"}))
    return make_context(empty_index, models={model.name: model})


def _written(conversation: str = ONE, replaces: str = "") -> AskSettings:
    return AskSettings(conversation=conversation, replaces=replaces, model=HangingModel.name)


def _begun(answering: Answering, owner: str, settings: AskSettings) -> Job:
    """A question of which the first sentence is there."""
    job = answering.ask(owner, QUESTION, settings)
    wait_until(lambda: job.now.exchange.answer)
    return job


def _last(context: Context, owner: str = "one", conversation: str = ONE) -> Exchange:
    return context.conversations.exchanges(owner, conversation)[-1]


def test_who_looks_at_once_finds_that_a_question_is_being_answered(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering, seen = context.answering, list[str]()
    begin = context.conversations.begin

    def begin_and_be_seen(*arguments: Any) -> Exchange:
        exchange = begin(*arguments)
        look = threading.Thread(target=lambda: seen.append(answering.outline("one", ONE)[0][2]))
        look.start()
        look.join(0.3)  # what looks now must wait until somebody answers
        return exchange

    monkeypatch.setattr(context.conversations, "begin", begin_and_be_seen)
    _begun(answering, "one", _written())
    wait_until(lambda: seen)
    assert seen == [ExchangeState.ASKED]


def test_what_is_ready_is_kept_when_byline_ends_while_a_model_hangs(context: Context) -> None:
    job = _begun(context.answering, "one", _written())
    context.answering.end()
    assert job.now.done
    kept = _last(context)
    assert (kept.state, kept.problem) == (ExchangeState.FAILED, BROKEN_OFF)
    assert kept.answer
    assert SENTENCE in kept.answer.sentences[0].text
    citation = kept.answer.citations[0]
    assert context.conversations.cited_document(citation.doc_id, citation.version)
    with pytest.raises(BusyError, match="stopped"):
        context.answering.ask("two", QUESTION, _written(OTHER))


def test_quotations_are_given_while_questions_to_a_model_fill_its_line(context: Context) -> None:
    answering = context.answering
    for number in range(WRITING_AT_ONCE):
        _begun(answering, f"user {number}", _written(f"conversation-{number:06}"))
    waiting = [
        answering.ask(f"waiting {number}", QUESTION, _written(f"conversation-w{number:06}"))
        for number in range(LONGEST_QUEUE)
    ]
    assert [job.now.ahead for job in waiting[:3]] == [0, 1, 2]
    with pytest.raises(BusyError, match=f"{LONGEST_QUEUE} questions are waiting"):
        answering.ask("late", QUESTION, _written(OTHER))
    quoted = answering.ask("late", QUESTION, AskSettings(conversation=OTHER))
    wait_until(lambda: quoted.now.done)
    assert quoted.now.exchange.state is ExchangeState.ANSWERED

    answering.stop("waiting 0", "conversation-w000000")
    assert waiting[0].now.exchange.state is ExchangeState.STOPPED
    assert waiting[1].now.ahead == 0
    assert answering.ask("late", QUESTION, _written(OTHER)).waits  # in the place that was left


def test_who_stops_and_asks_a_hanging_model_cannot_take_all_of_its_turns(context: Context) -> None:
    for _ in range(3):
        _begun(context.answering, "one", _written())
        context.answering.stop("one", ONE)
    with pytest.raises(BusyError, match="3 of your questions"):
        context.answering.ask("one", QUESTION, _written())
    quoted = context.answering.ask("one", QUESTION, AskSettings(conversation=ONE))
    wait_until(lambda: quoted.now.done)


def test_what_has_been_asked_again_is_not_replaced_once_more(context: Context) -> None:
    replaced = context.answering.ask("one", QUESTION, _written()).now.exchange.exchange_id
    again = context.answering.ask("one", QUESTION, _written(replaces=replaced))
    with pytest.raises(UsageError, match="replaced meanwhile"):
        context.answering.ask("one", QUESTION, _written(replaces=replaced))
    assert context.answering.exchange_ids("one", ONE) == (again.now.exchange.exchange_id,)


def test_what_is_asked_again_ends_what_it_replaces(context: Context) -> None:
    first = _begun(context.answering, "one", _written())
    later = _begun(context.answering, "one", _written())
    replaced = first.now.exchange.exchange_id
    again = context.answering.ask("one", QUESTION, _written(replaces=replaced))
    assert first.now.done
    assert later.now.done
    assert not again.now.done
    assert context.answering.exchange_ids("one", ONE) == (again.now.exchange.exchange_id,)


def test_an_answer_that_cannot_be_kept_is_shown_and_says_so(
    context: Context, model: HangingModel
) -> None:
    job = _begun(context.answering, "one", _written())
    kept = context.conversations.path
    away = kept.rename(kept.with_name("away"))
    model.let_go.set()
    wait_until(lambda: job.now.done)
    away.rename(kept)
    (key,) = context.answering.exchange_ids("one", ONE)
    shown = context.answering.exchange("one", key)
    assert shown
    assert shown.state is ExchangeState.ANSWERED
    assert shown.answer
    assert "could not be kept" in shown.answer.notices[-1]


def test_an_answer_is_whole_when_its_index_goes_while_it_is_made(
    context: Context, model: HangingModel
) -> None:
    job = _begun(context.answering, "one", _written())
    for path in context.library.path.iterdir():
        if path.is_file():
            path.unlink()
    model.let_go.set()
    wait_until(lambda: job.now.done)
    assert _last(context).state is ExchangeState.ANSWERED


def test_limits_hold_for_questions_that_come_at_once(context: Context) -> None:
    def ask(number: int) -> bool:
        try:
            context.answering.ask("one", QUESTION, _written(f"conversation-{number:06}"))
        except BusyError:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(ask, range(10))) == WAITING_PER_USER


def test_a_server_ends_at_once_while_a_model_hangs(context: Context) -> None:
    with listen(0) as listener:
        port = listener.getsockname()[1]
        programs = ProgramAccess(context.kept / "tokens.json", required=False)
        server = build_server(context, BrowserAccess(), port=port, programs=programs)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        wait_until(lambda: server.started)
        job = _begun(context.answering, "one", _written())
        server.should_exit = True
        thread.join(5)
    assert not thread.is_alive()
    assert job.now.exchange.problem == BROKEN_OFF
