"""`byline sync --dry-run`, and `byline watch`: a sync after each change, whatever one comes to."""

from __future__ import annotations

import json
import os
import threading

import pytest

from index.errors import StorageError
from tests.support.command import run_byline
from ui.cli import watch as watching

ARTICLES = {f"{name}.md": f"The {name} opens on Friday, the council said.\n" for name in "abcdefg"}


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def synced(tmp_path, write_articles):
    folder, path = write_articles(ARTICLES), tmp_path / "index"
    run_byline("sync", folder, "--index", path, "--encoder", tmp_path / "no-model")
    return folder, path


def test_dry_run_says_what_would_be_done_and_writes_nothing(tmp_path, write_articles):
    folder, path = synced(tmp_path, write_articles)
    os.rename(folder / "b.md", folder / "h.md")
    write_articles({**ARTICLES, "c.md": "Changed.\n", "i.md": "New.\n", "x.bin": "\0"})
    os.rename(folder / "d.md", folder / "j.md")
    (folder / "e.md").unlink()
    before = contents(tmp_path)
    done = run_byline("sync", folder, "--index", path, "--dry-run")
    told = run_byline("sync", folder, "--index", path, "--dry-run", "--json")
    assert contents(tmp_path) == before
    assert "  added: i.md\n  changed: c.md\n  removed: e.md\n" in done.stdout
    assert "  renamed: j.md (was d.md)\n" in done.stdout
    assert done.stdout.splitlines()[0].endswith("Nothing was written.")
    planned, synced_now = (
        json.loads(each.stdout)
        for each in (told, run_byline("sync", folder, "--index", path, "--json"))
    )
    for name in ("added", "changed", "renamed", "removed", "skipped", "unchanged", "seen"):
        assert planned[name] == synced_now[name], name


def test_dry_run_makes_no_index(tmp_path, write_articles):
    folder = write_articles(ARTICLES)
    done = run_byline("sync", folder, "--index", tmp_path / "index", "--dry-run")
    assert done.stdout.startswith("7 files: 7 added. Nothing was written.\n")
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("more", [["--from", "feeds.txt"], ["--map", "Titel"]])
def test_dry_run_refuses_what_it_cannot_try(tmp_path, write_articles, more):
    done = run_byline(
        "sync", write_articles(ARTICLES), "--index", tmp_path / "i", "--dry-run", *more
    )
    assert done.returncode == 2
    assert not (tmp_path / "i").exists()


@pytest.fixture
def keeper(empty_index, write_articles, monkeypatch):
    monkeypatch.setattr(watching, "open_or_create", lambda path, notify: empty_index)
    return watching.Keeper(write_articles(ARTICLES), empty_index.path)


def test_watch_has_a_line_for_each_sync_that_brings_something(keeper, write_articles, capsys):
    for articles in (ARTICLES, ARTICLES, {**ARTICLES, "h.md": "New.\n"}):
        write_articles(articles)
        keeper.sync()
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("7 files: 7 added")
    assert second.endswith("8 files: 1 added, 7 unchanged")


def test_watch_goes_on_after_a_sync_that_fails_and_says_so_once(keeper, capsys, monkeypatch):
    def fail(*given, **named):
        raise StorageError("the disk is full: free some space")

    with monkeypatch.context() as patch:
        patch.setattr("index.index.Index.sync", fail)
        keeper.sync()
        keeper.sync()
        assert keeper.failed
    keeper.sync()
    assert not keeper.failed
    failed, then = capsys.readouterr().out.splitlines()
    assert "not synced, to be tried again: the disk is full" in failed
    assert then.endswith("7 files: 7 added")


def test_watch_lets_many_articles_leave_only_when_told(keeper, write_articles, capsys):
    keeper.sync()
    write_articles({"a.md": ARTICLES["a.md"]})
    keeper.sync()
    assert "Is its drive missing?" in capsys.readouterr().out
    sure = watching.Keeper(keeper._folder, keeper._path, sure=True)
    sure.sync()
    assert "6 removed" in capsys.readouterr().out


def test_watch_sees_a_change_in_the_folder_and_none_of_the_index_or_hidden(tmp_path):
    folder, stop = tmp_path / "articles", threading.Event()
    folder.mkdir()
    seen = watching.changes(folder, folder / "index", stop)
    assert next(seen)  # at once
    assert next(seen)  # and when it is watched
    (folder / "a.md").write_text("New.\n")
    assert any(changed for changed in seen)
    stop.set()
    for hidden in (".git/x", "index/store.sqlite3", "a/.cache/y"):
        assert not watching._counts(folder / hidden, folder, folder / "index")
    assert watching._counts(folder / "a/b.md", folder, folder / "index")


def test_watch_waits_for_a_folder_that_is_gone(tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "LOOK_EVERY_S", 0)
    stop = threading.Event()
    seen = watching.changes(tmp_path / "gone", tmp_path / "index", stop)
    assert [next(seen) for _ in range(4)] == [True] * 4


def test_watch_ends_cleanly_when_it_is_interrupted(tmp_path, write_articles, monkeypatch):
    def one_change(*given):
        yield True
        raise KeyboardInterrupt

    folder = write_articles(ARTICLES)
    monkeypatch.setattr(watching, "changes", one_change)
    monkeypatch.setattr(watching.Keeper, "sync", lambda self: None)
    done = run_byline("watch", folder, "--index", tmp_path / "index")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("No longer watching.\n")
