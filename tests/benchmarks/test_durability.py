"""Twenty of the two hundred kills, and the control that must not come through."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from benchmarks.shared.types import BenchOptions


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="kills by an alarm")
def test_nothing_is_lost_when_a_sync_is_killed():
    from benchmarks.durability.main import run

    placed = 0.0
    for _ in range(4):  # a busy machine takes more kills until enough fall where it matters
        result = run(BenchOptions(data=Path("."), limit=20))
        values = result.values
        assert values["survived"] == values["kills"] == 20, result.notes
        assert values["broken_writer_failures"] >= 1
        placed += values["in_commit_or_cache"]
        if placed >= 10:
            break
    assert placed >= 10
