"""The SQLite file: its tables, how it is opened, and how its errors become ours.

A document row is alive in the generations `added <= g < removed`. Its passages live and die with
it. A row whose `added` lies beyond the published generation is pending: nobody sees it yet.
Row ids are never reused (AUTOINCREMENT), so that the search caches may hold ids that are gone.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusyError, IndexDamagedError, IndexMismatchError, StorageError

FORMAT = 1
APPLICATION_ID = 0x42594C4E  # "BYLN"
BUSY_TIMEOUT_S = 5.0

TABLES = """
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE documents (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  doc_id TEXT NOT NULL,
  version TEXT NOT NULL,
  record TEXT NOT NULL,       -- the Document as JSON, without its text
  text TEXT NOT NULL,
  added INTEGER NOT NULL,
  removed INTEGER
);
CREATE INDEX documents_by_id ON documents (doc_id);
CREATE TABLE passages (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  heading TEXT,
  text_hash BLOB NOT NULL     -- of the encoded text: the key of its embedding
);
CREATE INDEX passages_by_document ON passages (document);
CREATE TABLE embeddings (
  encoder TEXT NOT NULL,
  text_hash BLOB NOT NULL,
  vector BLOB NOT NULL,       -- float32, little endian
  PRIMARY KEY (encoder, text_hash)
) WITHOUT ROWID;
CREATE TABLE files (          -- the ingest record: one row for each file that the last sync saw
  path TEXT PRIMARY KEY,
  stamp TEXT NOT NULL,        -- size, times and inode: equal means unchanged
  sha256 TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  recipe TEXT NOT NULL,       -- which reader, cleaner and splitter made the document
  document INTEGER REFERENCES documents (row) ON DELETE SET NULL
) WITHOUT ROWID;
CREATE INDEX files_by_document ON files (document);
CREATE TABLE aliases (        -- where a renamed document went
  old_doc_id TEXT PRIMARY KEY,
  new_doc_id TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE bands (          -- near-duplicate candidates share a band
  band INTEGER NOT NULL,
  document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
  PRIMARY KEY (band, document)
) WITHOUT ROWID;
CREATE INDEX bands_by_document ON bands (document);
CREATE TABLE near_duplicates (
  document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
  other INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
  similarity REAL NOT NULL,
  PRIMARY KEY (document, other)
) WITHOUT ROWID;
CREATE INDEX near_duplicates_by_other ON near_duplicates (other);
CREATE TABLE generations (
  generation INTEGER PRIMARY KEY,
  published_at REAL NOT NULL  -- seconds since 1970
);
CREATE TABLE kept_versions (  -- versions that a saved answer cites: never purged
  doc_id TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (doc_id, version)
) WITHOUT ROWID;
"""


def create_store(path: Path) -> None:
    """Make an empty store at `path`, whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection = connect(temporary)
    try:
        connection.executescript(
            f"BEGIN; {TABLES} PRAGMA user_version={FORMAT};"
            f"PRAGMA application_id={APPLICATION_ID};"
            "INSERT INTO meta VALUES ('published', '0'); COMMIT;"
        )
    except BaseException:
        connection.close()
        temporary.unlink(missing_ok=True)
        raise
    connection.close()
    # A journal that a lost store left behind would be played back into this one.
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    os.replace(temporary, path)


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode: each SELECT is its own short transaction.

    A rollback journal, not WAL: several SQLite builds in use have a bug that corrupts the file
    when a WAL is reset.
    """
    connection = sqlite3.connect(
        path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def check_format(connection: sqlite3.Connection, path: Path) -> None:
    """Raise unless the file is a store that this version of Byline can use."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise IndexDamagedError(path, "this file is not a Byline store")
    if version != FORMAT:
        raise IndexMismatchError(
            f"format of {path}",
            str(version),
            str(FORMAT),
            "use the version of Byline that made it, or sync into a new index with --index",
        )


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, each with what to do about it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        message = str(error)
        if "locked" in message or "busy" in message:
            raise IndexBusyError(path, "another process") from error
        if "no such table" in message or "no such column" in message:
            raise IndexDamagedError(path, message) from error
        raise StorageError(f"{path}: {message}: free some space or check permissions") from error
    except sqlite3.DatabaseError as error:
        raise IndexDamagedError(path, str(error)) from error
    except OSError as error:
        raise StorageError(
            f"{path}: {error.strerror or error}: free some space or check permissions"
        ) from error
