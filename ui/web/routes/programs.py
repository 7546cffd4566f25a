"""The REST interface under `/api`: answer, search, articles, sync, feedback, its description."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from jinja2 import Template
from pydantic import Field

from eval.collections.feedback import Feedback, Verdict, write_feedback
from eval.questions.schema import EarlierTurn, QuestionFilters
from eval.types import GoldSentence
from index.search.matching import matches
from index.search.snapshot import Snapshot
from index.types import FileOutcome, FileStatus
from rag.types import LONGEST_QUESTION_CHARS, Answer, Turn
from ui.doors.reading import MOST_FOUND, MOST_LISTED, begun, cut, listed, search
from ui.doors.rendering import event, told_of
from ui.doors.shapes import AnswerShape, Articles, Hits, Part, Shape, to_answer_shape
from ui.web.articles.syncing import Syncing, SyncState
from ui.web.context import Context, teller
from ui.web.gate.programs import told
from ui.web.library.library import Library
from ui.web.routes.completions import MODEL, QUOTING, answerer_of
from ui.web.routes.replies import Given, Offset, Refused
from ui.web.values import FEEDBACK_FILE, JsonModel

EVENTS = "text/event-stream"
UNREAD = (FileStatus.FAILED, FileStatus.SKIPPED)


class AnswerRequest(JsonModel):
    """A question, what may answer it, and the turns before it."""

    question: str
    filters: QuestionFilters = QuestionFilters()
    history: tuple[EarlierTurn, ...] = ()
    reads_filters: bool = True
    chronological: bool = False
    quotes_only: bool = False


class SearchRequest(QuestionFilters):
    """What to search for, and where."""

    query: str
    limit: int = Field(default=10, ge=1, le=MOST_FOUND)


class ArticlesRequest(QuestionFilters):
    """Which articles to list; `offset` counts from 0."""

    limit: int = Field(default=50, ge=1, le=MOST_LISTED)
    offset: int = Field(default=0, ge=0)


class PassageShape(Shape):
    """A passage, at `start` to `end` of the article's text."""

    passage_id: str
    start: int
    end: int
    heading: str | None


class ArticlePart(Part):
    """Text of an article, and the passages that begin in it."""

    passages: tuple[PassageShape, ...]


class SyncReply(JsonModel):
    """The sync that runs or ran last, and what became of the files; `unread` says why."""

    state: SyncState
    counts: dict[FileStatus, int] = Field(default_factory=dict)
    removed: tuple[str, ...] = ()
    unread: tuple[FileOutcome, ...] = ()


class FeedbackRequest(JsonModel):
    """What somebody thinks of an answer; `cited` are its sources, or the one that is wrong."""

    question: str = Field(min_length=1, max_length=LONGEST_QUESTION_CHARS)
    verdict: Verdict
    cited: tuple[GoldSentence, ...] = Field(default=(), max_length=50)
    sentence: str = Field(default="", max_length=5_000)
    history: tuple[EarlierTurn, ...] = ()
    filters: QuestionFilters = QuestionFilters()
    note: str = Field(default="", max_length=5_000)


def routes(context: Context) -> APIRouter:
    """All of them."""
    schema = {"type": "object", "required": ["type", "title", "status", "detail"]}
    content = {"application/problem+json": {"schema": schema}}
    wrong = {"description": "What is wrong (RFC 9457)", "content": content}
    router = APIRouter(prefix="/api", responses={"default": wrong})
    _add_asking(router, context.library)
    _add_articles(router, context.library)
    _add_syncing(router, context.syncing, teller(context))
    _add_feedback(router, context)
    _add_description(router)
    return router


def _add_asking(router: APIRouter, library: Library) -> None:
    streamed = {"description": "The answer; as events when `Accept` asks for them.",
                "content": {EVENTS: {"schema": {"type": "string"}}}}  # fmt: skip

    @router.post("/answer", response_model=AnswerShape, responses={200: streamed})
    def answer(
        body: AnswerRequest, accept: Annotated[str, Header()] = ""
    ) -> AnswerShape | Response:
        """Answer a question, each sentence with its source.

        As events: `partial` is the answer so far, and may be taken back; `answer` is the answer.
        """
        answers = _answers(library, body)
        if EVENTS in accept:
            return StreamingResponse(told_of(_events(answers), _broken_off), media_type=EVENTS)
        *_, last = answers
        return to_answer_shape(last)

    @router.get("/search")
    def search_passages(asked: Annotated[SearchRequest, Query()]) -> Hits:
        """Find passages by meaning and words, best first."""
        return search(library.answerer(), asked.query, asked.to_filters(), asked.limit)


