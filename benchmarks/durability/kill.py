"""Kills a sync at a chosen moment: in a commit, in a cache write, or anywhere."""

import mmap
import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
    Moment,
    marked_sync,
)

# Where the kills are, one after the other. Elsewhere: at any moment of the sync.
AIMS = (COMMIT, CACHES, ELSEWHERE, COMMIT, WORDS, ROWS, COMMIT, CACHES, ELSEWHERE, WORDS)

Lengths = dict[int, float]  # seconds, by place


def choose_moment(number: int, chance: random.Random, usual: Lengths, *, broken: bool) -> Moment:
    """The moment of the kill with this number."""
    aim = AIMS[number % len(AIMS)]
    if broken and aim == COMMIT:
        aim = ROWS  # it never commits: where it would
    entries = chance.randint(1, 12) if aim in (ROWS, COMMIT) else 1
    # A quarter of the usual length, since the next time may be shorter: then it were over.
    reach = usual.get(aim, 0.0) * (1 if aim == ELSEWHERE else 0.25)
    return Moment(place=aim, entries=entries, delay_s=chance.uniform(0, reach))


def killed_sync(index: Path, folder: Path, moment: Moment, *, broken: bool) -> tuple[str, str]:
    """Start a sync in a new process that dies; what it was doing, and "" or why that is none."""
    with _marked_child(index, folder, moment, broken) as (child, memory):
        _, status = os.waitpid(child, 0)
        place = memory[0]
    if place == NOT_BEGUN:
        return PLACES[place], "the sync did not begin"
    return PLACES[place], "" if os.WIFSIGNALED(status) else "the sync failed before it was killed"


def usual_lengths(index: Path, folder: Path, *, broken: bool) -> Lengths:
    """Seconds that a sync, its cache writes and one commit take here, from one that may end."""
    lengths = dict.fromkeys(PLACES, 0.0)
    commits = 0
    with _marked_child(index, folder, None, broken) as (child, memory):
        place, since = NOT_BEGUN, time.monotonic()
        while place != ENDED and sum(lengths.values()) < PATIENCE_S:
            now, at = memory[0], time.monotonic()
            lengths[place] += at - since
            commits += place != now == COMMIT
            place, since = now, at
        os.waitpid(child, 0)
    return {
        ELSEWHERE: sum(lengths.values()) - lengths[NOT_BEGUN],
        CACHES: lengths[CACHES] + lengths[WORDS],
        WORDS: lengths[WORDS],
        COMMIT: lengths[COMMIT] / max(commits, 1),
    }


@contextmanager
def _marked_child(
    index: Path, folder: Path, moment: Moment | None, broken: bool
) -> Iterator[tuple[int, mmap.mmap]]:
    """A process that syncs, and the memory in which it says where it is."""
    with tempfile.TemporaryFile() as file:
        file.truncate(mmap.PAGESIZE)
        with mmap.mmap(file.fileno(), mmap.PAGESIZE) as memory:
            child = os.fork()
            if child == 0:
                run_child(lambda: marked_sync(index, folder, memory, moment, broken))
            yield child, memory
