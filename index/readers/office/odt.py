"""Reads OpenDocument texts (.odt): their elements and styles are renamed to Word's."""

import re
from typing import Any

from lxml import etree

from index.readers.archive import Archive
from index.readers.office.article import article, properties
from index.readers.office.body import Body, Notes
from index.readers.office.runs import HIDDEN
from index.readers.office.styles import Styles
from index.readers.raw import RawDocument
from index.text.data import read_data

_BESIDE = "head or foot of the pages"
_SHAPES = ("frame", "custom-shape", "rect", "ellipse", "circle", "line", "polygon", "path", "g")
_DATA = read_data(__file__)
_AS_WORD: dict[str, str] = _DATA["as_word"]
_INDEXES = ("table-of-content", "alphabetical-index", "illustration-index", "table-index")
_NO_TEXT: dict[str, str] = _DATA["no_text"]


_APART = (*_SHAPES, "annotation", "note")  # paragraphs of their own inside a paragraph


def read_odt(data: bytes) -> RawDocument:
    """Reads an OpenDocument text with all changes accepted, its notes at the end."""
    archive = Archive(data, "OpenDocument text")
    root, named = archive.xml("content.xml"), archive.xml("styles.xml")
    text = None if root is None else root.find("body/text")
    if text is None:
        raise archive.damaged()
    parts = [part for part in (named, root) if part is not None]
    body = Body(Styles(_word_styles(parts)))
    notes = _rename(text)
    blocks = list(body.blocks(text))
    shown = body.notes_of(notes)
    for page in [] if named is None else named.iter("master-page"):
        _rename(page)
        list(body.blocks(page, _BESIDE))
    return article(
        blocks, notes=shown, about=properties(archive.xml("meta.xml")), dropped=body.dropped
    )


def _word_styles(parts: list[Any]) -> Any:
    """The styles as Word has them, named by their family and name."""
    styles = etree.Element("styles")
    for style in (style for part in parts for style in part.iter("style")):
        family, parent = style.get("family", ""), style.get("parent-style-name")
        node = etree.SubElement(styles, "style", styleId=f"{family} {style.get('name')}")
        etree.SubElement(node, "name", val=style.get("display-name") or style.get("name", ""))
        if parent:
            etree.SubElement(node, "basedOn", val=f"{family} {parent}")
        look = etree.SubElement(node, "rPr")
        for found in style.iterchildren("text-properties"):
            for name, value in _word_look(found):
                etree.SubElement(look, name, val=value)
    return styles


def _word_look(found: Any) -> list[tuple[str, str]]:
    look = []
    if display := found.get("display"):
        look.append(("vanish", "1" if display == "none" else "0"))
    if line := found.get("text-line-through-style") or found.get("text-line-through-type"):
        look.append(("strike", line))
    if place := found.get("text-position"):
        raised = re.match(r"super|[1-9]", place)
        look.append(("vertAlign", "superscript" if raised else "baseline"))
    return look


def _rename(text: Any) -> Notes:
    """Gives the elements in `text` their names in Word; takes the notes out of it."""
    notes: Notes = {}
    for node in list(text.iter()):
        hidden = node.get("is-hidden") == "true" or node.get("display") == "none"
        if reason := _NO_TEXT.get(node.tag) or (HIDDEN if hidden else ""):
            # A mark for a hidden paragraph stands inside it.
            is_mark = node.tag == "hidden-paragraph"
            (next(node.iterancestors("p", "h")) if is_mark else node).set("reason", reason)
        if node.tag in ("p", "h", "note-citation"):
            _wrap_words(node)
        if node.tag in ("p", "h", "span"):
            _set_style(node)
        elif node.tag == "table-cell":
            _set_merges(node)
        elif node.tag == "table-row" and node.getparent().tag == "table-header-rows":
            etree.SubElement(etree.SubElement(node, "trPr"), "tblHeader")
        elif node.tag == "note" and (body := node.find("note-body")) is not None:
            key = ("footnote", str(len(notes)))
            etree.SubElement(node, "footnoteReference", id=key[1])
            notes[key] = body
    for body in notes.values():
        body.getparent().remove(body)
    for node in [*text.iter(), *(node for body in notes.values() for node in body.iter())]:
        node.tag = _AS_WORD.get(node.tag, node.tag)
    return notes


def _wrap_words(node: Any) -> None:
    """Puts the words that stand between the elements of a paragraph into elements of their own."""
    for child in list(node):
        if child.tail:
            words, child.tail = _words(child.tail), None
            child.addnext(words)
        if child.tag not in _APART:
            _wrap_words(child)
    if node.text:
        words, node.text = _words(node.text), None
        node.insert(0, words)


def _words(text: str) -> Any:
    run = etree.Element("r")
    etree.SubElement(run, "t").text = re.sub(r"\s", " ", text)
    return run


def _set_style(node: Any) -> None:
    family, kind = ("text", "r") if node.tag == "span" else ("paragraph", "p")
    look = etree.Element(f"{kind}Pr")
    etree.SubElement(look, f"{kind}Style", val=f"{family} {node.get('style-name')}")
    if node.tag == "h":
        etree.SubElement(look, "outlineLvl", val="0")
    node.insert(0, look)


def _set_merges(cell: Any) -> None:
    merges = etree.Element("tcPr")
    for name, word in (("number-columns-spanned", "gridSpan"), ("number-rows-spanned", "rowSpan")):
        etree.SubElement(merges, word, val=cell.get(name, "1"))
    cell.insert(0, merges)
