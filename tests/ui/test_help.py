"""Help pages: an example on each, whole sentences in each list; `byline` alone."""

from __future__ import annotations

import re

import pytest

from tests.support.command import run_byline
from ui.cli.commands import _told

PAGES = [[], ["eval"], ["users"], ["models"], ["tokens"]]
PAGES += [[name] for name in _told["commands"]]
PAGES += [[group, name] for group in ("eval", "users", "models", "tokens") for name in _told[group]]


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_each_help_page_has_an_example_and_ends_its_sentences(page):
    done = run_byline(*page, "--help")
    assert done.returncode == 0
    shown = " ".join(done.stdout.split())
    assert "Example: byline" in shown
    assert not re.search(r"[a-z]\.\.\.", shown)


def test_each_command_is_told_in_a_whole_sentence():
    shown = " ".join(run_byline("--help").stdout.split())
    for name, command in _told["commands"].items():
        assert command["help"].endswith(".")
        assert (command["help"] in shown) == (name != "next")


def test_byline_alone_says_what_comes_next(tmp_path, write_articles, monkeypatch):
    monkeypatch.setenv("BYLINE_INDEX", str(tmp_path / "index"))
    monkeypatch.chdir(tmp_path)
    assert "byline sync FOLDER" in run_byline().stdout
    folder = write_articles({"a.md": "The pier opens.", "b.txt": "So.", ".x/c.md": "", "d.bin": ""})
    monkeypatch.chdir(folder)
    done = run_byline()
    assert (done.returncode, done.stderr) == (0, "")
    assert "There are 2 files here that Byline reads." in done.stdout
    assert "byline sync . --index .byline" in done.stdout
    assert not (tmp_path / "index").exists()
    monkeypatch.delenv("BYLINE_INDEX")
    run_byline("sync", ".", "--index", ".byline", "--encoder", tmp_path / "no-model")
    assert "holds 2 articles" in run_byline().stdout
