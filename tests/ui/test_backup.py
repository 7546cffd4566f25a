"""A backup is made while others write, comes back as it was, and writes over nothing unasked."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from eval.collections.feedback import read_feedback, write_feedback
from index.errors import StorageError
from index.index import Index
from index.store.store import STORE
from index.types import Filters
from index.upkeep.backup import Part, back_up, restore
from index.upkeep.doctor import examine
from tests.support.command import run_byline
from tests.ui.test_forget import FERRY, OWNER, SECRET, ask, judgement
from ui.web.articles.places import removed_folder
from ui.web.conversations.store import Conversations
from ui.web.values import FEEDBACK_FILE


@pytest.fixture
def kept(tmp_path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def index(empty_index, write_articles, word_encoder, monkeypatch) -> Index:
    monkeypatch.setattr("index.index.load_default_encoder", lambda name: word_encoder)
    empty_index.sync(write_articles({"orchard.md": SECRET, "ferry.md": FERRY}))
    return empty_index


@pytest.fixture
def archive(index, kept, tmp_path) -> Path:
    ask(index, kept, "What does the ferry cost?", "a" * 16)
    write_feedback(kept / FEEDBACK_FILE, judgement("f1", "Right."))
    away = removed_folder(kept, index.path) / "sub"
    away.mkdir(parents=True)
    (away / "pier.md").write_text("# Pier\n\nThe pier is shut.\n")
    byline("backup", tmp_path / "day.zip", "--index", index.path, "--kept", kept)
    return tmp_path / "day.zip"


def byline(*arguments: object, check: int = 0) -> str:
    done = run_byline(*arguments)
    assert done.returncode == check, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def names_in(index: Path) -> list[str]:
    return [document.doc_id for document in Index.open(index).snapshot().about.values()]


def test_all_of_it_comes_back_elsewhere(archive, tmp_path):
    there, place = tmp_path / "there", tmp_path / "place"
    said = byline("restore", archive, "--index", there, "--kept", place)
    assert "index, conversations, feedback, 1 removed file, as they were written" in said
    assert names_in(there) == ["ferry.md", "orchard.md"]
    (talk,) = Conversations.open(place).listed(OWNER)
    (exchange,) = Conversations.open(place).exchanges(OWNER, talk.id)
    assert exchange.answer is not None
    assert {c.doc_id for s in exchange.answer.sentences for c in s.citations} == {"ferry.md"}
    assert [one.id for one in read_feedback(place / FEEDBACK_FILE)] == ["f1"]
    assert (removed_folder(place, there) / "sub" / "pier.md").read_text().startswith("# Pier")
    assert all(finding.ok for finding in examine(there))


def test_nothing_is_written_over_unasked(archive, index, kept, tmp_path):
    before = (index.path / "store.sqlite3").read_bytes()
    said = byline("restore", archive, "--index", index.path, "--kept", kept, check=2)
    assert "--force" in said
    assert (index.path / "store.sqlite3").read_bytes() == before
    byline("restore", archive, "--index", tmp_path / "new", "--kept", kept, check=2)
    assert not (tmp_path / "new").exists()
    whole = archive.read_bytes()
    byline("backup", archive, "--index", index.path, "--kept", kept, check=2)
    assert archive.read_bytes() == whole


def test_what_came_after_the_backup_is_not_found_in_what_came_back(archive, index, kept, tmp_path):
    """Rows get the same numbers again: the caches of the lost ones must not speak for them."""
    folder = tmp_path / "articles"
    (folder / "pier.md").write_text("# Pier\n\nThe pier is shut for repairs.\n")
    index.sync(folder)
    byline("restore", archive, "--index", index.path, "--kept", kept, "--force")
    again = Index.open(index.path)
    assert names_in(index.path) == ["ferry.md", "orchard.md"]
    (folder / "pier.md").write_text("# Tower\n\nThe tower is open to all.\n")
    again.sync(folder)
    assert again.snapshot().search_lexical("repairs", 5, Filters()) == []
    assert all(finding.ok for finding in examine(index.path))


def test_an_index_that_is_open_sees_what_came_back(archive, index, kept):
    from ui.web.library.library import Library

    library = Library(index.path, lambda path: Index.open(path))
    assert len(library.documents()) == 2
    write = index.folder / "pier.md"
    write.write_text("# Pier\n\nThe pier is shut.\n")
    Index.open(index.path).sync(index.folder)
    assert len(library.documents()) == 3
    byline("restore", archive, "--index", index.path, "--kept", kept, "--force")
    assert len(library.documents()) == 2


@pytest.mark.parametrize("part", range(4))
def test_a_changed_byte_puts_nothing_in_place(archive, tmp_path, part):
    """In the middle of a part: what a reader of zip files does not look at means nothing."""
    with zipfile.ZipFile(archive) as written:
        member = written.infolist()[part]
    data = bytearray(archive.read_bytes())
    names = int.from_bytes(data[member.header_offset + 26 :][:2], "little")
    extra = int.from_bytes(data[member.header_offset + 28 :][:2], "little")
    data[member.header_offset + 30 + names + extra + member.compress_size // 2] ^= 4
    archive.write_bytes(data)
    said = byline("restore", archive, "--index", tmp_path / "i", "--kept", tmp_path / "k", check=1)
    assert "nothing was restored" in said
    left = [path.name for name in "ik" for path in (tmp_path / name).rglob("*") if path.is_file()]
    assert left in ([], ["writer.lock"])


def rewritten(archive: Path, to: Path, name: str, given: str, digest: str) -> Path:
    """The archive with another part, under its right name and sum."""
    with zipfile.ZipFile(to, "w") as new:
        new.writestr(name, given)
        new.writestr(
            "backup.json", f'{{"format": "byline backup", "sha256": {{"{name}": "{digest}"}}}}'
        )
    return to


@pytest.mark.parametrize(
    "name",
    ["../note.md", "removed/../../note.md", "/note.md", "removed//note.md", "note.md", "removed"],
)
def test_a_part_that_would_lie_elsewhere_is_refused(archive, tmp_path, name):
    other = rewritten(archive, tmp_path / "other.zip", name, "x", "0" * 64)
    said = byline("restore", other, "--index", tmp_path / "i", "--kept", tmp_path / "k", check=2)
    assert "nothing that a backup holds" in said


@pytest.mark.parametrize("content", [b"", b"PK", b"notes", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_backup_is_one_line(tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)
    done = run_byline(
        "restore", tmp_path / "x.zip", "--index", tmp_path / "i", "--kept", tmp_path / "k"
    )
    assert done.returncode in (1, 2)
    assert done.stderr.startswith("byline: ")
    assert done.stderr.count("\n") == 1


def test_a_transaction_that_is_open_does_not_hold_it_up_and_is_not_in_it(index, tmp_path):
    parts = {"store": Part(index.path / "store.sqlite3", STORE)}
    with index.store.writing() as connection:
        connection.execute("UPDATE documents SET doc_id = 'half.md' WHERE doc_id = 'ferry.md'")
        back_up(parts, tmp_path / "now.zip")
    shutil.unpack_archive(tmp_path / "now.zip", tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / "store")) as copy:
        found = [name for (name,) in copy.execute("SELECT doc_id FROM documents ORDER BY 1")]
    assert found == ["ferry.md", "orchard.md"]


def test_a_damaged_store_is_not_backed_up(index, tmp_path):
    index.close()
    path = index.path / "store.sqlite3"
    data = bytearray(path.read_bytes())
    data[8192 * 2 : 8192 * 3] = bytes(8192)
    path.write_bytes(data)
    said = byline(
        "backup", tmp_path / "day.zip", "--index", index.path, "--kept", tmp_path, check=1
    )
    assert "byline doctor" in said
    assert not (tmp_path / "day.zip").exists()


def test_a_part_of_another_kind_is_refused(archive, index, kept, tmp_path):
    with closing(sqlite3.connect(tmp_path / "x.sqlite3")) as other:
        other.execute("CREATE TABLE a (b)")
    back_up({"store.sqlite3": Part(tmp_path / "x.sqlite3")}, tmp_path / "odd.zip")
    with pytest.raises(Exception, match="not a Byline store"):
        restore(tmp_path / "odd.zip", {"store.sqlite3": Part(index.path / "store.sqlite3", STORE)})
    assert names_in(index.path) == ["ferry.md", "orchard.md"]


def test_a_writer_is_waited_for_no_longer_than_it_says(archive, index, kept):
    from index.lock import writer_lock

    with writer_lock(index.path):
        said = byline("restore", archive, "--index", index.path, "--kept", kept, "--force", check=1)
    assert "is being written by" in said


def test_a_disk_that_would_not_is_one_line(archive, index, kept, monkeypatch):
    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.upkeep.backup.shutil.copyfileobj", full)
    with pytest.raises(StorageError, match="No space left"):
        restore(archive, {"store.sqlite3": Part(index.path / "store.sqlite3", STORE)})
    assert names_in(index.path) == ["ferry.md", "orchard.md"]
    assert [path.name for path in index.path.glob(".*.new")] == []
