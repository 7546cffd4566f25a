"""Reads Word documents: paragraphs, headings and tables in their order, and the properties."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from index.readers.headline import find_byline, looks_like_title, plain_heading, title_lines
from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument, TextBuilder
from index.text.metadata import Metadata, dated_by_file, merge_metadata, read_metadata

_MAX_UNPACKED_BYTES = 300_000_000
# The template of a library that many programs write Word files with carries its own date.
_TEMPLATE_MADE = datetime(2013, 12, 23, 23, 15)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _TAB, _BREAKS = f"{_WORD}t", f"{_WORD}tab", (f"{_WORD}br", f"{_WORD}cr")
_HYPHEN = f"{_WORD}noBreakHyphen"
# Deleted text, hidden text, and the second copy of a text box that older programs read.
_SKIPPED = (f"{_WORD}del", f"{_WORD}moveFrom", f"{_WORD}pPr")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(data: bytes) -> RawDocument:
    """Reads a Word document as it looks with its tracked changes accepted.

    Raises:
        Unreadable: Truncated or damaged, no Word document, or too big once unpacked.
    """
    _check_archive(data)
    try:
        document = docx.Document(io.BytesIO(data))
        builder, title = _build(document)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise Unreadable("damaged Word document") from error
    known = _metadata(document)
    lines = builder.text().split("\n")
    known = merge_metadata(Metadata(title=title), known)
    if not known.title:
        known = merge_metadata(known, Metadata(title=_first_title(lines, builder)))
    left_out = title_lines(lines, known.title)
    byline, byline_lines = find_byline(lines, next(iter(left_out), -1))
    return RawDocument(
        text=builder.text(),
        # A byline that is printed knows better than the file when the article came out.
        metadata=dated_by_file(merge_metadata(byline, known), _made_on(document)),
        headings=tuple(builder.headings),
        left_out={**left_out, **byline_lines},
    )


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable("truncated or damaged Word document") from error
    if not any(part.filename == "word/document.xml" for part in parts):
        raise Unreadable("not a Word document although its name says so")
    if sum(part.file_size for part in parts) > _MAX_UNPACKED_BYTES:
        raise Unreadable(f"unpacks to more than {_MAX_UNPACKED_BYTES // 1_000_000} MB")


def _build(document: Any) -> tuple[TextBuilder, str | None]:
    builder, title = TextBuilder(), None
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            builder.add("\n".join(_rows(block)))
            continue
        text = _tidy(_words(block._p))
        style = str(block.style.name if block.style is not None else "")
        if style == "Title" and title is None and text:
            title = " ".join(text.split())
            builder.add(title)
        else:
            builder.add(text, is_heading=bool(re.fullmatch(r"Heading \d", style)))
    return builder, title


def _tidy(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _words(paragraph: Any) -> str:
    return "".join(_runs(paragraph))


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == _FALLBACK or _is_hidden(child):
            continue
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _TAB:
            yield " "
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == _HYPHEN:
            yield "-"
        else:
            yield from _runs(child)


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{_WORD}rPr/{_WORD}vanish")
    return mark is not None and mark.get(f"{_WORD}val") not in ("0", "false")


def _rows(table: Table) -> Iterator[str]:
    for row in table._tbl.tr_lst:
        cells = [
            " ".join(" ".join(_words(p) for p in cell.iter(f"{_WORD}p")).split())
            for cell in row.tc_lst
        ]
        if any(cells):
            yield " | ".join(cells)


def _first_title(lines: list[str], builder: TextBuilder) -> str | None:
    if builder.headings and builder.headings[0].start == 0:
        return builder.headings[0].text
    return plain_heading(lines[0]) if looks_like_title(lines) else None


def _metadata(document: Any) -> Metadata:
    try:
        core = document.core_properties
        values: dict[str, object] = {
            "title": core.title,
            "author": "" if core.author == "python-docx" else core.author,
            "keywords": core.keywords,
            "category": core.category,
            "language": core.language,
            "subject": core.subject,
            "comments": "" if core.comments.startswith("generated by") else core.comments,
        }
    except (ValueError, KeyError, AttributeError):
        return Metadata(warnings=("the document's properties could not be read",))
    return read_metadata({key: value for key, value in values.items() if value})


def _made_on(document: Any) -> date | None:
    try:
        core = document.core_properties
        made: datetime | None = core.created
    except (ValueError, KeyError, AttributeError):
        return None
    if made is None or made.replace(tzinfo=None) == _TEMPLATE_MADE:
        return None
    return made.date()
