"""The dense index against brute force in NumPy."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.search.dense import DenseIndex, load_dense, save_dense

DIMENSION = 8


def random_vectors(count: int, seed: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@given(
    count=st.integers(1, 40),
    k=st.integers(1, 50),
    seed=st.integers(0, 9),
    share=st.floats(0, 1),
)
def test_search_equals_brute_force(count, k, seed, share):
    vectors, query = random_vectors(count, seed), random_vectors(1, seed + 100)[0]
    rows = np.arange(count, dtype=np.int64) * 3 + 1
    allowed = rows[: round(share * count)]
    dense = DenseIndex.empty(DIMENSION)
    dense.add(rows.tolist(), vectors)
    cosines = vectors[: len(allowed)] @ query
    expected = allowed[np.argsort(-cosines, kind="stable")][:k]
    assert [row for row, _ in dense.search(query, k, allowed)] == expected.tolist()


def test_search_allows_every_row_when_no_filter_is_given():
    dense = DenseIndex.empty(DIMENSION)
    dense.add([5, 9], random_vectors(2, 0))
    assert len(dense.search(random_vectors(1, 1)[0], 10, None)) == 2


def test_removed_rows_are_not_found():
    dense = DenseIndex.empty(DIMENSION)
    dense.add([5, 9], random_vectors(2, 0))
    dense.remove([5, 77])
    assert dense.rows.tolist() == [9]


def test_cache_comes_back_as_it_was(tmp_path):
    dense = DenseIndex.empty(DIMENSION)
    vectors = random_vectors(3, 0)
    dense.add([2, 4, 6], vectors)
    made_from = {"encoder": "e", "dimension": DIMENSION, "factory": "Flat"}
    save_dense(tmp_path, dense, generation=1, **made_from)
    loaded = load_dense(tmp_path, **made_from)
    assert loaded is not None
    assert np.array_equal(loaded.vectors_of([2, 4, 6]), vectors)


def test_cache_is_refused_when_damaged_or_made_with_another_encoder(tmp_path):
    dense = DenseIndex.empty(DIMENSION)
    dense.add([1], random_vectors(1, 0))
    save_dense(tmp_path, dense, generation=1, encoder="e", dimension=DIMENSION, factory="Flat")
    assert load_dense(tmp_path, encoder="other", dimension=DIMENSION, factory="Flat") is None
    path = tmp_path / "vectors.faiss"
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(bytes(data))
    assert load_dense(tmp_path, encoder="e", dimension=DIMENSION, factory="Flat") is None
