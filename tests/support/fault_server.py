"""A scripted server on loopback that speaks HTTP as badly as it is told to.

Each request's first path segment names the script that answers it: `http://.../KIND/v1`. A script
writes bytes to the socket itself, so that nothing makes them well-formed.
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

HOST = "127.0.0.1"
_LONGEST_S = 20.0  # after this even an endless script ends
_LONGEST_REQUEST = 10_000_000
_RESET = struct.pack("ii", 1, 0)  # linger for 0 s: closing sends a reset

Script = Callable[["Wire"], None]


class Wire:
    """One connection, as a script sees it: the request, and the socket to answer on."""

    def __init__(
        self, connection: socket.socket, request: bytes, attempt: int, closing: threading.Event
    ) -> None:
        self._connection = connection
        self._closing = closing
        self._ends = time.monotonic() + _LONGEST_S
        self.attempt = attempt  # from 1, for each script
        head, _, self.body = request.partition(b"\r\n\r\n")
        self.target = head.split(b" ", 2)[1].decode("latin-1")
        lines = (line.partition(b":") for line in head.split(b"\r\n")[1:])
        self.headers = {
            name.strip().lower().decode("latin-1"): value.strip().decode("latin-1")
            for name, _, value in lines
        }

    @property
    def asks_to_stream(self) -> bool:
        """Whether the request's body asks for a stream."""
        return bool(json.loads(self.body).get("stream"))

    def send(self, data: bytes) -> None:
        """Write all of it."""
        self._connection.sendall(data)

    def send_slowly(self, data: bytes, every_s: float) -> None:
        """One byte at a time."""
        for byte in data:
            if self.over:
                return
            self.send(bytes([byte]))
            self.wait(every_s)

    def send_forever(self, data: bytes, every_s: float = 0.002) -> None:
        """The same again and again, until the other side or the server has enough."""
        while not self.over:
            self.send(data)
            self.wait(every_s)

    def wait(self, seconds: float) -> None:
        """Say nothing for a while."""
        self._closing.wait(seconds)

    def wait_forever(self) -> None:
        """Say nothing until the other side goes away or the server closes."""
        self._connection.settimeout(0.05)
        while not self.over:
            with contextlib.suppress(TimeoutError):
                if not self._connection.recv(1):
                    return

    def reset(self) -> None:
        """End the connection as a crashed machine does."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)

    @property
    def over(self) -> bool:
        """Whether it is time to end."""
        return self._closing.is_set() or time.monotonic() > self._ends


class FaultServer:
    """Serves the scripts while it is entered; `called` holds when each was asked."""

    def __init__(self, scripts: Mapping[str, Script]) -> None:
        self._scripts = scripts
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self.called: defaultdict[str, list[float]] = defaultdict(list)
        self.left: defaultdict[str, int] = defaultdict(int)  # connections that have ended

    def __enter__(self) -> Self:
        self._listener = socket.create_server((HOST, 0), backlog=128)
        self._listener.settimeout(0.1)
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._thread.join(2)
        self._listener.close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def url(self, name: str, credentials: str = "", query: str = "") -> str:
        """The base URL that leads to the script `name`."""
        return f"http://{credentials}{HOST}:{self.port}/{name}/v1{query}"

    def _accept(self) -> None:
        while not self._closing.is_set():
            with contextlib.suppress(TimeoutError, OSError):
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        name = ""
        # the other side going away is what many scripts are for
        with contextlib.suppress(OSError), connection:
            request = _read_request(connection)
            if not request:
                return
            name = request.split(b"/", 2)[1].decode("latin-1")
            with self._lock:
                self.called[name].append(time.monotonic())
                attempt = len(self.called[name])
            self._scripts[name](Wire(connection, request, attempt, self._closing))
        with self._lock:
            self.left[name] += 1


def _read_request(connection: socket.socket) -> bytes:
    connection.settimeout(_LONGEST_S)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    request = b""
    while not _is_complete(request) and len(request) < _LONGEST_REQUEST:
        data = connection.recv(65_536)
        if not data:
            return b""
        request += data
    return request


def _is_complete(request: bytes) -> bool:
    head, end, body = request.partition(b"\r\n\r\n")
    if not end:
        return False
    lengths = [
        line.partition(b":")[2]
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:")
    ]
    return len(body) >= int(lengths[0]) if lengths else True
