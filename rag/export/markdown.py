"""An answer or a conversation as Markdown with footnotes (as GitHub and Pandoc write them)."""

from __future__ import annotations

from rag.export.escaping import encode_address, escape_markdown
from rag.export.page import Claim, Exchange, Page, Source, Statement
from rag.export.wording import REFUSAL


def to_markdown(page: Page) -> str:
    """The Markdown of a page; text of articles is never markup."""
    alone = len(page.exchanges) == 1
    parts = [] if alone else [f"# Conversation: {escape_markdown(page.title)}"]
    for exchange in page.exchanges:
        parts += _exchange(exchange, "#" if alone else "##")
    parts += [_source(source) for source in page.sources]
    return "\n\n".join(parts) + "\n"


def _exchange(exchange: Exchange, level: str) -> list[str]:
    parts = [f"{level} {escape_markdown(exchange.question)}"]
    if exchange.refused:
        parts.append(f"**{REFUSAL}**")
    else:
        parts += [f"*{escape_markdown(exchange.origin)}*", *_statements(exchange)]
    if exchange.disagreements:
        parts.append(f"{level}# The articles disagree")
        parts += [_disagreement(claims) for claims in exchange.disagreements]
    remarks = _remarks(exchange)
    return [*parts, "\n".join(f"- {remark}" for remark in remarks)] if remarks else parts


def _statements(exchange: Exchange) -> list[str]:
    if exchange.quoted:
        return [f"> “{_text(s)}”{_after(s)}" for s in exchange.statements]
    return [" ".join(f"{_text(s)}{_after(s)}" for s in exchange.statements)]


def _text(statement: Statement) -> str:
    return escape_markdown(statement.text)


def _after(statement: Statement) -> str:
    markers = "".join(f"[^{number}]" for number in statement.markers)
    return f"{markers} *({escape_markdown(statement.verdict)})*" if statement.verdict else markers


def _disagreement(claims: tuple[Claim, Claim]) -> str:
    cells = [[f"{c.published}, {c.outlet}", c.figure, f"“{c.quote}”"] for c in claims]
    one, other = ([escape_markdown(cell) for cell in column] for column in cells)
    one[2] += f"[^{claims[0].marker}]"
    other[2] += f"[^{claims[1].marker}]"
    head, *rows = (f"| {left} | {right} |" for left, right in zip(one, other, strict=True))
    return "\n".join([head, "| --- | --- |", *rows])


def _remarks(exchange: Exchange) -> list[str]:
    rows = [f"Searched for: {text}" for text in exchange.searched]
    rows += [f"Only articles: {text}" for text in exchange.filters]
    rows += [f"Note: {text}" for text in exchange.notices]
    return [escape_markdown(row) for row in rows]


def _source(source: Source) -> str:
    """One paragraph: a reader without footnotes would take further ones for code."""
    headline = escape_markdown(source.headline)
    if source.link:
        headline = f"[{headline}](<{encode_address(source.link)}>)"
    details = [headline, *map(escape_markdown, (*source.details, source.doc_id))]
    quotes = [f"“{escape_markdown(quote)}”" for quote in source.quotes]
    also = f"Also in: {escape_markdown(', '.join(source.also_in))}" if source.also_in else ""
    parts = [f"[^{source.number}]: {' · '.join(details)}:", *quotes, also]
    return " ".join(part for part in parts if part)
