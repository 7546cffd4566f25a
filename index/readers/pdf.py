"""Reads PDFs: lines become paragraphs again, and it is known where each page begins."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from index.readers.headline import find_byline, looks_like_title, plain_heading, title_lines
from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument
from index.readers.reflow import reflow
from index.text.dates import parse_date
from index.text.metadata import Metadata, dated_by_file, merge_metadata, read_metadata

_ENCRYPTED = "encrypted PDF: remove the password and sync again"
_TAIL_BYTES = 2048
_NO_TITLES = ("microsoft word", "untitled", "unknown", "document", ".indd", ".doc", ".qxd", ".pdf")


def read_pdf(data: bytes) -> RawDocument:
    """Reads a PDF's text layer.

    Raises:
        Unreadable: Encrypted, truncated or damaged, or without text (scanned).
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(_ENCRYPTED)
        pages, warnings = _page_texts(reader)
        known = _metadata(reader)
    except (DependencyError, FileNotDecryptedError) as error:
        raise Unreadable(_ENCRYPTED) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable(_why_damaged(data)) from error
    if not any(page.strip() for page in pages):
        raise Unreadable("no text (a scanned PDF?)" if pages else _why_damaged(data))
    return _raw(pages, known, _made_on(reader), warnings)


def _raw(pages: list[str], known: Metadata, made: date | None, warnings: list[str]) -> RawDocument:
    flowed = reflow(pages)
    if flowed.running:
        left_out = "; ".join(flowed.running[:3])
        warnings.append(f"lines repeated on the pages are left out: {left_out}")
    lines = flowed.text.split("\n")
    left = title_lines(lines, known.title)
    if not known.title and looks_like_title(lines):
        first = next(number for number, line in enumerate(lines) if line.strip())
        known = merge_metadata(known, Metadata(title=plain_heading(lines[first])))
        left = {first: "title"}
    byline, byline_lines = find_byline(lines, next(iter(left), -1))
    return RawDocument(
        text=flowed.text,
        # A byline that is printed knows better than the file when the article came out.
        metadata=dated_by_file(merge_metadata(byline, known), made),
        page_starts=flowed.page_starts,
        left_out={**left, **byline_lines},
        warnings=tuple(warnings),
    )


def _why_damaged(data: bytes) -> str:
    return "damaged PDF" if b"%%EOF" in data[-_TAIL_BYTES:] else "truncated or damaged PDF"


def _page_texts(reader: PdfReader) -> tuple[list[str], list[str]]:
    texts, warnings = [], []
    for number, page in enumerate(reader.pages, start=1):
        try:
            texts.append(page.extract_text())
        except (DependencyError, FileNotDecryptedError):
            raise
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad page must not cost the others
            texts.append("")
            warnings.append(f"page {number} could not be read ({type(error).__name__})")
    return texts, warnings


def _metadata(reader: PdfReader) -> Metadata:
    try:
        info: dict[str, Any] = {
            str(key).lstrip("/").lower(): str(value)
            for key, value in dict(reader.metadata or {}).items()
        }
        language = str(reader.root_object.get("/Lang", ""))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        return Metadata(warnings=("the PDF's properties could not be read",))
    title = info.get("title", "").strip()
    values: dict[str, object] = {
        "title": "" if _is_program_made(title) else title,
        "author": info.get("author", ""),
        "keywords": info.get("keywords", ""),
        "subject": info.get("subject", ""),
        "language": language if len(language) <= 20 else "",
    }
    return read_metadata({key: value for key, value in values.items() if value})


def _is_program_made(title: str) -> bool:
    """Programs put a file's name, or their own, where the title should be."""
    lower = title.lower()
    return lower.startswith(_NO_TITLES) or lower.endswith(_NO_TITLES)


def _made_on(reader: PdfReader) -> date | None:
    try:
        made = str(dict(reader.metadata or {}).get("/CreationDate", ""))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return parse_date(made.removeprefix("D:")[:8])
