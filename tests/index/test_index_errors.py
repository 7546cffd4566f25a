"""An index that cannot be used says why, and what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index.errors import (
    EncoderError,
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
    NoIndexError,
    StorageError,
)
from index.index import Index, open_or_create
from index.lock import writer_lock
from index.settings import IndexSettings
from index.store.store import STORE
from index.upkeep.doctor import examine

STORM = {"storm.md": "# Storm\n\nThe storm took twelve boats.\n"}


def test_open_says_how_to_make_an_index_when_there_is_none(tmp_path):
    with pytest.raises(NoIndexError, match="byline sync"):
        Index.open(tmp_path)


def test_open_refuses_a_damaged_store(tmp_path):
    (tmp_path / "store.sqlite3").write_bytes(b"not a database" * 1000)
    with pytest.raises(IndexDamagedError, match="byline doctor"):
        Index.open(tmp_path)


def test_open_refuses_another_format_and_names_both(tmp_path):
    Index.create(tmp_path).close()
    with sqlite3.connect(tmp_path / "store.sqlite3") as connection:
        connection.execute("PRAGMA user_version=99")
    with pytest.raises(IndexMismatchError, match=r"99.*2"):
        Index.open(tmp_path)


def test_snapshot_refuses_another_encoder_until_the_next_sync(
    empty_index, write_articles, word_encoder
):
    empty_index.sync(write_articles(STORM))
    other = type(word_encoder)()
    other.fingerprint = "e" * 64
    opened = Index.open(empty_index.path, load=lambda name: other)
    with pytest.raises(IndexMismatchError, match="byline sync"):
        opened.snapshot()
    report = opened.sync(write_articles(STORM))
    assert report.passages_encoded == 1
    assert len(opened.snapshot()) == 1


def test_changed_settings_are_taken_over(empty_index, write_articles, word_encoder):
    empty_index.sync(write_articles(STORM))
    opened = open_or_create(
        empty_index.path, IndexSettings(language="de"), load=lambda name: word_encoder
    )
    assert opened.settings.language == "de"
    assert len(opened.snapshot()) == 1


def test_full_disk_is_one_clear_line(tmp_path):
    path = tmp_path / "store.sqlite3"
    path.touch()
    with pytest.raises(StorageError, match="full"), STORE.errors(path):
        raise sqlite3.OperationalError("database or disk is full")


def test_lock_names_its_holder(tmp_path):
    with writer_lock(tmp_path), pytest.raises(IndexBusyError, match="process"):  # noqa: SIM117
        with writer_lock(tmp_path):
            raise AssertionError("two writers")


def test_doctor_rebuilds_a_damaged_cache(empty_index, write_articles, word_encoder, monkeypatch):
    empty_index.sync(write_articles(STORM))
    (empty_index.path / "vectors.faiss").write_bytes(b"gone")
    monkeypatch.setattr("index.index.load_default_encoder", lambda name: word_encoder)
    findings = {finding.check: finding for finding in examine(empty_index.path)}
    assert all(finding.ok for finding in findings.values())
    assert findings["vectors"].repaired


def test_doctor_moves_a_damaged_store_aside(empty_index, write_articles):
    empty_index.sync(write_articles(STORM))
    empty_index.close()
    path = empty_index.path / "store.sqlite3"
    path.write_bytes(b"\xff" * 5000)
    (finding,) = examine(empty_index.path)
    assert not finding.ok
    assert "byline sync" in finding.detail
    assert list(empty_index.path.glob("store.sqlite3.damaged-*"))


def test_open_refuses_settings_that_cannot_be_read(tmp_path):
    index = Index.create(tmp_path)
    with index.store.writing() as connection:
        connection.execute("UPDATE meta SET value = 'garbage' WHERE key = 'settings'")
    with pytest.raises(IndexDamagedError, match="byline doctor"):
        Index.open(tmp_path)


def test_create_keeps_the_store_that_another_process_has_just_made(tmp_path):
    first = Index.create(tmp_path)
    with first.store.writing() as connection:
        connection.execute("INSERT INTO meta VALUES ('sign', 'first')")
    assert Index.create(tmp_path).store.meta("sign") == "first"


def test_create_forgets_the_journal_of_a_store_that_is_gone(tmp_path):
    (tmp_path / "store.sqlite3-journal").write_bytes(b"old")
    Index.create(tmp_path)
    assert not (tmp_path / "store.sqlite3-journal").exists()


def test_doctor_moves_the_journal_together_with_its_store(tmp_path):
    (tmp_path / "store.sqlite3").write_bytes(b"not a database" * 1000)
    (tmp_path / "store.sqlite3-journal").write_bytes(b"")
    examine(tmp_path)
    assert not (tmp_path / "store.sqlite3-journal").exists()
    assert len(list(tmp_path.glob("store.sqlite3.damaged-*"))) >= 1


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="file"):
        Index.create(tmp_path / "file")


def test_the_next_writer_deletes_what_a_killed_one_left(tmp_path):
    left = [".vectors.faiss.7.new", ".store.sqlite3.7.new", ".store.sqlite3.7.new-journal"]
    for name in [*left, ".notes.md.7.new"]:
        (tmp_path / name).write_bytes(b"half")
    with writer_lock(tmp_path):
        assert not any((tmp_path / name).exists() for name in left)
    assert (tmp_path / ".notes.md.7.new").exists()


@pytest.mark.parametrize("holder", ["", "[]", "3", "{}"])
def test_the_lock_names_another_process_when_its_name_is_garbled(tmp_path, holder):
    with writer_lock(tmp_path):
        (tmp_path / "writer.json").write_text(holder)
        with pytest.raises(IndexBusyError, match="another process"), writer_lock(tmp_path):
            pass


def test_sync_without_the_encoder_leaves_an_encoded_index_as_it_was(
    empty_index, write_articles, word_encoder
):
    def no_encoder(name):
        raise EncoderError("weights missing")

    empty_index.sync(write_articles(STORM))
    settings = IndexSettings(encoder="typo")
    opened = open_or_create(empty_index.path, settings, load=no_encoder)
    with pytest.raises(EncoderError, match=r"weights missing.*left as it was"):
        opened.sync(write_articles({"other.md": "# Other\n\nOther.\n"}))
    again = Index.open(empty_index.path, load=lambda name: word_encoder)
    assert again.settings == IndexSettings()
    assert again.snapshot().document("storm.md") is not None


def test_doctor_finds_and_repairs_a_flipped_byte_in_any_cache(
    empty_index, write_articles, word_encoder, monkeypatch
):
    empty_index.sync(write_articles(STORM))
    monkeypatch.setattr("index.index.load_default_encoder", lambda name: word_encoder)
    lexical = [path for path in empty_index.path.rglob("lexical-*/*.*") if path.suffix != ".json"]
    for path in [empty_index.path / "vectors.faiss", *lexical]:
        if path.exists() and (data := bytearray(path.read_bytes())):
            data[len(data) // 3] ^= 0xFF
            path.write_bytes(bytes(data))
            assert any(finding.repaired for finding in examine(empty_index.path)), path
            assert all(finding.ok for finding in examine(empty_index.path))
            empty_index.store.close()


def test_the_lock_is_free_though_its_holder_cannot_be_deleted(tmp_path, monkeypatch):
    def refuse(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as broken, writer_lock(tmp_path):
        broken.setattr(Path, "unlink", refuse)
    with writer_lock(tmp_path):
        pass


@pytest.mark.parametrize("failing", ["find_twin", "missing_embeddings", "write_item"])
@pytest.mark.parametrize(
    ("problem", "error"),
    [
        (sqlite3.OperationalError("disk I/O error"), StorageError),
        (sqlite3.OperationalError("database is locked"), IndexBusyError),
        (sqlite3.DatabaseError("database disk image is malformed"), IndexDamagedError),
    ],
)
def test_an_error_of_sqlite_in_a_sync_is_one_clear_line(
    empty_index, write_articles, monkeypatch, failing, problem, error
):
    def fail(*_, **__):
        raise problem

    where = "index.sync" if failing == "missing_embeddings" else "index.reading"
    monkeypatch.setattr(f"{where}.{failing}", fail)
    with pytest.raises(error) as raised:
        empty_index.sync(write_articles(STORM))
    assert "\n" not in str(raised.value)
