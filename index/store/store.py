"""`Store`: the opened SQLite file; short read transactions, small write transactions."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
    NoIndexError,
    StorageError,
)
from index.files import fsync_folder
from index.location import STORE_NAME
from index.store.schema import APPLICATION_ID, FORMAT, PAGE_BYTES, TABLES
from index.store.sqlite import FileKind, transaction


def _failed(path: Path, problem: str) -> StorageError:
    return StorageError(f"{path}: {problem}: free some space or check permissions")


def _outdated(path: Path, version: str) -> IndexMismatchError:
    remedy = "use the version of Byline that made it, or sync into a new index with --index"
    if int(version) < FORMAT:
        remedy = "run `byline sync FOLDER` to bring it to this format; all that it holds is kept"
    return IndexMismatchError(f"format of {path}", version, str(FORMAT), remedy)


STORE = FileKind(
    what="a Byline store",
    tables=TABLES,
    application_id=APPLICATION_ID,
    format=FORMAT,
    busy_timeout_s=5.0,
    busy=lambda path, _: IndexBusyError(path, "another process"),
    damaged=IndexDamagedError,
    gone=lambda path, _: NoIndexError(path.parent),
    failed=_failed,
    outdated=_outdated,
)


class Store:
    """The store in an index folder. Safe to use from several threads: each has a connection.

    They are all of one file: what is known of its rows says nothing about those of another.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = file_identity(path)
        self._local = threading.local()
        self._opened: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._opening = threading.Lock()

    @classmethod
    def create(cls, folder: Path) -> Store:
        """An empty store in `folder`; whoever calls holds the writer's lock."""
        with STORE.errors(folder / STORE_NAME):
            replace_store(folder / STORE_NAME)
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Store:
        """The store in `folder`; raises `NoIndexError`, `IndexDamagedError` or a mismatch."""
        path = folder / STORE_NAME
        if not path.is_file():
            raise NoIndexError(folder)
        store = cls(path)
        with STORE.errors(path):
            STORE.check(store.connection, path)
        return store

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection.

        Raises:
            NoIndexError: the file that was opened is no longer there, or another is.
        """
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            self._local.connection = connection
            with self._opening:
                self._close_of_ended_threads()
                self._opened.append((threading.current_thread(), connection))
        return connection

    def close(self) -> None:
        """Close the connections of every thread."""
        with self._opening:
            while self._opened:
                self._opened.pop()[1].close()
        self._local = threading.local()

    def _connect(self) -> sqlite3.Connection:
        connection = STORE.connect(self.path)
        try:
            self._check_file()
        except NoIndexError:
            connection.close()
            raise
        return connection

    def _check_file(self) -> None:
        folder = self.path.parent
        if file_identity(self.path) != self._file:
            raise NoIndexError(folder, f"the index at {folder} was made anew: try again")

    def _close_of_ended_threads(self) -> None:
        """A server's threads come and go for weeks; each connection holds a file open."""
        ended = [one for one in self._opened if not one[0].is_alive()]
        self._opened = [one for one in self._opened if one[0].is_alive()]
        for _, connection in ended:
            connection.close()

    def rows(
        self, statement: str, parameters: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[Any, ...]]:
        """All rows of one SELECT, read in one short transaction."""
        with STORE.errors(self.path):
            return self.connection.execute(statement, parameters).fetchall()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Several SELECTs in one short read transaction, seeing one state of the store."""
        with STORE.errors(self.path), transaction(self.connection, writing=False):
            yield self.connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One small write transaction: committed whole, or rolled back when anything raises."""
        with STORE.errors(self.path), transaction(self.connection):
            yield self.connection

    def meta(self, key: str) -> str | None:
        """The value kept under `key`, or None."""
        found = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(found[0][0]) if found else None

    @cached_property
    def identity(self) -> str:
        """The random id that it was made with, which its caches repeat."""
        return self.meta("store") or ""

    @property
    def published(self) -> int:
        """The newest generation that everyone may see; 0 before the first sync ends."""
        return int(self.meta("published") or 0)


def file_identity(path: Path) -> tuple[int, int]:
    """Which store file is at `path`; as long as it is open, no other file has the same.

    Raises:
        NoIndexError: there is none.
        StorageError: the folder cannot be read.
    """
    with STORE.errors(path):
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NoIndexError(path.parent) from error
    return found.st_dev, found.st_ino


def replace_store(
    path: Path,
    fill: Callable[[sqlite3.Connection], None] = lambda new: None,
    then: Callable[[], None] = lambda: None,
) -> None:
    """Put a new store at `path`, filled by `fill`, whole or not at all.

    `then` is called when it is whole, before it takes its place.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(STORE.connect(temporary)) as connection:
            connection.execute(f"PRAGMA page_size={PAGE_BYTES}")
            with transaction(connection):
                STORE.create_tables(connection)
                fill(connection)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    then()
    # A journal that a lost store left behind would be played back into this one.
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    os.replace(temporary, path)
    fsync_folder(path.parent)


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep `value` under `key`, inside a write transaction."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
