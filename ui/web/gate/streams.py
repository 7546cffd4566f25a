"""Gradio session isolation: a session's data, such as an answer's stream, is only its reader's.

Gradio gives what belongs to a session to whoever names it. So the name that a page has given to
its session becomes, before Gradio sees it, one that holds the reader, too: the same name from
somebody else means another session, and nothing has to be remembered.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.values import user_of

_GRADIO = "/gradio_api/"
_FIELD = "session_hash"
_HEARTBEAT = re.compile(r"(/gradio_api/heartbeat/)(\w+)")
_NOT_UNDERSTOOD = "That is no request of Byline's page. Reload the page."


class Streams:
    """ASGI middleware behind the guard: renames the sessions in what is sent to Gradio."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, each session under a name of its reader's own."""
        if scope["type"] != "http" or not scope["path"].startswith(_GRADIO):
            await self._app(scope, receive, send)
            return
        user = user_of(scope)
        named = _with_address(scope, user.owner)
        if scope["method"] != "POST":
            await self._app(named, receive, send)
            return
        sent = await Request(scope, receive).body()  # the guard bounds it
        try:
            body = _with_session(sent, user.owner)
        except (ValueError, RecursionError):
            refused = {"problem": _NOT_UNDERSTOOD, "detail": _NOT_UNDERSTOOD}
            await JSONResponse(refused, 400)(scope, receive, send)
            return
        sized = {**named}
        MutableHeaders(scope=sized)["content-length"] = str(len(body))
        await self._app(sized, _replayed(body, receive), send)


def _name(owner: str, session: str) -> str:
    """The session's name within; nobody can give a name that becomes somebody else's."""
    return hashlib.sha256(f"{owner}\0{session}".encode(errors="replace")).hexdigest()


def _with_address(scope: Scope, owner: str) -> Scope:
    """The request with its session renamed where its address holds one."""
    if beat := _HEARTBEAT.fullmatch(scope["path"]):
        path = f"{beat[1]}{_name(owner, beat[2])}"
        return {**scope, "path": path, "raw_path": path.encode()}
    asked = bytes(scope["query_string"]).decode("latin-1")
    if not asked:
        return scope
    fields = [
        (key, _name(owner, value) if key == _FIELD else value)
        for key, value in parse_qsl(asked, keep_blank_values=True)
    ]
    return {**scope, "query_string": urlencode(fields).encode()}


def _with_session(body: bytes, owner: str) -> bytes:
    """The body with its session renamed; raises `ValueError` when it is none that Gradio knows."""
    fields: Any = json.loads(body)
    if not isinstance(fields, dict):
        raise ValueError("not an object")
    session = fields.get(_FIELD)
    if session is None:
        return body
    if not isinstance(session, str):
        raise ValueError("the session is no text")
    return json.dumps({**fields, _FIELD: _name(owner, session)}).encode()


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Gives the whole body, then what else comes: that the reader has gone."""
    coming: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return coming.pop() if coming else await receive()

    return replay
