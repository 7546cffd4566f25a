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
from itertools import chain
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel

from index.errors import BylineError
from rag.answerer import Answerer
from rag.export.plain import to_pieces
from rag.types import LONGEST_QUESTION_CHARS, Answer, Turn
from ui.doors.shapes import to_answer_shape
from ui.web.library.library import Library
from ui.web.routes.replies import status_of
from ui.web.values import QUOTES

MODEL, QUOTING, WEBUI = "byline", "byline-quotes", "byline-webui"
"""What is asked for: the configured model, quotations, or open-webui's own form of sources."""
_MARKER = re.compile(r" ?\[\d+\]")
_TASK = "### Task:"
"""So begin the titles, tags and follow-ups that chat programs have a model write for them."""


class Message(BaseModel):
    """One turn; content may come in parts, of which text is read."""

    role: str
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
    stream: bool = False

    @property
    def question(self) -> str:
        """What the user said last."""
        asked = [message.text for message in self.messages if message.role == "user"]
        return asked[-1].strip() if asked else ""

    @property
    def history(self) -> tuple[Turn, ...]:
        """The questions before, each with what was answered."""
        turns: list[Turn] = []
        for message in self.messages:
            if message.role == "user":
                turns.append(Turn(question=message.text[:LONGEST_QUESTION_CHARS]))
            elif message.role == "assistant" and turns:
                turns[-1] = Turn(question=turns[-1].question, answer=_said(message.text))
        return tuple(turns[:-1])


def _said(reply: str) -> str:
    """The cited paragraphs of a reply of ours, without their markers."""
    cited = [part for part in reply.split("\n\n") if _MARKER.search(part)]
    return " ".join(_MARKER.sub("", part) for part in cited)


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
        if not request.question:
            return _error(400, "messages: no message of a user says anything")
        if request.question.startswith(_TASK):
            answers: Iterator[Answer] = iter(())
        else:
            try:
                answers = _answers(_answerer(library, request.model), request)
            except BylineError as error:
                return _error(status_of(error), str(error))
        if request.stream:
            return StreamingResponse(reply.stream(answers), media_type="text/event-stream")
        return JSONResponse(reply.whole(answers))

    return router


def _answerer(library: Library, model: str) -> Answerer:
    written = next(iter(library.models), QUOTES)
    return library.answerer(QUOTES if model == QUOTING else written)


def _answers(answerer: Answerer, request: Request) -> Iterator[Answer]:
    """The growing answer, begun, so that what is wrong with the request is known."""
    answers = answerer.stream(request.question, history=request.history)
    return chain([next(answers)], answers)


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
        text, marks = _rendered(last) if last else ("{}", [])
        message = {"role": "assistant", "content": text, "annotations": marks}
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
        """Server-sent events. What was sent and is then taken back is said to be."""
        yield self._chunk({"role": "assistant", "content": ""})
        marks: list[dict[str, Any]] = []
        sent, last = "", None
        for last in answers:
            text, marks = _rendered(last, complete=last.complete)
            if text.startswith(sent):
                yield from [self._chunk({"content": text[len(sent) :]})] if text != sent else []
                sent = text
            elif last.complete:
                yield self._chunk({"content": f"\n\n(The above is taken back.)\n\n{text}"})
        if last is None:
            yield self._chunk({"content": "{}"})
        elif self._model == WEBUI:
            for source in _webui_sources(last):
                yield self._chunk({}, event={"type": "source", "data": source})
        else:
            yield self._chunk({"annotations": marks})
        own = {"byline": to_answer_shape(last).model_dump(mode="json")} if last else {}
        yield self._chunk({}, finish="stop", **own)
        yield "data: [DONE]\n\n"

    def _chunk(self, delta: dict[str, Any], finish: str | None = None, **own: Any) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {**self._head, "object": "chat.completion.chunk", "choices": [choice], **own}
        return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


def _rendered(answer: Answer, *, complete: bool = True) -> tuple[str, list[dict[str, Any]]]:
    """The text, and for each marker in it a url_citation; places count code points."""
    cited = {citation.marker: citation for citation in answer.citations}
    pieces = list(to_pieces(answer))
    if not complete:  # who wrote it and notices are said when it is done
        ends = [n for n, (_, marker) in enumerate(pieces, start=1) if marker]
        pieces = pieces[: ends[-1]] if ends else []
    text, marks = "", []
    for piece, marker in pieces:
        if marker:
            address = _address(cited[marker].uri, cited[marker].doc_id)
            place = {"start_index": len(text), "end_index": len(text) + len(piece)}
            citation = {**place, "url": address, "title": cited[marker].title}
            marks.append({"type": "url_citation", "url_citation": citation})
        text += piece
    return text, marks


def _webui_sources(answer: Answer) -> Sequence[dict[str, Any]]:
    """The form whose quotation and address open-webui shows."""
    return [
        {
            "source": {"name": c.title, "url": _address(c.uri, c.doc_id)},
            "document": [c.quote],
            "metadata": [{"source": _address(c.uri, c.doc_id), "name": c.title}],
        }
        for c in answer.citations
    ]


def _address(uri: str | None, doc_id: str) -> str:
    return uri or f"article:///{quote(doc_id)}"


def _error(status: int, message: str) -> JSONResponse:
    kind = "invalid_request_error" if status < 500 else "server_error"
    told = {"message": message, "type": kind, "param": None, "code": None}
    return JSONResponse({"error": told}, status)
