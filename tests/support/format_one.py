"""An index as the first format had it: its tables as they were, filled by plain SQL."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
  row INTEGER PRIMARY KEY AUTOINCREMENT, doc_id TEXT NOT NULL, version TEXT NOT NULL,
  record TEXT NOT NULL, text TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER);
CREATE INDEX documents_by_id ON documents (doc_id);
CREATE TABLE passages (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
  start INTEGER NOT NULL, end INTEGER NOT NULL, heading TEXT, text_hash BLOB NOT NULL);
CREATE INDEX passages_by_document ON passages (document);
CREATE TABLE embeddings (
  encoder TEXT NOT NULL, text_hash BLOB NOT NULL, vector BLOB NOT NULL,
  PRIMARY KEY (encoder, text_hash)) WITHOUT ROWID;
CREATE TABLE files (
  path TEXT PRIMARY KEY, stamp TEXT NOT NULL, sha256 TEXT NOT NULL, status TEXT NOT NULL,
  reason TEXT NOT NULL, recipe TEXT NOT NULL,
  document INTEGER REFERENCES documents (row) ON DELETE SET NULL) WITHOUT ROWID;
CREATE INDEX files_by_document ON files (document);
CREATE TABLE aliases (old_doc_id TEXT PRIMARY KEY, new_doc_id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE bands (
  band INTEGER NOT NULL, document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
  PRIMARY KEY (band, document)) WITHOUT ROWID;
CREATE INDEX bands_by_document ON bands (document);
CREATE TABLE near_duplicates (
  document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
  other INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
  similarity REAL NOT NULL, PRIMARY KEY (document, other)) WITHOUT ROWID;
CREATE INDEX near_duplicates_by_other ON near_duplicates (other);
CREATE TABLE generations (generation INTEGER PRIMARY KEY, published_at REAL NOT NULL);
CREATE TABLE kept_versions (
  doc_id TEXT NOT NULL, version TEXT NOT NULL, PRIMARY KEY (doc_id, version)) WITHOUT ROWID;
PRAGMA user_version=1;
PRAGMA application_id=1113148494;
"""


def make_index(
    path: Path,
    articles: Mapping[str, tuple[str, str]],
    *,
    recipe: str,
    encoder: str,
    encode: Callable[[Sequence[str]], Any],
) -> None:
    """An index at `path` of articles (path -> headline and text), one passage each, published.

    Row 1 was an article that is gone, and of which nobody keeps anything; the row after the last
    was deleted, so that its id is taken. "old.md" became the first article; a version that is gone
    of that one is kept.
    """
    path.mkdir()
    with closing(sqlite3.connect(path / "store.sqlite3")) as connection:
        connection.executescript(TABLES)
        connection.execute("INSERT INTO meta VALUES ('published', '7')")
        connection.execute("INSERT INTO meta VALUES ('encoder', ?)", (encoder,))
        connection.execute("INSERT INTO generations VALUES (7, 1700000000.0)")
        first = next(iter(articles))
        _add(connection, 2, first, ("Kept", "What was said before."), removed=6)
        connection.execute("INSERT INTO kept_versions VALUES (?, ?)", (first, _version("Kept")))
        connection.execute("INSERT INTO aliases VALUES ('old.md', ?)", (first,))
        for row, (name, article) in enumerate(articles.items(), start=3):
            headline, text = article
            key = _add(connection, row, name, article)
            blob = encode([f"{headline}\n{text}"])[0].astype("<f4").tobytes()
            connection.execute("INSERT INTO embeddings VALUES (?, ?, ?)", (encoder, key, blob))
            sha = hashlib.sha256(f"# {headline}\n\n{text}\n".encode()).hexdigest()
            values = (name, "", sha, "added", "", recipe, row)
            connection.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        bad = ("bad.pdf", "", "0" * 64, "failed", "damaged", recipe, None)
        connection.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", bad)
        _add(connection, 90, "gone.md", ("Gone", "Nothing of it is kept."))
        connection.execute("DELETE FROM documents WHERE row = 90")
        connection.execute("DELETE FROM passages WHERE document = 90")
        connection.commit()


def _add(
    connection: sqlite3.Connection,
    row: int,
    name: str,
    article: tuple[str, str],
    removed: int | None = None,
) -> bytes:
    headline, text = article
    record = {"doc_id": name, "version": _version(headline), "text": "", "title": headline}
    values = (row, name, _version(headline), json.dumps(record), text, 1, removed)
    connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    key = hashlib.sha256(f"{headline}\n{text}".encode()).digest()[:16]
    connection.execute(
        "INSERT INTO passages VALUES (?, ?, 0, ?, NULL, ?)", (10 * row, row, len(text), key)
    )
    return key


def _version(headline: str) -> str:
    return hashlib.sha256(headline.encode()).hexdigest()
