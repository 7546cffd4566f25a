"""The control of the durability benchmark: a writer with the faults that ours avoids."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from index.store.store import Store
from index.sync import Sync


def break_writer() -> None:
    """Save vectors before rows, without transactions, into the generation that readers see.

    It holds for the rest of this process.
    """
    sound_init, sound_write = Sync.__init__, Sync._write

    def init(self: Sync, *arguments: Any) -> None:
        sound_init(self, *arguments)
        self._target = max(self._store.published, 1)

    def write(self: Sync, prepared: Sequence[Any]) -> None:
        self._publish()
        sound_write(self, prepared)

    patch("index.sync.Sync.__init__", init).start()
    patch("index.sync.Sync._write", write).start()
    patch("index.store.store.Store.writing", _without_transaction).start()
    patch("index.search.dense.replace_file", _in_place).start()


@contextmanager
def _without_transaction(self: Store) -> Iterator[sqlite3.Connection]:
    """Every statement for itself."""
    yield self.connection


def _in_place(path: Path, write: Callable[[Path], None]) -> None:
    write(path)
