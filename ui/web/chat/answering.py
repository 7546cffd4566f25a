"""Answer jobs: queued, run in threads, kept when they are done.

An answer is made in a thread of its own and kept when it is done, whether or not somebody still
looks: a page that is closed or reloaded meanwhile finds it afterwards. Quotations need the
processor and take turns at it; a model is mostly waited for, so that a slow one stops nobody.
"""

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from cachetools import FIFOCache

from index.errors import BylineError, UsageError
from index.types import Document
from rag.answerer import Answerer
from rag.options import check_question
from rag.types import Answer, Turn
from ui.web.chat.job import Job
from ui.web.chat.job_queue import Line
from ui.web.conversations.store import Conversations
from ui.web.library.library import Library
from ui.web.text import telling
from ui.web.values import NEAREST, QUOTES, AskSettings, Exchange, ExchangeState

QUOTING_AT_ONCE = 2
WRITING_AT_ONCE = 16
LONGEST_QUEUE = 32
WAITING_PER_USER = 3
WAITING_PER_CLIENT = 12
"""From one address without login, where whoever drops a cookie is another reader."""

HISTORY_TURNS = 6
MOST_TURNS = 2000
"""Kept at hand: the end of a conversation is wanted again with every question."""

BROKEN_OFF = "Byline was stopped before this was answered. Ask again."
REPLACED = "this answer has been replaced meanwhile; above is the conversation as it is now"
ENDING = "Byline is being stopped. Ask again when it is back."


class BusyError(BylineError):
    """Too many questions wait already."""


