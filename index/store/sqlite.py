"""SQLite connections and transactions: each kind of file made, opened, checked; its errors.

A rollback journal, not WAL: several SQLite builds in use have a bug that corrupts the file when a
WAL is reset. Connections are in autocommit mode, so that each SELECT is its own short transaction.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Failure = Callable[[Path, str], Exception]
"""The error to raise for a file, with what is wrong with it in a few words."""


def read_statements(path: Path) -> tuple[str, ...]:
    """The statements of a file, parted by blank lines."""
    return tuple(path.read_text(encoding="utf-8").split("\n\n"))


_PRAGMAS = ("journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """One kind of file: its tables, how it is known, and its errors in the words of its users."""

    what: str  # "a Byline store"
    tables: tuple[str, ...]  # the statements that make them
    application_id: int
    format: int
    busy_timeout_s: float
    pragmas: tuple[str, ...] = ()
    busy: Failure
    damaged: Failure
    gone: Failure  # the file was there when it was opened first
    failed: Failure  # the disk would not take or give what was asked
    outdated: Failure  # another version of Byline made it; told which format it has

    def connect(self, path: Path) -> sqlite3.Connection:
        """A connection to the file at `path`, which any thread may use; none is made there."""
        return connect(path, busy_timeout_s=self.busy_timeout_s, pragmas=self.pragmas)

    def create_tables(self, connection: sqlite3.Connection) -> None:
        """Make an empty file one of this kind, inside a write transaction."""
        for statement in self.tables:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={self.format}")
        connection.execute(f"PRAGMA application_id={self.application_id}")

    def check(self, connection: sqlite3.Connection, path: Path) -> None:
        """Raise `damaged` or `outdated` unless the file is one that this Byline can use."""
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if application != self.application_id:
            raise self.damaged(path, f"not {self.what}")
        if version != self.format:
            raise self.outdated(path, str(version))

    @contextmanager
    def errors(self, path: Path) -> Iterator[None]:
        """Turn the errors of SQLite and of the system into those of this kind."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise self._operational(path, str(error)) from error
        except sqlite3.DatabaseError as error:
            raise self.damaged(path, str(error)) from error
        except OSError as error:
            raise self.failed(path, str(error.strerror or error)) from error

    def _operational(self, path: Path, message: str) -> Exception:
        if "locked" in message or "busy" in message:
            return self.busy(path, message)
        if "no such table" in message or "no such column" in message:
            return self.damaged(path, message)
        return self.gone(path, message) if _is_gone(path) else self.failed(path, message)


def _is_gone(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def connect(
    path: Path, *, busy_timeout_s: float, pragmas: tuple[str, ...] = ()
) -> sqlite3.Connection:
    """A connection to the file at `path`, which must be there; sqlite3's errors as they are."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=busy_timeout_s,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        for pragma in (*_PRAGMAS, *pragmas):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, *, writing: bool = True) -> Iterator[None]:
    """One transaction: committed whole, or rolled back when anything raises."""
    connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
