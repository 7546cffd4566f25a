"""Article text as blocks (JSON) for the source panel: headings, paragraphs, items, rows, marks.

Plain values only: the page's script puts them in as text, so nothing here is escaped. Every
character of the text but line breaks between blocks is in a part, in its order; what is markup
in the file (the `##` of a heading, the `*` around a word) is a part of style "sign", which the
page does not show.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from urllib.parse import urlencode

from typing_extensions import TypedDict

from index.types import Document

AROUND_CHARS = 6_000  # of a long article, so much is shown on either side of a place
PIECE_CHARS = 12_000  # and so much more each time its reader goes on

_SLACK_CHARS = 4_000  # how far a piece goes on to end between two paragraphs
_BULLET = re.compile(r"[ \t]*[-*+•▪‣][ \t]+(?=\S)")
_NUMBER = re.compile(r"[ \t]*(\d{1,3})[.)][ \t]+(?=\S)")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_HASHES = re.compile(r" {0,3}#{1,6}[ \t]+")
_RULE = re.compile(r"[ \t]*(?:-[ \t]*){3,}|[ \t]*(?:\*[ \t]*){3,}|[ \t]*(?:_[ \t]*){3,}|=+|-+")
_ROW_RULE = re.compile(r"[ \t:|]*-[ \t:|-]*")

Style = Literal["", "sign"]
BlockKind = Literal["heading", "text", "lines", "item", "number", "quote", "row", "rule"]


class Part(TypedDict):
    """A stretch of text. `mark` says whether it is cited here, or elsewhere in the answer."""

    text: str
    mark: Literal["", "cited", "also"]
    place: int  # which of the answer's citations the mark is; 0 without a mark
    style: Style


class Block(TypedDict):
    """A paragraph or the like; `page` when it is the first one that begins on a page."""

    kind: BlockKind
    page: int | None
    parts: list[Part]


class Piece(TypedDict):
    """A stretch of an article, and the addresses of what comes before and after; "" at its ends."""

    blocks: list[Block]
    earlier: str
    later: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Characters that are cited; `main` for those that the panel was opened for."""

    start: int
    end: int
    place: int = 0
    main: bool = True


@dataclass(slots=True, kw_only=True)
class _Span:
    kind: BlockKind
    start: int
    end: int
    signs: list[tuple[int, int]]  # in their order


def piece_around(document: Document, start: int, end: int) -> tuple[int, int]:
    """Where the piece begins and ends that is shown with the place from `start` to `end`."""
    text = document.text
    first = _gap(text, start - AROUND_CHARS, before=True)
    return first, _gap(text, end + AROUND_CHARS, before=False)


def piece_before(document: Document, end: int) -> tuple[int, int]:
    """The piece that ends at `end`."""
    last = min(max(end, 0), len(document.text))
    return _gap(document.text, last - PIECE_CHARS, before=True), last


def piece_after(document: Document, start: int) -> tuple[int, int]:
    """The piece that begins at `start`."""
    first = min(max(start, 0), len(document.text))
    return first, _gap(document.text, first + PIECE_CHARS, before=False)


def to_piece(
    document: Document, span: tuple[int, int], marks: Sequence[Mark], address: str
) -> Piece:
    """The text of `span`; `address` with `to` or `from` gives what is before or after it."""
    first, last = span
    sign = "&" if "?" in address else "?"
    return Piece(
        blocks=to_blocks(document, first, last, marks),
        earlier=f"{address}{sign}{urlencode({'to': first})}" if first > 0 else "",
        later=f"{address}{sign}{urlencode({'from': last})}" if last < len(document.text) else "",
    )


def to_blocks(document: Document, first: int, last: int, marks: Sequence[Mark]) -> list[Block]:
    """The text from `first` to `last`; where marks overlap, the earlier in `marks` is shown."""
    text, blocks = document.text, []
    page = document.page_at(first - 1) if first else None
    for span in _spans(document, first, last):
        begins_on = document.page_at(span.start)
        blocks.append(
            Block(
                kind=_wrapped(text, span) if span.kind == "text" else span.kind,
                page=begins_on if begins_on != page else None,
                parts=list(_parts(text, span, marks)),
            )
        )
        page = begins_on
    return blocks


def _gap(text: str, at: int, *, before: bool) -> int:
    """The beginning of a paragraph not far before or after `at`; of a word when there is none."""
    at = min(max(at, 0), len(text))
    first, last = (max(0, at - _SLACK_CHARS), at) if before else (at, at + _SLACK_CHARS)
    find = text.rfind if before else text.find
    for gap in ("\n\n", "\n", " "):
        found = find(gap, first, last)
        if found >= 0:
            return found + len(gap)
    return at


