"""SQuAD as a folder of articles, and where its paragraphs are found again."""

from __future__ import annotations

from benchmarks.shared.squad import find_paragraphs, write_articles
from eval.collections.squad import SquadArticle
from index.types import Document

ARTICLE = SquadArticle(title="Old_Bridge", paragraphs=("It rained.", "In 1932."))


def test_write_articles_puts_the_headline_first(tmp_path):
    write_articles([ARTICLE], tmp_path / "folder")
    text = (tmp_path / "folder" / "Old_Bridge.txt").read_text()
    assert text == "Old Bridge\n\nIt rained.\n\nIn 1932.\n"


def test_find_paragraphs_gives_places_when_white_space_differs():
    document = Document(doc_id="x", version="1", text="It\nrained.\n\nIn 1932.", title="")
    assert find_paragraphs(ARTICLE, document) == [(0, 10), (12, 20)]
