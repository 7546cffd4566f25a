"""Reads PDFs: what can be seen on the pages, in the order of reading; where each page begins.

pdfium gives the characters with their places; words, lines, columns and paragraphs are made of
these. What stands in the file and not in the text is listed.
"""

import re
from collections.abc import Sequence
from typing import NoReturn

import pypdfium2 as pdfium
import pypdfium2.raw as c
from PIL import Image

from index.readers.kinds import Unreadable
from index.readers.pdf.flow import Account, Page, to_article
from index.readers.pdf.layout import is_one_column
from index.readers.pdf.lines import rows_of
from index.readers.pdf.recognised import add_recognised
from index.readers.pdf.tables import rows_and_tables, ruled
from index.readers.pdf.words import PageWords, page_words
from index.readers.raw import RawDocument
from index.readers.scans.engines import HOW_TO, PageFailed, find_engine
from index.readers.scans.recognise import recognise
from index.text.authors import is_author
from index.text.dates import parse_date
from index.text.metadata import Metadata, read_metadata
from index.types import ScannedPage

_ENCRYPTED = "encrypted PDF: remove the password and sync again"
_NO_LETTERS = "its letters cannot be read: the file does not say which they are"
_TAIL_BYTES = 2048
_FEW_WORDS = 40  # a scan may have a stamp as its text
_STAMP = 3  # times the words of the text must be recognised to take its place
_MOST_PIXELS = 40_000_000
_NO_TITLES = ("microsoft word", "document", ".indd", ".doc", ".docx", ".qxd", ".pdf")


def read_pdf(data: bytes) -> RawDocument:
    """Reads a PDF's text layer, and on pages without one the words recognised in their pictures.

    `Unreadable` without either, or when it is encrypted, truncated or damaged.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY)
        raise Unreadable(_ENCRYPTED if locked else _why_damaged(data)) from error
    account = Account()
    pages = [_page(document, number, account) for number in range(len(document))]
    _recognise(document, pages, account)
    if not any(page.rows for page in pages):
        _refuse(data, pages)
    made = str(document.get_metadata_value("CreationDate"))
    known = _metadata(document)
    return to_article(pages, account, known, parse_date(made.removeprefix("D:")[:8]))


def _refuse(data: bytes, pages: Sequence[Page]) -> NoReturn:
    without = find_engine() is None
    if not any(page.is_picture or page.is_unnamed for page in pages):
        raise Unreadable("no text" if pages else _why_damaged(data))
    if any(page.is_unnamed for page in pages):
        raise Unreadable(f"{_NO_LETTERS}: to have them recognised, {HOW_TO}", again=without)
    scan = f"a scan without text: to have its words read, {HOW_TO}"
    raise Unreadable(
        scan if without else "no text, and no words could be read in its pictures", again=without
    )


def _recognise(document: pdfium.PdfDocument, pages: Sequence[Page], account: Account) -> None:
    """Gives pages without usable text the words that can be recognised in their pictures."""
    engine = find_engine()
    wanted = [number for number, page in enumerate(pages) if page.is_picture or page.is_unnamed]
    pictures = ((number, render_page(document, number)) for number in wanted)
    for number, seen in recognise(pictures, engine, len(wanted)) if engine and wanted else ():
        if isinstance(seen, PageFailed):
            account.warnings.append(f"page {number + 1} could not be read from a scan: {seen}")
        elif len(seen.words) > _STAMP * sum(len(row.words) for row in pages[number].rows):
            add_recognised(pages[number], number, seen, account)
    how = "" if engine else f": {HOW_TO}"
    for number in wanted:
        if not pages[number].rows:
            unnamed = pages[number].is_unnamed
            why = f"is left out: {_NO_LETTERS}" if unnamed else "has no text (a scan or a picture?)"
            account.warnings.append(f"page {number + 1} {why}{how}")


def render_page(document: pdfium.PdfDocument, number: int, dpi: int = 300) -> Image.Image:
    """A picture of a page, in shades of grey; of a very large one a smaller picture.

    Raises:
        PdfiumError: The page is damaged.
    """
    page = document[number]
    width, height = page.get_size()
    scale = min(dpi / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture


def _why_damaged(data: bytes) -> str:
    return "damaged PDF" if b"%%EOF" in data[-_TAIL_BYTES:] else "truncated or damaged PDF"


def _page(document: pdfium.PdfDocument, number: int, account: Account) -> Page:
    """The lines of a page; or that it is a picture, or does not say which letters it has."""
    try:
        page = document[number]
        found = page_words(page)
    except pdfium.PdfiumError:  # one bad page must not cost the others
        account.warnings.append(f"page {number + 1} could not be read")
        return Page()
    account.dropped += found.hidden
    if not found.words:
        return Page(is_picture=any(page.get_objects(max_depth=1)))
    if found.is_scan:
        account.warnings.append(f"page {number + 1} is a scan; its text was recognised")
        account.scans.append(ScannedPage(page=number + 1))
    if not _leave_out_unnamed(found, number + 1, account):
        return Page(is_unnamed=True)
    rows = rows_of(found.words)
    if not is_one_column(rows) and not found.is_turned and (rules := ruled(page)):
        marks: list[str] = []
        rows = rows_and_tables(found.words, rules, marks)
        account.dropped += [(mark, "reference mark") for mark in marks]
    is_stamped = len(found.words) < _FEW_WORDS and _is_pictured(page)
    return Page(rows=rows, height=found.height, is_picture=is_stamped)


def _is_pictured(page: pdfium.PdfPage) -> bool:
    """Whether one picture covers most of the page."""
    width, height = page.get_size()
    for drawn in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = drawn.get_bounds()
        if (right - left) * (top - bottom) > 0.6 * width * height:
            return True
    return False


def _leave_out_unnamed(found: PageWords, page: int, account: Account) -> bool:
    """Leaves out lines with letters that nobody can name; False when most of the page has such."""
    unnamed = [word for word in found.words if word.unnamed or _is_gibberish(word.text)]
    letters = sum(len(word.text) for word in unnamed)
    if letters > 0.3 * sum(len(word.text) for word in found.words):
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
