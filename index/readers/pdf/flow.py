"""From the lines of printed pages to one article: furniture out, parts in order, reflowed.

The pages are those of a PDF, or pictures of pages whose words were recognised.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from index.readers.headline import find_byline, looks_like_title, plain_heading, title_lines
from index.readers.pdf.layout import Part, parts_of
from index.readers.pdf.lines import Row, main_size
from index.readers.pdf.margins import Furniture, without_notes
from index.readers.pdf.reflow import Block, Flowed, Line, paragraphs, reflow
from index.readers.raw import RawDocument
from index.text.metadata import Metadata, dated_by_file, merge_metadata
from index.text.tables import table_lines
from index.types import ScannedPage

_INDENT = 0.8
_GAP = 1.3  # times the usual space from line to line


@dataclass(slots=True, kw_only=True)
class Account:
    """What is not in the text, and what a reader of the text must know."""

    dropped: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    scans: list[ScannedPage] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Page:
    """The lines of a page from top to bottom, over all columns."""

    rows: list[Row] = field(default_factory=list)
    height: float = 0.0
    is_picture: bool = False  # its words, if it has any, are to be recognised
    is_unnamed: bool = False  # the file does not say which letters it has


def to_article(
    pages: Sequence[Page], account: Account, known: Metadata, made: date | None = None
) -> RawDocument:
    """The article on the pages, of which one or more has lines; `made`: when the file was."""
    flowed, issued = _flow(pages, account)
    known = merge_metadata(known, Metadata(published=issued))
    lines = flowed.text.split("\n")
    left = title_lines(lines, known.title)
    first = next(number for number, line in enumerate(lines) if line.strip())
    has_headline = looks_like_title(lines)
    if not known.title and has_headline:
        known = merge_metadata(known, Metadata(title=plain_heading(lines[first])))
        left = {first: "title"}
    headline_at = next(iter(left), first if has_headline else -1)
    byline, byline_lines = find_byline(lines, headline_at)
    return RawDocument(
        text=flowed.text,
        # A byline that is printed knows better than the file when the article came out.
        metadata=dated_by_file(merge_metadata(byline, known), made),
        page_starts=flowed.page_starts,
        left_out={**left, **byline_lines},
        dropped=tuple(account.dropped),
        warnings=tuple(account.warnings),
        scans=tuple(account.scans),
    )


def _flow(pages: Sequence[Page], account: Account) -> tuple[Flowed, date | None]:
    size = main_size(word for page in pages for row in page.rows for word in row.words)
    rows = [page.rows for page in pages]
    furniture = Furniture(rows, [page.height for page in pages], size)
    account.dropped += furniture.dropped
    parts = [
        (number, part)
        for number, on_page in enumerate(rows)
        for part in _prose(number, on_page, size, account)
    ]
    leading = _usual_leading(part for _, part in parts)
    widths = [_width(part.rows) for _, part in parts if len(part.rows) > 2]
    width = median(widths) if widths else max(_width(part.rows) for _, part in parts)
    blocks: list[Block] = []
    for number, part in parts:
        if part.table:
            text = table_lines(part.table)
            lines = [Line(text=line, size=part.rows[0].size) for line in text]
            blocks.append(Block(page=number, lines=lines, is_table=True))
        else:
            blocks += paragraphs(list(_lines(part.rows, leading, width, account)), number)
    return reflow(blocks, len(pages)), furniture.issued


def _prose(number: int, rows: Sequence[Row], size: float, account: Account) -> Iterator[Part]:
    """The parts of a page that are text or tables; notes and what has no clear order are listed."""
    marks: list[str] = []
    unclear = False
    for part in parts_of(rows, marks):
        if part.is_unclear:
            unclear = True
            account.dropped += [
                (row.text(), "columns could not be told apart") for row in part.rows
            ]
            continue
        if not part.table:
            part.rows, notes = without_notes(part.rows, size)
            account.dropped += [(note, "footnote") for note in notes]
        if part.rows:
            yield part
    account.dropped += [(mark, "reference mark") for mark in marks]
    if unclear:
        account.warnings.append(f"columns could not be told apart on page {number + 1}")


def _width(rows: Sequence[Row]) -> float:
    return max(row.words[-1].x1 for row in rows) - min(row.words[0].x0 for row in rows)


def _usual_leading(parts: Iterator[Part]) -> float:
    """The usual space from line to line, in sizes of the letters; that of paragraphs is wider."""
    steps = sorted(
        step
        for part in parts
        if not part.table
        for above, below in zip(part.rows, part.rows[1:], strict=False)
        if (step := (above.y - below.y) / max(below.size, 1.0)) > 0.9
    )
    return steps[len(steps) // 4] if steps else 1.2


def _lines(rows: Sequence[Row], leading: float, width: float, account: Account) -> Iterator[Line]:
    left = min(row.words[0].x0 for row in rows)
    if len(rows) > 2:
        width = _width(rows)
    marks: list[str] = []
    for before, row, after in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        size = row.size if before is None or row.size == before.size else main_size(row.words)
        gap = before.y - row.y if before else 0.0
        is_apart = before is not None and gap > _GAP * leading * max(size, before.size)
        # Where the next line is indented as well, the line above them hangs over.
        starts = [(other.words[0].x0 - left) / size for other in (before, after) if other]
        indented = _INDENT < (row.words[0].x0 - left) / size < 4 and max(starts, default=1) < 0.2
        fill = (row.words[-1].x1 - row.words[0].x0) / max(width, 1.0)
        if text := row.text(marks):
            yield Line(text=text, size=size, fill=fill, is_apart=is_apart or indented)
    account.dropped += [(mark, "reference mark") for mark in marks]
