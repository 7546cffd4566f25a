"""Reads presentations (.pptx): slide by slide, each under its title."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from index.readers.archive import Archive
from index.readers.office.article import Block, article, properties
from index.readers.office.body import Body
from index.readers.office.runs import COMMENT, HIDDEN
from index.readers.office.styles import Styles
from index.readers.raw import RawDocument

_WHAT = "presentation"
_START = "ppt/presentation.xml"
_TITLES = ("title", "ctrTitle")
_FURNITURE = ("sldNum", "dt", "ftr", "hdr")
_LINKED = {"/notesSlide": "speaker notes", "/comments": COMMENT, "/diagramData": ""}


def read_pptx(data: bytes) -> RawDocument:
    """Reads a presentation; hidden slides, speaker notes and comments are no text."""
    archive = Archive(data, _WHAT)
    body = Body(Styles(None))
    slides = archive.linked(_START)
    order = [] if (root := archive.xml(_START)) is None else root.iter("sldId")
    ids = [value for slide in order for key, value in slide.items() if key.endswith("}id")]
    if not (found := [slides[name][1] for name in ids if name in slides]):
        raise archive.damaged()
    blocks = [
        replace(block, page=number)
        for number, part in enumerate(found, start=1)
        for block in _slide(archive, part, body)
    ]
    about = properties(archive.xml("docProps/core.xml"))
    return article(blocks, about=about, dropped=body.dropped, pages=len(found))


def _slide(archive: Archive, part: str, body: Body) -> Iterator[Block]:
    """The blocks of a slide, its title first, and those of its diagrams."""
    if (root := archive.xml(part)) is None:
        raise archive.damaged()
    hidden = "hidden slide" if root.get("show") in ("0", "false") else ""
    blocks = list(body.blocks(_as_word(root), hidden))
    yield from sorted(blocks, key=lambda block: block.kind != "heading")
    for kind, target in archive.linked(part).values():
        for end, reason in _LINKED.items():
            if kind.endswith(end) and (linked := archive.xml(target)) is not None:
                yield from body.blocks(_as_word(linked), hidden or reason)


def _as_word(slide: Any) -> Any:
    """Gives the looks, the titles and the merged cells of a slide their names in Word."""
    for shape in list(slide.iter("sp", "grpSp", "graphicFrame")):
        place, about = shape.find("nvSpPr/nvPr/ph"), next(shape.iter("cNvPr"), None)
        kind = "" if place is None else place.get("type", "")
        if kind in _FURNITURE:
            shape.set("reason", "foot of the slides")
        if about is not None and about.get("hidden") in ("1", "true"):
            shape.set("reason", HIDDEN)
        if kind in _TITLES and shape.find("txBody/p") is not None:
            _make_heading(shape)
    for look in slide.iter("rPr"):
        if look.get("strike", "noStrike") != "noStrike":
            etree.SubElement(look, "strike")
        if look.get("baseline", "0").lstrip("0")[:1].isdigit():
            etree.SubElement(look, "vertAlign", val="superscript")
    for look in slide.iter("tblPr"):
        if (
            look.get("firstRow") in ("1", "true")
            and (row := look.getparent().find("tr")) is not None
        ):
            etree.SubElement(etree.SubElement(row, "trPr"), "tblHeader")
    for cell in list(slide.iter("tc")):
        merged = cell.get("hMerge") or cell.get("vMerge")
        if merged in ("1", "true"):
            cell.tag = "merged"
            cell.set("reason", HIDDEN)
        merges = etree.Element("tcPr")
        for name in ("gridSpan", "rowSpan"):
            etree.SubElement(merges, name, val=cell.get(name, "1"))
        cell.insert(0, merges)
    for comment in slide.iter("cm"):  # its words stand in an element that is named as its kind
        for words in comment.iter("text"):
            words.tag = "p"
            etree.SubElement(words, "t").text, words.text = words.text, None
    return slide


def _make_heading(shape: Any) -> None:
    """A title over several paragraphs is one heading."""
    first, *others = list(shape.iter("p"))
    look = first.find("pPr")
    if look is None:
        look = etree.Element("pPr")
        first.insert(0, look)
    etree.SubElement(look, "outlineLvl", val="0")
    for other in others:
        etree.SubElement(first, "br")
        first.extend(list(other))
        other.getparent().remove(other)
