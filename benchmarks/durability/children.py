"""Forked child processes with a time limit, which never return to their caller."""

import os
import signal
import traceback
from collections.abc import Callable

PATIENCE_S = 120  # a process that takes longer hangs


def in_child(work: Callable[[], str]) -> str:
    """Run `work` in a forked process and return its answer: this one stays without threads."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        run_child(lambda: os.write(writing, work().encode()))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    return answer or ("" if status == 0 else f"the checking process ended with status {status}")


def run_child(work: Callable[[], object]) -> None:
    """Run `work` and end this process, whatever happens, even when it hangs."""
    signal.alarm(2 * PATIENCE_S)
    try:
        work()
    except BaseException:  # noqa: BLE001 - a forked child must never return to its caller
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
