"""The ingest record: what the last sync saw of each file, and which document came of it."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import astuple, fields

from index.store.store import Store, set_meta
from index.types import FileRecord, FileStatus

_FIELDS = [field.name for field in fields(FileRecord)]  # as the table has them


def read_records(store: Store) -> dict[str, FileRecord]:
    """The ingest record by path."""
    found = store.rows(
        "SELECT f.path, f.stamp, f.sha256, f.status, f.reason, f.recipe, f.document,"
        " coalesce(d.added, 0) > ? FROM files f LEFT JOIN documents d ON d.row = f.document",
        (store.published,),
    )
    records = (dict(zip(_FIELDS, row, strict=True)) for row in found)
    return {
        record["path"]: FileRecord(
            **{**record, "status": FileStatus(record["status"]), "pending": bool(record["pending"])}
        )
        for record in records
    }


def write_record(connection: sqlite3.Connection, record: FileRecord) -> None:
    """Add or replace one file's record, inside a write transaction."""
    *values, _ = astuple(record)  # whether it is pending is told by its document
    connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def forget_record(connection: sqlite3.Connection, path: str) -> None:
    """The file is gone."""
    connection.execute("DELETE FROM files WHERE path = ?", (path,))


def write_alias(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Remember that the document `old` is now called `new`, along whole chains of renames."""
    connection.execute("DELETE FROM aliases WHERE old_doc_id = ?", (new,))
    connection.execute("UPDATE aliases SET new_doc_id = ? WHERE new_doc_id = ?", (new, old))
    connection.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?)", (old, new))


def publish(store: Store, generation: int) -> None:
    """Let everyone see `generation`: one tiny transaction."""
    with store.writing() as connection:
        set_meta(connection, "published", str(generation))
        connection.execute(
            "INSERT OR REPLACE INTO generations VALUES (?, ?)", (generation, time.time())
        )


def has_unpublished(store: Store) -> bool:
    """Whether an interrupted sync left documents that came or went and that nobody sees yet."""
    found = store.rows(
        "SELECT EXISTS (SELECT 1 FROM documents WHERE added > :g OR removed > :g)",
        {"g": store.published},
    )
    return bool(found[0][0])


def purge(store: Store, *, older_than_s: float) -> int:
    """Delete documents that ended in a generation published that long ago; returns how many.

    Nobody reads a generation for so long, and versions that a saved answer cites are kept.
    """
    with store.writing() as connection:
        cursor = connection.execute(
            "DELETE FROM documents WHERE removed <= ("
            " SELECT coalesce(max(generation), 0) FROM generations WHERE published_at <= ?)"
            " AND NOT EXISTS (SELECT 1 FROM kept_versions k"
            "   WHERE k.doc_id = documents.doc_id AND k.version = documents.version)",
            (time.time() - older_than_s,),
        )
        if cursor.rowcount:
            connection.execute(
                "DELETE FROM embeddings WHERE text_hash NOT IN (SELECT text_hash FROM passages)"
            )
        connection.execute(
            "DELETE FROM generations WHERE published_at <= ? AND generation < ("
            " SELECT max(generation) FROM generations)",
            (time.time() - 2 * older_than_s,),
        )
        return cursor.rowcount
