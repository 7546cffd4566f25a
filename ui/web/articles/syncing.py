"""Background sync, while the page goes on answering: state, outcome, notices."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from index.errors import BylineError, IndexBusyError
from index.index import open_or_create
from index.types import FileStatus, SyncProgress, SyncReport
from ui.web.articles.moving import sweep
from ui.web.articles.places import prepared_folder
from ui.web.library.library import Library
from ui.web.text import UNEXPECTED, as_sentence, many

BUSY_WAIT_S = 5.0  # whoever mends a cache holds the lock for a moment
END_WAIT_S = 10.0  # a sync that is under way when Byline ends

_logger = logging.getLogger(f"byline.{__name__}")
_DOING = {
    "looking at the folder": "Looking at the folder",
    "encoding": "Reading and encoding the articles",
    "indexing": "Reading and encoding the articles",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOutcome:
    """What a sync did, in words; `notice` is "" mostly."""

    summary: str
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """What the page is told about the sync that runs or ran last; `number` counts them.

    `generation` is the newest that can be asked, 0 while there is none.
    """

    number: int = 0
    running: bool = False
    stopping: bool = False
    doing: str = ""
    files_done: int = 0
    files_total: int = 0
    passages_encoded: int = 0
    report: SyncOutcome | None = None
    problem: str = ""
    generation: int = 0


class Syncing:
    """One sync at a time, in a thread of its own. `removed` are files that may leave unasked."""

    def __init__(
        self, library: Library, removed: Callable[[], Collection[str]] = frozenset
    ) -> None:
        self._library, self._removed = library, removed
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._again = self._ending = False
        self._state = SyncState()
        self._thread: threading.Thread | None = None
        self.done: SyncReport | None = None
        """Of the last one that came to its end, all that `SyncState` tells in words."""

    @property
    def state(self) -> SyncState:
        """How far it is."""
        return replace(self._state, generation=self._library.generation)

    def start(self, *, again: bool = True) -> SyncState:
        """Begin; while one is running, another follows it (`again`), so that nothing is missed."""
        with self._lock:
            if self._state.running:
                self._again |= again
                return self.state
            self._begin()
            self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
            self._thread.start()
            return self.state

    def stop(self) -> SyncState:
        """Ask the running sync to end soon; what it did is kept."""
        with self._lock:
            if self._state.running:
                self._again = False
                self._stop.set()
                self._state = replace(self._state, stopping=True)
            return self.state

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until nothing is running; False when that takes longer."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout_s)
        return not self._state.running

    def end(self) -> None:
        """Stop for good, because Byline ends; waits a while for the batch that is under way."""
        self._ending = True
        self.stop()
        self.wait(END_WAIT_S)

    def _begin(self) -> None:
        self._stop.clear()
        self._again = False
        self._state = SyncState(number=self._state.number + 1, running=True, doing="Beginning")

    def _run(self) -> None:
        while True:
            report, problem = self._sync()
            with self._lock:
                again = self._again and not problem
                self._state = replace(
                    self._state, running=again, stopping=False, report=report, problem=problem
                )
                if not again:
                    break
                self._begin()

    def _sync(self) -> tuple[SyncOutcome | None, str]:
        """What came of it, or what went wrong; neither when it was stopped before it began."""
        try:
            report = self._sync_when_free()
            self._library.warm()
        except KeyboardInterrupt:  # raised by `_notify`
            return None, ""
        except BylineError as error:
            return None, as_sentence(str(error))
        except Exception:
            if self._ending:  # the threads that encode have been sent home
                return None, ""
            _logger.exception("a sync failed")
            return None, as_sentence(UNEXPECTED)
        self.done = report
        return SyncOutcome(summary=summarised(report), notice=notice_of(report)), ""

    def _sync_when_free(self) -> SyncReport:
        give_up = time.monotonic() + BUSY_WAIT_S
        while True:
            try:
                return self._sync_once()
            except IndexBusyError:
                if time.monotonic() > give_up or self._stop.wait(0.25):
                    raise

    def _sync_once(self) -> SyncReport:
        folder = prepared_folder(self._library)
        sweep(folder)
        open_or_create(self._library.path).close()
        index = self._library.index
        return index.sync(folder, notify=self._notify, may_leave=self._may_leave)

    def _may_leave(self, paths: Sequence[str], all_of_them: bool) -> bool:
        """Not all of them at once, unless they were removed through the page."""
        return not all_of_them or set(paths) <= set(self._removed())

    def _notify(self, progress: SyncProgress) -> None:
        if self._stop.is_set():
            raise KeyboardInterrupt
        self._state = replace(
            self._state,
            doing=_DOING.get(progress.doing, progress.doing),
            files_done=progress.files_done,
            files_total=progress.files_total,
            passages_encoded=progress.passages_encoded,
        )


def summarised(report: SyncReport) -> str:
    """The report in a sentence or two."""
    counts = report.counts
    changes = [
        f"{many(counts[status], 'article')} {word}"
        for status, word in _CHANGES.items()
        if counts[status]
    ]
    if report.removed:
        changes.append(f"{many(len(report.removed), 'article')} gone from the folder")
    said = ", ".join(changes) or "nothing has changed"
    said = f"{said[:1].upper()}{said[1:]}."
    for status, words in _TROUBLES.items():
        if counts[status]:
            said += f" {many(counts[status], 'file')} {words[counts[status] > 1]}."
    if report.interrupted:
        said = f"Stopped; what was done is kept. {said}"
    return said


def notice_of(report: SyncReport) -> str:
    """What a reader should know beside the counts; "" mostly."""
    if report.removed and not report.seen:
        return "The folder is empty. Is its drive missing? With it back, sync again."
    if report.lexical_only:
        return "There is no encoder, so the articles are searched by their words alone."
    return ""


_CHANGES = {
    FileStatus.ADDED: "added",
    FileStatus.CHANGED: "changed",
    FileStatus.RENAMED: "renamed",
}
_TROUBLES = {
    FileStatus.FAILED: ("could not be read", "could not be read"),
    FileStatus.SKIPPED: ("was passed over", "were passed over"),
    FileStatus.DUPLICATE: ("is an exact copy of another", "are exact copies of others"),
}
