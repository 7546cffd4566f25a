"""The doors of programs, /v1, /api and /mcp: tokens, limits, other origins, forms of a problem."""

import json
import re
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ui.web.gate.private_files import Watched
from ui.web.gate.tokens import PREFIX, Token, Tokens, read_tokens
from ui.web.values import User

MINUTE_S = 60.0
ANYBODY = User(owner="program")
"""A program on this machine, where nobody needs a token."""
MISSING = (
    "Send a token, as in `Authorization: Bearer byline_...`. Whoever runs Byline makes one with"
    " `byline tokens add NAME`."
)

_DOOR = re.compile(r"/(?:v1|api|mcp)(?:/.*)?", re.DOTALL)
_READS = re.compile(r"/v1/.*|/api/answer|/mcp")
"""Where a POST changes nothing."""
_BEARER = re.compile(r"bearer +(\S+)", re.IGNORECASE)


def is_door(path: str) -> bool:
    """Whether programs ask there."""
    return bool(_DOOR.fullmatch(path))


def told(
    path: str, status: int, message: str, headers: Mapping[str, str] | None = None
) -> Response:
    """What is wrong, as clients of this door read it: OpenAI's form, or RFC 9457's."""
    message = message.encode(errors="replace").decode()  # halves of pairs are no JSON
    kind = "application/json"
    if path.startswith("/v1"):
        error = "invalid_request_error" if status < 500 else "server_error"
        body: object = {"error": {"message": message, "type": error, "param": None, "code": None}}
    else:
        kind = "application/problem+json"
        title = HTTPStatus(status).phrase
        body = {"type": "about:blank", "title": title, "status": status, "detail": message}
    return Response(json.dumps(body, ensure_ascii=False), status, headers, kind)


class Denied(Exception):
    """A program that does not come in, why, and what its client reads of it in headers."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str]) -> None:
        self.status, self.message, self.headers = status, message, headers
        super().__init__(message)


class ProgramAccess:
    """Who asks at a door: whoever knows a token, or any program where none is required.

    A token that is sent is checked in both cases. For one event loop.
    """

    def __init__(
        self,
        path: Path,
        *,
        required: bool,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._tokens = Watched(path, read_tokens, "no token is let in")
        self._required, self._clock, self._today = required, clock, today
        self._running: Counter[str] = Counter()
        self._begun: defaultdict[str, deque[float]] = defaultdict(deque)

    @contextmanager
    def entered(self, scope: Scope) -> Iterator[User]:
        """Who sent the request, counted until it is answered; raises `Denied`."""
        token = self._token(scope)
        if token is None:
            yield ANYBODY
            return
        if token.read_only and scope["method"] == "POST" and not _READS.fullmatch(scope["path"]):
            raise Denied(403, f"The token {token.name} may only read.", {})
        self._check_pace(token)
        self._running[token.sha256] += 1
        try:
            yield User(owner=f"token:{token.sha256}", name=token.name)
        finally:
            self._running[token.sha256] -= 1

    def _token(self, scope: Scope) -> Token | None:
        sent = _BEARER.fullmatch(Headers(scope=scope).get("authorization", "").strip())
        text = sent[1] if sent else ""
        if not text.startswith(PREFIX) and not self._required:
            return None
        if not text:
            raise Denied(401, MISSING, {"www-authenticate": "Bearer"})
        token = (self._tokens.get() or Tokens()).known_by(text)
        if token is None or (token.until and token.until < self._today()):
            why = f"expired after {token.until}" if token else "is not known here"
            wrong = {"www-authenticate": 'Bearer error="invalid_token"'}
            raise Denied(401, f"This token {why}. {MISSING}", wrong)
        return token

    def _check_pace(self, token: Token) -> None:
        if self._running[token.sha256] >= token.running:
            why = f"{token.running} requests of the token {token.name} are running already"
            raise Denied(429, f"{why}: wait for one of them.", {"retry-after": "1"})
        begun, now = self._begun[token.sha256], self._clock()
        while begun and begun[0] <= now - MINUTE_S:
            begun.popleft()
        if len(begun) >= token.a_minute:
            wait_s = max(1, round(begun[0] + MINUTE_S - now))
            why = f"The token {token.name} may ask {token.a_minute} times a minute"
            raise Denied(429, f"{why}: wait {wait_s} s.", {"retry-after": str(wait_s)})
        begun.append(now)


class NamedOrigins(CORSMiddleware):
    """Lets pages of origins that were named ask at the doors, and nowhere else."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a preflight is answered here."""
        door = scope["type"] == "http" and is_door(scope["path"])
        await (super().__call__ if door else self.app)(scope, receive, send)
