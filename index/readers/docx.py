"""Reads Word documents as they look once all tracked changes are accepted, notes at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.readers.archive import Archive
from index.readers.docx_body import Block, Body
from index.readers.docx_styles import Styles
from index.readers.headline import find_byline, looks_like_title, plain_heading, title_lines
from index.readers.office import core_properties
from index.readers.raw import RawDocument, TextBuilder
from index.readers.runs import COMMENT, NOTES, Dropped, tidy
from index.text.metadata import Metadata, dated_by_file, merge_metadata

_WHAT = "Word document"
# What is printed or shown beside the article, by the parts that hold it.
_BESIDE = {
    r"comments": COMMENT,
    r"header\d*": "head of the pages",
    r"footer\d*": "foot of the pages",
    r"diagrams/data\d*": "diagram",
}


def read_docx(data: bytes) -> RawDocument:
    """Reads a Word document, also one of the strict kind.

    Raises:
        Unreadable: Truncated or damaged, encrypted, or too big once unpacked.
    """
    archive = Archive(data, _WHAT)
    folder, name = _main_part(archive)
    body = Body(Styles(archive.xml(f"{folder}styles.xml")))
    root = archive.xml(name)
    blocks = list(body.blocks(root))
    notes = _notes(archive, folder, body)
    builder, title = _build(blocks, notes)
    properties, made = core_properties(archive)
    known = merge_metadata(Metadata(title=title), properties)
    lines = builder.text().split("\n")
    if not known.title:
        known = merge_metadata(known, Metadata(title=_first_title(lines, builder)))
    left_out = title_lines(lines, known.title)
    byline, byline_lines = find_byline(lines, next(iter(left_out), -1))
    embedded = next(root.iter("altChunk", "subDoc"), None) is not None
    return RawDocument(
        text=builder.text(),
        # A byline that is printed knows better than the file when the article came out.
        metadata=dated_by_file(merge_metadata(byline, known), made),
        headings=tuple(builder.headings),
        left_out={**left_out, **byline_lines},
        dropped=(*body.dropped, *_beside(archive, folder)),
        warnings=("a document inside this document is not read",) if embedded else (),
    )


def _main_part(archive: Archive) -> tuple[str, str]:
    """The folder of the parts, and the name of the one that holds the text."""
    for name in archive.names():
        if match := re.fullmatch(r"(word/)document\d*\.xml", name, re.IGNORECASE):
            return match[1], name
    raise archive.damaged()


def _notes(archive: Archive, folder: str, body: Body) -> list[Block]:
    """The notes that the text refers to, in its order; the others are listed as left out."""
    found: dict[tuple[str, str], list[Block]] = {}
    for kind in ("footnote", "endnote"):
        root = archive.xml(f"{folder}{kind}s.xml")
        for note in [] if root is None else root.iter(kind):
            if note.get("type", "normal") == "normal":
                found[kind, note.get("id", "")] = list(body.blocks(note))
    shown = [block for key in dict.fromkeys(body.notes) for block in found.pop(key, ())]
    for blocks in found.values():
        body.dropped.extend((block.text, "note without its mark") for block in blocks)
    return shown


def _build(blocks: Iterable[Block], notes: list[Block]) -> tuple[TextBuilder, str | None]:
    builder, title = TextBuilder(), None
    for block in blocks:
        if block.kind == "title" and title is None:
            title = " ".join(block.text.split())
        builder.add(block.text, is_heading=block.kind == "heading")
    if notes:
        builder.add(NOTES, is_heading=True)
    for block in notes:
        builder.add(block.text)
    return builder, title


def _first_title(lines: list[str], builder: TextBuilder) -> str | None:
    if builder.headings and builder.headings[0].start == 0:
        return builder.headings[0].text
    return plain_heading(lines[0]) if looks_like_title(lines) else None


def _beside(archive: Archive, folder: str) -> Dropped:
    """The words of comments, of the pages' heads and feet and of diagrams."""
    found: dict[tuple[str, str], None] = {}
    for name in archive.names():
        for part, reason in _BESIDE.items():
            if re.fullmatch(rf"{folder}{part}\.xml", name, re.IGNORECASE):
                root = archive.xml(name)
                for node in root.iter("comment") if reason == COMMENT else (root,):
                    lines = ("".join(p.itertext("t")) for p in node.iter("p"))
                    if words := tidy(" ".join(lines)):
                        found[words, reason] = None
    return list(found)
