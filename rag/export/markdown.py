"""Export to Markdown: an answer or conversation with footnotes (GitHub, Pandoc)."""

from __future__ import annotations

from collections.abc import Sequence

from rag.export.escaping import encode_address, escape_markdown
from rag.export.view_model import (
    DisagreementSide,
    ExportedAnswer,
    ExportedSentence,
    ExportPage,
    Footnote,
)
from rag.export.wording import REFUSAL, around_focus


def to_markdown(page: ExportPage) -> str:
    """The Markdown of a page; text of articles is never markup."""
    alone = len(page.answers) == 1
    parts = [] if alone else [f"# Conversation: {escape_markdown(page.title)}"]
    for answer in page.answers:
        parts += _answer(answer, "#" if alone else "##")
    parts += [_source(source) for source in page.sources]
    return "\n\n".join(parts) + "\n"


def _answer(answer: ExportedAnswer, level: str) -> list[str]:
    parts = [f"{level} {escape_markdown(answer.question)}"]
    if answer.refused:
        parts.append(f"**{REFUSAL}**")
    else:
        signs = "**" if answer.unsure else "*"
        parts += [f"{signs}{escape_markdown(answer.origin)}{signs}", *_sentences(answer)]
    if answer.disagreements:
        parts.append(f"{level}# The articles disagree")
        parts.append(_disagreement(answer.disagreements))
    remarks = "\n".join(f"- {escape_markdown(remark)}" for remark in answer.remarks)
    return [*parts, remarks] if remarks else parts


def _sentences(answer: ExportedAnswer) -> list[str]:
    if answer.quoted:
        return [f"> {_text(s, quoted=True)}{_after(s)}" for s in answer.sentences]
    return [
        ("" if group[0].borne_out else "> ⚠ ")
        + " ".join(f"{_text(s, quoted=False)}{_after(s)}" for s in group)
        for group in answer.paragraphs
    ]


def _text(exported: ExportedSentence, *, quoted: bool) -> str:
    before, focus, after = around_focus(exported.sentence, escape_markdown, quoted=quoted)
    return f"{before}**{focus}**{after}" if focus else before


def _after(sentence: ExportedSentence) -> str:
    markers = "".join(f"[^{number}]" for number in sentence.markers)
    return f"{markers} *({escape_markdown(sentence.verdict)})*" if sentence.verdict else markers


def _disagreement(sides: Sequence[DisagreementSide]) -> str:
    rows = [
        f"| {escape_markdown(side.figure)} | {escape_markdown(f'{side.published}, {side.outlet}')} "
        f"| {escape_markdown(side.quote)}[^{side.marker}] |"
        for side in sides
    ]
    return "\n".join(["| Figure | Article | Quotation |", "| --- | --- | --- |", *rows])


def _source(source: Footnote) -> str:
    """One paragraph: a reader without footnotes would take further ones for code."""
    headline = escape_markdown(source.headline)
    if source.link:
        headline = f"[{headline}](<{encode_address(source.link)}>)"
    details = [headline, *map(escape_markdown, (*source.details, source.doc_id))]
    quotes = map(escape_markdown, source.quotes)
    also = f"Also in: {escape_markdown(', '.join(source.also_in))}" if source.also_in else ""
    parts = [f"[^{source.number}]: {' · '.join(details)}:", *quotes, also]
    return " ".join(part for part in parts if part)
