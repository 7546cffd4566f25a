"""The schema of the conversations' SQLite file: tables, opening, and its errors."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StorageError
from index.store.sqlite import Failure, FileKind, transaction

FORMAT = 1

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


def _saying(words: str) -> Failure:
    """The error of a file: `words`, with `{problem}` for what is wrong."""
    return lambda path, problem: StorageError(f"{path}: {words.format(problem=problem)}")


CONVERSATIONS = FileKind(
    what="Byline's conversations",
    tables=TABLES,
    application_id=0x42594C43,  # "BYLC"
    format=FORMAT,
    busy_timeout_s=30.0,  # a disk that is busy with other work can hold a commit up for long
    pragmas=("secure_delete=ON",),
    busy=_saying("another process is writing it: try again"),
    damaged=_saying("damaged ({problem}): move it away to begin with no conversations"),
    gone=_saying("is gone: put it back, or start Byline again to begin with no conversations"),
    failed=_saying("{problem}: free some space or check permissions"),
    outdated=_saying(
        f"has format {{problem}}, this Byline reads {FORMAT}: use the version of Byline"
        " that made it, or move it away to begin anew"
    ),
)


def prepare(path: Path) -> None:
    """Make the file at `path` if it is not there, and its tables; check one that is.

    Raises:
        StorageError: it cannot be made or read, or another Byline or program made it.
    """
    with CONVERSATIONS.errors(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with opened(path) as connection:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if not tables:
            CONVERSATIONS.create_tables(connection)
        CONVERSATIONS.check(connection, path)


@contextmanager
def opened(path: Path, *, writing: bool = True) -> Iterator[sqlite3.Connection]:
    """A connection for one transaction; a missing file is not made.

    Opening costs a tenth of a millisecond, and threads of a web server come and go: a connection
    kept for each would outlive it.

    Raises:
        StorageError: whatever SQLite says, in words that say what to do.
    """
    with CONVERSATIONS.errors(path):
        connection = CONVERSATIONS.connect(path)
        try:
            with transaction(connection, writing=writing):
                yield connection
        finally:
            connection.close()
