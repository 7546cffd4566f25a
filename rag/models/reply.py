"""A streamed reply, read in a background thread with time-out and cancellation.

Whoever waits for a reply keeps the clock, so that nothing that the other side does (connecting,
headers that drip, a name server that is silent, a model that loads) can outlast the deadline.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Generator
from queue import Empty, SimpleQueue

from index.errors import ModelError

Produce = Callable[["Reply"], None]


class Stopped(Exception):
    """Nobody waits for the reply any more."""


class Reply:
    """What the thread that makes a reply shares with the one that reads it."""

    def __init__(self, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        self.stopped = threading.Event()
        self._ends = time.monotonic() + timeout_s
        self._items: SimpleQueue[str | ModelError | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._at_stop: list[Callable[[], None]] = []

    def left(self) -> float:
        """Seconds until the deadline, 0 or more."""
        return max(0.0, self._ends - time.monotonic())

    def put(self, piece: str) -> None:
        """Hand a piece to the reader; raises `Stopped` when it is too late for that."""
        if self.stopped.is_set() or not self.left():
            raise Stopped
        self._items.put(piece)

    def at_stop(self, action: Callable[[], None]) -> None:
        """Do this once when the reading ends, however it ends; at once if it has."""
        with self._lock:
            if not self.stopped.is_set():
                self._at_stop.append(action)
                return
        action()

    def run(self, produce: Produce) -> None:
        """Make the reply: the body of the thread."""
        try:
            produce(self)
            self._items.put(None)
        except ModelError as error:
            self._items.put(error)
        except Stopped:
            self._items.put(self._too_slow())
        except Exception as error:  # noqa: BLE001  # a library's failure is the model's failure
            # its text and its values may hold the key: only its kind is told
            self._items.put(ModelError(f"failed unexpectedly ({type(error).__name__})"))

    def stop(self) -> None:
        """End the work on the other side."""
        with self._lock:
            self.stopped.set()
            actions, self._at_stop = self._at_stop, []
        for action in actions:
            with contextlib.suppress(OSError):
                action()

    def next(self) -> str | ModelError | None:
        """The next piece, or why there is none; None at the end."""
        try:
            return self._items.get(timeout=self.left())
        except Empty:
            return self._too_slow()

    def _too_slow(self) -> ModelError:
        return ModelError(f"gave no complete answer within {self.timeout_s:g} s")


def read_in_background(produce: Produce, timeout_s: float, *, who: str) -> Generator[str]:
    """The pieces that `produce` puts, until it returns; closing the iterator stops it.

    `ModelError`, which begins with `who`, when it fails or is not done within `timeout_s`.
    """
    reply = Reply(timeout_s)
    threading.Thread(target=reply.run, args=(produce,), name="byline-model", daemon=True).start()
    try:
        while (item := reply.next()) is not None:
            if isinstance(item, ModelError):
                # raised anew: what was caught in the other thread does not travel with it
                raise ModelError(f"{who} {item}")
            yield item
    finally:
        reply.stop()
