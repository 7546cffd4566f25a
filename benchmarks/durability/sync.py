"""The child process that is killed: a sync that notes its progress in shared memory."""

import mmap
import os
import signal
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

from benchmarks.durability.broken_writer import break_writer
from benchmarks.shared.fake_encoder import HashedWords
from index.index import Index
from index.readers.formats import read_document
from index.search.caches import Caches
from index.search.lexical import LexicalIndex
from index.store.store import Store
from index.types import Document

# What the process was doing when it died, in the first byte of the memory.
NOT_BEGUN, ELSEWHERE, ROWS, COMMIT, CACHES, WORDS, ENDED = range(7)
PLACES = {
    NOT_BEGUN: "before its start",
    ELSEWHERE: "elsewhere",
    ROWS: "writing rows",
    COMMIT: "commit",
    CACHES: "cache write",
    WORDS: "cache write, of words",
    ENDED: "after its end",
}


def open_index(index: Path) -> Index:
    """The index, with an encoder that costs nothing."""
    return Index.open(index, load=lambda name: HashedWords())


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a sync dies: `delay_s` after `place` was entered for the `entries`th time."""

    place: int
    entries: int = 1
    delay_s: float = 0.0


class Progress:
    """Where the sync is, for the process that watches it; and its death at a chosen moment.

    The system ends the process by an alarm that nothing handles, as abruptly as by signal 9: it
    is set by the process itself, so that a busy machine does not miss the place.
    """

    def __init__(self, memory: mmap.mmap, moment: Moment | None) -> None:
        self._memory, self._moment, self._entries = memory, moment, 0
        signal.signal(signal.SIGALRM, signal.SIG_DFL)

    @property
    def place(self) -> int:
        """The last place that was entered."""
        return self._memory[0]

    def enter(self, place: int) -> None:
        """The sync is at `place` from now on."""
        entered = place != self.place
        self._memory[0] = place
        if self._moment and entered and place == self._moment.place:
            self._entries += 1
            if self._entries == self._moment.entries:
                signal.setitimer(signal.ITIMER_REAL, max(self._moment.delay_s, 1e-6))


def marked_sync(
    index: Path, folder: Path, memory: mmap.mmap, moment: Moment | None, broken: bool
) -> None:
    """Sync and die, at `moment` or at the end; returns only by an exception."""
    opened = open_index(index)
    if broken:
        break_writer()
    progress = Progress(memory, moment)
    _mark(opened, progress)
    progress.enter(ELSEWHERE)
    opened.sync(folder)
    progress.enter(ENDED)
    os.kill(os.getpid(), signal.SIGKILL)


def _mark(opened: Index, progress: Progress) -> None:
    """Let all that this process does to the index show in `progress`."""
    sound_writing, sound_add, sound_write = Store.writing, LexicalIndex.add, Caches.write

    def trace(statement: str) -> None:
        if statement.startswith("COMMIT"):
            progress.enter(COMMIT)
        elif statement.startswith(("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE")):
            progress.enter(ROWS)
        elif progress.place not in (CACHES, WORDS):
            progress.enter(ELSEWHERE)

    @contextmanager
    def marked_writing(store: Store) -> Iterator[sqlite3.Connection]:
        with sound_writing(store) as connection:
            yield connection
        progress.enter(ELSEWHERE)

    def marked_write(caches: Caches) -> None:
        progress.enter(CACHES)
        sound_write(caches)
        progress.enter(ELSEWHERE)

    def marked_add(lexical: LexicalIndex, *arguments: Any, **named: Any) -> None:
        progress.enter(WORDS)
        sound_add(lexical, *arguments, **named)
        progress.enter(CACHES)

    opened.store.connection.set_trace_callback(trace)
    patch("index.store.store.Store.writing", marked_writing).start()
    patch("index.search.lexical.LexicalIndex.add", marked_add).start()
    patch("index.search.caches.Caches.write", marked_write).start()


class ReaderInProcess:
    """Reads articles without a child process of its own: a start of half a second less."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def read_many(self, files: Sequence[tuple[Path, str]]) -> Iterator[Document]:
        for path, doc_id in files:
            yield read_document(path.read_bytes(), doc_id)


def read_in_process() -> None:
    """Let every sync of this process, and of those that it forks, read without a child."""
    patch("index.sync.DocumentReader", ReaderInProcess).start()
