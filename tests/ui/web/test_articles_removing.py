"""Articles that are taken away: kept apart from the index, on whatever disk that is."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from index.index import Index
from ui.web.articles import moving
from ui.web.articles.errors import ArticlesError
from ui.web.articles.names import parts_for_known
from ui.web.articles.places import removed_folder
from ui.web.articles.removing import KeptFile, Removing, adopt_removed, removed_files
from ui.web.library.library import Library


@pytest.fixture
def library(tmp_path: Path, empty_index: Index) -> Library:
    """An index of one article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text("Text a.")
    empty_index.sync(folder)
    return Library(empty_index.path, lambda path: empty_index)


@pytest.fixture
def away(library: Library, tmp_path: Path) -> Path:
    return removed_folder(tmp_path / "kept", library.path)


def test_article_goes_and_comes_back_when_it_is_kept_on_another_disk(
    library: Library, away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article, link = tmp_path / "articles/a.md", os.link

    def link_on_one_disk(source: Path, target: Path) -> None:
        if source.is_relative_to(tmp_path / "kept") != target.is_relative_to(tmp_path / "kept"):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        link(source, target)

    monkeypatch.setattr(moving.os, "link", link_on_one_disk)
    os.utime(article, (1000, 1000))
    assert Removing(library, away).remove("a.md").kept == "a.md"
    assert not article.exists()
    assert removed_files(away) == ["a.md"]
    assert Removing(library, away).restore(KeptFile(path="a.md", kept="a.md")).path == "a.md"
    assert (article.read_text(), article.stat().st_mtime) == ("Text a.", 1000)
    assert removed_files(away) == []


def test_indexes_that_share_a_kept_folder_keep_their_removed_articles_apart(
    library: Library, away: Path, tmp_path: Path
) -> None:
    Removing(library, away).remove("a.md")
    assert removed_files(removed_folder(tmp_path / "kept", tmp_path / "other")) == []


def test_nothing_is_removed_to_where_it_would_be_read_again(
    library: Library, tmp_path: Path
) -> None:
    with pytest.raises(ArticlesError, match="start Byline with another --kept"):
        Removing(library, tmp_path / "articles/kept/removed").remove("a.md")
    hidden = tmp_path / "articles/.kept/removed"
    assert Removing(library, hidden).remove("a.md").kept == "a.md"


def test_older_removed_articles_are_moved_over_once_and_overwrite_nothing(
    library: Library, away: Path
) -> None:
    older = library.path / "removed"
    for folder, text in ((older, "Older."), (away, "Newer.")):
        folder.mkdir(parents=True)
        (folder / "a.md").write_text(text)
    (older / "same.md").write_text("Same.")
    (away / "same.md").write_text("Same.")
    adopt_removed(library.path, away)
    adopt_removed(library.path, away)
    assert {path.name: path.read_text() for path in away.iterdir()} == {
        "a.md": "Newer.",
        "a (2).md": "Older.",
        "same.md": "Same.",
    }
    assert not older.exists()


def test_older_removed_articles_stay_where_they_are_when_that_is_the_kept_folder(
    library: Library,
) -> None:
    away = removed_folder(library.path, library.path)
    away.mkdir(parents=True)
    (away / "a.md").write_text("Text a.")
    adopt_removed(library.path, away)
    assert removed_files(away) == ["a.md"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("city/a.md", "city/a.md"),
        ('Who "pays"?.md', 'Who "pays"?.md'),
        ("back\\slash.md", "back_slash.md"),
        ("two\nlines.md", "two_lines.md"),
        ("\u202e.git/a.md", "_.git/a.md"),
        (f"{'é' * 150}.md", f"{'é' * 122}.md"),
    ],
)
def test_listed_name_is_written_as_any_disk_takes_it(name: str, safe: str) -> None:
    assert "/".join(parts_for_known(name)) == safe


@pytest.mark.parametrize("name", ["", "/a.md", "../a.md", "x/../../a.md", "x//a.md", ".git/a.md"])
def test_name_that_leads_elsewhere_is_none_of_a_listed_file(name: str) -> None:
    with pytest.raises(ArticlesError):
        parts_for_known(name)
