"""Gradio session isolation: a session's data, such as an answer's stream, is only its reader's.

Gradio gives what belongs to a session to whoever names it. So the name that a page has given to
its session becomes, before Gradio sees it, one that holds the reader, too: the same name from
somebody else means another session, and nothing has to be remembered. Of an address Gradio is
given nothing else, and of a body what `ui.web.gate.events` lets pass.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.gate.events import checked_body
from ui.web.gate.programs import is_door
from ui.web.values import user_of

_OURS = ("/byline/", "/login", "/logout", "/favicon.ico")
_FIELD = "session_hash"
_HEARTBEAT = re.compile(r"(/gradio_api/heartbeat/)(\w+)")
_NOT_UNDERSTOOD = "That is no request of Byline's page. Reload the page."


class Streams:
    """ASGI middleware behind the guard: checks what is sent to Gradio, and renames its sessions.

    `names` are those of the page's events by Gradio's numbers.
    """

    def __init__(self, app: ASGIApp, names: Mapping[int, str]) -> None:
        self._app, self._names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what the page may send, each session under a name of its reader's own."""
        if scope["type"] != "http" or is_ours(scope["path"]):
            await self._app(scope, receive, send)
            return
        owner = user_of(scope).owner
        named = _with_address(scope, owner)
        if scope["method"] != "POST":
            await self._stream(named, receive, send)
            return
        sent = await Request(scope, receive).body()  # the guard bounds it
        try:
            fields = checked_body(scope["path"], sent, self._names)
        except ValueError:
            refused = {"problem": _NOT_UNDERSTOOD, "detail": _NOT_UNDERSTOOD}
            await JSONResponse(refused, 400)(scope, receive, send)
            return
        if _FIELD in fields:
            fields[_FIELD] = _name(owner, fields[_FIELD])
        body = json.dumps(fields).encode()
        MutableHeaders(scope=named)["content-length"] = str(len(body))
        await self._app(named, _replayed(body, receive), send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is asked for; a stream whose session is unknown ends after saying so."""
        try:
            await self._app(scope, receive, send)
        except RuntimeError as error:  # so Starlette says that it cannot be answered any more
            if getattr(error.__cause__, "status_code", 0) != 404:
                raise
            await send({"type": "http.response.body", "body": b""})


def is_ours(path: str) -> bool:
    """Whether Gradio is not asked."""
    return path.startswith(_OURS) or is_door(path)


def _name(owner: str, session: str) -> str:
    """The session's name within; nobody can give a name that becomes somebody else's."""
    return hashlib.sha256(f"{owner}\0{session}".encode(errors="replace")).hexdigest()


def _with_address(scope: Scope, owner: str) -> Scope:
    """The request with its session renamed where its address holds one, and without the rest."""
    if beat := _HEARTBEAT.fullmatch(scope["path"]):
        path = f"{beat[1]}{_name(owner, beat[2])}"
        return {**scope, "path": path, "raw_path": path.encode(), "query_string": b""}
    asked = dict(parse_qsl(bytes(scope["query_string"]).decode("latin-1")))
    kept = {_FIELD: _name(owner, asked[_FIELD])} if _FIELD in asked else {}
    return {**scope, "query_string": urlencode(kept).encode()}


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Gives the whole body, then what else comes: that the reader has gone."""
    coming: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return coming.pop() if coming else await receive()

    return replay
