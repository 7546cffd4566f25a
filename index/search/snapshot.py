"""Snapshot: one generation of the index, read consistently: search, passages, documents."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from index.errors import IndexDamagedError, NoIndexError
from index.search.dense import DenseIndex
from index.search.lexical import LexicalIndex
from index.search.matching import matches
from index.store.rows import ALIVE, checksum_of, read_passages, to_document
from index.store.store import Store
from index.types import Document, Filters, Passage, RowIds, Vectors

Scored = tuple[int, float]
"""A passage row and its score in one arm; higher is better."""


class Snapshot:
    """Everything that is alive in one generation. Immutable, and safe to share between threads.

    Passages are named by row, an opaque number that holds within the snapshot; `passages` turns
    rows into values.
    """

    def __init__(
        self,
        store: Store,
        generation: int,
        rows: RowIds,
        document_of: RowIds,
        lexical: LexicalIndex,
        dense: DenseIndex | None,
    ) -> None:
        self.generation = generation
        self._store = store
        self._rows = rows
        self._document_of = document_of  # document row of each passage row
        self._alive = set(rows.tolist())
        self._lexical = lexical
        self._dense = dense
        self._verified: set[int] = set()  # documents that are as they were written

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self._rows)

    @property
    def has_vectors(self) -> bool:
        """Whether the dense arm is there."""
        return self._dense is not None

    def search_dense(self, query: Vectors, k: int, filters: Filters) -> list[Scored]:
        """The `k` nearest passages by cosine, best first, ties to the lower row."""
        if self._dense is None:
            return []
        return self._dense.search(query, k, self._allowed_vectors(filters))

    def search_lexical(self, question: str, k: int, filters: Filters) -> list[Scored]:
        """The `k` best passages by BM25, best first, ties to the lower row."""
        allowed = self.rows(filters).tolist() if filters else None
        tokens = self._lexical.query_tokens(question)
        return self._lexical.search(tokens, k, allowed, self._alive)

    def dense_scores(self, query: Vectors, rows: Sequence[int]) -> dict[int, float]:
        """The exact cosine of each of `rows` that has a vector."""
        if self._dense is None:
            return {}
        known = [row for row in rows if row in self._dense_rows]
        scores = self._dense.vectors_of(known) @ query
        return dict(zip(known, scores.tolist(), strict=True))

    def lexical_scores(self, question: str, rows: Sequence[int]) -> dict[int, float]:
        """The exact BM25 score of each of `rows`, 0 where no word of the question occurs."""
        return self._lexical.scores(self._lexical.query_tokens(question), rows)

    def documents_holding(self, words: str) -> dict[str, bool]:
        """The documents of which one passage, with its headline, holds every word of `words`.

        In any inflection; the value says whether the article's first passage does.
        """
        rows = set(self._alive)
        for token in self._lexical.query_tokens(words):
            rows &= {row for row, _ in self._lexical.search([token], len(rows), rows, self._alive)}
        held = np.isin(self._rows, np.array(sorted(rows), np.int64))
        _, first = np.unique(self._document_of, return_index=True)
        opens = set(self._document_of[np.intersect1d(first, np.flatnonzero(held))].tolist())
        found = dict.fromkeys(self._document_of[held].tolist())
        return {self.about[row].doc_id: row in opens for row in found}

    def document_frequency(self, word: str) -> float:
        """The fraction of passages, 0 to 1, that hold `word` in any inflection.

        A word of several tokens ("co-operate") is as frequent as its rarest token.
        """
        tokens = self._lexical.tokens(word)
        return min((self._lexical.document_frequency(token) for token in tokens), default=0.0)

    def passages_like(self, word: str, k: int = 50) -> list[Passage]:
        """At most `k` passages that hold a word like `word`, which may be misspelt."""
        tokens = self._lexical.tokens(word)
        return self.passages(self._lexical.like(tokens[0], k, self._alive)) if tokens else []

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of `rows`, in the same order."""
        with self._store.reading() as connection:
            found = read_passages(connection, rows)
        if len(found) < len(set(rows)):
            gone = "an article was forgotten meanwhile: ask again"
            raise NoIndexError(self._store.path.parent, gone)
        return [found[row] for row in rows]

    def documents(self, doc_ids: Iterable[str]) -> dict[str, Document]:
        """Documents by id; ids that are not alive are left out.

        Each is compared once: `IndexDamagedError` when one is not as it was written.
        """
        found: dict[str, Document] = {}
        for doc_id in dict.fromkeys(doc_ids):
            rows = self._store.rows(
                "SELECT d.row, d.record, d.text, d.checksum FROM documents d"
                f" WHERE d.doc_id = :id AND {ALIVE}",
                {"id": doc_id, "g": self.generation},
            )
            if rows:
                self._verify(doc_id, *rows[0])
                found[doc_id] = to_document(*rows[0][1:3])
        return found

    def _verify(self, doc_id: str, row: int, record: str, text: str, checksum: bytes) -> None:
        """What is quoted must be what was written: changed bytes would be quoted as fact."""
        if row in self._verified:
            return
        if checksum_of(record, text) != checksum:
            raise IndexDamagedError(self._store.path, f"{doc_id} is not as it was written")
        self._verified.add(row)

    def document(self, doc_id: str) -> Document | None:
        """The document, also by the id that it had before it was renamed."""
        found = self.documents([doc_id]).get(doc_id)
        if found is None:
            moved = self._store.rows(
                "SELECT new_doc_id FROM aliases WHERE old_doc_id = ?", (doc_id,)
            )
            if moved:
                return self.documents([moved[0][0]]).get(moved[0][0])
        return found

    def document_passages(self, doc_id: str) -> list[Passage]:
        """The passages of a document in the order of its text."""
        row = next((row for row, document in self.about.items() if document.doc_id == doc_id), None)
        if row is None:
            return []
        rows = self._rows[self._document_of == row].tolist()
        return sorted(self.passages(rows), key=lambda passage: passage.start)

    @cached_property
    def about(self) -> dict[int, Document]:
        """Every document by its row, without its text: what filters and listings need."""
        found = self._store.rows(
            f"SELECT d.row, d.record FROM documents d WHERE {ALIVE} ORDER BY d.doc_id",
            {"g": self.generation},
        )
        return {row: to_document(record, "") for row, record in found}

    @cached_property
    def near_duplicates(self) -> dict[str, tuple[str, ...]]:
        """doc_id -> the other documents that tell the same story, sorted."""
        found = self._store.rows("SELECT document, other FROM near_duplicates")
        names = {row: document.doc_id for row, document in self.about.items()}
        linked: dict[str, set[str]] = {}
        for one, other in found:
            a, b = names.get(one), names.get(other)
            if a is not None and b is not None:
                linked.setdefault(a, set()).add(b)
                linked.setdefault(b, set()).add(a)
        return {name: tuple(sorted(others)) for name, others in linked.items()}

    def rows(self, filters: Filters) -> RowIds:
        """The passage rows that `filters` let through, sorted."""
        if not filters:
            return self._rows
        documents = [row for row, document in self.about.items() if matches(document, filters)]
        return self._rows[np.isin(self._document_of, np.array(documents, np.int64))]

    @cached_property
    def _dense_rows(self) -> frozenset[int]:
        return frozenset(self._dense.rows.tolist()) if self._dense else frozenset()

    def _allowed_vectors(self, filters: Filters) -> RowIds | None:
        """None when the dense index holds nothing but what may be found."""
        assert self._dense is not None
        allowed = self.rows(filters)
        if not filters and len(self._dense.rows) == len(allowed):
            return None
        return np.intersect1d(allowed, self._dense.rows)
