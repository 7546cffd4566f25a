"""Security headers of every response: Content Security Policy (CSP) and its fellows.

Each is made from the request's path alone, so that errors and redirects have it, too.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, MutableMapping

from ui.web.asgi import Message, Send

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # not no-referrer: forms would say that they come from "null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}

_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_KEEPS = re.compile(r"/(?:assets|static)/.*")  # Gradio's own files: a browser may keep them


def page_policy(scripts: Iterable[bytes] = ()) -> str:
    """For the page; `scripts` are inline scripts that may run."""
    hashes = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in scripts
    )
    # A frame shows the report of a run, of which it runs nothing.
    # Gradio's components set style attributes and add style elements; scripts never need that.
    return (
        "default-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none';"
        f" script-src 'self'{hashes}; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self';"
        " manifest-src 'self'; worker-src 'self'; frame-src blob:"
    )


LOGIN_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
    " style-src 'self'; img-src 'self'"
)
DATA_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " style-src 'unsafe-inline'; img-src data:"
)
"""For what the routes of our own give away, such as an exported conversation: no script at all."""


def policy_of(path: str) -> str:
    """The policy of a response at `path` whose scripts, if any, are all in files."""
    if path in ("/login", "/logout"):
        return LOGIN_POLICY
    return DATA_POLICY if path.startswith("/byline/api/") else page_policy()


class PolicedReply:
    """Sends on a response with the headers; the page's own inline scripts are allowed by hash."""

    def __init__(self, send: Send, path: str) -> None:
        self.started = False
        self.cookies: tuple[str, ...] = ()
        self._send = send
        self._path = path
        self._page: Message | None = None  # the page's start, held back until its body is known
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Send on a part of the response."""
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._page is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._page)

    async def give(self, status: int, body: bytes, **headers: str) -> None:
        """Send a whole response."""
        pairs = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
        pairs.append((b"content-length", str(len(body)).encode()))
        start = {"type": "http.response.start", "status": status, "headers": pairs}
        self._page = None
        await self._send_start(start, policy_of(self._path))
        await self._send({"type": "http.response.body", "body": body})

    async def _begin(self, message: Message) -> None:
        kinds = [value for name, value in message["headers"] if name.lower() == b"content-type"]
        if self._path == "/" and kinds and kinds[0].startswith(b"text/html"):
            self._page = message
        else:
            await self._send_start(message, policy_of(self._path))

    async def _send_page(self, start: Message) -> None:
        await self._send_start(start, page_policy(_SCRIPT.findall(self._body)))
        await self._send({"type": "http.response.body", "body": self._body})

    async def _send_start(self, start: Message, policy: str) -> None:
        ours = {**HEADERS, "content-security-policy": policy}
        kept = [(n, v) for n, v in start["headers"] if not _is_replaced(n.decode("latin-1"), ours)]
        if not any(n.lower() == b"cache-control" for n, _ in kept) and not _KEEPS.match(self._path):
            ours["cache-control"] = "no-store"
        added = [(name.encode(), value.encode()) for name, value in ours.items()]
        added += [(b"set-cookie", cookie.encode()) for cookie in self.cookies]
        self.started = True
        await self._send({**start, "headers": [*kept, *added]})


def _is_replaced(name: str, ours: MutableMapping[str, str]) -> bool:
    """Ours replace the same ones; and nobody lets pages of another origin read a response."""
    return name.lower() in ours or name.lower().startswith("access-control-")
