"""Plain text of an answer: sentences with markers, then what each marker stands for."""

from __future__ import annotations

from collections.abc import Iterator

from rag.export.quoting_marks import in_quotes
from rag.export.view_model import ExportedAnswer, ExportedSentence, Footnote, build_page
from rag.export.wording import REFUSAL
from rag.types import Answer

Piece = tuple[str, int]
"""Some text, and the number of the source that it is the marker of; 0 for any other text."""


def to_plain(answer: Answer) -> str:
    """The answer as one reads it; a refusal is one sentence and why."""
    page = build_page([answer])
    text = "".join(text for text, _ in to_pieces(page.answers[0]))
    return "\n\n".join([text, "\n".join(map(_source, page.sources))]).rstrip()


def to_pieces(answer: ExportedAnswer) -> Iterator[Piece]:
    """What is said, without the sources. That it may be no answer is said first.

    Who wrote it comes after the sentences: what a model has still to write changes nothing before.
    """
    if answer.refused:
        yield REFUSAL, 0
    elif answer.unsure:
        yield f"{answer.origin}\n\n", 0
    for number, group in enumerate(() if answer.refused else answer.paragraphs):
        for place, sentence in enumerate(group):
            apart = "\n\n" if answer.quoted or not place else " "
            yield from _sentence(sentence, apart if number or place else "", answer.quoted)
    for side in answer.disagreements:
        yield f"\n\n{side.figure}: {side.outlet}, {side.published}: {side.quote} ", 0
        yield f"[{side.marker}]", side.marker
    for line in (*(() if answer.refused or answer.unsure else (answer.origin,)), *answer.remarks):
        yield f"\n\n{line}", 0


def _sentence(exported: ExportedSentence, apart: str, quoted: bool) -> Iterator[Piece]:
    text = in_quotes(exported.sentence.text) if quoted else exported.sentence.text
    yield f"{apart}{text}{' ' if exported.markers else ''}", 0
    for number in exported.markers:
        yield f"[{number}]", number
    if exported.verdict:
        yield f" ({exported.verdict})", 0


def _source(source: Footnote) -> str:
    """`[1] Headline · who · where · when · path: "what"`, with the address where there is one."""
    details = " · ".join(part for part in (source.headline, *source.details, source.doc_id) if part)
    address = f" <{source.link}>" if source.link else ""
    return f"[{source.number}] {details}{address}: {' '.join(source.quotes)}"
