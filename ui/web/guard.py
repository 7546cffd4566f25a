"""What stands before everything: which addresses are served, by which name, to whom.

Gradio serves more than the page needs: a file route that fetches remote addresses for whoever
asks, a proxy, uploads, monitoring, API descriptions. What is not on the list here is not there.

A request passes in this order: its Host is a name of ours (a page elsewhere may have pointed its
own name at this machine), its address is on the list, it does not come from another site's page,
it is not too large, and there is a user, or it is the way to become one.

Whether it comes from another site's page is what Sec-Fetch-Site says, and for writes also Origin.
A write with neither passes: every browser sends one of them, so it is a program, and a program
that can send anything gains nothing from leaving one out.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import quote, urlsplit

from starlette.requests import ClientDisconnect

from ui.web.access.access import Access
from ui.web.access.cookies import Scope, header
from ui.web.access.pages import render_opening
from ui.web.policy import Message, PolicedReply, Send
from ui.web.text import UNEXPECTED, as_sentence
from ui.web.values import USER_KEY

Receive = Callable[[], Awaitable[Message]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY_BYTES = 1_000_000
LARGEST_FILE_BYTES = 200_000_000
HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
"""The names by which a browser on this machine may ask for the page."""

LOGGED_OUT = "You are not logged in. Log in and try again."

_READ = re.compile(
    r"/|/login|/config/?|/theme\.css|/favicon\.ico"
    r"|/(?:assets|static|byline)/[\w./-]+"
    r"|/gradio_api/(?:queue/data|app_id/?|heartbeat/\w+)"
)
_POST = re.compile(
    r"/login|/logout|/byline/api/[\w./-]+|/gradio_api/(?:queue/join|run/predict|cancel|reset)/?"
)
_CHANGE = re.compile(r"/byline/api/[\w./-]+")
_SERVED = {"GET": _READ, "HEAD": _READ, "POST": _POST, "PATCH": _CHANGE, "DELETE": _CHANGE}
_FILES = "/byline/api/articles/files"
_WITHOUT_USER = frozenset({"/login", "/logout", "/byline/login.css", "/favicon.ico"})

_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
_JSON = "application/json"

_logger = logging.getLogger(__name__)


class Guard:
    """ASGI middleware: lets pass what may pass, with its user, and answers the rest itself."""

    def __init__(self, app: Application, *, access: Access, hosts: frozenset[str] = HOSTS) -> None:
        self._app = app
        self._access = access
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass, refuse the rest; no error leaves here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        else:
            reply = PolicedReply(send, scope["path"])
            try:
                await self._serve(scope, receive, reply)
            except Exception:
                _logger.exception("a request could not be served: %s", scope["path"])
                if not reply.started:
                    await _refuse(scope, reply, 500, as_sentence(UNEXPECTED))

    async def _serve(self, scope: Scope, receive: Receive, reply: PolicedReply) -> None:
        refused = refusal(scope, self._hosts)
        if refused:
            await _refuse(scope, reply, *refused)
        elif scope["path"] == "/" and _fetch_site(scope) == "cross-site":
            # A link on another site's page: the browser keeps our cookies to itself until the
            # page asks for itself, and without them this would be a stranger.
            await reply.give(200, render_opening(_full_path(scope)).encode(), content_type=_HTML)
        else:
            await self._admit(scope, receive, reply)

    async def _admit(self, scope: Scope, receive: Receive, reply: PolicedReply) -> None:
        admission = self._access.admit(scope)
        reply.cookies = admission.cookies
        if admission.user is None and scope["path"] not in _WITHOUT_USER:
            await _send_to_login(scope, reply)
            return
        passed = {**_uncompressed(scope), USER_KEY: admission.user}
        body = _Body(receive, largest_body(scope["path"]))
        with suppress(ClientDisconnect):
            await self._app(passed, body, _unless_too_large(body, reply))
        if body.too_large and not reply.started:
            await _refuse(scope, reply, 413, _too_large(scope["path"]))


def refusal(scope: Scope, hosts: frozenset[str] = HOSTS) -> tuple[int, str] | None:
    """Status and reason when a request is not served; None when it is."""
    host = _host(header(scope, "host") or "")
    if host not in hosts and not _is_own_address(scope, host):
        return 421, _unknown_name(host)
    method, path = scope["method"], scope["path"]
    served = _SERVED.get(method)
    if ".." in path or served is None or not served.fullmatch(path):
        return 404, "There is nothing at this address."
    if is_foreign(scope):
        return 403, "This was asked for by another page than Byline's. Open Byline itself."
    length = header(scope, "content-length") or "0"
    if not length.isdecimal() or int(length) > largest_body(path):
        return 413, _too_large(path)
    return None


def is_foreign(scope: Scope) -> bool:
    """Whether another site's page sent the request; links to the page itself are welcome."""
    method, path = scope["method"], scope["path"]
    if _fetch_site(scope) in ("cross-site", "same-site"):
        visits = header(scope, "sec-fetch-mode") == "navigate" and path in ("/", "/login")
        return not (visits and method == "GET")
    origin = header(scope, "origin")
    if method in ("GET", "HEAD") or origin is None:
        return False
    try:
        return urlsplit(origin).netloc.lower() != (header(scope, "host") or "").strip().lower()
    except ValueError:
        return True


