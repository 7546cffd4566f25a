"""Reads Word documents as they look once all tracked changes are accepted, notes at the end."""

import re

from index.readers.archive import Archive
from index.readers.office.article import article, properties
from index.readers.office.body import Body, Notes
from index.readers.office.runs import COMMENT, Dropped, tidy
from index.readers.office.styles import Styles
from index.readers.raw import RawDocument

_WHAT = "Word document"
# What is printed or shown beside the article, by the parts that hold it.
_BESIDE = {
    r"comments": COMMENT,
    r"header\d*": "head of the pages",
    r"footer\d*": "foot of the pages",
    r"diagrams/data\d*": "diagram",
}


def read_docx(data: bytes) -> RawDocument:
    """Reads a Word document, also one of the strict kind."""
    archive = Archive(data, _WHAT)
    folder, name = _main_part(archive)
    body = Body(Styles(archive.xml(f"{folder}styles.xml")))
    root = archive.xml(name)
    blocks = list(body.blocks(root))
    notes = body.notes_of(_notes(archive, folder))
    embedded = next(root.iter("altChunk", "subDoc"), None) is not None
    return article(
        blocks,
        notes=notes,
        about=properties(archive.xml("docProps/core.xml")),
        dropped=[*body.dropped, *_beside(archive, folder)],
        warnings=("a document inside this document is not read",) if embedded else (),
    )


def _main_part(archive: Archive) -> tuple[str, str]:
    """The folder of the parts, and the name of the one that holds the text."""
    for name in archive.names():
        if match := re.fullmatch(r"(word/)document\d*\.xml", name, re.IGNORECASE):
            return match[1], name
    raise archive.damaged()


def _notes(archive: Archive, folder: str) -> Notes:
    roots = {kind: archive.xml(f"{folder}{kind}s.xml") for kind in ("footnote", "endnote")}
    return {
        (kind, note.get("id", "")): note
        for kind, root in roots.items()
        for note in (() if root is None else root.iter(kind))
        if note.get("type", "normal") == "normal"
    }


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
