"""SQuAD 1.1 and 2.0: articles, and questions put to one paragraph of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path

from eval.collections.corpora import StreamedCorpus
from eval.questions.lines import digest_of
from eval.questions.model import Fact, GoldSentence
from eval.squad import SquadArticle, SquadQuestion, holds_answer, read_squad
from eval.types import Collection, CorpusDocument, Query
from index.errors import UsageError
from index.text.characters import remove_invisible
from index.text.sentences import Span, split_sentences


def open_squad(path: Path) -> Collection:
    """Every article as one document, and every question.

    Gold is any sentence of the question's own paragraph that holds an answer: offsets of answers
    are not relied on. What cannot be answered has no judgements.

    Raises:
        UsageError: the file is no SQuAD file.
    """
    digest = digest_of(path)
    return Collection(
        name=path.stem,
        digest=digest,
        read_queries=partial(_read_queries, path),
        corpus=StreamedCorpus(partial(_read_documents, path), lambda: digest, source=str(path)),
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
        facts=_facts(question.article, question.paragraph, question.answers),
        answers=question.answers,
        answerable=answerable,
        kind="answerable" if answerable else "unanswerable",
    )


def _facts(article: SquadArticle, paragraph: int, answers: Sequence[str]) -> tuple[Fact, ...]:
    text = article.paragraphs[paragraph]
    sentences = tuple(
        GoldSentence(doc_id=article.title, quote=remove_invisible(text[start:end]).strip())
        for start, end in find_gold(text, answers)
    )
    return (Fact(sentences=sentences, answers=tuple(answers)),) if sentences else ()


def find_gold(text: str, answers: Sequence[str]) -> list[Span]:
    """The sentences of a paragraph that hold an answer; else those that one stands across."""
    spans = _split(text)
    whole = [(start, end) for start, end in spans if holds_answer(text[start:end], answers)]
    if whole:
        return whole
    places = [place for answer in answers for place in _find(answer, text)]
    return [s for s in spans if any(s[0] < end and start < s[1] for start, end in places)]


@lru_cache(maxsize=1)  # the questions of a paragraph come one after another
def _split(text: str) -> tuple[Span, ...]:
    return tuple(split_sentences(text))


def _find(answer: str, text: str) -> list[Span]:
    pattern = r"\s+".join(re.escape(word) for word in answer.split())
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE) if match.group()]
