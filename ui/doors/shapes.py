"""Response models for programs: an answer without its trace, its sources, passages and articles."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from index.types import Document
from rag.types import Answer, AnswerStatus, Citation, Hit, Sentence, SupportLevel


class Shape(BaseModel):
    """What is sent out; made of the attributes that have its fields' names."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class SourceShape(Shape):
    """Where a sentence comes from: `quote` stands at `start` to `end` of the article's text."""

    marker: int
    doc_id: str
    title: str
    authors: tuple[str, ...]
    published: date | None
    outlet: str | None
    uri: str | None
    page: int | None
    quote: str
    start: int
    end: int


class SentenceShape(Shape):
    """One sentence, the markers of its sources, and how far they bear it out."""

    text: str
    markers: tuple[int, ...]
    support: SupportLevel
    reasons: tuple[str, ...]


class AnswerShape(Shape):
    """What the articles say; `unsure`: the sentences are the nearest that they come."""

    question: str
    status: AnswerStatus
    confidence: float
    model: str | None
    sentences: tuple[SentenceShape, ...]
    sources: tuple[SourceShape, ...]
    notices: tuple[str, ...]


class HitShape(Shape):
    """A passage that was found; `score` is comparable only within one search.

    `text` stands at `start` to `end` of the article's text.
    """

    passage_id: str
    doc_id: str
    start: int
    end: int
    title: str
    published: date | None
    outlet: str | None
    score: float
    text: str


class ArticleShape(Shape):
    """What is known about one article."""

    doc_id: str
    title: str
    authors: tuple[str, ...]
    published: date | None
    outlet: str | None
    section: str | None
    tags: tuple[str, ...]
    uri: str | None


class Hits(Shape):
    """The passages found, best first."""

    hits: tuple[HitShape, ...]


class Articles(Shape):
    """Articles, newest first, and how many there are in all."""

    articles: tuple[ArticleShape, ...]
    total: int


class Part(Shape):
    """Text of an article from `start` to `end` of `length` characters."""

    article: ArticleShape
    text: str
    start: int
    end: int
    length: int


def to_answer_shape(answer: Answer) -> AnswerShape:
    """The answer as programs get it."""
    return AnswerShape(
        question=answer.question,
        status=answer.status,
        confidence=round(answer.confidence, 4),
        model=answer.model,
        sentences=tuple(map(_sentence, answer.sentences)),
        sources=tuple(map(_source, answer.citations)),
        notices=answer.notices,
    )


def to_hit_shape(hit: Hit, document: Document) -> HitShape:
    """A passage with what its article is."""
    passage = hit.passage
    return HitShape(
        passage_id=passage.passage_id,
        doc_id=passage.doc_id,
        start=passage.start,
        end=passage.end,
        title=document.title,
        published=document.published,
        outlet=document.outlet,
        score=round(hit.score, 4),
        text=passage.text,
    )


def _sentence(sentence: Sentence) -> SentenceShape:
    markers = dict.fromkeys(citation.marker for citation in sentence.citations)
    support = sentence.support
    return SentenceShape(
        text=sentence.text, markers=tuple(markers), support=support.level, reasons=support.reasons
    )


def _source(citation: Citation) -> SourceShape:
    return SourceShape.model_validate(citation)
