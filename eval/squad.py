"""SQuAD as a folder of articles: its paragraphs, its questions, and where their answers stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.questions.lines import problem_of, unreadable
from index.errors import UsageError
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


class _Read(BaseModel):
    # Files carry fields that are not needed here, such as plausible answers.
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Answer(_Read):
    text: str


class _Asked(_Read):
    id: str = Field(min_length=1, coerce_numbers_to_str=True)
    question: str
    answers: tuple[_Answer, ...] = ()
    is_impossible: bool = False


class _Paragraph(_Read):
    context: str
    qas: tuple[_Asked, ...] = ()


class _Article(_Read):
    title: str = Field(min_length=1)
    paragraphs: tuple[_Paragraph, ...]


class _File(_Read):
    data: tuple[_Article, ...]


def read_squad(path: Path) -> tuple[list[SquadArticle], list[SquadQuestion]]:
    """Articles and questions of a SQuAD 1.1 or 2.0 file, in its order.

    Raises:
        UsageError: the file cannot be read, or something in it is not as SQuAD has it; the message
            names the place.
    """
    articles, questions = [], []
    for entry in _read_file(path).data:
        paragraphs = tuple(paragraph.context for paragraph in entry.paragraphs)
        article = SquadArticle(title=entry.title, paragraphs=paragraphs)
        articles.append(article)
        for number, paragraph in enumerate(entry.paragraphs):
            questions += [_to_question(article, number, asked) for asked in paragraph.qas]
    return articles, questions


def _read_file(path: Path) -> _File:
    try:
        return _File.model_validate_json(path.read_bytes())
    except OSError as error:
        raise unreadable(path, error) from error
    except ValidationError as error:
        raise UsageError(f"{path}: no SQuAD file: {problem_of(error)}") from error


def _to_question(article: SquadArticle, paragraph: int, asked: _Asked) -> SquadQuestion:
    given = () if asked.is_impossible else asked.answers
    return SquadQuestion(
        question_id=asked.id,
        text=asked.question.strip(),
        article=article,
        paragraph=paragraph,
        answers=tuple(dict.fromkeys(answer.text for answer in given)),
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
    folded, wanted = _fold(text), map(_fold, answers)
    return any(_as_words(answer).search(folded) for answer in wanted if answer in folded)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _as_words(folded: str) -> re.Pattern[str]:
    before = r"(?<!\w)" if folded[:1].isalnum() else ""
    after = r"(?!\w)" if folded[-1:].isalnum() else ""
    return re.compile(before + re.escape(folded) + after)
