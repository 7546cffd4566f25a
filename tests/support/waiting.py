"""Waiting for what another thread or process does."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_S = 60.0  # on a machine that has much else to do; elsewhere nothing takes as long


def wait_until(condition: Callable[[], object], within_s: float = PATIENCE_S) -> None:
    """Return once `condition()` is true; a test that waits for longer than `within_s` fails."""
    give_up = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < give_up, f"nothing came of waiting for {within_s:g} s"
        time.sleep(0.01)
