"""Reads files in a child process that has limits, and gets a new one when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from index.errors import BylineError, ReadError
from index.readers.wire import read_message, write_message
from index.types import DOCUMENT_JSON, Document

_START_S = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may use. Windows enforces the time and the size of the file only."""

    seconds: float = 30.0
    memory_bytes: int = 1 << 30
    file_bytes: int = 50_000_000


class DocumentReader:
    """Reads articles one at a time; `with DocumentReader() as reader: reader.read(...)`.

    The child process starts with the first file, is replaced when it dies or takes too long, and
    ends with this object or with its parent. Safe to share between threads, which then take turns.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
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
        """The article in the file at `path`.

        Args:
            path: Where the file is; a link is not followed.
            doc_id: Its name in the index; its suffix says what the file claims to be.

        Raises:
            ReadError: With a reason in a few plain words; the reader goes on working.
            BylineError: The child process cannot be started at all.
        """
        with self._turn:
            try:
                answer = self._ask(path, doc_id)
            except BaseException:
                # The answer to this question must not be taken for the answer to the next one.
                self._drop_worker()
                raise
        if "document" in answer:
            return DOCUMENT_JSON.validate_python(answer["document"])
        raise ReadError(doc_id, self._reason(answer))

    def read_many(self, files: Iterable[tuple[Path, str]]) -> Iterator[Document | ReadError]:
        """For each (path, doc_id), in order, the article or why it could not be read."""
        for path, doc_id in files:
            try:
                yield self.read(path, doc_id)
            except ReadError as error:
                yield error

    def _ask(self, path: Path, doc_id: str) -> dict[str, Any]:
        if self._worker is None:
            self._worker = _Worker(self._limits)
        request = {"path": os.path.abspath(path), "doc_id": doc_id}
        answer = self._worker.ask(request, self._limits.seconds)
        if answer.get("last") or answer.get("died"):
            self._drop_worker()
        return answer

    def _drop_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    def _reason(self, answer: dict[str, Any]) -> str:
        if "reason" in answer:
            return str(answer["reason"])
        if answer.get("late"):
            return f"took longer than {self._limits.seconds:g} s"
        if answer.get("memory"):
            return f"needed more than {_size(self._limits.memory_bytes)}"
        return f"could not be read: the reading process ended ({answer['died']})"


class _Worker:
    """One child process."""

    def __init__(self, limits: Limits) -> None:
        try:
            self._process = _start_process(limits)
        except OSError as error:
            raise _not_started(str(error)) from error
        try:
            ready = self._wait_for_answer(_START_S)
        except BaseException:
            self.end()
            raise
        if "ready" not in ready:
            self.end()
            raise _not_started(str(ready["died"]))

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The answer; with `late` or `died` in it when there is none."""
        try:
            write_message(cast(BinaryIO, self._process.stdin), request)
        except OSError:
            return {"died": self._cause_of_death()}
        return self._wait_for_answer(seconds)

    def end(self) -> None:
        """Kills the process and waits for it, so that nothing stays behind."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue  # what was still to be written has nobody to read it
        self._process.wait()

    def _wait_for_answer(self, seconds: float) -> dict[str, Any]:
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            answer = read_message(cast(BinaryIO, self._process.stdout))
        finally:
            timer.cancel()
            timer.join()
        if answer is None:
            answer = {"late": True} if late.is_set() else {}
            cause = self._cause_of_death()
            return {**answer, "died": cause, **({"late": True} if cause == "SIGXCPU" else {})}
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
