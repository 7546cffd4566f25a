"""An index of the first format becomes one of this format, whole or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import IndexBusyError, IndexDamagedError, IndexMismatchError
from index.index import Index, open_or_create
from index.lock import writer_lock
from index.store.migrate import migrate
from index.types import Filters
from index.upkeep.doctor import check_caches
from tests.support.format_one import make_index

ARTICLES = {
    "storm.md": ("Storm", "The storm took twelve boats. Nobody was hurt."),
    "news/ferry.md": ("Ferry", "The ferry runs again from Monday. Tickets cost four pounds."),
}


@pytest.fixture
def old(tmp_path: Path, word_encoder) -> Path:
    path = tmp_path / "index"
    recipe = f"1:{word_encoder.fingerprint}:passages"
    encode = word_encoder.encode_queries
    make_index(path, ARTICLES, recipe=recipe, encoder=word_encoder.fingerprint, encode=encode)
    return path


def rows(path: Path, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(path / "store.sqlite3")) as connection:
        return connection.execute(statement).fetchall()


KEPT = (
    "SELECT row, doc_id, version, text, added, removed FROM documents ORDER BY row",
    "SELECT * FROM passages ORDER BY row",
    "SELECT encoder, text_hash, vector FROM embeddings ORDER BY text_hash",
    "SELECT path, stamp, sha256, status, reason, recipe FROM files ORDER BY path",
    "SELECT * FROM aliases",
    "SELECT * FROM kept_versions",
    "SELECT * FROM generations",
    "SELECT key, value FROM meta WHERE key != 'store' ORDER BY key",
    "SELECT * FROM sqlite_sequence ORDER BY name",
)


def test_nothing_is_lost_and_progress_is_told(old: Path) -> None:
    before = [rows(old, statement) for statement in KEPT]
    told: list[tuple[int, int]] = []
    assert migrate(old, lambda done, total: told.append((done, total)))
    assert [rows(old, statement) for statement in KEPT] == before
    assert told[-1][0] == told[-1][1] > 0
    assert rows(old, "PRAGMA user_version") == [(2,)]
    assert rows(old, "SELECT path, item, document FROM items ORDER BY path") == [
        ("news/ferry.md", "", 4),
        ("storm.md", "", 3),
    ]
    assert not migrate(old, lambda done, total: None)
    assert sorted(path.name for path in old.iterdir()) == ["store.sqlite3", "writer.lock"]


def test_what_was_there_is_found_without_reading_or_encoding(old: Path, word_encoder) -> None:
    index = open_or_create(old, load=lambda name: word_encoder)
    snapshot = index.snapshot()
    query = word_encoder.encode_queries(["ferry tickets"])[0]
    (row, _), *_ = snapshot.search_dense(query, 1, Filters())
    assert snapshot.passages([row])[0].doc_id == "news/ferry.md"
    moved = snapshot.document("old.md")
    assert moved is not None
    assert moved.doc_id == "storm.md"
    assert word_encoder.encoded == []
    assert all(finding.ok for finding in check_caches(index))


def test_the_next_sync_goes_on_from_there(old: Path, word_encoder, write_articles) -> None:
    folder = write_articles({n: f"# {title}\n\n{text}\n" for n, (title, text) in ARTICLES.items()})
    index = open_or_create(old, load=lambda name: word_encoder)
    report = index.sync(folder)
    assert (report.counts["added"], report.passages_encoded, report.removed) == (0, 0, ())
    assert rows(old, "SELECT count(*) FROM kept_versions") == [(1,)]
    assert rows(old, "SELECT text FROM documents WHERE row = 2") == [("What was said before.",)]


def test_it_is_not_opened_before_and_says_what_to_do(old: Path) -> None:
    with pytest.raises(IndexMismatchError, match=r"byline sync FOLDER.*all that it holds is kept"):
        Index.open(old)


@pytest.mark.parametrize("stop_at", range(6))
def test_it_stays_as_it_was_when_it_is_interrupted(old: Path, stop_at: int) -> None:
    before, told = (old / "store.sqlite3").read_bytes(), iter(range(100))

    def stop(done: int, total: int) -> None:
        if next(told) == stop_at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate(old, stop)
    assert (old / "store.sqlite3").read_bytes() == before
    assert sorted(path.name for path in old.iterdir()) == ["store.sqlite3", "writer.lock"]


@pytest.mark.slow
@pytest.mark.parametrize("stop_at", [0, 2, 5])
def test_it_is_done_again_after_a_kill(old: Path, stop_at: int) -> None:
    before = [rows(old, statement) for statement in KEPT]
    code = (
        "import itertools, os, signal, sys; from pathlib import Path\n"
        "from index.store.migrate import migrate\n"
        "told = itertools.count()\n"
        "def stop(done, total):\n"
        f"    if next(told) == {stop_at}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "migrate(Path(sys.argv[1]), stop)\n"
    )
    root = str(Path(__file__).parents[3])
    killed = subprocess.run([sys.executable, "-c", code, str(old)], check=False, cwd=root)
    assert killed.returncode == -9
    assert [rows(old, statement) for statement in KEPT] == before
    assert migrate(old, lambda done, total: None)
    assert [rows(old, statement) for statement in KEPT] == before
    assert not list(old.glob(".store*"))


def test_it_waits_for_no_writer_and_leaves_a_damaged_store(old: Path) -> None:
    with writer_lock(old), pytest.raises(IndexBusyError):
        migrate(old, lambda done, total: None)
    store = old / "store.sqlite3"
    data = bytearray(store.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    store.write_bytes(bytes(data))
    with pytest.raises(IndexDamagedError):
        migrate(old, lambda done, total: None)
    assert store.read_bytes() == bytes(data)
