"""The child process that is killed: a sync that notes its progress in shared memory."""

from __future__ import annotations

import mmap
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

from benchmarks.durability.broken_writer import break_writer
from benchmarks.durability.children import PATIENCE_S
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


def marked_sync(index: Path, folder: Path, memory: mmap.mmap, broken: bool) -> None:
    """Sync, and wait to be killed; an exception means that it ended too early."""
    try:
        opened = open_index(index)
        if broken:
            break_writer()
        _mark(opened, memory)
        memory[0] = ELSEWHERE
        opened.sync(folder)
    finally:
        memory[0] = ENDED
    time.sleep(PATIENCE_S)


def _mark(opened: Index, memory: mmap.mmap) -> None:
    """Let all that this process does to the index show in `memory`."""
    sound_writing, sound_add, sound_write = Store.writing, LexicalIndex.add, Caches.write

    def trace(statement: str) -> None:
        if statement.startswith("COMMIT"):
            memory[0] = COMMIT
        elif statement.startswith(("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE")):
            memory[0] = ROWS
        elif memory[0] not in (CACHES, WORDS):
            memory[0] = ELSEWHERE

    @contextmanager
    def marked_writing(store: Store) -> Iterator[sqlite3.Connection]:
        with sound_writing(store) as connection:
            yield connection
        memory[0] = ELSEWHERE

    def marked_write(caches: Caches) -> None:
        memory[0] = CACHES
        sound_write(caches)
        memory[0] = ELSEWHERE

    def marked_add(lexical: LexicalIndex, *arguments: Any, **named: Any) -> None:
        memory[0] = WORDS
        sound_add(lexical, *arguments, **named)
        memory[0] = CACHES

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
