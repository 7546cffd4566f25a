"""Reads files in a child process that has limits, and gets a new one when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any, BinaryIO, cast

from index.errors import BylineError, ReadError
from index.readers.limits import Limits, chosen_limits
from index.readers.wire import read_message, write_message
from index.types import DOCUMENT_JSON, Document

_START_S = 120.0


_MOST_MESSAGE_BYTES_A_CHAR = 16  # JSON writes one as six bytes at most; the rest is for the record
_OF_CONTENT = frozenset({"SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE"})


class DocumentReader:
    """Reads articles one at a time; `with DocumentReader() as reader: reader.read(...)`.

    The child process starts with the first file, is replaced when it dies or takes too long, and
    ends with this object or with its parent. Safe to share between threads, which then take turns.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or chosen_limits()
        self.on_pages: Callable[[str, int, int], None] | None = None
        """Is told of a scan how many of how many pages are done."""
        self._turn = threading.Lock()
        self._worker: _Worker | None = None

    def __enter__(self) -> DocumentReader:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child process; reading again starts another."""
        with self._turn:
            self._drop_worker()

    def read(self, path: Path, doc_id: str) -> Document:
        """The article in the file at `path`, or the first of several.

        Args:
            path: Where the file is; a link is not followed.
            doc_id: Its name in the index; its suffix says what the file claims to be.

        Raises:
            ReadError: With a reason in a few plain words; the reader goes on working.
            BylineError: The child process cannot be started at all.
        """
        found = list(self.read_many([(path, doc_id)]))
        if isinstance(found[0], ReadError):
            raise found[0]
        return found[0]

    def read_many(
        self, files: Iterable[tuple[Path, str]], fields: Mapping[str, str] | None = None
    ) -> Generator[Document | ReadError]:
        """For each (path, doc_id), in order, its articles, each as soon as it is read.

        In the place of one that cannot be read stands why; without `item` when that is the rest
        of the file. `fields` are names of fields in files of articles, and their usual names.
        """
        for path, doc_id in files:
            request = {"path": os.path.abspath(path), "doc_id": doc_id, "fields": fields or {}}
            with self._turn:
                try:
                    yield from self._articles(request, doc_id)
                except BaseException:
                    # What is still to be said of this file must not be taken for the next one's.
                    self._drop_worker()
                    raise

    def _articles(self, request: dict[str, Any], path: str) -> Iterator[Document | ReadError]:
        if self._worker is None:
            self._worker = _Worker(self._limits)
        number, seconds = 0, self._limits.seconds
        self._worker.ask(request)
        while "end" not in (answer := self._worker.answer(seconds)):
            if "pages" in answer:
                seconds = self._limits.page_seconds
                if self.on_pages:
                    self.on_pages(path, *answer["pages"])
                continue
            number, seconds = number + 1, self._limits.seconds
            if number > self._limits.articles:
                answer = {"end": True, "last": True, "too_many": True}
                break
            if "document" in answer:
                yield DOCUMENT_JSON.validate_python(answer["document"])
            else:
                item = answer["item"]
                yield ReadError(answer["doc_id"], answer["reason"], item=item, **_marks(answer))
        if answer.get("last") or answer.get("died"):
            self._drop_worker()
        if reason := self._reason(answer):
            passing = _is_passing(answer)
            yield ReadError(path, reason, item="", passing=passing, **_marks(answer))
        elif not number:
            yield ReadError(path, "no articles in it")

    def _drop_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    def _reason(self, answer: dict[str, Any]) -> str:
        """Why the file was not read to its end; "" when it was."""
        limits = self._limits
        if "reason" in answer:
            return str(answer["reason"])
        if answer.get("late"):
            return f"took longer than {limits.seconds:g} s"
        if answer.get("memory"):
            return f"needed more than {_size(limits.memory_bytes)}"
        if answer.get("too_many"):
            return f"more than {limits.articles:,} articles: split it"
        if answer.get("too_long"):
            return "gave more text than one article may have"
        died = answer.get("died")
        return f"could not be read: the reading process ended ({died})" if died else ""


def _marks(answer: dict[str, Any]) -> dict[str, bool]:
    return {name: bool(answer.get(name)) for name in ("held_back", "again")}


def _is_passing(answer: dict[str, Any]) -> bool:
    """Whether the machine, and not the file, was the cause."""
    if "died" in answer and "late" not in answer:
        return answer["died"] not in _OF_CONTENT
    return bool(answer.get("passing"))


def _children_cpu_s() -> float:
    """What ended child processes have used; 0 on Windows."""
    times = os.times()
    return times.children_user + times.children_system


class _Worker:
    """One child process."""

    def __init__(self, limits: Limits) -> None:
        self._most_bytes = _MOST_MESSAGE_BYTES_A_CHAR * limits.text_chars
        self._cpu_s = 0.0  # that it had used by its last answer
        try:
            self._process = _start_process(limits)
        except OSError as error:
            raise _not_started(str(error)) from error
        try:
            ready = self.answer(_START_S)
        except BaseException:
            self.end()
            raise
        if "ready" not in ready:
            self.end()
            raise _not_started(str(ready["died"]))

    def ask(self, request: dict[str, Any]) -> None:
        """Ask for the articles of a file; if the process has died, `answer` says so."""
        with suppress(OSError):
            write_message(cast(BinaryIO, self._process.stdin), request)

    def end(self) -> None:
        """Kills the process and waits for it, so that nothing stays behind."""
        self._kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue  # what was still to be written has nobody to read it
        self._process.wait()

    def _kill(self) -> None:
        """Kills it, and what it has started: programs that recognise words."""
        if sys.platform == "win32" or self._process.poll() is not None:
            self._process.kill()
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def answer(self, seconds: float) -> dict[str, Any]:
        """The next answer; with `late` or `died`, and `end`, in it when there is none."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            answer = read_message(cast(BinaryIO, self._process.stdout), self._most_bytes)
        finally:
            timer.cancel()
            timer.join()
        if answer is None:
            before = _children_cpu_s()
            cause = self._cause_of_death()
            used = _children_cpu_s() - before - self._cpu_s
            is_late = late.is_set() or cause in ("SIGXCPU", "SIGALRM")
            # One that did not get half of the time to work in waited for the disk or for others.
            lateness = {"late": True, "passing": used < seconds / 2} if is_late else {}
            return {"end": True, "died": cause, **lateness}
        self._cpu_s = answer.get("cpu_s", self._cpu_s)
        if "too_long" in answer:
            return {**answer, "end": True, "last": True}
        return {**answer, "last": True} if late.is_set() else answer

    def _cause_of_death(self) -> str:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "no answer"
        if code >= 0:
            return f"exit code {code}"
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"


def _start_process(limits: Limits) -> subprocess.Popen[bytes]:
    # The working folder may hold anything and must not be imported from: -P. A session of its
    # own keeps Ctrl-C away; the parent decides what that means.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "index.readers.worker", *map(str, astuple(limits))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )


def _not_started(why: str) -> BylineError:
    return BylineError(
        f"the process that reads files did not start ({why}): is there memory left, and may this "
        "program start others?"
    )


def _environment() -> dict[str, str]:
    """The parent's, and where it imports from; without threads that would only take memory."""
    package = str(Path(__file__).resolve().parents[2])
    folders = dict.fromkeys([package, *(folder for folder in sys.path if folder)])
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(folders),
        "PYTHONHASHSEED": "0",
        "PYTHONIOENCODING": "utf-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
    }


def _size(size_bytes: int) -> str:
    return f"{size_bytes >> 30} GB" if size_bytes >= 1 << 30 else f"{size_bytes >> 20} MB"
