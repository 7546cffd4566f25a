"""The worker process that reads files, with limits of memory and time.

`python -m index.readers.worker LIMIT...`, the fields of `Limits` in their order; requests come on
standard input, answers go to standard output. A file that breaks this process breaks nothing else.
"""

import os
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import ReadError
from index.readers.files import read_stable
from index.readers.formats import marks_of, read_documents
from index.readers.kinds import Unreadable, suffix_of
from index.readers.limits import STREAMED_SUFFIXES, Limits, too_long
from index.readers.scans.progress import tell_progress
from index.readers.wire import read_message, write_message
from index.types import DOCUMENT_JSON

_PARENT_CHECK_S = 1.0


def main() -> None:
    """Answers requests until the parent goes away."""
    limits = Limits(float(sys.argv[1]), *map(int, sys.argv[2:]))
    requests, answers = sys.stdin.buffer, _claim_standard_output()
    # Ctrl-C reaches every process of the terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(limits.memory_bytes)
    _end_with_parent()
    write_message(answers, {"ready": True})
    while (request := read_message(requests)) is not None:
        if _serve(request, answers, limits):
            return


def _serve(request: dict[str, Any], answers: BinaryIO, limits: Limits) -> bool:
    """A message for each article and one for the end; whether this process is to go on no more.

    The time is for each article, and does not run while the parent has no time for the answer.
    """
    end: dict[str, Any] = {}
    _limit_time(limits.seconds)

    def tell(done: int, total: int) -> None:
        write_message(answers, {"pages": [done, total], "cpu_s": time.process_time()})
        _limit_time(limits.page_seconds)

    tell_progress.set(tell)
    try:
        for answer in _articles(request, limits):
            _limit_time(0)
            write_message(answers, {**answer, "cpu_s": time.process_time()})
            _limit_time(limits.seconds)
    except Unreadable as error:
        end = {"reason": str(error), **marks_of(error)}
    except MemoryError:
        end = {"memory": True}
    except RecursionError:
        end = {"reason": "nested too deeply"}
    except Exception as error:  # noqa: BLE001 - a library met a file that it did not expect
        end = {"reason": f"damaged ({type(error).__name__})"}
    _limit_time(0)
    last = "memory" in end or _peak_bytes() > limits.memory_bytes // 2
    write_message(answers, {**end, "end": True, "last": last, "cpu_s": time.process_time()})
    return last


def _articles(request: dict[str, Any], limits: Limits) -> Iterator[dict[str, Any]]:
    is_streamed = suffix_of(request["doc_id"]) in STREAMED_SUFFIXES
    most_bytes = limits.streamed_bytes if is_streamed else limits.file_bytes
    data = read_stable(request["path"], most_bytes)
    for found in read_documents(data, request["doc_id"], request["fields"]):
        if isinstance(found, ReadError):
            marks = {"held_back": found.held_back, "again": found.again}
            yield {"doc_id": found.path, "item": found.item, "reason": found.reason, **marks}
        elif len(found.text) > limits.text_chars:
            reason = too_long(limits.text_chars)
            yield {"doc_id": found.doc_id, "item": found.item, "reason": reason}
        else:
            yield {"document": DOCUMENT_JSON.dump_python(found, mode="json")}


def _claim_standard_output() -> BinaryIO:
    """Standard output for answers alone: what libraries print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _limit_memory(memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    # macOS takes the call but does not enforce it.
    for limit in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
        try:
            resource.setrlimit(limit, (memory_bytes, memory_bytes))
        except (ValueError, OSError):
            continue
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """The system ends this process soon after the time is up, parent or not; 0 lifts the limit."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    cpu = int(used.ru_utime + used.ru_stime + seconds) + 2 if seconds else hard
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, hard))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # The parent is the one to stop a slow file; the alarm is for a parent that has died.
    signal.setitimer(signal.ITIMER_REAL, seconds + 2 if seconds else 0)


def _peak_bytes() -> int:
    """The most memory that this program has held; 0 where nobody tells."""
    if sys.platform == "win32":
        return 0
    if sys.platform == "linux":
        # Not ru_maxrss: that one begins with what the parent held, and a large parent would have
        # its reader replaced after each file.
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        peak = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
        return int(peak[1]) * 1024 if peak else 0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _end_with_parent() -> None:
    """An idle worker sees its input end; a busy one is ended here."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_CHECK_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main()
