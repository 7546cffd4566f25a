"""What is tried again, how often, and how long to wait before."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from index.errors import ModelError
from rag.models.exchange import Exchange

if TYPE_CHECKING:
    import tenacity

ATTEMPTS = 3
_FIRST_WAIT_S = 0.2
RETRIED = frozenset({408, 409, 429, 500, 502, 503, 504})


class CallError(ModelError):
    """One attempt failed; `again` says whether another may be better.

    `unwanted` names the parameters of the request that the endpoint does not take.
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


def with_retries(attempt: Callable[[], None], exchange: Exchange) -> None:
    """Call `attempt` until it succeeds, fails for good, or no time is left.

    Raises:
        CallError: the last failure; one that asks to wait beyond the deadline is the last.
    """
    import tenacity
    from tenacity.wait import wait_exponential, wait_random

    backoff = wait_exponential(_FIRST_WAIT_S) + wait_random(0, _FIRST_WAIT_S)

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        advised = error.wait_s if isinstance(error, CallError) else None
        return backoff(state) if advised is None else advised

    tenacity.Retrying(
        retry=tenacity.retry_if_exception(lambda e: isinstance(e, CallError) and e.again),
        wait=wait,
        stop=tenacity.stop_after_attempt(ATTEMPTS)
        | tenacity.stop_before_delay(exchange.left())
        | tenacity.stop_when_event_set(exchange.stopped),
        sleep=tenacity.sleep_using_event(exchange.stopped),
        reraise=True,
    )(attempt)


def advised_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by `retry-after-ms` or `Retry-After`; None when they say nothing usable.

    `Retry-After` is a number of seconds or an HTTP date (RFC 9110, 10.2.3). A time that is not
    in the future is no advice: our own waiting time is then used.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after")
    seconds = _number(text)
    return seconds if seconds is not None else _until(text)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0 else None


def _until(text: str | None) -> float | None:
    try:
        moment = parsedate_to_datetime(text or "")
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    seconds = (moment - datetime.now(UTC)).total_seconds()
    return seconds if seconds > 0 else None
