"""Keeps the two search caches (FAISS, tantivy) in step with the store.

Both hold a superset of what is alive: rows are added before their generation is published, and
leave only after nobody can see them. So a reader drops what is not alive in its generation and
never misses anything.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.errors import StorageError
from index.files import replace_text
from index.location import LEXICAL_NAME, POINTER_NAME
from index.search.dense import DenseIndex, load_dense, save_dense
from index.search.lexical import LexicalIndex, current_folder, remove_other_folders
from index.settings import IndexSettings
from index.store.rows import read_vectors, to_document
from index.store.store import Store
from index.text.encoded import encoded_text
from index.types import Encoder, RowIds

MOST_DEAD = 0.1  # of the lexical cache: BM25 scores remember what was deleted
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Caches:
    """The caches in an index folder; without an encoder there is the lexical one alone."""

    folder: Path
    store: Store
    settings: IndexSettings
    encoder: Encoder | None

    def write(self) -> None:
        """Bring both up to every row of the store; rebuild what is damaged or foreign.

        Whoever calls holds the writer's lock. `StorageError` when the disk would not take them.
        """
        try:
            if self.encoder is not None:
                self._write_dense(self.encoder)
            self._write_lexical()
        except (OSError, RuntimeError, ValueError) as error:
            raise StorageError(
                f"cannot write the search caches in {self.folder} ({error}):"
                " free some space or check permissions, then sync again"
            ) from error

    def are_current(self) -> bool:
        """Whether both are whole and hold every row of the store."""
        lexical = self.open_lexical()
        if lexical is None or lexical.manifest.covered < self._last_row():
            return False
        if self.encoder is None:
            return True
        dense = self.open_dense(self.encoder)
        if dense is None:
            return False
        return not len(np.setdiff1d(self._rows_with_vectors(self.encoder), dense.rows))

    def load_dense(self, rows: RowIds) -> DenseIndex | None:
        """A dense index that holds at least `rows`: the cache, and in memory what it lacks."""
        if self.encoder is None:
            return None
        dense = self.open_dense(self.encoder) or self._empty_dense(self.encoder)
        self._add_vectors(dense, np.setdiff1d(rows, dense.rows), self.encoder)
        return dense

    def load_lexical(self, last_row: int) -> LexicalIndex:
        """A lexical index that covers `last_row`: the cache, or one built in memory."""
        lexical = self.open_lexical()
        if lexical is None or lexical.manifest.covered < last_row:
            lexical = LexicalIndex.create(self.settings.language, store=self.store.identity)
            lexical.add(self.passage_texts(after=0), covered=self._last_row())
        return lexical

    def open_dense(self, encoder: Encoder) -> DenseIndex | None:
        """The dense cache as it is; None when it is missing, damaged or foreign."""
        return load_dense(self.folder, **self._made_from(encoder))

    def open_lexical(self) -> LexicalIndex | None:
        """The lexical cache as it is; None when it is missing, damaged or foreign."""
        folder = current_folder(self.folder)
        if folder is None:
            return None
        return LexicalIndex.open(folder, self.settings.language, store=self.store.identity)

    def passage_texts(self, *, after: int) -> Iterator[tuple[int, str]]:
        """(row, the text that is searched) of every passage beyond row `after`, in batches."""
        while True:
            batch = self.store.rows(
                "SELECT p.row, p.start, p.end, p.heading, d.row FROM passages p"
                " JOIN documents d ON d.row = p.document WHERE p.row > ? ORDER BY p.row LIMIT ?",
                (after, _BATCH),
            )
            if not batch:
                return
            documents = {}
            for document_row in dict.fromkeys(row[4] for row in batch):
                found = self.store.rows(
                    "SELECT record, text FROM documents WHERE row = ?", (document_row,)
                )
                if found:  # else purged a moment ago: nobody can see it
                    documents[document_row] = to_document(*found[0])
            for row, start, end, heading, document_row in batch:
                document = documents.get(document_row)
                if document is not None:
                    text = document.text[start:end]
                    yield row, encoded_text(text, document.headline, heading)
            after = batch[-1][0]

    def _write_dense(self, encoder: Encoder) -> None:
        cached = self.open_dense(encoder)
        dense = cached or self._empty_dense(encoder)
        wanted = self._rows_with_vectors(encoder)
        missing, gone = np.setdiff1d(wanted, dense.rows), np.setdiff1d(dense.rows, wanted)
        dense.remove(gone.tolist())
        self._add_vectors(dense, missing, encoder)
        if cached is None or len(missing) or len(gone):
            made_from = self._made_from(encoder)
            save_dense(self.folder, dense, generation=self.store.published, **made_from)

    def _write_lexical(self) -> None:
        folder, lexical, last = current_folder(self.folder), self.open_lexical(), self._last_row()
        count = self.store.rows("SELECT count(*) FROM passages")[0][0]
        if folder and lexical and count >= (1 - MOST_DEAD) * lexical.manifest.written:
            if lexical.manifest.covered < last:
                lexical.add(self.passage_texts(after=lexical.manifest.covered), covered=last)
            remove_other_folders(self.folder, folder)
            return
        fresh = self.folder / f"{LEXICAL_NAME}-{time.time_ns()}"
        made = LexicalIndex.create(self.settings.language, fresh, store=self.store.identity)
        made.add(self.passage_texts(after=0), covered=last)
        replace_text(self.folder / POINTER_NAME, json.dumps({"folder": fresh.name}))
        remove_other_folders(self.folder, fresh)

    def _made_from(self, encoder: Encoder) -> dict[str, str | int]:
        return {
            "encoder": encoder.fingerprint,
            "dimension": encoder.dimension,
            "factory": self.settings.vector_factory,
            "store": self.store.identity,
        }

    def _empty_dense(self, encoder: Encoder) -> DenseIndex:
        return DenseIndex.empty(encoder.dimension, self.settings.vector_factory)

    def _add_vectors(self, dense: DenseIndex, rows: RowIds, encoder: Encoder) -> None:
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH].tolist()
            with self.store.reading() as connection:
                found = read_vectors(connection, encoder.fingerprint, batch, encoder.dimension)
            dense.add(*found)

    def _rows_with_vectors(self, encoder: Encoder) -> RowIds:
        found = self.store.rows(
            "SELECT p.row FROM passages p JOIN embeddings e"
            " ON e.encoder = ? AND e.text_hash = p.text_hash ORDER BY p.row",
            (encoder.fingerprint,),
        )
        return np.fromiter((row for (row,) in found), np.int64, len(found))

    def _last_row(self) -> int:
        return int(self.store.rows("SELECT coalesce(max(row), 0) FROM passages")[0][0])
