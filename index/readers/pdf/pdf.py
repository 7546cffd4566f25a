"""Reads PDFs: what can be seen on the pages, in the order of reading; where each page begins.

pdfium gives the characters with their places; words, lines, columns and paragraphs are made of
these. What stands in the file and not in the text is listed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as c

from index.readers.headline import find_byline, looks_like_title, plain_heading, title_lines
from index.readers.kinds import Unreadable
from index.readers.pdf.layout import Part, is_one_column, parts_of
from index.readers.pdf.lines import Row, main_size, rows_of
from index.readers.pdf.margins import Furniture, without_notes
from index.readers.pdf.reflow import Block, Flowed, Line, paragraphs, reflow
from index.readers.pdf.tables import rows_and_tables, ruled
from index.readers.pdf.words import PageWords, page_words
from index.readers.raw import RawDocument
from index.text.authors import is_author
from index.text.dates import parse_date
from index.text.metadata import Metadata, dated_by_file, merge_metadata, read_metadata
from index.text.tables import table_lines

_ENCRYPTED = "encrypted PDF: remove the password and sync again"
_NO_LETTERS = "its letters cannot be read: the file does not say which they are"
_TAIL_BYTES = 2048
_NO_TITLES = ("microsoft word", "document", ".indd", ".doc", ".docx", ".qxd", ".pdf")
_INDENT = 0.8
_GAP = 1.3  # times the usual space from line to line


@dataclass(slots=True, kw_only=True)
class _Account:
    """What is not in the text, and what a reader of the text must know."""

    dropped: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """The lines of a page from top to bottom, over all columns."""

    rows: list[Row]
    height: float
    is_unnamed: bool = False


def read_pdf(data: bytes) -> RawDocument:
    """Reads a PDF's text layer; `Unreadable` without one, or when its letters have no names."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY)
        raise Unreadable(_ENCRYPTED if locked else _why_damaged(data)) from error
    account = _Account()
    pages = [_page(document, number, account) for number in range(len(document))]
    if not any(page.rows for page in pages):
        unnamed = any(page.is_unnamed for page in pages)
        no_text = "no text (a scanned PDF?)" if pages else _why_damaged(data)
        raise Unreadable(_NO_LETTERS if unnamed else no_text)
    known = _metadata(document)
    flowed, issued = _flow(pages, account)
    return _raw(flowed, merge_metadata(known, Metadata(published=issued)), document, account)


def _why_damaged(data: bytes) -> str:
    return "damaged PDF" if b"%%EOF" in data[-_TAIL_BYTES:] else "truncated or damaged PDF"


def _page(document: pdfium.PdfDocument, number: int, account: _Account) -> _Page:
    """The lines of a page, and whether the file does not say which letters it has."""
    try:
        page = document[number]
        found = page_words(page)
    except pdfium.PdfiumError:  # one bad page must not cost the others
        account.warnings.append(f"page {number + 1} could not be read")
        return _Page(rows=[], height=0.0)
    account.dropped += found.hidden
    if not found.words:
        if any(page.get_objects(max_depth=1)):
            account.warnings.append(f"page {number + 1} has no text (a scan or a picture?)")
        return _Page(rows=[], height=0.0)
    if found.is_scan:
        account.warnings.append(f"page {number + 1} is a scan; its text was recognised")
    if not _leave_out_unnamed(found, number + 1, account):
        return _Page(rows=[], height=0.0, is_unnamed=True)
    rows = rows_of(found.words)
    if not is_one_column(rows) and not found.is_turned and (rules := ruled(page)):
        marks: list[str] = []
        rows = rows_and_tables(found.words, rules, marks)
        account.dropped += [(mark, "reference mark") for mark in marks]
    return _Page(rows=rows, height=found.height)


def _leave_out_unnamed(found: PageWords, page: int, account: _Account) -> bool:
    """Leaves out lines with letters that nobody can name; False when most of the page has such."""
    unnamed = [word for word in found.words if word.unnamed or _is_gibberish(word.text)]
    letters = sum(len(word.text) for word in unnamed)
    if letters > 0.3 * sum(len(word.text) for word in found.words):
        account.warnings.append(f"page {page} is left out: {_NO_LETTERS}")
        return False
    lines = {round(word.y) for word in unnamed if word.unnamed and len(word.text) > 1}
    if lines:
        account.warnings.append(f"left out of page {page}, lines: {len(lines)}: {_NO_LETTERS}")
    if letters:
        found.words = [w for w in found.words if round(w.y) not in lines and not w.unnamed]
    return True


def _is_gibberish(text: str) -> bool:
    """Whether capitals, figures and signs stand between letters as in no language: "7KHFRXQ\\"."""
    return (
        len(text) > 12
        and bool(re.search(r"[A-Z\\][0-9\\@^_`]|[0-9\\][A-Z]{2}", text))
        and (not re.search(r"[./@:_-]", text))
    )


def _flow(pages: Sequence[_Page], account: _Account) -> tuple[Flowed, date | None]:
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


def _prose(number: int, rows: Sequence[Row], size: float, account: _Account) -> Iterator[Part]:
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


def _lines(rows: Sequence[Row], leading: float, width: float, account: _Account) -> Iterator[Line]:
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


def _raw(
    flowed: Flowed, known: Metadata, document: pdfium.PdfDocument, account: _Account
) -> RawDocument:
    lines = flowed.text.split("\n")
    left = title_lines(lines, known.title)
    first = next(number for number, line in enumerate(lines) if line.strip())
    has_headline = looks_like_title(lines)
    if not known.title and has_headline:
        known = merge_metadata(known, Metadata(title=plain_heading(lines[first])))
        left = {first: "title"}
    headline_at = next(iter(left), first if has_headline else -1)
    byline, byline_lines = find_byline(lines, headline_at)
    made = str(document.get_metadata_value("CreationDate"))
    return RawDocument(
        text=flowed.text,
        # A byline that is printed knows better than the file when the article came out.
        metadata=dated_by_file(
            merge_metadata(byline, known), parse_date(made.removeprefix("D:")[:8])
        ),
        page_starts=flowed.page_starts,
        left_out={**left, **byline_lines},
        dropped=tuple(account.dropped),
        warnings=tuple(account.warnings),
    )


def _metadata(document: pdfium.PdfDocument) -> Metadata:
    keys = ("Title", "Author", "Keywords", "Subject")
    info = {key.lower(): document.get_metadata_value(key).strip() for key in keys}
    made_up = {
        "title": _is_program_made(info["title"]),
        "author": not is_author(info["author"]),
        "subject": info["subject"].casefold() == "unspecified",
    }
    values = {**info, "language": _language(document)}
    known = {key: value for key, value in values.items() if value and not made_up.get(key)}
    return read_metadata(known)


def _language(document: pdfium.PdfDocument) -> str:
    length = c.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < length <= 42:
        return ""
    buffer = (c.FPDF_WCHAR * (length // 2))()
    c.FPDFCatalog_GetLanguage(document, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").strip("\x00")


def _is_program_made(title: str) -> bool:
    """Programs put a file's name, or their own, where the title should be."""
    lower = title.lower()
    return not is_author(title) or lower.startswith(_NO_TITLES) or lower.endswith(_NO_TITLES)
