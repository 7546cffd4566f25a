"""Error messages for endpoint failures: connection, HTTP status, Retry-After.

Reasons go on after the endpoint's address ("... cannot be reached"). They are made of the
library's kinds of error, never of its texts; what the server says is masked and cut.
"""

import json
import math
import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType

from index.errors import ModelError
from rag.english.grammar import Grammar
from rag.models.redaction import Redactor
from rag.models.reply import Stopped
from rag.models.response_parser import error_message

# some endpoints cannot stream; models that reason take no temperature
OPTIONS: Mapping[str, object] = MappingProxyType({"stream": True, "temperature": 0})
"""What is asked for beside the reply itself, and left out where an endpoint does not take it."""

SYSTEM = "system"
"""The role that gives instructions; where an endpoint does not take it, the user gives them."""

RETRIED = frozenset({408, 409, 429, 500, 502, 503, 504})
_UNWANTED = frozenset({400, 404, 405, 415, 422, 501})
_NO_SYSTEM = Grammar("rag.models", "failures").no_system
_GIVE_KEY = "set BYLINE_API_KEY, or add the model again with `byline models`"
_MEANINGS = {
    404: "has no such model or no chat there: check BYLINE_MODEL and BYLINE_BASE_URL",
    408: "gave up waiting",
    429: "is over its limit",
}


class CallError(ModelError):
    """One attempt failed; `again` says whether another may be better, `wait_s` when at the soonest.

    `unwanted` names what the endpoint does not take: parameters of the request, `SYSTEM`.
    """

    def __init__(
        self,
        reason: str,
        *,
        again: bool = False,
        wait_s: float | None = None,
        unwanted: frozenset[str] = frozenset(),
    ) -> None:
        self.again, self.wait_s, self.unwanted = again, wait_s, unwanted
        super().__init__(reason)


def explain(error: Exception, redactor: Redactor) -> Exception:
    """The `ModelError` that stands for `error`, or `Stopped` when only the time was up."""
    import httpx2

    if isinstance(error, CallError | Stopped):
        return error
    if isinstance(error, ModelError):
        return ModelError(redactor.hide(str(error)))
    if isinstance(error, httpx2.TimeoutException):
        return Stopped()
    if isinstance(error, httpx2.ConnectError | httpx2.ProxyError):
        return _connection_error(list(_chain(error)))
    if isinstance(error, httpx2.TransportError):
        return CallError("broke off its answer", again=True)
    return CallError(f"cannot be asked ({type(error).__name__})")


def _connection_error(causes: list[BaseException]) -> CallError:
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return CallError("cannot be reached: no secure connection (certificate or TLS)")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return CallError("cannot be reached: nobody knows its host name", again=True)
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return CallError("cannot be reached: nothing listens there; is it running?", again=True)
    return CallError("cannot be reached", again=True)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def status_error(
    status: int, headers: Mapping[str, str], body: bytes, redactor: Redactor, *, has_key: bool
) -> CallError:
    """What an answer with any other status than success means, and whether to ask again."""
    again = status in RETRIED
    wait_s = advised_wait(headers)
    reason = f"{_meaning(status, has_key)} (status {status})"
    if wait_s is not None and again:
        reason += f" and asks to wait {wait_s:,.3g} s"
    said = redactor.hide(_said(body))
    named = frozenset(name for name in OPTIONS if name in said.casefold())
    unwanted = named if status in _UNWANTED else frozenset()
    if status in (*_UNWANTED, 500) and _NO_SYSTEM.search(said):
        unwanted |= {SYSTEM}
    return CallError(
        f"{reason}: {said}" if said else reason, again=again, wait_s=wait_s, unwanted=unwanted
    )


def _meaning(status: int, has_key: bool) -> str:
    if 300 <= status < 400:
        return "sends us elsewhere, where we do not go: set BYLINE_BASE_URL to the final address"
    if status in (401, 403):
        return "refuses the key that it is given" if has_key else f"wants a key: {_GIVE_KEY}"
    other = "failed" if status >= 500 else "did not accept the question"
    return _MEANINGS.get(status, other)


def _said(body: bytes) -> str:
    """What an error's body says: an object, or plain text; a web page says nothing."""
    text = body.decode(errors="replace").strip()
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None if text.startswith("<") else text
    return error_message(value if isinstance(value, dict) else {"error": value}) if value else ""


def advised_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by `retry-after-ms` or `Retry-After`; None when they say nothing usable.

    `Retry-After` is a number of seconds or an HTTP date (RFC 9110, 10.2.3). A time that is not
    in the future is no advice: our own waiting time is then used.
    """
    milliseconds = _seconds(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    return _seconds(headers.get("retry-after", ""))


def _seconds(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        value = _until(text)
    return value if math.isfinite(value) and value > 0 else None


def _until(text: str) -> float:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()
