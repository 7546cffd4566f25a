"""SQuAD 1.1 and 2.0: articles, and questions put to one paragraph of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.collections.corpora import file_corpus
from eval.measures.short_answers import holds_answer
from eval.questions.json_lines import digest_of, problem_of
from eval.questions.places import find_quote
from eval.types import Collection, CorpusDocument, Fact, GoldSentence, Query
from index.errors import UsageError
from index.files import reading
from index.text.characters import remove_invisible
from index.text.sentences import CharSpan, split_sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class SquadArticle:
    """One article."""

    title: str
    paragraphs: tuple[str, ...]

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
    """Articles and questions of a SQuAD 1.1 or 2.0 file, in its order."""
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
        with reading(path):
            return _File.model_validate_json(path.read_bytes())
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


def open_squad(path: Path) -> Collection:
    """Every article as one document, and every question.

    Gold is any sentence of the question's own paragraph that holds an answer: offsets of answers
    are not relied on. What cannot be answered has no judgements.
    """
    return Collection(
        name=path.stem,
        digest=digest_of(path),
        read_queries=partial(_read_queries, path),
        corpus=file_corpus(path, _read_documents),
    )


def article_of(path: Path) -> dict[str, str]:
    """Question id -> title of its article."""
    return {question.question_id: question.article.title for question in read_squad(path)[1]}


def _read_documents(path: Path) -> Iterator[CorpusDocument]:
    titles: set[str] = set()
    for article in read_squad(path)[0]:
        if article.title in titles:
            raise UsageError(f"{path}: two articles are called {article.title!r}")
        titles.add(article.title)
        text = "\n\n".join(article.paragraphs)
        yield CorpusDocument(doc_id=article.title, title=article.headline, text=text)


def _read_queries(path: Path) -> Iterator[Query]:
    ids: set[str] = set()
    for question in read_squad(path)[1]:
        if question.question_id in ids:
            raise UsageError(f"{path}: question id {question.question_id!r} comes twice")
        if not question.text:
            raise UsageError(f"{path}: question {question.question_id!r} is empty")
        ids.add(question.question_id)
        yield _to_query(question)


def _to_query(question: SquadQuestion) -> Query:
    answerable = question.answerable
    return Query(
        query_id=question.question_id,
        text=question.text,
        qrels={question.article.title: 1} if answerable else {},
        facts=_facts(question),
        answers=question.answers,
        answerable=answerable,
        kind="answerable" if answerable else "unanswerable",
    )


def _facts(question: SquadQuestion) -> tuple[Fact, ...]:
    title, text = question.article.title, question.article.paragraphs[question.paragraph]
    sentences = tuple(
        GoldSentence(doc_id=title, quote=remove_invisible(text[start:end]).strip())
        for start, end in find_gold(text, question.answers)
    )
    return (Fact(sentences=sentences, answers=question.answers),) if sentences else ()


def find_gold(text: str, answers: Sequence[str]) -> list[CharSpan]:
    """The sentences of a paragraph that hold an answer; else those that one stands across."""
    spans = _split(text)
    whole = [(start, end) for start, end in spans if holds_answer(text[start:end], answers)]
    if whole:
        return whole
    places = [place for answer in answers for place in find_quote(answer, text, re.IGNORECASE)]
    return [s for s in spans if any(s[0] < end and start < s[1] for start, end in places)]


@lru_cache(maxsize=1)  # the questions of a paragraph come one after another
def _split(text: str) -> tuple[CharSpan, ...]:
    return tuple(split_sentences(text))
