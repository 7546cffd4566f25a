"""ASGI middleware before everything: request checks, authentication, body limit, error replies.

A request passes in this order: its Host is a name of ours (a page elsewhere may have pointed its
own name at this machine), its address is on the list, it does not come from another site's page,
it is not too large (`ui.web.gate.admission`), and there is a user, or it is the way to become one.
At the doors of programs a token says who it is, never the page's login.
"""

import logging
from contextlib import suppress
from urllib.parse import quote
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.gate import Access
from ui.web.gate.admission import HOSTS, fetch_site, largest_body, refusal, too_large
from ui.web.gate.pages import render_opening
from ui.web.gate.programs import Denied, ProgramAccess, is_door, told
from ui.web.gate.security_headers import PolicedReply
from ui.web.text import UNEXPECTED, as_sentence
from ui.web.values import REQUEST_ID, USER_KEY

LOGGED_OUT = "You are not logged in. Log in and try again."

_WITHOUT_USER = frozenset(
    {"/login", "/logout", "/byline/login.css", "/byline/shared/palette.css", "/favicon.ico"}
)

_logger = logging.getLogger(__name__)


class Guard:
    """ASGI middleware: lets pass what may pass, with its user, and answers the rest itself.

    `head` is put into the head of the page at `/`. `origins` are let in by `programs` alone.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        access: Access,
        programs: ProgramAccess,
        hosts: frozenset[str] = HOSTS,
        origins: frozenset[str] = frozenset(),
        head: bytes = b"",
    ) -> None:
        self._app, self._head = app, head
        self._access, self._programs = access, programs
        self._hosts, self._origins = hosts, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass, refuse the rest; no error leaves here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        else:
            scope = {**scope, REQUEST_ID: f"req_{uuid4().hex}"}
            reply = PolicedReply(send, scope["path"], scope[REQUEST_ID])
            try:
                await self._serve(scope, receive, reply)
            except Exception:
                _logger.exception("%s could not be served: %s", scope[REQUEST_ID], scope["path"])
                if not reply.started:
                    await _refusal(scope, 500, as_sentence(UNEXPECTED))(scope, receive, reply)

    async def _serve(self, scope: Scope, receive: Receive, reply: PolicedReply) -> None:
        refused = refusal(scope, self._hosts, self._origins)
        if refused:
            await _refusal(scope, *refused)(scope, receive, reply)
        elif is_door(scope["path"]):
            try:
                with self._programs.entered(scope) as user:
                    await self._pass_on({**scope, USER_KEY: user}, receive, reply)
            except Denied as denied:
                problem = told(scope["path"], denied.status, denied.message, denied.headers)
                await problem(scope, receive, reply)
        elif scope["path"] == "/" and fetch_site(scope) == "cross-site":
            # A link on another site's page: the browser keeps our cookies to itself until the
            # page asks for itself, and without them this would be a stranger.
            await HTMLResponse(render_opening(_full_path(scope)))(scope, receive, reply)
        else:
            await self._admit(scope, receive, reply)

    async def _admit(self, scope: Scope, receive: Receive, reply: PolicedReply) -> None:
        admission = self._access.admit(scope)
        reply.cookies, reply.head = admission.cookies, self._head
        if admission.user is None and scope["path"] not in _WITHOUT_USER:
            await _to_login(scope)(scope, receive, reply)
            return
        await self._pass_on({**_uncompressed(scope), USER_KEY: admission.user}, receive, reply)

    async def _pass_on(self, scope: Scope, receive: Receive, reply: PolicedReply) -> None:
        body = _Body(receive, largest_body(scope["path"]))
        with suppress(ClientDisconnect):
            await self._app(scope, body, _unless_too_large(body, reply))
        if body.too_large and not reply.started:
            await _refusal(scope, 413, too_large(scope["path"]))(scope, receive, reply)


class _Body:
    """A request's body, ended when it goes on beyond its limit, whatever its header said."""

    def __init__(self, receive: Receive, most_bytes: int) -> None:
        self._receive = receive
        self._left = most_bytes

    @property
    def too_large(self) -> bool:
        """Whether it was cut off."""
        return self._left < 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.too_large else message


def _unless_too_large(body: _Body, reply: PolicedReply) -> Send:
    """Sends on a response, but not what was made of half a body."""

    async def send(message: Message) -> None:
        if reply.started or not body.too_large:
            await reply(message)

    return send


def _refusal(scope: Scope, status: int, reason: str) -> Response:
    """One sentence: JSON for scripts and programs, text for people."""
    if is_door(scope["path"]):
        return told(scope["path"], status, reason)
    if scope["path"].startswith(("/byline/api/", "/gradio_api/")):
        return _problem(status, reason)
    return PlainTextResponse(f"{reason}\n", status)


def _to_login(scope: Scope) -> Response:
    if scope["path"] != "/":
        return _problem(401, LOGGED_OUT)
    asked = quote(_full_path(scope), safe="/")
    return RedirectResponse("/login" if asked == "/" else f"/login?next={asked}", 303)


def _problem(status: int, reason: str) -> Response:
    """`problem` is what our scripts show, `detail` what Gradio's do."""
    return JSONResponse({"problem": reason, "detail": reason}, status)


def _full_path(scope: Scope) -> str:
    asked = bytes(scope.get("query_string", b"")).decode("latin-1")
    return f"{scope['path']}?{asked}" if asked else str(scope["path"])


def _uncompressed(scope: Scope) -> Scope:
    """The page itself without compression, so that its inline scripts can be read."""
    kept = {**scope}
    if scope["path"] == "/":
        del MutableHeaders(scope=kept)["accept-encoding"]
    return kept
