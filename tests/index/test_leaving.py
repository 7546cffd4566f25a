"""Where many articles are gone from the folder, a sync asks before they leave the index."""

from __future__ import annotations

import shutil

import pytest

from index.errors import LeavingError
from tests.support.command import run_byline
from ui.web.articles.syncing import Syncing
from ui.web.library.library import Library

ARTICLES = {f"desk/{n}.md": f"# Note {n}\n\nNote number {n} is kept.\n" for n in range(5)}
OTHERS = {f"{n}.md": f"# Letter {n}\n\nLetter number {n} came.\n" for n in range(5)}


def never(paths, all_of_them):
    return False


@pytest.fixture
def index(empty_index, write_articles):
    empty_index.sync(write_articles({**ARTICLES, **OTHERS}))
    return empty_index


def test_an_empty_mount_point_takes_nothing_away(index, write_articles):
    before = index.store.rows("SELECT * FROM documents")
    with pytest.raises(LeavingError, match=r"10 of 10 articles .* Is its drive missing"):
        index.sync(write_articles({}), may_leave=never)
    assert index.store.rows("SELECT * FROM documents") == before


def test_nor_does_one_among_its_folders(index, write_articles):
    with pytest.raises(LeavingError, match="5 of 10 articles"):
        index.sync(write_articles(OTHERS), may_leave=never)
    assert len(index.snapshot().about) == 10


def test_a_fifth_leaves_unasked_and_one_more_does_not(index, write_articles):
    names = sorted({**ARTICLES, **OTHERS})
    kept = {name: {**ARTICLES, **OTHERS}[name] for name in names}
    with pytest.raises(LeavingError):
        index.sync(write_articles({n: kept[n] for n in names[3:]}), may_leave=never)
    assert len(index.sync(write_articles({n: kept[n] for n in names[2:]})).removed) == 2


def test_what_was_only_moved_does_not_leave(index, write_articles):
    moved = {f"moved/{name}": text for name, text in {**ARTICLES, **OTHERS}.items()}
    report = index.sync(write_articles(moved), may_leave=never)
    assert report.counts["renamed"] == 10


def test_a_folder_that_is_put_together_anew_does_not_leave(index, write_articles):
    """Copies that were passed over take the places of those that went."""
    both = {**ARTICLES, **{f"zz/{name}": text for name, text in ARTICLES.items()}, **OTHERS}
    index.sync(write_articles(both), may_leave=never)
    left = {name: text for name, text in both.items() if not name.startswith("desk/")}
    assert not index.sync(write_articles(left), may_leave=never).interrupted
    assert len(index.snapshot().about) == 10


def test_the_articles_of_one_file_count_as_many(empty_index, write_articles):
    rows = [
        f'{{"id": "{n}", "title": "T{n}", "body": "The mayor spoke {n} times."}}' for n in range(4)
    ]
    both = {"all.jsonl": "\n".join(rows), "one.md": "# One\n\nOne thing happened.\n"}
    empty_index.sync(write_articles(both))
    with pytest.raises(LeavingError, match="4 of 5"):
        empty_index.sync(write_articles({"one.md": both["one.md"]}), may_leave=never)


def test_the_command_asks_and_takes_yes_for_an_answer(tmp_path, write_articles):
    folder, path = write_articles(ARTICLES), tmp_path / "index"
    words = ("--encoder", tmp_path / "none")
    assert run_byline("sync", folder, "--index", path, *words).returncode == 0
    shutil.rmtree(folder / "desk")
    refused = run_byline("sync", folder, "--index", path, *words)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "5 of 5 articles" in refused.stderr
    assert "--yes" in refused.stderr
    assert '"documents": 5' in run_byline("status", "--index", path, "--json").stdout
    assert run_byline("sync", folder, "--index", path, "--yes", *words).returncode == 0
    assert '"documents": 0' in run_byline("status", "--index", path, "--json").stdout


def test_another_folder_in_its_place_is_not_asked_about(tmp_path, write_articles):
    words = ("--index", tmp_path / "index", "--encoder", tmp_path / "none")
    assert run_byline("sync", write_articles(ARTICLES), *words).returncode == 0
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.md").write_text("# A\n\nAnother thing.\n")
    assert run_byline("sync", tmp_path / "other", "--move", *words).returncode == 0


def test_the_page_lets_all_go_only_when_they_were_removed_through_it(index, write_articles):
    write_articles({})
    library = Library(index.path, lambda path: index)
    for removed, left in (
        (frozenset(), 10),
        (frozenset(ARTICLES), 10),
        ({**ARTICLES, **OTHERS}, 0),
    ):
        syncing = Syncing(library, lambda removed=removed: removed)
        syncing.start()
        syncing.wait()
        assert ("drive missing" in syncing.state.problem) == bool(left)
        assert len(index.snapshot().about) == left
