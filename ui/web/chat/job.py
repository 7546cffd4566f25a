"""One answer job: its progress, streamed to everyone who watches, and cancelled on demand."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from rag.types import Turn
from ui.web.values import Exchange, ExchangeState


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """An exchange as it is now; `ahead` questions come before it, None once its turn has come."""

    exchange: Exchange
    ahead: int | None = None

    @property
    def done(self) -> bool:
        """Whether nothing will change any more."""
        return self.exchange.state is not ExchangeState.ASKED


class Job:
    """The answer to one exchange, as far as it is made. Thread-safe."""

    def __init__(
        self, owner: str, exchange: Exchange, history: Sequence[Turn], client: str = ""
    ) -> None:
        self.owner, self.history, self.client = owner, history, client
        self._now = Progress(exchange=exchange, ahead=0)
        self._lock = threading.Lock()
        self._watchers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._ending = False

    @property
    def now(self) -> Progress:
        """How far it is."""
        with self._lock:
            return self._now

    @property
    def waits(self) -> bool:
        """Whether its turn has not come yet."""
        now = self.now
        return now.ahead is not None and not now.done

    def change(self, exchange: Exchange) -> bool:
        """Show a new state, unless it has ended already; returns whether it was shown."""
        with self._lock:
            if self._now.done:
                return False
            self._now = Progress(exchange=exchange)
        self._tell()
        return True

    def move_up(self, ahead: int) -> None:
        """Show how many come before it, as long as it waits."""
        with self._lock:
            if self._now.done or self._now.ahead is None:
                return
            self._now = Progress(exchange=self._now.exchange, ahead=ahead)
        self._tell()

    def claim_end(self) -> bool:
        """Whether the caller is the first to end it, and so the one that does."""
        with self._lock:
            first, self._ending = not self._ending, True
        return first

    async def watch(self) -> AsyncIterator[Progress]:
        """Every state from now on, the newest where several came at once; ends with the last."""
        watcher = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._watchers.add(watcher)
        try:
            while True:
                watcher[1].clear()
                progress = self.now
                yield progress
                if progress.done:
                    return
                await watcher[1].wait()
        finally:
            with self._lock:
                self._watchers.discard(watcher)

    def _tell(self) -> None:
        with self._lock:
            watchers = tuple(self._watchers)
        for loop, changed in watchers:
            with suppress(RuntimeError):  # its loop has ended with the server
                loop.call_soon_threadsafe(changed.set)
