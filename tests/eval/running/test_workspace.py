"""The index of a collection, made with the settings of the run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from eval.collections.corpora import FolderCorpus
from eval.running.workspace import open_workspace
from index.settings import IndexSettings


def test_open_workspace_makes_the_index_with_every_setting(
    tmp_path: Path, write_articles: Callable[[dict[str, str]], Path]
):
    corpus = FolderCorpus(write_articles({"a.txt": "The ferry sails on Mondays."}))
    wanted = IndexSettings(vector_factory="HNSW32", whole_documents=True)
    made = open_workspace(corpus, wanted, lambda progress: None, cache=tmp_path / "cache")
    assert made.index.settings == wanted
