"""OpenAI-compatible chat completions and models, under `/v1`: the answer with its citations.

Source of the form: OpenAI's API reference (chat completions, url_citation annotations). What a
client sends beside model, messages and stream is not heeded, and never refused.
"""

import json
import re
import time
import uuid
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel

from rag.answerer import Answerer
from rag.types import LONGEST_QUESTION_CHARS, Answer, Turn
from ui.doors.reading import begun
from ui.doors.rendering import Growing, Mark, address, rendered, told_of
from ui.doors.shapes import to_answer_shape
from ui.web.library.library import Library
from ui.web.routes.replies import Refused
from ui.web.values import QUOTES

MODEL, QUOTING, WEBUI = "byline", "byline-quotes", "byline-webui"
"""What is asked for: the configured model, quotations, or open-webui's own form of sources."""
_MARKER = re.compile(r" ?\[\d+\]")
NO_QUESTION = "messages: no message of a user says anything"
_TASK = "### Task:"
"""So begin the titles, tags and follow-ups that chat programs have a model write for them."""


class Message(BaseModel):
    """One turn; content may come in parts, of which text is read."""

    role: str = ""
    content: str | list[dict[str, Any]] | None = None

    @property
    def text(self) -> str:
        """What it says."""
        if isinstance(self.content, list):
            return "\n".join(str(part["text"]) for part in self.content if part.get("text"))
        return self.content or ""


class Request(BaseModel):
    """What is read of a request."""

    model: str = MODEL
    messages: list[Message]
    stream: bool | None = None


def asked(messages: Sequence[Message]) -> tuple[str, tuple[Turn, ...]]:
    """What the user said last, and the questions before, each with what was answered."""
    turns: list[Turn] = []
    question = ""
    for message in messages:
        if message.role == "user":
            question = message.text.strip()
            turns.append(Turn(question=message.text[:LONGEST_QUESTION_CHARS]))
        elif message.role == "assistant" and turns:
            turns[-1] = Turn(question=turns[-1].question, answer=said(message.text))
    return question, tuple(turns[:-1])


def said(reply: str) -> str:
    """The cited paragraphs of a reply of ours, without their markers."""
    cited = [part for part in reply.split("\n\n") if _MARKER.search(part)]
    return " ".join(_MARKER.sub("", part) for part in cited)


def answerer_of(library: Library, model: str) -> Answerer:
    """The one that writes with the configured model, or quotes."""
    written = next(iter(library.models), QUOTES)
    return library.answerer(QUOTES if model == QUOTING else written)


def routes(library: Library) -> APIRouter:
    """`/v1/models` and `/v1/chat/completions`."""
    router = APIRouter(prefix="/v1", include_in_schema=False)

    @router.get("/models")
    def models() -> dict[str, Any]:
        names = (MODEL, QUOTING, WEBUI)
        listed = [{"id": n, "object": "model", "created": 0, "owned_by": "byline"} for n in names]
        return {"object": "list", "data": listed}

    @router.post("/chat/completions")
    def complete(request: Request) -> Response:
        reply = _Reply(request.model)
        question, history = asked(request.messages)
        if not question:
            raise Refused(400, NO_QUESTION)
        answers: Iterator[Answer] = iter(())
        if not question.startswith(_TASK):
            answerer = answerer_of(library, request.model)
            answers = begun(answerer.stream(question, history=history))
        if request.stream:
            events = told_of(reply.stream(answers), _broken_off)
            return StreamingResponse(events, media_type="text/event-stream")
        return JSONResponse(reply.whole(answers))

    return router


class _Reply:
    """One reply under its id, in one piece or in chunks."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._head = {
            "id": f"chatcmpl-{uuid.uuid4().hex}",
            "created": int(time.time()),
            "model": model,
        }

    def whole(self, answers: Iterable[Answer]) -> dict[str, Any]:
        """The reply as one object; nothing was asked where there is no answer."""
        last = next(iter(deque(answers, maxlen=1)), None)
        text, marks = rendered(last) if last else ("{}", [])
        message = {"role": "assistant", "content": text, "annotations": _annotations(marks)}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
        own = {"byline": to_answer_shape(last).model_dump(mode="json")} if last else {}
        return {
            **self._head,
            "object": "chat.completion",
            "choices": [choice],
            "usage": usage,
            **own,
        }

    def stream(self, answers: Iterable[Answer]) -> Iterator[str]:
        """Server-sent events."""
        yield self._chunk({"role": "assistant", "content": ""})
        growing, last = Growing(), None
        for last in answers:
            if new := growing.add(last):
                yield self._chunk({"content": new})
        if last is None:
            yield self._chunk({"content": "{}"})
        elif self._model == WEBUI:
            for source in _webui_sources(last):
                yield self._chunk({}, event={"type": "source", "data": source})
        else:
            yield self._chunk({"annotations": _annotations(growing.marks)})
        own = {"byline": to_answer_shape(last).model_dump(mode="json")} if last else {}
        yield self._chunk({}, finish="stop", **own)
        yield "data: [DONE]\n\n"

    def _chunk(self, delta: dict[str, Any], finish: str | None = None, **own: Any) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {**self._head, "object": "chat.completion.chunk", "choices": [choice], **own}
        return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


def _annotations(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    return [{"type": "url_citation", "url_citation": asdict(mark)} for mark in marks]


def _webui_sources(answer: Answer) -> Sequence[dict[str, Any]]:
    """The form whose quotation and address open-webui shows."""
    return [
        {
            "source": {"name": c.title, "url": address(c.uri, c.doc_id)},
            "document": [c.quote],
            "metadata": [{"source": address(c.uri, c.doc_id), "name": c.title}],
        }
        for c in answer.citations
    ]


def _broken_off(why: str) -> str:
    return f"data: {json.dumps({'error': {'message': why, 'type': 'server_error'}})}\n\n"