def largest_body(path: str) -> int:
    """The most bytes that a request may bring."""
    return LARGEST_FILE_BYTES + LARGEST_BODY_BYTES if path == _FILES else LARGEST_BODY_BYTES


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


async def _refuse(scope: Scope, reply: PolicedReply, status: int, reason: str) -> None:
    """One sentence: JSON for scripts, text for people."""
    if scope["path"].startswith(("/byline/api/", "/gradio_api/")):
        await reply.give(status, _problem(reason), content_type=_JSON)
    else:
        await reply.give(status, f"{reason}\n".encode(), content_type=_TEXT)


async def _send_to_login(scope: Scope, reply: PolicedReply) -> None:
    if scope["path"] == "/":
        where = f"/login?next={quote(_full_path(scope), safe='/')}"
        await reply.give(303, b"", location="/login" if _full_path(scope) == "/" else where)
    else:
        await reply.give(401, _problem(LOGGED_OUT), content_type=_JSON)


def _problem(reason: str) -> bytes:
    """`problem` is what our scripts show, `detail` what Gradio's do."""
    return json.dumps({"problem": reason, "detail": reason}).encode()


def _full_path(scope: Scope) -> str:
    asked = bytes(scope.get("query_string", b"")).decode("latin-1")
    return f"{scope['path']}?{asked}" if asked else str(scope["path"])


def _fetch_site(scope: Scope) -> str:
    return header(scope, "sec-fetch-site") or ""


def _host(text: str) -> str:
    """A Host header without port and brackets, in small letters."""
    return re.sub(r":\d+$", "", text.strip().lower()).removeprefix("[").removesuffix("]")


def _is_own_address(scope: Scope, host: str) -> bool:
    """Whether the name is the very address, in digits, at which the request arrived."""
    arrived = str((scope.get("server") or [""])[0]).removeprefix("::ffff:")
    try:
        return ipaddress.ip_address(host) == ipaddress.ip_address(arrived)
    except ValueError:
        return False


def _unknown_name(host: str) -> str:
    if not re.fullmatch(r"[\w.:-]{1,253}", host):
        return "Byline does not answer to this name."
    return (
        f"Byline does not answer to {host}. Whoever runs it can allow the name with"
        f" --allow-host {host}."
    )


def _too_large(path: str) -> str:
    if path == _FILES:
        return f"A file may have at most {LARGEST_FILE_BYTES // 1_000_000} MB."
    return "That is too much at once."


def _uncompressed(scope: Scope) -> Scope:
    """The page itself without compression, so that its inline scripts can be read."""
    if scope["path"] != "/":
        return scope
    kept = [(n, v) for n, v in scope["headers"] if n.lower() != b"accept-encoding"]
    return {**scope, "headers": kept}
