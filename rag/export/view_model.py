"""View model of an export: sentences, footnotes, sources, numbered, before any format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rag.export.escaping import to_link
from rag.export.quoting_marks import in_quotes
from rag.export.wording import differing, headline, is_borne_out, origin, remarks, to_day, verdict
from rag.types import Answer, AnswerStatus, Citation, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedSentence:
    """One sentence, the numbers of its sources, and what speaks against it ("" for nothing)."""

    sentence: Sentence
    markers: tuple[int, ...]
    verdict: str

    @property
    def borne_out(self) -> bool:
        return is_borne_out(self.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementSide:
    """One side of a disagreement: a row of the table."""

    published: str
    outlet: str
    figure: str
    quote: str  # in quotation marks
    marker: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedAnswer:
    """A question and what the articles say."""

    question: str
    remarks: tuple[str, ...]  # what was searched for, within which filters, and notices
    refused: bool
    unsure: bool
    quoted: bool  # the sentences are quotations
    origin: str
    sentences: tuple[ExportedSentence, ...]
    disagreements: tuple[DisagreementSide, ...]

    @property
    def paragraphs(self) -> tuple[tuple[ExportedSentence, ...], ...]:
        """What stands together: what is not borne out stands by itself."""
        grouped = groupby(enumerate(self.sentences), lambda each: each[1].borne_out or (each[0],))
        return tuple(tuple(sentence for _, sentence in group) for _, group in grouped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A footnote: one passage, and every quotation out of it."""

    number: int
    headline: str
    details: tuple[str, ...]  # byline, outlet, date, page: those that are known
    link: str | None
    doc_id: str
    quotes: tuple[str, ...]  # in quotation marks
    also_in: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPage:
    """An answer, or a conversation with one row of footnotes."""

    title: str
    answers: tuple[ExportedAnswer, ...]
    sources: tuple[Footnote, ...]


def build_page(answers: Sequence[Answer], title: str = "") -> ExportPage:
    """The page of `answers`, oldest first; at least one. It is named after the first question."""
    numbered = number_through(answers)
    return ExportPage(
        title=title or answers[0].question,
        answers=tuple(_answer(answer) for answer in numbered),
        sources=_sources(numbered),
    )


def number_through(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """`answers` with each passage under one number all through.

    The first answer's numbers stay. Passages that later answers cite first are counted on from
    there. A passage of another version of the article is another passage.
    """
    numbers: dict[tuple[str, str], int] = {}
    for answer in answers:
        own = {_passage(c): c.marker for c in answer.citations}
        keeps = not numbers and len(set(own.values())) == len(own)
        for passage, marker in own.items():
            following = max(numbers.values(), default=0) + 1
            numbers.setdefault(passage, marker if keeps else following)
    return tuple(_renumbered(answer, numbers) for answer in answers)


def _renumbered(answer: Answer, numbers: dict[tuple[str, str], int]) -> Answer:
    def one(citation: Citation) -> Citation:
        return replace(citation, marker=numbers[_passage(citation)])

    sentences = tuple(
        replace(sentence, citations=tuple(one(c) for c in sentence.citations))
        for sentence in answer.sentences
    )
    disagreements = tuple(
        replace(found, citations=(one(found.citations[0]), one(found.citations[1])))
        for found in answer.disagreements
    )
    return replace(answer, sentences=sentences, disagreements=disagreements)


def _passage(citation: Citation) -> tuple[str, str]:
    return citation.passage_id, citation.version


def _answer(answer: Answer) -> ExportedAnswer:
    return ExportedAnswer(
        question=answer.question,
        remarks=remarks(answer),
        refused=answer.status is AnswerStatus.NOT_IN_ARTICLES,
        unsure=answer.status is AnswerStatus.UNSURE,
        quoted=answer.is_quoted,
        origin=origin(answer),
        sentences=tuple(_sentence(sentence) for sentence in answer.sentences),
        disagreements=tuple(_side(*side) for side in differing(answer)),
    )


def _sentence(sentence: Sentence) -> ExportedSentence:
    markers = dict.fromkeys(citation.marker for citation in sentence.citations)
    return ExportedSentence(sentence=sentence, markers=tuple(markers), verdict=verdict(sentence))


def _side(figure: str, citation: Citation) -> DisagreementSide:
    return DisagreementSide(
        published=to_day(citation.published) or "undated",
        outlet=citation.outlet or headline(citation),
        figure=figure,
        quote=in_quotes(citation.quote),
        marker=citation.marker,
    )


def _sources(answers: Sequence[Answer]) -> tuple[Footnote, ...]:
    groups: dict[int, list[Citation]] = {}
    for answer in answers:
        for citation in answer.citations:
            groups.setdefault(citation.marker, []).append(citation)
    return tuple(_source(number, group) for number, group in sorted(groups.items()))


def _source(number: int, group: Sequence[Citation]) -> Footnote:
    first = group[0]
    pages = sorted({citation.page for citation in group if citation.page})
    known = (
        ", ".join(first.authors),
        first.outlet or "",
        to_day(first.published),
        f"page {', '.join(map(str, pages))}" if pages else "",
    )
    return Footnote(
        number=number,
        headline=headline(first),
        details=tuple(part for part in known if part),
        link=to_link(first.uri),
        doc_id=first.doc_id,
        quotes=tuple(dict.fromkeys(in_quotes(citation.quote) for citation in group)),
        also_in=tuple(dict.fromkeys(name for c in group for name in c.also_in)),
    )
