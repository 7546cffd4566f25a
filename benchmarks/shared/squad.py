"""SQuAD as a folder of articles, and where each paragraph stands once it is indexed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.shared.scratch_index import build_index, data_file
from eval.collections.squad import SquadArticle, SquadQuestion, read_squad
from eval.splits import is_tuning
from index.index import Index
from index.types import Document
from rag.answerer import Answerer

Places = Mapping[str, Sequence[tuple[int, int]]]
"""File of an article -> where each of its paragraphs stands in the ingested text."""


def read_dev(data: Path) -> tuple[list[SquadArticle], list[SquadQuestion]]:
    """The articles and questions of `squad/dev-visible.json`; raises `UsageError` without it."""
    return read_squad(data_file(data, "squad/dev-visible.json"))


def reporting(questions: Iterable[SquadQuestion]) -> list[SquadQuestion]:
    """The answerable questions of the reporting articles."""
    return [q for q in questions if q.answerable and not is_tuning(q.article.title)]


def file_of(article: SquadArticle) -> str:
    """The name of the file that `write_articles` makes of an article."""
    return re.sub(r"[^\w-]", "_", article.title) + ".txt"


def write_articles(articles: Iterable[SquadArticle], folder: Path) -> None:
    """One text file for each article: its headline, then its paragraphs, blank lines between."""
    folder.mkdir(parents=True, exist_ok=True)
    for article in articles:
        text = "\n\n".join([article.headline, *article.paragraphs]) + "\n"
        (folder / file_of(article)).write_text(text, encoding="utf-8")


def open_answerer(articles: Iterable[SquadArticle], scratch: Path) -> Answerer:
    """An answerer over the articles, ingested by the real sync."""
    write_articles(articles, scratch / "articles")
    return Answerer(build_index(scratch / "articles", scratch / "index"))


def read_articles(
    index: Index, articles: Iterable[SquadArticle]
) -> tuple[dict[str, Document], Places]:
    """The articles as `index` has them, and where their paragraphs stand, by file."""
    files = {file_of(article): article for article in articles}
    documents = index.snapshot().documents(files)
    return documents, {f: find_paragraphs(a, documents[f]) for f, a in files.items()}


def find_paragraphs(article: SquadArticle, document: Document) -> list[tuple[int, int]]:
    """Where each paragraph stands in the ingested text; (-1, -1) for one that is not there.

    White space may differ: ingest joins wrapped lines.
    """
    places, after = [], 0
    for paragraph in article.paragraphs:
        pattern = r"\s+".join(re.escape(word) for word in paragraph.split())
        found = re.compile(pattern).search(document.text, after)
        places.append(found.span() if found else (-1, -1))
        after = found.end() if found else after
    return places
