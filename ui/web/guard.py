"""What stands before Gradio: which addresses are served, to whom, under which policy.

Gradio serves more than the page needs: a file route that fetches remote addresses for whoever
asks, a proxy, uploads, monitoring, API descriptions. What is not on the list here is not there.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY_BYTES = 1_000_000
HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})

_READ = re.compile(
    r"/|/config/?|/theme\.css|/favicon\.ico|/manifest\.json|/robots\.txt"
    r"|/(?:assets|static|byline)/[\w./-]+"
    r"|/gradio_api/(?:queue/data|theme\.css|startup-events|app_id/?|heartbeat/\w+)"
)
_WRITE = re.compile(r"/gradio_api/(?:queue/join|run/predict|cancel|reset)/?")
_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """ASGI middleware: a list of addresses, a check of the host, a policy on every response."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass, refuse the rest."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        else:
            policed = _Policed(send)
            refused = refusal(scope)
            if refused:
                await _refuse(policed, *refused)
            else:
                await self._app(_uncompressed(scope), _limited(receive), policed)


def refusal(scope: Scope) -> tuple[int, str] | None:
    """Status and reason when a request is not served; None when it is."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    if _host(headers.get("host", "")) not in HOSTS:
        # A page elsewhere may have pointed its own name at this machine.
        return 421, "Byline answers at 127.0.0.1 only."
    method, path = scope["method"], scope["path"]
    if ".." in path or not _is_served(method, path):
        return 404, "There is nothing at this address."
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST_BODY_BYTES:
        return 413, "That is too much at once."
    return None


def policy(scripts: Iterable[bytes] = ()) -> str:
    """The content security policy; `scripts` are inline scripts that may run."""
    hashes = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in scripts
    )
    # Gradio's components set style attributes and add style elements; scripts never need that.
    return (
        "default-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none';"
        f" script-src 'self'{hashes}; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self';"
        " manifest-src 'self'; worker-src 'self'"
    )


def _uncompressed(scope: Scope) -> Scope:
    """The page itself without compression, so that its inline scripts can be read."""
    if scope["path"] != "/":
        return scope
    kept = [(n, v) for n, v in scope["headers"] if n.lower() != b"accept-encoding"]
    return {**scope, "headers": kept}


def _host(header: str) -> str:
    return re.sub(r":\d+$", "", header.strip().lower())


def _is_served(method: str, path: str) -> bool:
    if method in ("GET", "HEAD"):
        return bool(_READ.fullmatch(path))
    return method == "POST" and bool(_WRITE.fullmatch(path))


def _limited(receive: Receive) -> Receive:
    """Ends a body that goes on beyond what its header said or without one."""
    left = LARGEST_BODY_BYTES

    async def limited() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if left < 0 else message

    return limited


async def _refuse(send: Send, status: int, reason: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{reason}\n".encode()})


class _Policed:
    """Sends on a response with the policy; a page's own inline scripts are allowed by hash."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None  # of a page, held back until its body is known
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._start)

    async def _begin(self, message: Message) -> None:
        kinds = [v for n, v in message["headers"] if n.lower() == b"content-type"]
        if kinds and kinds[0].startswith(b"text/html"):
            self._start = message
        else:
            await self._send(_with_policy(message, policy()))

    async def _send_page(self, start: Message) -> None:
        scripts = _SCRIPT.findall(self._body)
        await self._send(_with_policy(start, policy(scripts)))
        await self._send({"type": "http.response.body", "body": self._body})


def _with_policy(start: Message, content_policy: str) -> Message:
    ours = {**HEADERS, "content-security-policy": content_policy}
    kept = [(n, v) for n, v in start["headers"] if n.decode("latin-1").lower() not in ours]
    added = [(name.encode(), value.encode()) for name, value in ours.items()]
    return {**start, "headers": [*kept, *added]}
