"""Answers in the making: who waits, who is served, and what is kept when it is done.

An answer is made in a thread of its own and kept when it is done, whether or not somebody still
looks: a page that is closed or reloaded meanwhile finds it afterwards. Quotations need the
processor and take turns at it; a model is mostly waited for, so that a slow one stops nobody.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from index.errors import BylineError
from index.types import Document
from rag.answerer import Answerer, check_question
from rag.types import Answer, Turn
from ui.web.conversations.store import Conversations
from ui.web.library import Library
from ui.web.values import NEAREST, QUOTES, AskSettings, Exchange, ExchangeState

QUOTING_AT_ONCE = 2
WRITING_AT_ONCE = 16
LONGEST_QUEUE = 32
WAITING_PER_USER = 3
HISTORY_TURNS = 6

UNEXPECTED = "something went wrong inside Byline; the terminal in which it runs says what"
BROKEN_OFF = "Byline was stopped before this was answered. Ask again."

_logger = logging.getLogger(__name__)


class BusyError(BylineError):
    """Too many questions wait already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """An exchange as it is now; `ahead` questions come before it, None once its turn has come."""

    exchange: Exchange
    ahead: int | None = None

    @property
    def done(self) -> bool:
        """Whether nothing will change any more."""
        return self.exchange.state is not ExchangeState.ASKED


class Job:
    """One answer in the making, and those who look on."""

    def __init__(self, owner: str, exchange: Exchange, history: Sequence[Turn]) -> None:
        self.owner, self.history = owner, history
        self._exchange = exchange
        self._ahead: int | None = 0
        self._lock = threading.Lock()
        self._watchers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._ending = False

    @property
    def now(self) -> Progress:
        """How far it is."""
        with self._lock:
            return Progress(exchange=self._exchange, ahead=self._ahead)

    def change(self, exchange: Exchange, ahead: int | None = None) -> bool:
        """Show a new state, unless it has ended already; returns whether it was shown."""
        with self._lock:
            if self._exchange.state is not ExchangeState.ASKED:
                return False
            self._exchange, self._ahead = exchange, ahead
            watchers = tuple(self._watchers)
        for loop, changed in watchers:
            loop.call_soon_threadsafe(changed.set)
        return True

    def claim_end(self) -> bool:
        """Whether the caller is the first to end it, and so the one that does."""
        with self._lock:
            first, self._ending = not self._ending, True
        return first

    async def watch(self) -> AsyncIterator[Progress]:
        """Every state from now on, the newest where several came at once; ends with the last."""
        watcher = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._watchers.add(watcher)
        try:
            while True:
                watcher[1].clear()
                progress = self.now
                yield progress
                if progress.done:
                    return
                await watcher[1].wait()
        finally:
            with self._lock:
                self._watchers.discard(watcher)


