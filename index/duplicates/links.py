"""Near-duplicate links in the store: LSH band lookup and link rows, as each article is written."""

import sqlite3
from collections.abc import Iterator

from index.duplicates.stories import bands, find_same_story, signature

MOST_UNDER_ONE_KEY = 200
"""A key under which more articles stand is boilerplate, and finds nothing."""


def link_near_duplicates(connection: sqlite3.Connection, row: int, text: str) -> int:
    """Link the document in `row` to those that tell its story; returns how many.

    Runs inside the transaction that adds the document.
    """
    found = find_same_story(
        text,
        lambda keys: _candidates(connection, keys),
        lambda other: _text_of(connection, int(other)),
    )
    connection.executemany(
        "INSERT INTO near_duplicates VALUES (?, ?, ?)",
        [(row, int(other), similarity) for other, similarity in found],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO bands VALUES (?, ?)", [(key, row) for key in bands(signature(text))]
    )
    return len(found)


def _candidates(connection: sqlite3.Connection, keys: list[int]) -> Iterator[str]:
    """Each living article that stands under one of the keys, once for each key."""
    for key in keys:
        rows = connection.execute(
            "SELECT b.document FROM bands b JOIN documents d ON d.row = b.document"
            " WHERE b.band = ? AND d.removed IS NULL LIMIT ?",
            (key, MOST_UNDER_ONE_KEY + 1),
        ).fetchall()
        if len(rows) <= MOST_UNDER_ONE_KEY:
            yield from (str(row) for (row,) in rows)


def _text_of(connection: sqlite3.Connection, row: int) -> str:
    found = connection.execute("SELECT text FROM documents WHERE row = ?", (row,)).fetchone()
    return str(found[0])
