"""`byline serve` as a process of its own, for as long as a benchmark needs it."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from index.errors import UsageError
from ui.cli.serve import listen

WAITS_S = 120.0  # for the page to be there
_READY = re.compile(r"ready in ([\d.]+) s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A page that is being served. `ready_s` is what it took from the command to the page."""

    address: str
    process: psutil.Process
    ready_s: float

    def memory_mb(self) -> float:
        """Resident memory of the server and of what it started."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(one.memory_info().rss for one in family) / 1e6


@contextmanager
def serving(index: Path, kept: Path, more: Sequence[str] = ()) -> Iterator[Server]:
    """Serve `index` on a free port of this machine, and end it afterwards."""
    with listen(0) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, "-c", "from ui.main import main; main()", "serve"]
    command += ["--index", str(index), "--kept", str(kept), "--port", str(port), *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    patience = threading.Timer(WAITS_S, process.kill)
    patience.start()
    try:
        assert process.stdout is not None
        found = _READY.search(process.stdout.readline())
        patience.cancel()
        if not found:
            raise UsageError("byline serve did not start: see above")
        yield Server(
            address=f"http://127.0.0.1:{port}",
            process=psutil.Process(process.pid),
            ready_s=float(found[1]),
        )
    finally:
        patience.cancel()
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
