"""The dense arm: a FAISS index in memory, and its cache on disk.

FAISS and its ids stay in this file. Vectors have length 1, so the inner product that FAISS
returns is the cosine: higher is better, and nothing needs to be turned round.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np

from index.files import replace_file, replace_text
from index.location import MANIFEST_NAME, VECTORS_NAME
from index.types import RowIds, Vectors

EXACT = "Flat"  # FAISS's factory string for exhaustive, exact search


class DenseIndex:
    """Vectors by passage row id. Some rows may no longer be alive: callers name `allowed`."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self._rows: RowIds | None = None

    @classmethod
    def empty(cls, dimension: int, factory: str = EXACT) -> Self:
        """No vectors yet; `factory` is a FAISS factory string that needs no training."""
        import faiss

        inner = faiss.index_factory(dimension, factory, faiss.METRIC_INNER_PRODUCT)
        return cls(faiss.IndexIDMap2(inner))

    @property
    def rows(self) -> RowIds:
        """The row ids that are in the index, in order of insertion."""
        import faiss

        if self._rows is None:
            self._rows = faiss.vector_to_array(self._index.id_map).astype(np.int64)
        return self._rows

    def add(self, rows: Sequence[int], vectors: Vectors) -> None:
        """Add vectors, shape (len(rows), dimension)."""
        if len(rows):
            self._index.add_with_ids(np.ascontiguousarray(vectors), np.asarray(rows, np.int64))
            self._rows = None

    def remove(self, rows: Sequence[int]) -> None:
        """Forget these rows; those that are not there are passed over."""
        if len(rows):
            self._index.remove_ids(np.asarray(rows, np.int64))
            self._rows = None

    def search(self, query: Vectors, k: int, allowed: RowIds | None) -> list[tuple[int, float]]:
        """At most `k` (row, cosine), best first, ties to the lower row; only rows in `allowed`.

        Args:
            query: shape (dimension,), length 1.
            k: how many.
            allowed: row ids, sorted; None allows every row.
        """
        import faiss

        count = min(k, self._index.ntotal if allowed is None else len(allowed))
        if count <= 0:
            return []
        parameters = None
        if allowed is not None:
            parameters = faiss.SearchParameters(  # type: ignore[call-arg]
                sel=faiss.IDSelectorBatch(allowed)
            )
        scores, rows = self._index.search(query.reshape(1, -1), count, params=parameters)
        # FAISS fills up with -1 where it found fewer than asked for.
        found = [(int(r), float(s)) for r, s in zip(rows[0], scores[0], strict=True) if r >= 0]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def vectors_of(self, rows: Sequence[int]) -> Vectors:
        """The stored vectors of these rows, shape (len(rows), dimension)."""
        found = np.empty((len(rows), self._index.d), np.float32)
        for place, row in enumerate(rows):
            found[place] = self._index.reconstruct(int(row))
        return found


def load_dense(folder: Path, **made_from: str | int) -> DenseIndex | None:
    """The cached index, or None when it is missing, damaged or made from something else.

    `made_from` is the encoder's fingerprint, the dimension, the factory string and the store's id.
    """
    import faiss

    try:
        manifest = json.loads((folder / MANIFEST_NAME).read_text("utf-8"))
        data = (folder / VECTORS_NAME).read_bytes()
        if manifest != _manifest(data, generation=manifest["generation"], **made_from):
            return None
        return DenseIndex(faiss.deserialize_index(np.frombuffer(data, np.uint8)))
    except (OSError, ValueError, TypeError, LookupError, RuntimeError):
        return None


def save_dense(folder: Path, dense: DenseIndex, *, generation: int, **made_from: str | int) -> None:
    """Write the cache: the vectors first, then the manifest that vouches for them."""
    import faiss

    data = faiss.serialize_index(dense._index).tobytes()
    replace_file(folder / VECTORS_NAME, lambda path: path.write_bytes(data))
    manifest = _manifest(data, generation=generation, **made_from)
    replace_text(folder / MANIFEST_NAME, json.dumps(manifest))


def _manifest(data: bytes, **made_from: str | int) -> dict[str, str | int]:
    """What the cached file was made from; size and checksum tell whether it is whole."""
    checksum = hashlib.blake2b(data, digest_size=16).hexdigest()
    return {**made_from, "size_bytes": len(data), "checksum": checksum}
