"""The SQLite file of conversations: its tables, how it is opened, and its errors in our words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StorageError

FORMAT = 1
APPLICATION_ID = 0x42594C43  # "BYLC"
BUSY_TIMEOUT_S = 30.0  # a disk that is busy with other work can hold a commit up for long

TABLES = (
    """CREATE TABLE conversations (
      conversation_id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      title TEXT NOT NULL,
      started TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX conversations_by_owner ON conversations (owner)",
    """CREATE TABLE exchanges (      -- in the order in which they were asked
      row INTEGER PRIMARY KEY AUTOINCREMENT,
      exchange_id TEXT NOT NULL UNIQUE,
      conversation_id TEXT NOT NULL
        REFERENCES conversations (conversation_id) ON DELETE CASCADE,
      asked_at TEXT NOT NULL,
      question TEXT NOT NULL,
      settings TEXT NOT NULL,         -- AskSettings as JSON
      state TEXT NOT NULL,
      answer TEXT,                    -- as rag.export.stored writes it
      problem TEXT NOT NULL
    )""",
    "CREATE INDEX exchanges_by_conversation ON exchanges (conversation_id)",
    """CREATE TABLE documents (      -- every version of an article that an exchange cites
      row INTEGER PRIMARY KEY,
      doc_id TEXT NOT NULL,
      version TEXT NOT NULL,
      record TEXT NOT NULL,           -- the Document as JSON, without its text
      text TEXT NOT NULL,
      UNIQUE (doc_id, version)
    )""",
    """CREATE TABLE cited (
      exchange INTEGER NOT NULL REFERENCES exchanges (row) ON DELETE CASCADE,
      document INTEGER NOT NULL REFERENCES documents (row),
      PRIMARY KEY (exchange, document)
    ) WITHOUT ROWID""",
    "CREATE INDEX cited_by_document ON cited (document)",
    """CREATE TABLE thumbs (
      exchange INTEGER PRIMARY KEY REFERENCES exchanges (row) ON DELETE CASCADE,
      feedback_id TEXT NOT NULL,      -- of the judgement that was written down last
      verdict TEXT NOT NULL
    )""",
    """CREATE TRIGGER no_longer_cited AFTER DELETE ON cited
      WHEN NOT EXISTS (SELECT 1 FROM cited WHERE document = OLD.document)
      BEGIN DELETE FROM documents WHERE row = OLD.document; END""",
)


def prepare(path: Path) -> None:
    """Make the file at `path` if it is not there, and its tables; check one that is.

    Raises:
        StorageError: it cannot be made or read, or another Byline or program made it.
    """
    with storage_errors(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        with connected(path) as connection, transaction(connection):
            if _is_empty(connection):
                _create(connection)
            _check_format(connection, path)


def _is_empty(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return not tables


def _create(connection: sqlite3.Connection) -> None:
    for statement in TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version={FORMAT}")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")


def _check_format(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise StorageError(f"{path}: not Byline's conversations: move this file away")
    if version != FORMAT:
        raise StorageError(
            f"{path}: has format {version}, this Byline reads {FORMAT}: use the version of Byline"
            " that made it, or move it away to begin anew"
        )


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for one transaction, in autocommit mode; a missing file is not made.

    Opening costs a tenth of a millisecond, and threads of a web server come and go: a connection
    kept for each would outlive it. A rollback journal, as `index.store.schema.connect` says.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
    )
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")
        yield connection
    finally:
        connection.close()


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


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """SQLite's errors as ours, each with what to do about it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        message = str(error)
        if "locked" in message or "busy" in message:
            raise StorageError(f"{path}: another process is writing it: try again") from error
        if _is_gone(path):
            raise StorageError(
                f"{path}: is gone: put it back, or start Byline again to begin with no"
                " conversations"
            ) from error
        raise StorageError(f"{path}: {message}: free some space or check permissions") from error
    except sqlite3.DatabaseError as error:
        raise StorageError(
            f"{path}: damaged ({error}): move it away to begin with no conversations"
        ) from error
    except OSError as error:
        raise StorageError(
            f"{path}: {error.strerror or error}: free some space or check permissions"
        ) from error


def _is_gone(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
