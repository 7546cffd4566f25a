"""The store as many threads see it."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from index.store.store import Store


@pytest.mark.skipif(sys.platform != "linux", reason="counts open files as Linux lists them")
def test_files_of_ended_threads_are_closed_when_threads_come_and_go(tmp_path: Path) -> None:
    store = Store.create(tmp_path)

    def read() -> None:
        assert store.published == 0

    def files() -> int:
        return sum(Path(f"/proc/self/fd/{fd}").exists() for fd in os.listdir("/proc/self/fd"))

    before = files()
    for _ in range(30):
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    assert files() - before <= 2
    store.close()
