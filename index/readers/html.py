"""Reads web pages: trafilatura finds the article in the page, and its output is the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from index.readers.headline import find_byline, title_lines
from index.readers.html_metadata import read_html_metadata
from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument, TextBuilder
from index.readers.text import read_text
from index.text.metadata import merge_metadata

_HIDDEN = (
    "//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')"
    " or contains(translate(@style, ' ', ''), 'visibility:hidden')]"
)
_NEVER_TEXT = "//script|//style|//noscript|//template|//nav|//header|//footer|//aside|//form|//svg"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARAGRAPHS = ("p", "li", "blockquote", "pre", "td", "th", "dd", "dt")
_PAGE_BLOCKS = (*_HEADINGS, *_PARAGRAPHS, "div", "section", "article", "main")
_BLOCKS = ("p", "head", "list", "item", "quote", "table", "row", "code", "div", "body")


def read_html(text: str) -> RawDocument:
    """Reads a web page.

    Raises:
        Unreadable: The page cannot be parsed at all.
    """
    tree = _parse(text)
    if tree is None:
        # A name alone makes no web page.
        raw = read_text(text)
        return replace(raw, warnings=("read as text: it holds no HTML", *raw.warnings))
    known = read_html_metadata(tree)
    builder = _build(tree)
    lines = builder.text().split("\n")
    left_out = title_lines(lines, known.title)
    byline, byline_lines = find_byline(lines, next(iter(left_out), -1))
    return RawDocument(
        text=builder.text(),
        metadata=merge_metadata(known, byline),
        headings=tuple(builder.headings),
        left_out={**left_out, **byline_lines},
    )


def _parse(text: str) -> lxml_html.HtmlElement | None:
    if not re.search(r"<[a-zA-Z!/]", text):
        return None
    # As bytes, since a declaration inside text that is decoded already would be an error.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        _check_memory(parser)
        raise Unreadable("no text") from error
    _check_memory(parser)
    if _has_error(parser, "ERR_RESOURCE_LIMIT") and not str(tree.xpath("string()")).strip():
        raise Unreadable("nested too deeply")
    return tree


def _check_memory(parser: lxml_html.HTMLParser) -> None:
    """The parser goes on with half a page when memory runs out; half an article is worse."""
    if _has_error(parser, "ERR_NO_MEMORY"):
        raise MemoryError


def _has_error(parser: lxml_html.HTMLParser, name: str) -> bool:
    return any(entry.type_name == name for entry in parser.error_log)


def _build(tree: lxml_html.HtmlElement) -> TextBuilder:
    for element in tree.xpath(_HIDDEN):
        _drop(element)
    builder = TextBuilder()
    found = trafilatura.bare_extraction(
        lxml_html.fromstring(lxml_html.tostring(tree, encoding="unicode")),
        include_comments=False,
        include_tables=True,
        include_images=False,
        with_metadata=False,
    )
    body = getattr(found, "body", None)
    if body is not None:
        _add_blocks(body, builder)
    if "\n" not in builder.text():
        # On a short page trafilatura gives its words in one run, or nothing at all.
        return _page_blocks(tree, builder.text())
    return builder


def _drop(element: lxml_html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _add_blocks(element: etree._Element, builder: TextBuilder) -> None:
    if element.tag == "head":
        builder.add(_inline(element), is_heading=True)
    elif element.tag == "list":
        items = (" ".join(_inline(item).split()) for item in element.iterchildren("item"))
        builder.add("\n".join(f"- {item}" for item in items if item))
    elif element.tag == "table":
        builder.add("\n".join(_rows(element)))
    elif any(child.tag in _BLOCKS for child in element):
        builder.add(_one_line(element.text or ""))
        for child in element:
            _add_blocks(child, builder)
            builder.add(_one_line(child.tail or ""))
    else:
        builder.add(_inline(element))


def _inline(element: etree._Element) -> str:
    """An element's words, with a newline only where the page breaks the line."""
    return "\n".join(_one_line(line) for line in _walk(element).split("\n"))


def _walk(element: etree._Element) -> str:
    parts = [_one_space(element.text or "")]
    for child in element:
        parts.append("\n" if child.tag == "lb" else " " if child.tag in _BLOCKS else "")
        parts.append(_walk(child))
        parts.append(_one_space(child.tail or ""))
    return "".join(parts)


def _rows(table: etree._Element) -> Iterator[str]:
    for row in table.iter("row"):
        cells = [" ".join(_inline(cell).split()) for cell in row.iterchildren("cell")]
        if any(cells):
            yield " | ".join(cells)


def _one_space(text: str) -> str:
    """`text` with single spaces, also at its ends where it had any."""
    words = " ".join(text.split())
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * before}{words}{' ' * after}" if words else " " * before


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _page_blocks(tree: lxml_html.HtmlElement, within: str) -> TextBuilder:
    """Every block of the page with words of its own, if they are `within` what was recognised."""
    for element in tree.xpath(_NEVER_TEXT):
        _drop(element)
    builder = TextBuilder()
    recognised = _one_line(within)
    for element in tree.iter(*_PAGE_BLOCKS):
        if not any(child.tag in _PAGE_BLOCKS for child in element.iterdescendants()):
            text = _one_line(element.text_content())
            if text in recognised or not within:
                builder.add(text, is_heading=element.tag in _HEADINGS)
    missing = len(builder.text().replace("\n", "")) < 0.9 * len(recognised.replace(" ", ""))
    if missing or not builder.text():
        builder = TextBuilder()
        builder.add(within or _one_line(tree.text_content()))
    return builder
