"""The worker process that reads files, with limits of memory and time.

`python -m index.readers.worker SECONDS MEMORY_BYTES FILE_BYTES`; requests come on standard input,
answers go to standard output. A file that breaks this process breaks nothing else.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO

from index.readers.files import read_stable
from index.readers.formats import read_document
from index.readers.kinds import Unreadable
from index.readers.wire import read_message, write_message
from index.types import DOCUMENT_JSON

_PARENT_CHECK_S = 1.0


def main() -> None:
    """Answers requests until the parent goes away."""
    seconds, memory_bytes, file_bytes = (float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    requests, answers = sys.stdin.buffer, _claim_standard_output()
    _ignore_interrupt()
    _limit_memory(memory_bytes)
    _end_with_parent()
    write_message(answers, {"ready": True})
    while (request := read_message(requests)) is not None:
        _limit_time(seconds)
        answer, last = _answer(request, file_bytes, memory_bytes)
        try:
            write_message(answers, {**answer, "last": last})
        except MemoryError:
            write_message(answers, {"memory": True, "last": True})
            last = True
        if last:
            return
        _limit_time(0)


def _answer(
    request: dict[str, Any], file_bytes: int, memory_bytes: int
) -> tuple[dict[str, Any], bool]:
    """What to say about one file, and whether this process has grown too big to go on."""
    try:
        data = read_stable(request["path"], file_bytes)
        document = read_document(data, request["doc_id"])
        values = DOCUMENT_JSON.dump_python(document, mode="json")
        return {"document": values}, _has_grown(memory_bytes)
    except Unreadable as error:
        return {"reason": str(error)}, _has_grown(memory_bytes)
    except MemoryError:
        return {"memory": True}, True
    except RecursionError:
        return {"reason": "nested too deeply"}, False
    except Exception as error:  # noqa: BLE001 - a library met a file that it did not expect
        return {"reason": f"damaged ({type(error).__name__})"}, False


def _claim_standard_output() -> BinaryIO:
    """Standard output for answers alone: what libraries print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _ignore_interrupt() -> None:
    # Ctrl-C reaches every process of the terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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


def _has_grown(memory_bytes: int) -> bool:
    return _peak_bytes() > memory_bytes // 2


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
