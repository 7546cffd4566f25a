"""Keeping the two search caches in step with the store.

Both hold a superset of what is alive: rows are added before their generation is published, and
leave only after nobody can see them. So a reader drops what is not alive in its generation and
never misses anything. The writer's lock must be held by whoever calls `write_caches`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.errors import StorageError
from index.files import replace_text
from index.search.lexical import LexicalIndex
from index.search.lexical_files import (
    LEXICAL_NAME,
    POINTER_NAME,
    current_folder,
    remove_other_folders,
)
from index.search.vectors import DenseIndex, Rows, load_dense, save_dense
from index.settings import IndexSettings
from index.store.rows import read_vectors, to_document
from index.store.store import Store
from index.text.passages import encoded_text

MOST_DEAD = 0.1  # of the lexical cache: BM25 scores remember what was deleted
_BATCH = 2000


def write_caches(
    folder: Path, store: Store, settings: IndexSettings, *, encoder: str, dimension: int
) -> None:
    """Bring both caches up to every row of the store; rebuild what is damaged or foreign."""
    try:
        if encoder:
            _write_vectors(folder, store, settings, encoder, dimension)
        _write_lexical(folder, store, settings)
    except (OSError, RuntimeError, ValueError) as error:
        raise StorageError(
            f"cannot write the search caches in {folder} ({error}):"
            " free some space or check permissions, then sync again"
        ) from error


def load_vectors(
    folder: Path, store: Store, settings: IndexSettings, rows: Rows, encoder: str, dimension: int
) -> DenseIndex:
    """A dense index that holds at least `rows`: the cache, and in memory what it lacks."""
    dense = load_dense(
        folder, encoder=encoder, dimension=dimension, factory=settings.vector_factory
    ) or DenseIndex.empty(dimension, settings.vector_factory)
    _add_vectors(dense, store, np.setdiff1d(rows, dense.rows), encoder, dimension)
    return dense


def load_lexical(
    folder: Path, store: Store, settings: IndexSettings, last_row: int
) -> LexicalIndex:
    """A lexical index that covers `last_row`: the cache, or one built in memory."""
    cached = current_folder(folder)
    lexical = LexicalIndex.open(cached, settings.language) if cached else None
    if lexical is None or lexical.manifest.covered < last_row:
        lexical = LexicalIndex.create(settings.language)
        lexical.add(passage_texts(store, after=0), covered=_last_row(store))
    return lexical


def caches_current(
    folder: Path, store: Store, settings: IndexSettings, *, encoder: str, dimension: int
) -> bool:
    """Whether both caches are whole and hold every row of the store."""
    cached = current_folder(folder)
    lexical = LexicalIndex.open(cached, settings.language) if cached else None
    if lexical is None or lexical.manifest.covered < _last_row(store):
        return False
    if not encoder:
        return True
    dense = load_dense(
        folder, encoder=encoder, dimension=dimension, factory=settings.vector_factory
    )
    if dense is None:
        return False
    return not len(np.setdiff1d(_rows_with_vectors(store, encoder), dense.rows))


def passage_texts(store: Store, *, after: int) -> Iterator[tuple[int, str]]:
    """(row, the text that is searched) of every passage beyond row `after`, a batch at a time."""
    while True:
        batch = store.rows(
            "SELECT p.row, p.start, p.end, p.heading, d.row FROM passages p"
            " JOIN documents d ON d.row = p.document WHERE p.row > ? ORDER BY p.row LIMIT ?",
            (after, _BATCH),
        )
        if not batch:
            return
        documents = {}
        for document_row in dict.fromkeys(row[4] for row in batch):
            found = store.rows("SELECT record, text FROM documents WHERE row = ?", (document_row,))
            if found:  # else purged a moment ago: nobody can see it
                documents[document_row] = to_document(*found[0])
        for row, start, end, heading, document_row in batch:
            document = documents.get(document_row)
            if document is not None:
                title = None if document.title_derived else document.title
                text = document.text[start:end]
                yield row, encoded_text(text, title, heading)
        after = batch[-1][0]


def _write_vectors(
    folder: Path, store: Store, settings: IndexSettings, encoder: str, dimension: int
) -> None:
    factory = settings.vector_factory
    dense = load_dense(folder, encoder=encoder, dimension=dimension, factory=factory)
    is_new = dense is None
    if dense is None:
        dense = DenseIndex.empty(dimension, factory)
    wanted = _rows_with_vectors(store, encoder)
    missing, gone = np.setdiff1d(wanted, dense.rows), np.setdiff1d(dense.rows, wanted)
    dense.remove(gone.tolist())
    _add_vectors(dense, store, missing, encoder, dimension)
    if is_new or len(missing) or len(gone):
        save_dense(
            folder,
            dense,
            generation=store.published,
            encoder=encoder,
            dimension=dimension,
            factory=factory,
        )


def _write_lexical(folder: Path, store: Store, settings: IndexSettings) -> None:
    cached, last = current_folder(folder), _last_row(store)
    lexical = LexicalIndex.open(cached, settings.language) if cached else None
    count = store.rows("SELECT count(*) FROM passages")[0][0]
    if cached and lexical and count >= (1 - MOST_DEAD) * lexical.manifest.written:
        if lexical.manifest.covered < last:
            lexical.add(passage_texts(store, after=lexical.manifest.covered), covered=last)
        remove_other_folders(folder, cached)
        return
    fresh = folder / f"{LEXICAL_NAME}-{time.time_ns()}"
    LexicalIndex.create(settings.language, fresh).add(passage_texts(store, after=0), covered=last)
    replace_text(folder / POINTER_NAME, json.dumps({"folder": fresh.name}))
    remove_other_folders(folder, fresh)


def _add_vectors(dense: DenseIndex, store: Store, rows: Rows, encoder: str, dimension: int) -> None:
    for start in range(0, len(rows), _BATCH):
        with store.reading() as connection:
            found, vectors = read_vectors(
                connection, encoder, rows[start : start + _BATCH].tolist(), dimension
            )
        dense.add(found, vectors)


def _rows_with_vectors(store: Store, encoder: str) -> Rows:
    found = store.rows(
        "SELECT p.row FROM passages p JOIN embeddings e"
        " ON e.encoder = ? AND e.text_hash = p.text_hash ORDER BY p.row",
        (encoder,),
    )
    return np.fromiter((row[0] for row in found), np.int64, len(found))


def _last_row(store: Store) -> int:
    return int(store.rows("SELECT coalesce(max(row), 0) FROM passages")[0][0])
