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
    kind, odd = detect_kind(data, PurePosixPath(doc_id).suffix)
    raw, guessed = _read(data, kind)
    warnings = tuple(warning for warning in (odd, guessed) if warning)
    return assemble(replace(raw, warnings=(*warnings, *raw.warnings)), doc_id)


def _read(data: bytes, kind: Kind) -> tuple[RawDocument, str | None]:
    """The article before cleaning, and a warning when its encoding was guessed.

    The heavy libraries are imported when the first file of their format is met.
    """
    if kind is Kind.PDF:
        from index.readers.pdf import read_pdf

        return read_pdf(data), None
    if kind is Kind.DOCX:
        from index.readers.docx import read_docx

        return read_docx(data), None
    text, warning = decode(data, is_html=kind is Kind.HTML)
    if kind is Kind.HTML:
        from index.readers.html import read_html

        return read_html(text), warning
    from index.readers.text import read_text

    return read_text(text), warning
