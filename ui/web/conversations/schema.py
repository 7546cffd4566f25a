"""The schema of the conversations' SQLite file: tables, opening, and its errors."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StorageError
from index.store.sqlite import Failure, FileKind, read_statements, transaction

FORMAT = 1

TABLES = read_statements(Path(__file__).with_name("schema.sql"))


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
