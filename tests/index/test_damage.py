"""What is not as it was written is never quoted, and comes back from the articles."""

from __future__ import annotations

import shutil

import pytest

from index.doctor import examine
from index.errors import IndexDamagedError, StorageError
from index.index import Index, open_or_create
from index.search.lexical import current_folder
from index.types import Filters

ARTICLES = {
    "storm.md": "# Storm\n\nThe storm took twelve boats. Nobody was hurt.\n",
    "ferry.md": "# Ferry\n\nThe ferry runs again from Monday. Tickets cost four pounds.\n",
}
OTHERS = {
    "oven.md": "# Oven\n\nThe bread oven is lit again. It took two years to mend.\n",
    "wall.md": "# Wall\n\nThe harbour wall holds. It was built in 1904 by masons.\n",
}


@pytest.fixture
def index(empty_index, write_articles, word_encoder, monkeypatch):
    empty_index.sync(write_articles(ARTICLES))
    monkeypatch.setattr("index.index.load_default_encoder", lambda name: word_encoder)
    return empty_index


def change(index, statement: str) -> None:
    with index.store.writing() as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE documents SET text = replace(text, 'four', 'five') WHERE doc_id = 'ferry.md'",
        "UPDATE documents SET record = replace(record, 'Ferry', 'Fairy')",
        'UPDATE documents SET record = replace(record, \'"authors":[]\', \'"authors":["Bob"]\')',
    ],
)
def test_changed_bytes_are_not_quoted_and_the_next_sync_mends_them(
    index, write_articles, word_encoder, damage
):
    change(index, damage)
    damaged = Index.open(index.path, load=lambda name: word_encoder)
    with pytest.raises(IndexDamagedError, match=r"ferry\.md is not as it was written"):
        damaged.snapshot().documents(["ferry.md"])
    findings = {finding.check: finding for finding in examine(index.path)}
    assert "ferry.md" in findings["passages"].detail
    damaged.sync(write_articles(ARTICLES))
    mended = damaged.snapshot().documents(["ferry.md"])["ferry.md"]
    assert (mended.title, mended.authors) == ("Ferry", ())
    assert mended.text.endswith("Tickets cost four pounds.")
    assert all(finding.ok for finding in examine(index.path))


def test_a_damaged_vector_is_deleted_and_made_again(index, write_articles, word_encoder):
    (bad,) = index.store.rows("SELECT vector FROM embeddings LIMIT 1")[0]
    change(index, f"UPDATE embeddings SET vector = x'{bytes([bad[0] ^ 1, *bad[1:]]).hex()}'")
    assert not all(finding.ok for finding in examine(index.path))
    report = index.sync(write_articles(ARTICLES))
    assert report.passages_encoded > 0
    assert all(finding.ok for finding in examine(index.path))


def test_a_read_error_moves_nothing_away(index, monkeypatch):
    def fail(opened):
        raise StorageError("disk I/O error")

    monkeypatch.setattr("index.doctor._integrity", fail)
    with pytest.raises(StorageError):
        examine(index.path)
    assert (index.path / "store.sqlite3").exists()


def foreign_caches(index, tmp_path, word_encoder, write_articles) -> None:
    """Put the caches of an index of other articles into this one's folder."""
    other = open_or_create(tmp_path / "other", load=lambda name: word_encoder)
    other.sync(write_articles(OTHERS))
    folder, found = current_folder(index.path), current_folder(other.path)
    assert folder is not None
    assert found is not None
    shutil.rmtree(folder)
    shutil.copytree(found, folder)
    for name in ("vectors.faiss", "vectors.json"):
        shutil.copy(other.path / name, index.path / name)


def test_caches_of_another_index_are_rebuilt(index, tmp_path, word_encoder, write_articles):
    foreign_caches(index, tmp_path, word_encoder, write_articles)
    opened = Index.open(index.path, load=lambda name: word_encoder)
    snapshot = opened.snapshot()
    ferry = [row for row, about in snapshot.about.items() if about.doc_id == "ferry.md"]
    query = word_encoder.encode_queries(["ferry tickets"])[0]
    found = [row for row, _ in snapshot.search_dense(query, 1, Filters())]
    found += [row for row, _ in snapshot.search_lexical("ferry tickets", 1, Filters())]
    assert [passage.doc_id for passage in snapshot.passages(found)] == ["ferry.md"] * 2
    assert snapshot.search_lexical("oven", 5, Filters()) == []
    assert ferry
    assert all(finding.ok for finding in examine(index.path))


def test_caches_left_from_a_damaged_store_are_rebuilt(index, write_articles, word_encoder):
    store = index.path / "store.sqlite3"
    index.close()
    store.write_bytes(b"\xff" * store.stat().st_size)
    assert not examine(index.path)[0].ok
    again = open_or_create(index.path, load=lambda name: word_encoder)
    again.sync(write_articles(OTHERS))
    snapshot = again.snapshot()
    found = [row for row, _ in snapshot.search_lexical("harbour wall", 5, Filters())]
    assert [passage.doc_id for passage in snapshot.passages(found)] == ["wall.md"]
    assert snapshot.search_lexical("ferry", 5, Filters()) == []
    assert all(finding.ok for finding in examine(index.path))
