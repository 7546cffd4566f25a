"""Forget: all versions of an article's text leave the store, its caches and what lay aside."""

import json
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.index import Index
from index.location import LEXICAL_NAME, MANIFEST_NAME, POINTER_NAME, STORE_NAME, VECTORS_NAME
from index.lock import writer_lock
from index.store.ingest import forget_record, publish
from index.store.rows import to_document

_GIVEN = " IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What the index knew of an article; nothing but its name, where it was not there.

    `paths` are the files that a sync would make it of again, `others` the articles that tell the
    same story, which stay.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    sha256s: tuple[str, ...] = ()  # of its files
    others: tuple[str, ...] = ()


def look_up(index: Index, name: str) -> Forgotten:
    """What there is of the article `name`, or of every article of the file `name`."""
    with index.store.reading() as connection:
        return _find(connection, name)[0]


def forget(index: Index, name: str) -> None:
    """Erase the article `name`, or every article of the file `name`.

    It can be said again after it broke off, and of an article that a sync has removed: whatever is
    left of one is written over.

    Raises:
        IndexBusyError: another process is writing.
        StorageError: the disk would not give or take what was asked.
    """
    store = index.store
    with writer_lock(index.path):
        with store.reading() as connection:
            found, rows = _find(connection, name)
        _remove_caches(index.path)
        with store.writing() as connection:
            connection.execute("PRAGMA secure_delete=ON")
            _erase(connection, found, rows)
        publish(store, store.published + 1)  # nobody goes on with what was read before
        store.rows("VACUUM")  # what was deleted earlier lies there still
        index.caches.write()


def _find(connection: sqlite3.Connection, name: str) -> tuple[Forgotten, list[int]]:
    """What is known of the article, and the rows of its documents, also those that have ended."""
    names = _names(connection, name)
    found = []
    for row, removed, record, text in connection.execute(
        "SELECT row, removed, record, text FROM documents, json_each(?) WHERE doc_id = value"
        " OR substr(doc_id, 1, length(value) + 1) = value || '#'",
        (json.dumps(names),),
    ):
        document = to_document(record, text)
        if document.doc_id in names or document.path in names:
            found.append((row, removed, document))
    rows = [row for row, _, _ in found]
    paths = {d.path for _, removed, d in found if removed is None}
    # Files that hold the same: a sync would take one of them in its place.
    sha256s = _all(connection, "SELECT sha256 FROM files WHERE sha256 != '' AND path", names)
    paths.update(_all(connection, "SELECT path FROM files WHERE sha256", sha256s))
    versions = [d.version for _, _, d in found]
    paths.update(
        _all(connection, "SELECT path FROM items WHERE document IS NULL AND version", versions)
    )
    known = Forgotten(
        names=tuple(dict.fromkeys([*names, *(d.doc_id for _, _, d in found)])),
        texts=tuple(d.text for _, _, d in found),
        paths=tuple(sorted(paths)),
        sha256s=tuple(sha256s),
        others=_others(connection, rows),
    )
    return known, rows


def _names(connection: sqlite3.Connection, name: str) -> list[str]:
    """`name`, or what it was renamed to, and earlier names that no other article has by now."""
    alive = "SELECT doc_id FROM documents WHERE removed IS NULL AND doc_id"
    names = [name]
    if not _all(connection, alive, names):
        names += _all(connection, "SELECT new_doc_id FROM aliases WHERE old_doc_id", names)
    for each in names:  # which grows meanwhile
        older = _all(connection, "SELECT old_doc_id FROM aliases WHERE new_doc_id", [each])
        names += [n for n in older if n not in names and not _all(connection, alive, [n])]
    return names


def _others(connection: sqlite3.Connection, rows: Sequence[int]) -> tuple[str, ...]:
    near = {
        *_all(connection, "SELECT other FROM near_duplicates WHERE document", rows),
        *_all(connection, "SELECT document FROM near_duplicates WHERE other", rows),
    }
    living = "SELECT doc_id FROM documents WHERE removed IS NULL AND row"
    return tuple(sorted(_all(connection, living, [*near.difference(rows)])))


def _all(connection: sqlite3.Connection, statement: str, given: Sequence[object]) -> list[str]:
    """The one column of `statement`, which ends in that which is one of `given`."""
    return [value for (value,) in connection.execute(statement + _GIVEN, (json.dumps(given),))]


def _erase(connection: sqlite3.Connection, found: Forgotten, rows: list[int]) -> None:
    known, names = (json.dumps(values) for values in (rows, found.names))
    connection.execute(f"DELETE FROM items WHERE document{_GIVEN}", (known,))
    connection.execute(f"DELETE FROM documents WHERE row{_GIVEN}", (known,))
    connection.execute(f"DELETE FROM kept_versions WHERE doc_id{_GIVEN}", (names,))
    connection.execute(f"DELETE FROM aliases WHERE new_doc_id{_GIVEN}", (names,))
    for path in found.paths:
        if path in found.names:
            forget_record(connection, path)
        connection.execute("UPDATE files SET stamp = '', recipe = '' WHERE path = ?", (path,))
    connection.execute(
        "DELETE FROM embeddings WHERE text_hash NOT IN (SELECT text_hash FROM passages)"
    )


def _remove_caches(folder: Path) -> None:
    """The caches, which are made again, and stores that were damaged: nobody knows what is in."""
    for name in (MANIFEST_NAME, POINTER_NAME, VECTORS_NAME):
        (folder / name).unlink(missing_ok=True)
    for lexical in folder.glob(f"{LEXICAL_NAME}-*"):
        shutil.rmtree(lexical, ignore_errors=True)
    for aside in folder.glob(f"{STORE_NAME}.damaged-*"):
        aside.unlink()
