"""HTTP connections of slow and of many clients: time-outs, and limits per address and in all.

uvicorn waits for ever for the rest of a request, and for a client that takes nothing of its reply.
Here each has a deadline, however slowly its bytes arrive; and a connection that waits for a request
gives way to a new one when there are too many: half-sent requests shut nobody out.
"""

import asyncio
from collections.abc import Collection
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ui.web.gate.addresses import is_among, to_client

HEAD_S = 10.0
BODY_S = 30.0
SLOWEST_BYTES_S = 2_000
"""A body has `BODY_S`, and a second more for so many bytes of it."""
REPLY_S = 60.0
MOST_OF_ADDRESS = 400
MOST_OF_ALL = 800
"""Below the 1,024 files that a process may have open on most systems."""

_WAITS_S: dict[Any, float] = {h11.IDLE: HEAD_S, h11.SEND_BODY: BODY_S}
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n"
    b"Byline is busy: too many connections are open. Try again in a minute.\n"
)


class PatientProtocol(H11Protocol):
    """A connection that is closed when its client is too slow; see the module."""

    _key = ""  # the client, as limits count it
    _phase: Any = None  # what is awaited of the client, as h11 names it
    _since_s = 0.0
    _received_bytes = 0
    _deadline: asyncio.TimerHandle | None = None
    _reply_deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request if there is room, else say that there is none."""
        super().connection_made(transport)
        self._key = to_client(self.client[0]) if self.client else ""
        if self._has_room():
            self._watch()
        else:
            transport.write(_BUSY)
            transport.close()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        self._received_bytes += len(data)
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """The client takes nothing at the moment."""
        super().pause_writing()
        self._reply_deadline = self.loop.call_later(REPLY_S, self.transport.abort)

    def resume_writing(self) -> None:
        """The client goes on."""
        super().resume_writing()
        _cancel(self._reply_deadline)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        _cancel(self._deadline)
        super().connection_lost(exc)
        _cancel(self._reply_deadline)

    def _watch(self) -> None:
        """Begin a deadline when something else is awaited than before."""
        if self.conn.their_state is self._phase:
            return
        _cancel(self._deadline)
        self._phase = self.conn.their_state
        self._since_s, self._received_bytes = self.loop.time(), 0
        if self._phase in _WAITS_S:
            self._deadline = self.loop.call_later(_WAITS_S[self._phase], self._end_if_late)

    def _end_if_late(self) -> None:
        """Close the connection, unless its body comes fast enough or it is we who do not read."""
        left_s = 0.0
        if self._phase is h11.SEND_BODY:
            earned_s = BODY_S + self._received_bytes / SLOWEST_BYTES_S
            left_s = self._since_s + earned_s - self.loop.time()
            left_s = BODY_S if self.flow.read_paused else left_s
        if left_s > 0:
            self._deadline = self.loop.call_later(left_s, self._end_if_late)
        else:
            self.transport.abort()

    def _has_room(self) -> bool:
        """Whether the connection may stay; one that waits may have to give way to it."""
        everyone = {one for one in self.connections if isinstance(one, PatientProtocol)}
        if not self._is_proxy():
            own = {one for one in everyone if one._key == self._key}
            if not _make_room(own, MOST_OF_ADDRESS, self):
                return False
        return _make_room(everyone & self.connections, MOST_OF_ALL, self)

    def _is_proxy(self) -> bool:
        """Whether it comes from a proxy that is believed, which stands for many clients."""
        believed = self.config.forwarded_allow_ips
        return self.client is not None and is_among(self.client[0], believed)


def _make_room(connections: Collection[PatientProtocol], most: int, new: PatientProtocol) -> bool:
    """Whether `new` may stay among `connections`; the one that has waited longest may go for it."""
    if len(connections) <= most:
        return True
    waiting = [one for one in connections if one is not new and one._phase in _WAITS_S]
    if not waiting:
        return False
    oldest = min(waiting, key=lambda one: (one._phase is h11.SEND_BODY, one._since_s))
    oldest.connections.discard(oldest)
    oldest.transport.abort()
    return True


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