def _spans(document: Document, first: int, last: int) -> Iterator[_Span]:
    """The blocks from `first` to `last`, line by line."""
    headings = {heading.start for heading in document.headings}
    open_: _Span | None = None
    for start, end in _lines(document.text, first, last):
        line = document.text[start:end]
        if not line.strip():
            if open_:
                yield open_
            open_ = None
            continue
        begun = _begun(line, start, end, open_, start in headings)
        if begun is None:
            assert open_ is not None
            open_.end = end
            if open_.kind == "quote" and (quote := _QUOTE.match(line)):
                open_.signs.append((start, start + quote.end()))
            elif open_.kind == "heading":
                open_.signs.append((start, end))
            continue
        if open_:
            yield open_
        open_ = begun
    if open_:
        yield open_


def _begun(line: str, start: int, end: int, open_: _Span | None, heading: bool) -> _Span | None:
    """The block that `line` begins; None when it goes on with `open_`."""
    if heading:
        hashes = _HASHES.match(line)
        return _span("heading", start, end, hashes.end() if hashes else 0)
    within = open_.kind if open_ else None
    if _RULE.fullmatch(line):
        underlines = within == "heading"
        return None if underlines else _span("rule", start, end, end - start)
    if "|" in line and (line.lstrip().startswith("|") or " | " in line):
        return _row(line, start, end)
    if quote := _QUOTE.match(line):
        return None if within == "quote" else _span("quote", start, end, quote.end())
    if bullet := _BULLET.match(line):
        return _span("item", start, end, bullet.end())
    number = _NUMBER.match(line)
    if number and (within in (None, "number", "heading") or number[1] == "1"):
        return _span("number", start, end, 0)
    goes_on = within in ("text", "item", "number", "quote")
    return None if goes_on else _span("text", start, end, 0)


def _row(line: str, start: int, end: int) -> _Span:
    """A row of a table; the bars around it are signs, and all of the line under the first one."""
    if _ROW_RULE.fullmatch(line):
        return _span("row", start, end, end - start)
    span = _span("row", start, end, len(line) - len(line.lstrip(" \t|")))
    ends = len(line.rstrip(" \t|"))
    if ends < len(line):
        span.signs.append((start + ends, end))
    return span


def _span(kind: BlockKind, start: int, end: int, sign_chars: int) -> _Span:
    signs = [(start, start + sign_chars)] if sign_chars else []
    return _Span(kind=kind, start=start, end=end, signs=signs)


def _lines(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Start and end of each line, without its line break."""
    while first < last:
        found = text.find("\n", first, last)
        end = last if found < 0 else found
        yield first, end
        first = end + 1


def _wrapped(text: str, span: _Span) -> BlockKind:
    """ "text" when its line breaks are only where the lines were full; else "lines"."""
    lines = text[span.start : span.end].split("\n")
    widest = max(len(line) for line in lines)
    full = all(
        len(line) + 1 + len(after.split(None, 1)[0]) > 0.8 * widest
        for line, after in pairwise(lines)
    )
    return "text" if len(lines) == 1 or (full and widest >= 40) else "lines"


def without_signs(text: str) -> str:
    """`text` as a page shows it: without the signs of Markdown, on one line."""
    lines = []
    for line in text.splitlines():
        for sign in (_QUOTE, _BULLET, _HASHES):
            found = sign.match(line)
            line = line[found.end() :] if found else line
        lines.append(line)
    return " ".join(" ".join(lines).split())


def _parts(text: str, span: _Span, marks: Sequence[Mark]) -> Iterator[Part]:
    here = [mark for mark in marks if mark.start < span.end and mark.end > span.start]
    inner = {edge for pair in span.signs for edge in pair}
    inner.update(edge for mark in here for edge in (mark.start, mark.end))
    edges = sorted({span.start, span.end, *(e for e in inner if span.start < e < span.end)})
    for start, end in pairwise(edges):
        mark = next((mark for mark in here if mark.start <= start < mark.end), None)
        at = bisect_right(span.signs, (start, span.end)) - 1
        is_sign = at >= 0 and start < span.signs[at][1]
        yield Part(
            text=text[start:end],
            mark="" if mark is None else "cited" if mark.main else "also",
            place=mark.place if mark else 0,
            style="sign" if is_sign else "",
        )
