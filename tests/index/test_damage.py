"""What is not as it was written is never quoted, and comes back from the articles."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import zlib

import numpy as np
import pytest

from index.errors import IndexBusyError, IndexDamagedError, StorageError
from index.index import Index, open_or_create
from index.search.lexical import current_folder
from index.store.store import STORE
from index.types import Filters
from index.upkeep.doctor import examine

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

    monkeypatch.setattr("index.upkeep.doctor._integrity", fail)
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


PASSING = "*** in database main ***\nOn tree page 67 cell 1: failed to get page 68"


def test_a_page_that_the_disk_would_not_give_once_is_no_damage(index, monkeypatch):
    """SQLite reports it as damage: the second look finds none."""
    answers = [PASSING, ""]
    monkeypatch.setattr("index.upkeep.doctor._check_pages", lambda opened: answers.pop(0))
    assert all(finding.ok for finding in examine(index.path))
    assert answers == []


@pytest.mark.parametrize(
    "number", [errno.EIO, errno.ENOSPC, errno.EACCES, errno.ESTALE, errno.EBUSY]
)
def test_a_store_that_the_disk_will_not_give_stays_where_it_is(index, monkeypatch, number):
    def refuse(path):
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr("index.upkeep.doctor._check_pages", lambda opened: PASSING)
    monkeypatch.setattr("index.upkeep.doctor.read_through", refuse)
    with pytest.raises(StorageError, match=os.strerror(number)):
        examine(index.path)
    assert [path.name for path in index.path.glob("store*")] == ["store.sqlite3"]


@pytest.mark.parametrize(
    ("message", "raised"),
    [
        ("disk I/O error", StorageError),
        ("database or disk is full", StorageError),
        ("unable to open database file", StorageError),
        ("attempt to write a readonly database", StorageError),
        ("database is locked", IndexBusyError),
        ("database table is locked", IndexBusyError),
    ],
)
def test_what_sqlite_says_of_the_moment_moves_nothing_away(index, monkeypatch, message, raised):
    def fail(opened):
        with STORE.errors(opened.store.path):
            raise sqlite3.OperationalError(message)

    monkeypatch.setattr("index.upkeep.doctor._integrity", fail)
    with pytest.raises(raised):
        examine(index.path)
    assert [path.name for path in index.path.glob("store*")] == ["store.sqlite3"]


@pytest.mark.parametrize("where", ["UPDATE passages SET heading = 'Harbour'",
                                   "UPDATE passages SET heading = NULL"])  # fmt: skip
def test_another_heading_over_a_passage_is_noticed(index, write_articles, where):
    folder = write_articles({**ARTICLES, "tide.md": "# Tide\n\n## Spring\n\nThe tide was high.\n"})
    index.sync(folder)
    assert all(finding.ok for finding in examine(index.path))
    change(index, f"{where} WHERE heading = 'Spring'")
    assert "tide.md" in {f.check: f for f in examine(index.path)}["passages"].detail
    index.sync(folder)
    assert all(finding.ok for finding in examine(index.path))


def changed_vector(index, change_it) -> None:
    """Another vector under a checksum that fits."""
    row, blob = index.store.rows("SELECT row, vector FROM embeddings LIMIT 1")[0]
    vector = change_it(np.frombuffer(blob, "<f4").copy()).astype("<f4").tobytes()
    with index.store.writing() as connection:
        connection.execute(
            "UPDATE embeddings SET vector = ?, checksum = ? WHERE row = ?",
            (vector, zlib.crc32(vector), row),
        )


@pytest.mark.parametrize(
    "change_it",
    [
        lambda vector: vector * 2,
        lambda vector: vector * 0,
        lambda vector: vector * np.nan,
        lambda vector: vector * np.inf,
        lambda vector: np.where(np.arange(len(vector)) < 8, 0.5, vector),
    ],
)
def test_a_vector_of_another_length_is_deleted_and_made_again(index, write_articles, change_it):
    changed_vector(index, change_it)
    assert "1 were damaged" in {f.check: f for f in examine(index.path)}["embeddings"].detail
    assert index.sync(write_articles(ARTICLES)).passages_encoded == 1
    assert all(finding.ok for finding in examine(index.path))


def test_a_damaged_vector_gets_into_no_cache(index, word_encoder):
    row = index.store.rows("SELECT row FROM embeddings LIMIT 1")[0][0]
    with index.store.writing() as connection:
        connection.execute("UPDATE embeddings SET vector = zeroblob(256) WHERE row = ?", (row,))
    (index.path / "vectors.json").unlink()
    dense = index.caches.load_dense(np.array([1, 2], np.int64))
    index.caches.write()
    cached = index.caches.open_dense(word_encoder)
    for found in (dense, cached):
        assert found is not None
        norms = np.linalg.norm(found.vectors_of(found.rows.tolist()), axis=1)
        assert np.allclose(norms, 1)
        assert len(norms) == 1


def test_a_good_cache_is_not_written_over_with_a_damaged_vector(index, word_encoder):
    before = (index.path / "vectors.faiss").read_bytes()
    with index.store.writing() as connection:
        connection.execute("UPDATE embeddings SET vector = zeroblob(256)")
    Index.open(index.path, load=lambda name: word_encoder).snapshot()
    index.caches.write()
    assert (index.path / "vectors.faiss").read_bytes() == before


def test_every_page_of_zeros_is_noticed(index, tmp_path):
    """The store is set aside, or what the page held is named."""
    store = index.path / "store.sqlite3"
    index.store.rows("VACUUM")  # pages that nothing uses hold nothing
    index.close()
    whole = store.read_bytes()
    for page in range(0, len(whole), 8192):
        copy = tmp_path / f"copy-{page}"
        shutil.copytree(index.path, copy)
        zeroed = whole[:page] + bytes(8192) + whole[page + 8192 :]
        (copy / "store.sqlite3").write_bytes(zeroed)
        assert not all(finding.ok for finding in examine(copy)), page // 8192
