"""Dispatch by format: from a file to a `Document`, in the calling process, without limits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from index.readers.assemble import assemble
from index.readers.decoding import decode
from index.readers.kinds import Kind, detect_kind
from index.readers.raw import RawDocument
from index.types import Document


def read_document(data: bytes, doc_id: str) -> Document:
    """The article in `data`.

    Args:
        data: The file's content.
        doc_id: The file's path relative to its folder; its suffix says what the file claims to be.

    Raises:
        Unreadable: With the reason, short enough for a table.
    """
    kind, warning = detect_kind(data, PurePosixPath(doc_id).suffix)
    raw = _READERS[kind](data)
    if warning:
        raw = replace(raw, warnings=(warning, *raw.warnings))
    return assemble(raw, doc_id)


# The heavy libraries are imported when the first file of their format is met.
def _read_text(data: bytes) -> RawDocument:
    from index.readers.text import read_text

    text, warning = decode(data)
    raw = read_text(text)
    return replace(raw, warnings=(warning, *raw.warnings)) if warning else raw


def _read_html(data: bytes) -> RawDocument:
    from index.readers.html import read_html

    text, warning = decode(data, is_html=True)
    raw = read_html(text)
    return replace(raw, warnings=(warning, *raw.warnings)) if warning else raw


def _read_pdf(data: bytes) -> RawDocument:
    from index.readers.pdf import read_pdf

    return read_pdf(data)


def _read_docx(data: bytes) -> RawDocument:
    from index.readers.docx import read_docx

    return read_docx(data)


_READERS = {
    Kind.TEXT: _read_text,
    Kind.HTML: _read_html,
    Kind.PDF: _read_pdf,
    Kind.DOCX: _read_docx,
}
