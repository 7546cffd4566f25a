"""Store migration: from format 1 to this one, into a new file that takes the place of the old one.

Nothing is lost whenever it is killed: until the new file is whole the old one stays as it was.
"""

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from index.location import STORE_NAME
from index.lock import writer_lock
from index.store.rows import checksum_of
from index.store.schema import APPLICATION_ID
from index.store.store import STORE, replace_store

OLD_FORMAT = 1
_ROWS_AT_ONCE = 2000

# What goes into each table, in the order of its columns.
_TAKEN = {
    "meta": "SELECT key, value FROM meta",
    "documents": "SELECT row, doc_id, version, record, text, checksum(record, text), added, removed"
    " FROM documents",
    "passages": "SELECT row, document, start, end, heading, text_hash FROM passages",
    "embeddings": "SELECT NULL, encoder, text_hash, vector, crc32(vector) FROM embeddings",
    "files": "SELECT path, stamp, sha256, status, reason, recipe, 0 FROM files",
    "items": "SELECT f.path, '', f.status, f.reason, f.recipe, d.version, f.document"
    " FROM files f JOIN documents d ON d.row = f.document",
    "aliases": "SELECT old_doc_id, new_doc_id FROM aliases",
    "bands": "SELECT band, document FROM bands",
    "near_duplicates": "SELECT document, other, similarity FROM near_duplicates",
    "generations": "SELECT generation, published_at FROM generations",
    "kept_versions": "SELECT doc_id, version FROM kept_versions",
}


def migrate(folder: Path, notify: Callable[[int, int], None]) -> bool:
    """Bring the store in `folder` to this format; whether that was to be done.

    `notify` is told how many rows of how many are over. What it raises ends the migration, and
    the old store stays.

    Raises:
        IndexBusyError: another process is writing.
        IndexDamagedError: the old store cannot be read.
        StorageError: the disk would not take the new one.
    """
    path = folder / STORE_NAME
    if not _is_old(path):
        return False
    with writer_lock(folder), STORE.errors(path):
        if not _is_old(path):  # whoever held the lock has done it
            return False
        with closing(STORE.connect(path)) as old:
            old.create_function("checksum", 2, checksum_of, deterministic=True)
            old.create_function("crc32", 1, zlib.crc32, deterministic=True)
            replace_store(path, lambda new: _copy(old, new, notify), then=old.close)
    return True


def _is_old(path: Path) -> bool:
    if not path.is_file():
        return False
    with STORE.errors(path), closing(STORE.connect(path)) as connection:
        found = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version")
        ]
    return found == [APPLICATION_ID, OLD_FORMAT]


def _copy(
    old: sqlite3.Connection, new: sqlite3.Connection, notify: Callable[[int, int], None]
) -> None:
    old.execute("BEGIN")
    total = sum(old.execute(f"SELECT count(*) FROM ({s})").fetchone()[0] for s in _TAKEN.values())
    done = 0
    for table, statement in _TAKEN.items():
        rows = old.execute(statement)
        marks = ",".join("?" * len(rows.description))
        while batch := rows.fetchmany(_ROWS_AT_ONCE):
            new.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", batch)
            done += len(batch)
            notify(done, total)
    # Ids of rows that are gone are not given again.
    new.execute("DELETE FROM sqlite_sequence")
    new.executemany(
        "INSERT INTO sqlite_sequence VALUES (?, ?)",
        old.execute("SELECT name, seq FROM sqlite_sequence").fetchall(),
    )
