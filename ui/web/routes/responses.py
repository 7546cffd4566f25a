"""OpenAI-compatible responses, under `/v1`: the same answer as chat completions give.

Source of the form: OpenAI's API reference (responses, their stream events, url_citation).
"""

import json
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import count
from typing import Any

from cachetools import LRUCache
from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel

from rag.types import Answer, Turn
from ui.doors.reading import begun
from ui.doors.rendering import Growing, Mark, event, rendered, told_of
from ui.doors.shapes import to_answer_shape
from ui.web.context import CurrentUser
from ui.web.library.library import Library
from ui.web.routes.completions import MODEL, Message, answerer_of, asked, said
from ui.web.routes.replies import Refused

MOST_REMEMBERED = 1_000
MOST_TURNS = 8
"""So many turns before are gone back to."""


class Request(BaseModel):
    """What is read of a request."""

    model: str = MODEL
    input: str | list[Message]
    previous_response_id: str | None = None
    store: bool | None = None
    stream: bool | None = None

    @property
    def messages(self) -> list[Message]:
        """The input as messages."""
        if isinstance(self.input, str):
            return [Message(role="user", content=self.input)]
        return self.input


class _Memory:
    """What was said in the last responses, each for whoever asked it. Thread-safe."""

    def __init__(self) -> None:
        self._turns: LRUCache[tuple[str, str], tuple[Turn, ...]] = LRUCache(MOST_REMEMBERED)
        self._lock = threading.Lock()

    def keep(self, owner: str, response: str, turns: tuple[Turn, ...]) -> None:
        with self._lock:
            self._turns[owner, response] = turns[-MOST_TURNS:]

    def find(self, owner: str, response: str | None) -> tuple[Turn, ...]:
        """The turns to and with that response; raises `Refused` when it is not this owner's."""
        if response is None:
            return ()
        with self._lock:
            found = self._turns.get((owner, response))
        if found is None:
            raise Refused(404, "previous_response_id: there is no such response any more")
        return found


def routes(library: Library) -> APIRouter:
    """`/v1/responses`."""
    router = APIRouter(prefix="/v1", include_in_schema=False)
    memory = _Memory()

    @router.post("/responses")
    def respond(user: CurrentUser, request: Request) -> Response:
        question, history = asked(request.messages)
        if not question:
            raise Refused(400, "input: no message of a user says anything")
        history = (*memory.find(user.owner, request.previous_response_id), *history)
        reply = _Reply(request)
        answers = begun(answerer_of(library, request.model).stream(question, history=history))
        if request.store is not False:
            keep = partial(memory.keep, user.owner, reply.id)
            answers = _remembered(answers, lambda turn: keep((*history, turn)))
        if request.stream:
            events = told_of(reply.stream(answers), _broken_off)
            return StreamingResponse(events, media_type="text/event-stream")
        return JSONResponse(reply.whole(answers))

    return router


def _remembered(answers: Iterable[Answer], keep: Any) -> Iterator[Answer]:
    """The answers, of which the last is kept as a turn."""
    for answer in answers:
        if answer.complete:
            keep(Turn(question=answer.question, answer=said(rendered(answer)[0])))
        yield answer


class _Reply:
    """One response under its id, in one piece or in events."""

    def __init__(self, request: Request) -> None:
        self.id = f"resp_{uuid.uuid4().hex}"
        self._item = f"msg_{uuid.uuid4().hex}"
        self._head = {
            "id": self.id,
            "object": "response",
            "created_at": int(time.time()),
            "model": request.model,
            "previous_response_id": request.previous_response_id,
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "parallel_tool_calls": False,
            "tool_choice": "auto",
            "tools": [],
        }

    def whole(self, answers: Iterable[Answer]) -> dict[str, Any]:
        """The response as one object."""
        (last,) = deque(answers, maxlen=1)
        return self._completed(last, *rendered(last))

    def stream(self, answers: Iterable[Answer]) -> Iterator[str]:
        """Server-sent events."""
        numbers = count()

        def sent(kind: str, **fields: Any) -> str:
            told = {"type": kind, "sequence_number": next(numbers), **fields}
            return event(kind, json.dumps(told, ensure_ascii=False))

        begun = {**self._head, "status": "in_progress", "output": []}
        yield sent("response.created", response=begun)
        yield sent("response.in_progress", response=begun)
        item = {"output_index": 0}
        yield sent("response.output_item.added", **item, item=self._message("in_progress"))
        at = {**item, "item_id": self._item, "content_index": 0}
        yield sent("response.content_part.added", **at, part=_part("", []))
        growing = Growing()
        for last in answers:
            if new := growing.add(last):
                yield sent("response.output_text.delta", **at, delta=new, logprobs=[])
        part = _part(growing.text, growing.marks)
        for number, mark in enumerate(part["annotations"]):
            about = {"annotation_index": number, "annotation": mark}
            yield sent("response.output_text.annotation.added", **at, **about)
        yield sent("response.output_text.done", **at, text=growing.text, logprobs=[])
        yield sent("response.content_part.done", **at, part=part)
        yield sent("response.output_item.done", **item, item=self._message("completed", part))
        whole = self._completed(last, growing.text, growing.marks)
        yield sent("response.completed", response=whole)

    def _completed(self, answer: Answer, text: str, marks: list[Mark]) -> dict[str, Any]:
        usage = {
            **dict.fromkeys(("input_tokens", "output_tokens", "total_tokens"), 0),
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": 0},
        }
        return {
            **self._head,
            "status": "completed",
            "output": [self._message("completed", _part(text, marks))],
            "usage": usage,
            "byline": to_answer_shape(answer).model_dump(mode="json"),
        }

    def _message(self, status: str, *content: dict[str, Any]) -> dict[str, Any]:
        about = {"id": self._item, "type": "message", "role": "assistant", "status": status}
        return {**about, "content": list(content)}


def _part(text: str, marks: list[Mark]) -> dict[str, Any]:
    annotations = [{"type": "url_citation", **asdict(mark)} for mark in marks]
    return {"type": "output_text", "text": text, "annotations": annotations, "logprobs": []}


def _broken_off(why: str) -> str:
    told = {"type": "error", "code": "server_error", "message": why, "param": None}
    return event("error", json.dumps({**told, "sequence_number": 0}))
