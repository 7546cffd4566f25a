"""Security headers of every response: Content Security Policy (CSP) and its fellows.

Each is made from the request's path alone, so that errors and redirects have it, too.
"""

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

from ui.web.gate.programs import is_door

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
    return DATA_POLICY if path.startswith("/byline/api/") or is_door(path) else page_policy()


class PolicedReply:
    """Sends on a response with the headers; the page's own inline scripts are allowed by hash."""

    def __init__(self, send: Send, path: str, request_id: str) -> None:
        self.started = False
        self.cookies: tuple[str, ...] = ()
        self.head = b""  # put at the end of the page's own
        self._send = send
        self._path, self._request_id = path, request_id
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

    async def _begin(self, message: Message) -> None:
        kind = MutableHeaders(scope=message).get("content-type", "")
        self._page, self._body = None, b""
        if self._path == "/" and kind.startswith("text/html"):
            self._page = message
        else:
            await self._send_start(message, policy_of(self._path))

    async def _send_page(self, start: Message) -> None:
        whole = self._body.replace(b"</head>", self.head + b"</head>", 1)
        MutableHeaders(scope=start)["content-length"] = str(len(whole))
        await self._send_start(start, page_policy(_SCRIPT.findall(whole)))
        await self._send({"type": "http.response.body", "body": whole})

    async def _send_start(self, start: Message, policy: str) -> None:
        headers = MutableHeaders(scope=start)
        for name in headers:
            if name.startswith("access-control-"):  # no page of another origin reads a response
                del headers[name]
        headers.update({**HEADERS, "content-security-policy": policy})
        if is_door(self._path):
            headers["x-request-id"] = self._request_id
        if not _KEEPS.match(self._path):
            headers.setdefault("cache-control", "no-store")
        for cookie in self.cookies:
            headers.append("set-cookie", cookie)
        self.started = True
        await self._send(start)