def _answers(library: Library, body: AnswerRequest) -> Iterator[Answer]:
    answerer = answerer_of(library, QUOTING if body.quotes_only else MODEL)
    history = [Turn(question=turn.question, answer=turn.answer) for turn in body.history]
    return begun(
        answerer.stream(
            body.question,
            filters=body.filters.to_filters(),
            history=history,
            reads_filters=body.reads_filters,
            chronological=body.chronological,
        )
    )


def _events(answers: Iterator[Answer]) -> Iterator[str]:
    for answer in answers:
        name = "answer" if answer.complete else "partial"
        yield event(name, to_answer_shape(answer).model_dump_json())


def _broken_off(why: str) -> str:
    return event("problem", bytes(told("/api", 503, why).body).decode())


def _add_articles(router: APIRouter, library: Library) -> None:
    @router.get("/articles")
    def list_articles(asked: Annotated[ArticlesRequest, Query()]) -> Articles:
        """List articles, newest first."""
        wanted = asked.to_filters()
        about = library.index.snapshot().about.values()
        return listed((d for d in about if matches(d, wanted)), asked.limit, asked.offset)

    @router.get("/articles/{doc_id:path}")
    def read_article(doc_id: str, start: Offset = None, end: Offset = None) -> ArticlePart:
        """Read an article, or its text from `start` to `end`, with its passages."""
        return _part(library.index.snapshot(), doc_id, start or 0, end)


def _part(snapshot: Snapshot, doc_id: str, start: int, end: int | None) -> ArticlePart:
    document = snapshot.document(doc_id)
    if document is None:
        raise Refused(404, f"no such article: {doc_id}; /api/articles lists them all")
    part = cut(document, start, len(document.text) if end is None else end)
    begin = [p for p in snapshot.document_passages(doc_id) if part.start <= p.start < part.end]
    return ArticlePart(**dict(part), passages=tuple(map(PassageShape.model_validate, begin)))


def _add_syncing(router: APIRouter, syncing: Syncing, tell: Callable[[str], str]) -> None:
    @router.post("/sync", status_code=202)
    def begin_sync() -> SyncReply:
        """Make the index equal its folder; while a sync runs, that one is told of."""
        return _reply(syncing, syncing.start(again=False), tell)

    @router.get("/sync")
    def watch_sync() -> SyncReply:
        """How far the sync is, and what it did."""
        return _reply(syncing, syncing.state, tell)


def _reply(syncing: Syncing, state: SyncState, tell: Callable[[str], str]) -> SyncReply:
    state, done = replace(state, problem=tell(state.problem)), syncing.done
    if done is None or not state.report:
        return SyncReply(state=state)
    unread = (one for one in done.outcomes if one.status in UNREAD)
    return SyncReply(
        state=state,
        counts={FileStatus(name): number for name, number in done.counts.items()},
        removed=done.removed,
        unread=tuple(replace(one, reason=tell(one.reason)) for one in unread),
    )


def _add_feedback(router: APIRouter, context: Context) -> None:
    @router.post("/feedback", status_code=201)
    def judge(body: FeedbackRequest) -> Given:
        """Write down what somebody thinks of an answer, for `byline eval run FEEDBACK`."""
        snapshot = context.library.index.snapshot()
        for place, sentence in enumerate(body.cited):
            document = snapshot.document(sentence.doc_id)
            text = document.text if document else ""
            if sentence.quote not in text[sentence.start : sentence.end]:
                raise Refused(400, f"cited.{place}: {sentence.doc_id} does not say this there")
        one = Feedback(id=secrets.token_urlsafe(12), at=datetime.now(UTC), **dict(body))
        write_feedback(context.kept / FEEDBACK_FILE, one)
        return Given(verdict=body.verdict)


def _add_description(router: APIRouter) -> None:
    @lru_cache(maxsize=1)
    def description() -> dict[str, Any]:
        found = get_openapi(title="Byline", version=version("byline"), routes=router.routes)
        found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        return {**found, "security": [{"token": []}, {}]}

    @router.get("/openapi.json", include_in_schema=False)
    def openapi() -> dict[str, Any]:
        return description()

    @router.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        page = Path(__file__).with_name("programs.html").read_text(encoding="utf-8")
        return HTMLResponse(Template(page, autoescape=True).render(description()))
