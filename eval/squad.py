"""SQuAD as a folder of articles: its paragraphs, its questions, and where their answers stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.types import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class SquadArticle:
    """One article; `doc_id` is the name of the file that `write_articles` makes of it."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def doc_id(self) -> str:
        return re.sub(r"[^\w-]", "_", self.title) + ".txt"

    @property
    def headline(self) -> str:
        return self.title.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class SquadQuestion:
    """One question, put to one paragraph; `answers` is empty when that does not answer it."""

    question_id: str
    text: str
    article: SquadArticle
    paragraph: int
    answers: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        return bool(self.answers)


def read_squad(path: Path) -> tuple[list[SquadArticle], list[SquadQuestion]]:
    """Articles and questions in the order of the file."""
    articles, questions = [], []
    for entry in json.loads(path.read_text(encoding="utf-8"))["data"]:
        paragraphs = tuple(paragraph["context"] for paragraph in entry["paragraphs"])
        article = SquadArticle(title=entry["title"], paragraphs=paragraphs)
        articles.append(article)
        for number, paragraph in enumerate(entry["paragraphs"]):
            questions += [_to_question(article, number, asked) for asked in paragraph["qas"]]
    return articles, questions


def _to_question(
    article: SquadArticle, paragraph: int, asked: Mapping[str, object]
) -> SquadQuestion:
    given = asked["answers"]
    assert isinstance(given, list)
    answers = () if asked.get("is_impossible") else tuple(dict.fromkeys(a["text"] for a in given))
    return SquadQuestion(
        question_id=str(asked["id"]),
        text=str(asked["question"]).strip(),
        article=article,
        paragraph=paragraph,
        answers=answers,
    )


def write_articles(articles: Iterable[SquadArticle], folder: Path) -> None:
    """One text file for each article: its headline, then its paragraphs, blank lines between."""
    folder.mkdir(parents=True, exist_ok=True)
    for article in articles:
        text = "\n\n".join([article.headline, *article.paragraphs]) + "\n"
        (folder / article.doc_id).write_text(text, encoding="utf-8")


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


def holds_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether `text` holds one of `answers`, letter case and white space aside.

    An answer counts only as whole words: "18" is not in "1890".
    """
    folded = " ".join(text.casefold().split())
    return any(_as_words(answer).search(folded) for answer in answers)


def _as_words(answer: str) -> re.Pattern[str]:
    folded = " ".join(answer.casefold().split())
    before = r"(?<!\w)" if folded[:1].isalnum() else ""
    after = r"(?!\w)" if folded[-1:].isalnum() else ""
    return re.compile(before + re.escape(folded) + after)
