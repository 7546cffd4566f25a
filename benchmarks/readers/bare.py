"""What libraries alone make of a file: the controls of the measures, and of the speed."""

import html
import io
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from benchmarks.readers.corpus import CorpusFile
from benchmarks.readers.pages import SCAN
from index.readers.formats import read_documents
from index.readers.kinds import Unreadable
from index.types import Document

_ROUNDS = 3
_NOT_TIMED = ("unmapped", "strict")  # refused by the reader, by the library
_TAG = re.compile(r"<[^>]*>")


def pypdf_text(data: bytes) -> str:
    """The text in pypdf's plain order, which is that of the file."""
    from pypdf import PdfReader

    return "\n\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def _untagged(data: bytes) -> str:
    return html.unescape(_TAG.sub("", data.decode("utf-8", "replace")))


def _trafilatura(data: bytes) -> str:
    import trafilatura

    return trafilatura.extract(data) or ""


def pdfium_text(data: bytes) -> str:
    """The text in pdfium's order."""
    import pypdfium2

    pages = pypdfium2.PdfDocument(data)
    return "\n\n".join(page.get_textpage().get_text_range() for page in pages)


def _docx(data: bytes) -> str:
    import docx

    return "\n\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def _calamine(data: bytes) -> str:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return "\n".join(str(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


CONTROLS: Mapping[str, Callable[[bytes], str]] = {"pdf": pypdf_text, "html": _untagged}
_BARE = {"html": _trafilatura, "pdf": pdfium_text, "docx": _docx, "xlsx": _calamine}


def control_document(file: CorpusFile) -> Document:
    """What the control makes of a file; it knows nothing about the article."""
    text = CONTROLS[file.format](file.data)
    return Document(doc_id="control", version="", text=text, title="")


def speed_lines(files: Sequence[CorpusFile]) -> list[str]:
    """A line for each format: files a second, and the time beside that of the bare library."""
    lines = [f"{'reading alone':<26}{'files/s':>10}{'x bare':>10}"]
    for form in dict.fromkeys(file.format for file in files if file.format != SCAN):
        chosen = [file for file in files if file.format == form and file.kind not in _NOT_TIMED]
        taken, ratio = _seconds(_read, chosen), ""
        if form in _BARE:
            ratio = f"{taken / _seconds(_read_bare, chosen):.1f}"
        lines.append(f"{form:<26}{len(chosen) / taken:>10.0f}{ratio:>10}")
    return lines


def _seconds(read: Callable[[CorpusFile], object], files: Sequence[CorpusFile]) -> float:
    """The shortest of some rounds, in time of one core, after a file that loads the libraries."""
    read(files[0])
    rounds = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        for file in files:
            read(file)
        rounds.append(time.process_time() - start)
    return min(rounds)


def _read_bare(file: CorpusFile) -> None:
    _BARE[file.format](file.data)


def _read(file: CorpusFile) -> None:
    with suppress(Unreadable):
        for _ in read_documents(file.data, file.name):
            pass
