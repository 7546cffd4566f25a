"""Kills a sync with SIGKILL at a chosen moment: in a commit, in a cache write, or anywhere."""

from __future__ import annotations

import mmap
import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.durability.children import PATIENCE_S, run_child
from benchmarks.durability.sync import (
    CACHES,
    COMMIT,
    ELSEWHERE,
    ENDED,
    NOT_BEGUN,
    PLACES,
    ROWS,
    WORDS,
    marked_sync,
)

# What the kills wait for, one after the other. Elsewhere: for nothing, at any moment of the sync.
AIMS = (COMMIT, CACHES, ELSEWHERE, COMMIT, WORDS, ROWS, COMMIT, CACHES, ELSEWHERE, WORDS)

Lengths = dict[int, float]  # seconds, by place


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When to kill: `delay_s` after `place` was entered for the `entries`th time."""

    place: int
    entries: int
    delay_s: float

    @classmethod
    def of(cls, number: int, chance: random.Random, usual: Lengths, *, broken: bool) -> Moment:
        """The moment of the kill with this number."""
        aim = AIMS[number % len(AIMS)]
        if broken and aim == COMMIT:
            aim = ROWS  # it never commits: where it would
        entries = chance.randint(1, 12) if aim in (ROWS, COMMIT) else 1
        return cls(place=aim, entries=entries, delay_s=chance.uniform(0, usual.get(aim, 0.0)))

    def wait(self, memory: mmap.mmap) -> None:
        """Return when it has come, or when the sync has ended."""
        _await_start(memory)
        deadline = time.monotonic() + PATIENCE_S
        seen, last = 0, NOT_BEGUN
        while seen < self.entries and last != ENDED and time.monotonic() < deadline:
            now = memory[0]
            seen += now != last and self.place in (now, ELSEWHERE)
            last = now
        time.sleep(self.delay_s)


def killed_sync(index: Path, folder: Path, moment: Moment, *, broken: bool) -> tuple[str, str]:
    """Start a sync in a new process and kill it; what it was doing, and "" or why that is none."""
    with _marked_child(index, folder, broken) as (child, memory):
        moment.wait(memory)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        place = memory[0]
    if place == NOT_BEGUN:
        return PLACES[place], "the sync did not begin"
    return PLACES[place], "" if os.WIFSIGNALED(status) else "the sync failed before it was killed"


def usual_lengths(index: Path, folder: Path, *, broken: bool) -> Lengths:
    """Seconds that the whole of a sync and its cache writes take here, from one that may end."""
    lengths = dict.fromkeys(PLACES, 0.0)
    with _marked_child(index, folder, broken) as (child, memory):
        _await_start(memory)
        place, since = memory[0], time.monotonic()
        while place != ENDED and sum(lengths.values()) < PATIENCE_S:
            now, at = memory[0], time.monotonic()
            lengths[place] += at - since
            place, since = now, at
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return {
        ELSEWHERE: sum(lengths.values()),
        CACHES: lengths[CACHES] + lengths[WORDS],
        WORDS: lengths[WORDS],
    }


@contextmanager
def _marked_child(index: Path, folder: Path, broken: bool) -> Iterator[tuple[int, mmap.mmap]]:
    """A process that syncs, and the memory in which it says where it is."""
    with tempfile.TemporaryFile() as file:
        file.truncate(mmap.PAGESIZE)
        with mmap.mmap(file.fileno(), mmap.PAGESIZE) as memory:
            child = os.fork()
            if child == 0:
                run_child(lambda: marked_sync(index, folder, memory, broken))
            yield child, memory


def _await_start(memory: mmap.mmap) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while memory[0] == NOT_BEGUN and time.monotonic() < deadline:
        continue
