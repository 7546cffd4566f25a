"""View model of an export: answers numbered through, their paragraphs and footnotes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rag.export.escaping import to_link
from rag.export.quoting_marks import in_quotes
from rag.export.wording import headline, is_borne_out, on_page, to_day
from rag.types import Answer, Citation, Sentence


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
    answers: tuple[Answer, ...]
    sources: tuple[Footnote, ...]


def build_page(answers: Sequence[Answer], title: str = "") -> ExportPage:
    """The page of `answers`, oldest first; at least one. It is named after the first question."""
    numbered = number_through(answers)
    return ExportPage(
        title=title or answers[0].question, answers=numbered, sources=_sources(numbered)
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
        replace(sentence, citations=tuple(map(one, sentence.citations)))
        for sentence in answer.sentences
    )
    disagreements = tuple(
        replace(found, citations=(one(found.citations[0]), one(found.citations[1])))
        for found in answer.disagreements
    )
    return replace(answer, sentences=sentences, disagreements=disagreements)


def _passage(citation: Citation) -> tuple[str, str]:
    return citation.passage_id, citation.version


def paragraphs(answer: Answer) -> Iterator[list[Sentence]]:
    """What stands together: a quotation, and what is not borne out, stands by itself."""

    def joins(sentence: Sentence) -> bool:
        return not answer.is_quoted and is_borne_out(sentence)

    for together, group in groupby(answer.sentences, joins):
        alike = list(group)
        yield from [alike] if together else ([sentence] for sentence in alike)


def markers(sentence: Sentence) -> tuple[int, ...]:
    """The numbers of its footnotes, each once."""
    return tuple(dict.fromkeys(citation.marker for citation in sentence.citations))


def dated(citation: Citation) -> str:
    """Day and outlet, as a table of disagreements has them."""
    return f"{to_day(citation.published) or 'undated'}, {citation.outlet or headline(citation)}"


def _sources(answers: Sequence[Answer]) -> tuple[Footnote, ...]:
    groups: dict[int, list[Citation]] = {}
    for answer in answers:
        for citation in answer.citations:
            groups.setdefault(citation.marker, []).append(citation)
    return tuple(_source(number, group) for number, group in sorted(groups.items()))


def _source(number: int, group: Sequence[Citation]) -> Footnote:
    first = group[0]
    known = (
        ", ".join(first.authors),
        first.outlet or "",
        to_day(first.published),
        on_page(group),
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