class Answering:
    """Takes questions, answers them in turn and keeps what came of them. Thread-safe."""

    def __init__(self, library: Library, conversations: Conversations) -> None:
        self._library, self._conversations = library, conversations
        self._quoting = ThreadPoolExecutor(QUOTING_AT_ONCE, thread_name_prefix="byline-quote")
        self._writing = ThreadPoolExecutor(WRITING_AT_ONCE, thread_name_prefix="byline-write")
        self._jobs: dict[str, Job] = {}  # those that have not ended, oldest first
        self._waiting: list[Job] = []
        self._lock = threading.Lock()

    def ask(self, owner: str, question: str, settings: AskSettings) -> Job:
        """Keep the question and begin to answer it.

        Raises:
            QuestionError: it is empty or too long.
            UsageError: the conversation is somebody else's, or the model is not configured.
            BusyError: too many wait already.
            NoIndexError: there are no articles.
        """
        asked = check_question(question)
        answerer = self._library.answerer(settings.model)
        self._check_not_busy(owner)
        earlier = self._conversations.exchanges(owner, settings.conversation)
        history = _turns_before(earlier, settings.replaces)
        exchange = self._conversations.begin(owner, settings.conversation, asked, settings)
        job = Job(owner, exchange, history)
        with self._lock:
            self._jobs[exchange.exchange_id] = job
            self._waiting.append(job)
        self._tell_waiting()
        pool = self._quoting if settings.model == QUOTES else self._writing
        pool.submit(self._answer, job, answerer)
        return job

    def job(self, owner: str, exchange_id: str) -> Job | None:
        """The answer in the making, if it is one of `owner`'s."""
        with self._lock:
            job = self._jobs.get(exchange_id)
        return job if job and job.owner == owner else None

    def latest(self, exchange_id: str) -> Exchange | None:
        """The exchange as far as it is made; None when it is not being made."""
        with self._lock:
            job = self._jobs.get(exchange_id)
        return job.now.exchange if job else None

    def exchanges(self, owner: str, conversation: str) -> tuple[Exchange, ...]:
        """A conversation with what is being made of it now; see `Conversations.exchanges`."""
        kept = self._conversations.exchanges(owner, conversation)
        return tuple(self._as_it_is(exchange) for exchange in kept)

    def stop(self, owner: str, conversation: str) -> None:
        """End the answers that are being made in a conversation; what is ready of them stays."""
        with self._lock:
            jobs = [job for job in self._jobs.values() if job.owner == owner]
        for job in jobs:
            exchange = job.now.exchange
            if exchange.settings.conversation == conversation:
                stopped = replace(exchange, state=ExchangeState.STOPPED)
                self._end(job, stopped, tuple(self._documents(_shown(exchange.answer)).values()))

    def documents(self, exchange: Exchange) -> dict[str, Document]:
        """The articles of the nearest passages, as a refusal shows them; gone ones are left out."""
        if exchange.answer is None or exchange.answer.sentences:
            return {}
        return self._documents(_shown(exchange.answer))

    def _documents(self, names: Sequence[str]) -> dict[str, Document]:
        """The articles as they are indexed now; none when there is no index."""
        try:
            return self._library.index.snapshot().documents(names)
        except BylineError:
            return {}

    def _check_not_busy(self, owner: str) -> None:
        with self._lock:
            waiting = len(self._waiting)
            own = sum(job.owner == owner for job in self._jobs.values())
        if waiting >= LONGEST_QUEUE:
            raise BusyError(
                f"Byline is busy: {waiting} questions are waiting already. Ask again in a moment."
            )
        if own >= WAITING_PER_USER:
            raise BusyError(f"{own} of your questions are still being answered. Wait for one.")

    def _answer(self, job: Job, answerer: Answerer) -> None:
        with self._lock:
            self._waiting.remove(job)
        self._tell_waiting()
        exchange = job.now.exchange
        if job.change(exchange):
            done, documents = self._made(job, exchange, answerer)
            self._end(job, done, documents)

    def _made(
        self, job: Job, exchange: Exchange, answerer: Answerer
    ) -> tuple[Exchange, Sequence[Document]]:
        try:
            return self._streamed(job, exchange, answerer)
        except BylineError as error:
            problem = str(error)
        except Exception:
            # The page must not wait for ever for an answer that will not come.
            _logger.exception("a question could not be answered")
            problem = UNEXPECTED
        return replace(exchange, state=ExchangeState.FAILED, problem=problem), ()

    def _streamed(
        self, job: Job, exchange: Exchange, answerer: Answerer
    ) -> tuple[Exchange, Sequence[Document]]:
        snapshot = answerer.index.snapshot()
        settings = exchange.settings
        stream = answerer.stream(
            exchange.question,
            history=job.history,
            filters=settings.filters.to_filters(),
            reads_filters=settings.reads_filters,
            chronological=settings.chronological,
        )
        for answer in stream:
            exchange = replace(exchange, answer=answer)
            if answer.complete:
                exchange = replace(exchange, state=ExchangeState.ANSWERED)
            elif not job.change(exchange):
                break  # stopped by its reader; leaving the loop ends the model's reply
        documents = snapshot.documents(_shown(exchange.answer))
        return exchange, tuple(documents.values())

    def _end(self, job: Job, exchange: Exchange, documents: Sequence[Document]) -> None:
        """Keep the outcome, then show it; the first to end it has the last word."""
        if not job.claim_end():
            return
        try:
            self._conversations.settle(exchange, documents)
        except BylineError as error:
            exchange = _with_notice(exchange, f"This answer could not be kept: {error}")
        job.change(exchange)
        with self._lock:
            self._jobs.pop(exchange.exchange_id, None)

    def _as_it_is(self, exchange: Exchange) -> Exchange:
        if exchange.state is not ExchangeState.ASKED:
            return exchange
        return self.latest(exchange.exchange_id) or replace(
            exchange, state=ExchangeState.FAILED, problem=BROKEN_OFF
        )

    def _tell_waiting(self) -> None:
        with self._lock:
            waiting = tuple(self._waiting)
        for ahead, job in enumerate(waiting):
            job.change(job.now.exchange, ahead)


def _turns_before(earlier: Sequence[Exchange], replaced: str) -> tuple[Turn, ...]:
    """The answered questions before the one that is asked again, or before a new one."""
    turns = []
    for exchange in earlier:
        if exchange.exchange_id == replaced:
            break
        if exchange.answer is not None:
            turns.append(exchange.answer.turn)
    return tuple(turns[-HISTORY_TURNS:])


def _shown(answer: Answer | None) -> list[str]:
    """The articles that a reopened answer needs: those cited, or those nearest."""
    if answer is None:
        return []
    cited = [citation.doc_id for citation in answer.citations]
    return cited or [hit.passage.doc_id for hit in answer.hits[:NEAREST]]


def _with_notice(exchange: Exchange, notice: str) -> Exchange:
    answer = exchange.answer
    if answer is None:
        return exchange
    return replace(exchange, answer=replace(answer, notices=(*answer.notices, notice)))
