"""From what the HTTP libraries raise to a reason that a user can act on.

Reasons go on after the endpoint's address ("... cannot be reached"). They are made of the
library's kinds of error, never of its texts; what the server says is masked and cut.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import ModelError
from rag.models.exchange import Stopped
from rag.models.options import OPTIONS
from rag.models.reading import error_message
from rag.models.retrying import RETRIED, CallError, advised_wait
from rag.models.secrecy import Redactor

if TYPE_CHECKING:
    import openai

_UNWANTED = frozenset({400, 404, 405, 415, 422, 501})


def explain(error: Exception, *, redactor: Redactor, has_key: bool) -> Exception:
    """The `ModelError` that stands for `error`, or `Stopped` when only the time was up."""
    import httpx2
    import openai

    for cause in _chain(error):
        if isinstance(cause, CallError | Stopped):
            return cause
        if isinstance(cause, ModelError):
            return ModelError(redactor.hide(str(cause)))
    if isinstance(error, openai.APIStatusError):
        return _explain_status(error, redactor, has_key)
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return Stopped()
    causes = list(_chain(error))
    if any(isinstance(cause, httpx2.ConnectError | httpx2.ProxyError) for cause in causes):
        return _explain_connection(causes)
    if any(isinstance(cause, httpx2.TransportError) for cause in causes):
        return CallError("broke off its answer", again=True)
    return CallError(f"cannot be asked ({type(causes[-1]).__name__})")


def _explain_connection(causes: list[BaseException]) -> CallError:
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return CallError("cannot be reached: no secure connection (certificate or TLS)")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return CallError("cannot be reached: nobody knows its host name", again=True)
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return CallError("cannot be reached: nothing listens there; is it running?", again=True)
    return CallError("cannot be reached", again=True)


def _explain_status(error: openai.APIStatusError, redactor: Redactor, has_key: bool) -> CallError:
    status = error.status_code
    wait_s = advised_wait(error.response.headers)
    said = redactor.hide(_said(error.body))
    reason = f"{_meaning(status, has_key)} (status {status})"
    if wait_s is not None and status in RETRIED:
        reason += f" and asks to wait {wait_s:,.3g} s"
    return CallError(
        f"{reason}: {said}" if said else reason,
        again=status in RETRIED,
        wait_s=wait_s,
        unwanted=_unwanted(said) if status in _UNWANTED else frozenset(),
    )


def _unwanted(said: str) -> frozenset[str]:
    return frozenset(name for name in OPTIONS if name in said.casefold())


def _meaning(status: int, has_key: bool) -> str:
    if 300 <= status < 400:
        return "sends us elsewhere, where we do not go: set BYLINE_BASE_URL to the final address"
    if status in (401, 403):
        return "refuses BYLINE_API_KEY" if has_key else "wants a key: set BYLINE_API_KEY"
    known = {
        404: "has no such model or no chat there: check BYLINE_MODEL and BYLINE_BASE_URL",
        408: "gave up waiting",
        429: "is over its limit",
    }
    return known.get(status, "failed" if status >= 500 else "did not accept the question")


def _said(body: object) -> str:
    """What an error's body says; the SDK has already taken it out of its `error`."""
    if isinstance(body, dict):
        return error_message({"error": body.get("error") or body})
    text = body.strip() if isinstance(body, str) else ""
    return error_message({"error": text}) if text and not text.startswith("<") else ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
