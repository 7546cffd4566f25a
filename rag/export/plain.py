"""Plain text of an answer: sentences with markers, then what each marker stands for."""

from collections.abc import Iterator

from rag.export.quoting_marks import in_quotes
from rag.export.view_model import Footnote, build_page, dated, markers, paragraphs
from rag.export.wording import REFUSAL, differing, origin, remarks, verdict
from rag.types import Answer, AnswerStatus, Sentence

Piece = tuple[str, int]
"""Some text, and the number of the source that it is the marker of; 0 for any other text."""


def to_plain(answer: Answer) -> str:
    """The answer as one reads it; a refusal is one sentence and why."""
    text = "".join(text for text, _ in to_pieces(answer))
    sources = map(_source, build_page([answer]).sources)
    return "\n\n".join([text, "\n".join(sources)]).rstrip()


def to_pieces(answer: Answer) -> Iterator[Piece]:
    """What is said, without the sources. That it may be no answer is said first.

    Who wrote it comes after the sentences: what a model has still to write changes nothing before.
    """
    refused = answer.status is AnswerStatus.NOT_IN_ARTICLES
    unsure = answer.status is AnswerStatus.UNSURE
    if refused or unsure:
        yield REFUSAL if refused else f"{origin(answer)}\n\n", 0
    for number, group in enumerate(() if refused else paragraphs(answer)):
        for place, sentence in enumerate(group):
            apart = " " if place else "\n\n" if number else ""
            yield from _sentence(sentence, apart, answer.is_quoted)
    for number, (figure, side) in enumerate(differing(answer)):
        before = "\n" if number else "\n\nThe articles differ:\n"
        yield f"{before}{figure} ({dated(side)}) ", 0
        yield f"[{side.marker}]", side.marker
    for line in (*(() if refused or unsure else (origin(answer),)), *remarks(answer)):
        yield f"\n\n{line}", 0


def _sentence(sentence: Sentence, apart: str, quoted: bool) -> Iterator[Piece]:
    text = in_quotes(sentence.text) if quoted else sentence.text
    numbers, doubt = markers(sentence), verdict(sentence)
    yield f"{apart}{text}{' ' if numbers else ''}", 0
    for number in numbers:
        yield f"[{number}]", number
    if doubt:
        yield f" ({doubt})", 0


def _source(source: Footnote) -> str:
    """`[1] Headline · who · where · when · path: "what"`, with the address where there is one."""
    details = " · ".join((source.headline, *source.details, source.doc_id))
    address = f" <{source.link}>" if source.link else ""
    return f"[{source.number}] {details}{address}: {' '.join(source.quotes)}"
