"""Rate limits: whoever fails to log in too often waits, and whoever adds too much at once."""

import threading
import time
from collections import deque
from collections.abc import Callable

from cachetools import LRUCache

from ui.web.gate.addresses import to_client

WINDOW_S = 15 * 60
FAILURES_OF_NAME_AT_ADDRESS = 5
FAILURES_OF_ADDRESS = 20
FAILURES_OF_NAME = 50  # from anywhere: high, so that a stranger cannot easily lock somebody out
MOST_KEYS = 20_000
HOUR_S = 3600

_Key = tuple[str | None, str | None]  # name and address; None: any


class Throttle:
    """Failures within the last 15 minutes, by name, by address and by both. Thread-safe.

    An IPv6 network of 64 bits is one address: whoever has one of its addresses has them all.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: LRUCache[_Key, deque[float]] = LRUCache(MOST_KEYS)
        self._lock = threading.Lock()

    def enter(self, name: str, address: str) -> float:
        """0 when `name` may be tried from `address` now, else for how many seconds it must not.

        The attempt counts as failed until `succeeded` says otherwise, so that many attempts at
        the same time are not all let through.
        """
        now = self._clock()
        limits = _limits(name, to_client(address))
        with self._lock:
            wait_s = max(self._wait_s(key, most, now) for key, most in limits.items())
            if wait_s == 0:
                self._count(limits, now)
        return wait_s

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of this name from this address, and what `enter` counted."""
        address = to_client(address)
        with self._lock:
            for key in _limits(name, address):
                times = self._failures.get(key)
                if times:
                    times.pop()
            self._failures.pop((name, address), None)

    def _count(self, limits: dict[_Key, int], now: float) -> None:
        for key, most in limits.items():
            self._failures.setdefault(key, deque(maxlen=most)).append(now)

    def _wait_s(self, key: _Key, most: int, now: float) -> float:
        times = self._failures.get(key)
        if times is None or len(times) < most:
            return 0.0
        return max(0.0, times[0] + WINDOW_S - now)


def _limits(name: str, address: str) -> dict[_Key, int]:
    return {
        (name, address): FAILURES_OF_NAME_AT_ADDRESS,
        (None, address): FAILURES_OF_ADDRESS,
        (name, None): FAILURES_OF_NAME,
    }


class Quota:
    """How much each reader may take within an hour. Thread-safe."""

    def __init__(self, most: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._taken: LRUCache[str, deque[tuple[float, float]]] = LRUCache(MOST_KEYS)
        self._lock = threading.Lock()

    def take(self, reader: str, amount: float) -> bool:
        """Whether `reader` may have so much more now; then it counts."""
        now = self._clock()
        with self._lock:
            taken = self._taken.setdefault(reader, deque())
            while taken and taken[0][0] <= now - HOUR_S:
                taken.popleft()
            if sum(each for _, each in taken) + amount > self._most:
                return False
            taken.append((now, amount))
        return True
