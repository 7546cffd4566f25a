"""Job queue: jobs wait for their turn, worker threads do them."""

import logging
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from ui.web.chat.job import Job

_logger = logging.getLogger(f"byline.{__name__}")


class Line:
    """Jobs in the order in which they came, `at_once` of them under way. Thread-safe.

    Unlike an executor's, its threads do not keep Byline from ending: a model that hangs would.
    """

    def __init__(self, at_once: int, name: str) -> None:
        self._at_once, self._name = at_once, name
        self._todo: SimpleQueue[tuple[Job, Callable[[], None]]] = SimpleQueue()
        self._jobs: list[Job] = []
        self._threads = self._idle = 0
        self._lock = threading.Lock()

    def add(self, job: Job, work: Callable[[], None]) -> None:
        """Do `work`, which makes `job`, when its turn has come."""
        with self._lock:
            self._jobs.append(job)
            self._todo.put((job, work))
            if self._idle:
                self._idle -= 1
            elif self._threads < self._at_once:
                self._threads += 1
                threading.Thread(target=self._serve, name=self._name, daemon=True).start()
        self.tell()

    def waiting(self) -> int:
        """How many wait for their turn."""
        with self._lock:
            return sum(job.waits for job in self._jobs)

    def of(self, owner: str) -> int:
        """How many of `owner`'s wait or occupy a thread.

        One that was stopped may occupy it for a while: a model that hangs does not notice.
        """
        with self._lock:
            return sum(job.owner == owner for job in self._jobs)

    def of_client(self, client: str) -> int:
        """As `of`, of all who ask from an address; 0 when it is unknown."""
        with self._lock:
            return sum(bool(client) and job.client == client for job in self._jobs)

    def leave(self, job: Job) -> None:
        """Wait no more: it has ended before its turn came."""
        with self._lock:
            if job in self._jobs:
                self._jobs.remove(job)
        self.tell()

    def tell(self) -> None:
        """Tell those who wait how many come before them."""
        with self._lock:
            waiting = [job for job in self._jobs if job.waits]
        for ahead, job in enumerate(waiting):
            job.move_up(ahead)

    def _serve(self) -> None:
        while True:
            job, work = self._next()
            try:
                work()
            except Exception:
                # The thread serves those who come after, too.
                _logger.exception("a question could not be answered")
            self.leave(job)
            del job, work

    def _next(self) -> tuple[Job, Callable[[], None]]:
        try:
            return self._todo.get_nowait()
        except Empty:
            with self._lock:
                self._idle += 1
            return self._todo.get()
