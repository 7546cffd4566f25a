"""What the formats of office programs share: from blocks to an article, and its properties."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.readers.headline import find_byline, looks_like_title, plain_heading, title_lines
from index.readers.office.runs import Dropped
from index.readers.raw import RawDocument, TextBuilder
from index.text.data import read_data
from index.text.dates import parse_date
from index.text.metadata import Metadata, dated_by_file, merge_metadata, read_metadata

# The template of a library that many programs write Word files with carries its own date.
_TEMPLATE_MADE = "2013-12-23T23:15:00Z"
_NOTES = "Notes"
_LONG_CELL = 400  # characters from which a cell of several paragraphs is no cell of a table
_DATA = read_data(__file__)
_FIELDS: dict[str, list[str]] = _DATA["fields"]
About = tuple[Metadata, date | None]
"""What a file's properties say of the article, and the day on which the file was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, or the rows of a table; `kind` is "title", "heading" or "" by its style."""

    text: str
    kind: str = ""
    page: int = 0  # of a presentation: the slide


def is_layout(rows: Sequence[Sequence[Sequence[Block]]]) -> bool:
    """Whether a table only arranges a page: one of its cells holds paragraphs or a table."""
    for cell in (cell for row in rows for cell in row):
        long = sum(len(block.text) for block in cell) > _LONG_CELL
        if (long and len(cell) > 1) or any(" | " in block.text for block in cell):
            return True
    return False


def article(
    blocks: Iterable[Block],
    *,
    notes: Sequence[Block] = (),
    about: About,
    dropped: Dropped,
    warnings: tuple[str, ...] = (),
    pages: int = 0,
) -> RawDocument:
    """The article of these blocks, its notes under a heading of their own at its end."""
    properties, made = about
    builder, title = TextBuilder(), None
    page_starts: list[int] = []
    for block in blocks:
        page_starts += [builder.length] * (block.page - len(page_starts))
        if block.kind == "title" and title is None:
            title = " ".join(block.text.split())
        builder.add(block.text, is_heading=block.kind == "heading")
    page_starts += [builder.length] * (pages - len(page_starts))
    if notes:
        builder.add(_NOTES, is_heading=True)
    for block in notes:
        builder.add(block.text)
    known = merge_metadata(Metadata(title=title), properties)
    lines = builder.text().split("\n")
    if not known.title:
        known = merge_metadata(known, Metadata(title=_first_title(lines, builder)))
    left_out = title_lines(lines, known.title)
    byline, byline_lines = find_byline(lines, next(iter(left_out), -1))
    return RawDocument(
        text=builder.text(),
        # A byline that is printed knows better than the file when the article came out.
        metadata=dated_by_file(merge_metadata(byline, known), made),
        headings=tuple(builder.headings),
        page_starts=tuple(min(start, len(builder.text())) for start in page_starts),
        left_out={**left_out, **byline_lines},
        dropped=tuple(dropped),
        warnings=warnings,
    )


def _first_title(lines: list[str], builder: TextBuilder) -> str | None:
    if builder.headings and builder.headings[0].start == 0:
        return builder.headings[0].text
    return plain_heading(lines[0]) if looks_like_title(lines) else None


def properties(root: Any) -> About:
    """What the part with a file's properties says of the article, if there is such a part."""
    found: dict[str, list[str]] = {}
    for node in () if root is None else root.iter():
        if words := " ".join((node.text or "").split()):
            found.setdefault(node.tag, []).append(words)
    values: dict[str, object] = {}
    for field, names in _FIELDS.items():
        if texts := next((found[name] for name in names if name in found), None):
            kept = [text for text in texts if is_written(text)]
            values[field] = kept if len(kept) > 1 else "".join(kept)
    made = found.get("created") or found.get("creation-date") or [""]
    return read_metadata(values), None if made[0] == _TEMPLATE_MADE else parse_date(made[0])


def is_written(value: str) -> bool:
    """Whether somebody wrote this, and no program put it there by itself."""
    return not _DATA.not_written.fullmatch(value)
