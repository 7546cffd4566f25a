"""The ingest record: what the last sync saw of each file, and what came of the articles in it."""

import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from index.store.rows import remove_document
from index.store.store import Store, set_meta
from index.types import Document, FileOutcome, FileRecord, FileStatus, ItemRecord


def read_records(store: Store) -> dict[str, FileRecord]:
    """The ingest record of every file by path."""
    found = store.rows(
        "SELECT f.path, f.stamp, f.sha256, f.status, f.reason, f.recipe, f.passing,"
        " count(d.row), coalesce(sum(d.added > ?), 0)"
        " FROM files f LEFT JOIN items i ON i.path = f.path LEFT JOIN documents d"
        " ON d.row = i.document AND d.removed IS NULL GROUP BY f.path",
        (store.published,),
    )
    names = [field.name for field in fields(FileRecord)]
    records = (FileRecord(**dict(zip(names, row, strict=True))) for row in found)
    return {
        record.path: replace(record, status=FileStatus(record.status), passing=bool(record.passing))
        for record in records
    }


def write_record(connection: sqlite3.Connection, record: FileRecord) -> None:
    """Add or replace one file's record, inside a write transaction; its items stay."""
    connection.execute(
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", _columns(record)
    )


def _columns(record: FileRecord | ItemRecord) -> list[object]:
    """The first seven fields of a record, those of its table."""
    return [getattr(record, field.name) for field in fields(record)[:7]]


def forget_record(connection: sqlite3.Connection, path: str) -> None:
    """The file is gone."""
    connection.execute("DELETE FROM items WHERE path = ?", (path,))
    connection.execute("DELETE FROM files WHERE path = ?", (path,))


def read_items(store: Store, path: str) -> dict[str, ItemRecord]:
    """What came of the articles of a file, by item."""
    found = store.rows(
        "SELECT i.item, i.status, i.reason, i.recipe, i.version, i.document, d.doc_id, d.checksum"
        " FROM items i LEFT JOIN documents d ON d.row = i.document AND d.removed IS NULL"
        " WHERE i.path = ?",
        (path,),
    )
    return {
        item: ItemRecord(
            path=path,
            item=item,
            status=FileStatus(status),
            reason=reason,
            recipe=recipe,
            version=version,
            document=None if doc_id is None else document,
            doc_id=doc_id or "",
            checksum=checksum or b"",
        )
        for item, status, reason, recipe, version, document, doc_id, checksum in found
    }


def write_item(connection: sqlite3.Connection, record: ItemRecord) -> None:
    """Add or replace what came of one article."""
    connection.execute(
        "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?)", _columns(record)
    )


def forget_items(connection: sqlite3.Connection, path: str, items: Iterable[str]) -> None:
    """These articles are no longer in the file."""
    connection.executemany(
        "DELETE FROM items WHERE path = ? AND item = ?", [(path, item) for item in items]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A living document that says the same under another name."""

    row: int
    doc_id: str
    path: str
    item: str


def find_twin(
    connection: sqlite3.Connection, document: Document, renamed_from: str | None
) -> Twin | None:
    """The article that `document` was in the file `renamed_from`; else one of the same version."""
    found = connection.execute(
        "SELECT d.row, d.doc_id, i.path, i.item FROM documents d JOIN items i ON i.document = d.row"
        " WHERE d.removed IS NULL AND d.doc_id != :id"
        " AND (d.version = :version OR (i.path = :origin AND i.item = :item))"
        " ORDER BY i.path = :origin AND i.item = :item DESC, d.row LIMIT 1",
        {
            "id": document.doc_id,
            "version": document.version,
            "origin": renamed_from,
            "item": document.item,
        },
    ).fetchone()
    return Twin(row=found[0], doc_id=found[1], path=found[2], item=found[3]) if found else None


def end_items(
    connection: sqlite3.Connection, records: Iterable[ItemRecord], generation: int
) -> None:
    """End the documents of these articles."""
    for record in records:
        if record.document is not None:
            remove_document(connection, record.document, generation=generation)


def files_of_orphans(store: Store) -> set[str]:
    """The files with articles that were left out as duplicates of what is no longer there."""
    found = store.rows(
        "SELECT DISTINCT path FROM items i WHERE status = ? AND NOT EXISTS (SELECT 1"
        " FROM documents d WHERE d.version = i.version AND d.removed IS NULL)",
        (FileStatus.DUPLICATE,),
    )
    return {path for (path,) in found}


def item_troubles(store: Store) -> dict[str, list[FileOutcome]]:
    """Of each file with several articles, those that are left out of the index, and why."""
    found: dict[str, list[FileOutcome]] = {}
    for path, item, status, reason in store.rows(
        "SELECT path, item, status, reason FROM items"
        " WHERE item != '' AND document IS NULL AND status IN (?, ?, ?) ORDER BY path, item",
        (FileStatus.DUPLICATE, FileStatus.SKIPPED, FileStatus.FAILED),
    ):
        outcome = FileOutcome(path=f"{path}#{item}", status=FileStatus(status), reason=reason)
        found.setdefault(path, []).append(outcome)
    return found


def troubles(store: Store) -> list[FileOutcome]:
    """Every file, and every article in one, that is no article of the index, and why; by path."""
    found = store.rows(
        "SELECT path, status, reason FROM files WHERE status IN (?, ?, ?)",
        (FileStatus.DUPLICATE, FileStatus.SKIPPED, FileStatus.FAILED),
    )
    files = [FileOutcome(path=p, status=FileStatus(s), reason=reason) for p, s, reason in found]
    items = [outcome for listed in item_troubles(store).values() for outcome in listed]
    return sorted([*files, *items], key=lambda outcome: outcome.path)


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
