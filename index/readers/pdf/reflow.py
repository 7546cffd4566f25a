"""Reflows the lines of printed pages (PDF) into paragraphs, over the ends of columns and pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.hyphens import Hyphens

_FULL_LINE = 0.8  # of the column's width: a shorter line that ends a sentence ends its paragraph
_SHORT_LINE = 0.6
_ASIDES = 4  # so many captions and tables may stand between two halves of a sentence
_ENDS_SENTENCE = re.compile(r"[.!?…:;。！？؟]['\"”’»)\]]*$")
_BULLET = re.compile(r"(?:[•●▪‣◦·*–—-]|\(?\d{1,2}[.)])\s+\S")
_CAPTION = re.compile(r"(?:fig(?:ure|\.)|photo(?:graph)?s?|table|picture|image|chart|map)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed line; `fill` is the share of its column's width that it takes."""

    text: str
    size: float
    fill: float = 1.0
    is_apart: bool = False  # more space than usual is above it, or it is indented


@dataclass(slots=True, kw_only=True)
class Block:
    """Lines of one paragraph, or as much of it as stands in one column; or a table's rows."""

    page: int  # from 0
    lines: list[Line]
    is_table: bool = False
    goes_on: bool = False  # with the sentence of the block before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Flowed:
    """Paragraphs with blank lines between them, and where each page begins."""

    text: str
    page_starts: tuple[int, ...]


def paragraphs(lines: Sequence[Line], page: int) -> list[Block]:
    """The lines of a column as blocks, as far as their widths, sizes and spaces tell them apart."""
    blocks: list[Block] = []
    for line in lines:
        if blocks and not _breaks(blocks[-1].lines[-1], line):
            blocks[-1].lines.append(line)
        else:
            blocks.append(Block(page=page, lines=[line]))
    return blocks


def _breaks(before: Line, line: Line) -> bool:
    if _BULLET.match(line.text) or not _alike(before, line):
        return True
    if line.is_apart:
        return True
    if _ENDS_SENTENCE.search(before.text):
        return before.fill < _FULL_LINE
    looks_like_heading = before.fill < _SHORT_LINE and not before.text.endswith((",", "-", ";"))
    return looks_like_heading and not line.text[:1].islower()


def _alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= 0.07 * max(one.size, other.size)


def reflow(blocks: Sequence[Block], pages: int) -> Flowed:
    """One text of all blocks.

    A word divided at the end of a line is joined. A sentence goes on over the end of a column or
    a page, and past captions and tables; a page then begins inside it. An empty page begins where
    the next one does.
    """
    joiner = _Joiner("\n".join(line.text for block in blocks for line in block.lines), pages)
    for block in _in_order(blocks):
        joiner.add(block)
    return Flowed(text=joiner.text(), page_starts=joiner.page_starts())


def _in_order(blocks: Sequence[Block]) -> list[Block]:
    """The blocks; both halves of a sentence follow each other, on their pages."""
    ordered: list[Block] = []
    rest = list(reversed(blocks))
    while rest:
        block = rest.pop()
        at = _continuation(block, rest[: -_ASIDES - 2 : -1])
        if at is None:
            ordered.append(block)
            continue
        asides = [rest.pop() for _ in range(at)]
        rest[-1].goes_on = True
        ordered += [aside for aside in asides if aside.page != rest[-1].page]
        ordered.append(block)
        following = rest.pop()
        rest += [aside for aside in reversed(asides) if aside.page == following.page]
        rest.append(following)
    return ordered


def _continuation(block: Block, following: Sequence[Block]) -> int | None:
    """Which of the blocks goes on with the open sentence of `block`, past captions and tables."""
    last = block.lines[-1]
    if block.is_table or _ENDS_SENTENCE.search(last.text):
        return None
    for at, other in enumerate(following):
        first = other.lines[0]
        if not other.is_table and _alike(last, first) and not _BULLET.match(first.text):
            small = first.text[:1].islower()
            if small or (last.fill >= 0.75 and not first.is_apart and not _is_caption(other)):
                return at
        if not (other.is_table or not _alike(last, first) or _is_caption(other)):
            return None
    return None


def _is_caption(block: Block) -> bool:
    return bool(_CAPTION.match(block.lines[0].text))


class _Joiner:
    """Adds block after block, and knows where pages begin."""

    def __init__(self, vocabulary: str, pages: int) -> None:
        self._hyphens = Hyphens(vocabulary)
        self._pieces: list[str] = []
        self._length = 0
        self._starts = [-1] * pages

    def page_starts(self) -> tuple[int, ...]:
        """For each page the offset of its first character; an empty one begins with the next."""
        starts, after = [], self._length
        for start in reversed(self._starts):
            after = after if start < 0 else min(start, after)
            starts.append(after)
        return tuple(reversed(starts))

    def add(self, block: Block) -> None:
        """Adds a paragraph, or goes on with the last one."""
        if self._pieces and not block.goes_on:
            self._append("\n\n")
        for number, line in enumerate(block.lines):
            if block.is_table and number:
                self._append("\n")
            elif number or block.goes_on:
                self._join(line.text)
            if self._starts[block.page] < 0:
                self._starts[block.page] = self._length
            self._append(line.text)

    def text(self) -> str:
        """Everything that was added."""
        return "".join(self._pieces)

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def _join(self, line: str) -> None:
        between = self._hyphens.between(self._pieces[-1], line)
        if between is None:
            self._append(" ")
            return
        self._pieces[-1] = self._pieces[-1][:-1]
        self._length -= 1
        self._append(between)