class Answering:
    """Takes questions, answers them in turn and keeps what came of them. Thread-safe."""

    def __init__(self, library: Library, conversations: Conversations) -> None:
        self._library, self._conversations = library, conversations
        self._quoting = Line(QUOTING_AT_ONCE, "byline-quote")
        self._writing = Line(WRITING_AT_ONCE, "byline-write")
        self._turns: FIFOCache[str, Turn] = FIFOCache(MOST_TURNS)
        self._jobs: dict[str, Job] = {}  # those that have not ended, oldest first
        self._lock = threading.Lock()
        self._asking = threading.Lock()  # one at a time is let in: nobody slips past a limit
        self._ending = False

    def ask(self, owner: str, question: str, settings: AskSettings, client: str = "") -> Job:
        """Keep the question and begin to answer it; `client` is as a `User` has it.

        Raises:
            QuestionError: it is empty or too long.
            UsageError: the conversation is somebody else's, what is to be replaced is gone, or the
                model is not configured.
            BusyError: too many wait already.
            NoIndexError: there are no articles.
        """
        asked = check_question(question)
        answerer = self._library.answerer(settings.model)
        line = self._line(settings)
        with self._asking:
            self._check_not_busy(owner, client, line)
            earlier = self._conversations.exchange_ids(owner, settings.conversation)
            if settings.replaces and settings.replaces not in earlier:
                raise UsageError(REPLACED)
            history = self._history(owner, _before(earlier, settings.replaces))
            with self._lock:  # whoever reads of the question finds who answers it
                exchange = self._conversations.begin(owner, settings.conversation, asked, settings)
                job = Job(owner, exchange, history, client)
                self._jobs[exchange.exchange_id] = job
            line.add(job, partial(self._answer, job, answerer, line))
        self._end_replaced(earlier[len(_before(earlier, settings.replaces)) :])
        return job

    def end(self) -> None:
        """Byline ends: what is being answered breaks off, and what is ready of it is kept."""
        with self._lock:
            self._ending = True
            jobs = tuple(self._jobs.values())
        for job in jobs:
            self._break_off(job, ExchangeState.FAILED, BROKEN_OFF)

    def job(self, owner: str, exchange_id: str) -> Job | None:
        """The answer in the making, if it is one of `owner`'s."""
        job = self._job(exchange_id)
        return job if job and job.owner == owner else None

    def exchange_ids(self, owner: str, conversation: str) -> tuple[str, ...]:
        """The exchanges of a conversation, oldest first; see `Conversations.exchanges`."""
        return self._conversations.exchange_ids(owner, conversation)

    def exchange(self, owner: str, exchange_id: str) -> Exchange | None:
        """An exchange with what is being made of it now; None when it is gone."""
        jobs = self._jobs_now()
        kept = self._conversations.exchange(owner, exchange_id)
        return self._as_it_is(kept, jobs) if kept else None

    def exchanges(self, owner: str, conversation: str) -> tuple[Exchange, ...]:
        """Those of a conversation, each as `exchange` gives it."""
        jobs = self._jobs_now()
        kept = self._conversations.exchanges(owner, conversation)
        return tuple(self._as_it_is(exchange, jobs) for exchange in kept)

    def outline(self, owner: str, conversation: str) -> tuple[tuple[str, str, ExchangeState], ...]:
        """Id, question and state of each exchange of a conversation, as `exchanges` has them."""
        jobs = self._jobs_now()
        return tuple(
            (key, question, self._state(key, ExchangeState(state), jobs))
            for key, question, state in self._conversations.outline(owner, conversation)
        )

    def history(self, owner: str, exchange: Exchange) -> tuple[Turn, ...]:
        """What an exchange is asked with: the last answered ones before it, oldest first."""
        known = self._conversations.exchange_ids(owner, exchange.settings.conversation)
        return self._history(owner, _before(known, exchange.exchange_id))

    def stop(self, owner: str, conversation: str) -> None:
        """End the answers that are being made in a conversation; what is ready of them stays."""
        for job in self._jobs_now().values():
            if job.owner == owner and job.now.exchange.settings.conversation == conversation:
                self._break_off(job, ExchangeState.STOPPED)

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

    def _job(self, exchange_id: str) -> Job | None:
        with self._lock:
            return self._jobs.get(exchange_id)

    def _line(self, settings: AskSettings) -> Line:
        return self._quoting if settings.model == QUOTES else self._writing

    def _check_not_busy(self, owner: str, client: str, line: Line) -> None:
        if self._ending:
            raise BusyError(ENDING)
        waiting, own = line.waiting(), line.of(owner)
        if waiting >= LONGEST_QUEUE:
            raise BusyError(
                f"Byline is busy: {waiting} questions are waiting already. Ask again in a moment."
            )
        if own >= WAITING_PER_USER:
            raise BusyError(f"{own} of your questions are still being answered. Wait for one.")
        if line.of_client(client) >= WAITING_PER_CLIENT:
            raise BusyError("Many questions from your network are being answered. Wait a moment.")

    def _answer(self, job: Job, answerer: Answerer, line: Line) -> None:
        exchange = job.now.exchange
        if job.change(exchange):
            line.tell()
            done, documents = self._made(job, exchange, answerer)
            self._end(job, done, documents)

    def _end_replaced(self, replaced: Sequence[str]) -> None:
        """What is asked again, and all after it, has been forgotten: nobody waits for it."""
        for exchange_id in replaced:
            job = self._job(exchange_id)
            if job:
                self._break_off(job, ExchangeState.STOPPED)

    def _history(self, owner: str, exchange_ids: Sequence[str]) -> tuple[Turn, ...]:
        """The last answered ones of these as turns, oldest first."""
        turns: list[Turn] = []
        for exchange_id in reversed(exchange_ids):
            turn = self._turn(owner, exchange_id)
            if turn is not None:
                turns.insert(0, turn)
            if len(turns) == HISTORY_TURNS:
                break
        return tuple(turns)

    def _turn(self, owner: str, exchange_id: str) -> Turn | None:
        """An exchange that has ended as a turn; None when it has no answer, or is gone."""
        turn = self._turns.get(exchange_id)
        if turn is not None:
            return turn
        exchange = self.exchange(owner, exchange_id)
        if exchange is None or exchange.answer is None or exchange.state is ExchangeState.ASKED:
            return None
        with self._lock:
            self._turns[exchange_id] = exchange.answer.turn
        return exchange.answer.turn

    def _break_off(self, job: Job, state: ExchangeState, problem: str = "") -> None:
        """End it with what is ready of it."""
        waited = job.waits
        ended = replace(job.now.exchange, state=state, problem=problem)
        self._end(job, ended, tuple(self._documents(_shown(ended.answer)).values()))
        if waited:
            self._line(ended.settings).leave(job)

    def _made(
        self, job: Job, exchange: Exchange, answerer: Answerer
    ) -> tuple[Exchange, Sequence[Document]]:
        with telling("a question could not be answered") as told:
            return self._streamed(job, exchange, answerer)
        # The page must not wait for ever for an answer that will not come.
        begun = job.now.exchange
        documents = self._documents(_shown(begun.answer))
        failed = replace(begun, state=ExchangeState.FAILED, problem=told.problem)
        return failed, tuple(documents.values())

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
            if answer.generation != snapshot.generation:
                snapshot = answerer.index.snapshot()  # a sync ended between the two
            if answer.complete:
                exchange = replace(exchange, state=ExchangeState.ANSWERED)
            elif not job.change(exchange):
                break  # stopped by its reader; leaving the loop ends the model's reply
        documents: dict[str, Document] = {}
        with suppress(BylineError):  # the index has gone meanwhile; the answer is there
            documents = snapshot.documents(_shown(exchange.answer))
        return exchange, tuple(documents.values())

    def _end(self, job: Job, exchange: Exchange, documents: Sequence[Document]) -> None:
        """Keep the outcome, then show it; the first to end it has the last word."""
        if not job.claim_end():
            return
        kept, exchange = self._keep(exchange, documents)
        job.change(exchange)
        if kept:
            with self._lock:
                self._jobs.pop(exchange.exchange_id, None)

    def _keep(self, exchange: Exchange, documents: Sequence[Document]) -> tuple[bool, Exchange]:
        """Whether it was kept; when it could not be, it says so, and is there until Byline ends."""
        with telling("an answer could not be kept") as told:
            self._conversations.settle(exchange, documents)
            return True, exchange
        return False, _with_notice(exchange, f"This answer could not be kept: {told.problem}")

    def _jobs_now(self) -> dict[str, Job]:
        """To be looked at before a row is read: an answer that is kept after that is here still."""
        with self._lock:
            return dict(self._jobs)

    def _as_it_is(self, exchange: Exchange, jobs: Mapping[str, Job]) -> Exchange:
        if exchange.state is not ExchangeState.ASKED:
            return exchange
        job = jobs.get(exchange.exchange_id) or self._job(exchange.exchange_id)
        if job:
            return job.now.exchange
        return replace(exchange, state=ExchangeState.FAILED, problem=BROKEN_OFF)

    def _state(self, key: str, state: ExchangeState, jobs: Mapping[str, Job]) -> ExchangeState:
        """As `_as_it_is`, of the state alone."""
        if state is not ExchangeState.ASKED:
            return state
        job = jobs.get(key) or self._job(key)
        return job.now.exchange.state if job else ExchangeState.FAILED


def _before(exchange_ids: Sequence[str], replaced: str) -> Sequence[str]:
    """Those before the one that is asked again; all before a new one."""
    return (
        exchange_ids[: exchange_ids.index(replaced)] if replaced in exchange_ids else exchange_ids
    )


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
