"""Reads markup that is all article, as exports, feeds and mails hold it: nothing is searched for.

A web page is read by `index.readers.html`, which has to find the article first. Here every word is
the article's: it becomes text, or is listed with the reason why it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from index.readers.headline import find_byline, title_lines
from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument, TextBuilder
from index.text.metadata import Metadata, merge_metadata
from index.text.raised import raised_text
from index.text.tables import Cell, table_lines

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2")
_BLOCKS = frozenset({
    *_HEADINGS, "p", "div", "section", "article", "main", "body", "html", "header", "footer",
    "aside", "nav", "blockquote", "bq", "block", "body.content", "dl", "dt", "dd", "pre", "table",
    "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "hr", "address", "center", "details",
    "summary", "fieldset", "form", "figure", "nitf-table", "credit", "li",
})  # fmt: skip
_NOT_WORDS = frozenset({
    "script", "style", "template", "noscript", "head", "iframe", "object", "svg", "audio", "video",
    "select", "nitf-table-metadata",
})  # fmt: skip
_LEFT_OUT = {
    "del": "struck out", "s": "struck out", "strike": "struck out", "figcaption": "caption",
    "media": "caption", "fn": "footnote", "note": "note", "button": "button",
}  # fmt: skip
_HIDDEN = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|"
    r"(?:font-size|max-height|opacity):0(?:px|em|%)?(?:!important)?(?:;|$)"
)
_ROLE = re.compile(r"(?P<mark>noteref)|(?P<note>footnote|endnote|rearnote)s?|(?P<page>pagebreak)")
_ROLES = {"mark": "reference mark", "note": "footnote", "page": "page number"}
_CELL_CHARS = 300


@dataclass(slots=True, kw_only=True)
class Markup:
    """The text of some markup, and the words that it holds beside the text."""

    builder: TextBuilder = field(default_factory=TextBuilder)
    dropped: list[tuple[str, str]] = field(default_factory=list)


def parse_fragment(fragment: str) -> Any:
    """The tree of a piece of HTML, with or without a `body` around it; None without a word.

    Raises:
        Unreadable: Nested too deeply.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    data = fragment.replace("\x00", "").encode("utf-8", "replace")
    try:
        tree = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unreadable("nested too deeply")
    return tree


def read_fragment(fragment: str) -> Markup:
    """The text of a piece of HTML."""
    tree = parse_fragment(fragment)
    return Markup() if tree is None else read_element(tree)


def read_element(element: Any, found: Markup | None = None) -> Markup:
    """The text of what an element of HTML, XHTML or NITF holds, after what was `found` before."""
    found = found or Markup()
    walk = _Walk(found)
    walk.children(element)
    walk.end()
    return found


def plain_words(fragment: str) -> str:
    """The words of a piece of HTML, on one line."""
    if "<" not in fragment and "&" not in fragment:
        return " ".join(fragment.split())
    tree = parse_fragment(f"<p>{fragment}</p>")
    return "" if tree is None else _all_words(tree)


def to_article(
    found: Markup,
    known: Metadata,
    beside: Iterable[tuple[str, str]] = (),
    warnings: Iterable[str] = (),
) -> RawDocument:
    """The article, without a headline that is repeated on top and a byline under it.

    Args:
        found: Its text.
        known: What is known of it.
        beside: Words that belong to it and are not its text, with the reason; those that stand in
            the text as well are not listed.
        warnings: What the reader of its page should know.
    """
    lines = found.builder.text().split("\n")
    text = " ".join(found.builder.text().split())
    dropped = [(words, reason) for words, reason in beside if words and words not in text]
    left_out = title_lines(lines, known.title)
    byline, byline_lines = find_byline(lines, next(iter(left_out), -1))
    if len(lines) == len(left_out):  # a note that is all headline
        left_out = {}
    # A printed byline knows better than an account's name who wrote the article.
    authors = Metadata(authors=byline.authors)
    return RawDocument(
        text=found.builder.text(),
        metadata=merge_metadata(authors, merge_metadata(known, byline)),
        headings=tuple(found.builder.headings),
        left_out={**left_out, **byline_lines},
        dropped=(*found.dropped, *dropped),
        warnings=tuple(warnings),
    )


class _Walk:
    """One way through the elements; `line` holds the words since the last end of a block."""

    def __init__(self, found: Markup) -> None:
        self.found, self.line = found, ""

    def end(self, *, is_heading: bool = False) -> None:
        """Ends the block."""
        lines = (" ".join(line.split()) for line in self.line.split("\n"))
        self.found.builder.add("\n".join(line for line in lines if line), is_heading=is_heading)
        self.line = ""

    def children(self, element: Any, *, keep_lines: bool = False) -> None:
        """Takes the words of an element and all below it."""
        self._words(element.text, keep_lines)
        for child in element:
            self._visit(child, keep_lines)
            self._words(child.tail, keep_lines)

    def _words(self, text: str | None, keep_lines: bool) -> None:
        # A line end in the source is a space, but in preformatted text.
        self.line += (text or "") if keep_lines else (text or "").replace("\n", " ")

    def _visit(self, child: Any, keep_lines: bool) -> None:
        name = _name(child)
        if reason := _reason_to_drop(child, name):
            self._drop(child, reason)
        elif name == "table" and not _is_layout(child):
            self.end()
            self._table(child)
        elif name in ("ul", "ol"):
            self.end()
            self._list(child)
        elif name in _BLOCKS:
            self.end()
            self.children(child, keep_lines=keep_lines or name == "pre")
            self.end(is_heading=name in _HEADINGS)
        elif name and name not in _NOT_WORDS:
            self._inline(child, name, keep_lines)

    def _drop(self, element: Any, reason: str) -> None:
        if words := _all_words(element):
            self.found.dropped.append((words, reason))

    def _inline(self, child: Any, name: str, keep_lines: bool) -> None:
        if name == "br":
            self.line += "\n"
        elif name == "frac":
            parts = [
                _all_words(part) for part in child if _name(part).startswith(("frac-n", "frac-d"))
            ]
            self.line += " " * self.line[-1:].isdigit() + "/".join(parts)
        elif name == "img":
            self.line += child.get("alt", "") if "emoji" in child.get("class", "") else ""
        elif name == "sup":
            shown = raised_text(_all_words(child), self.line, child.tail or "")
            self.line += shown or ""
            if shown is None:
                self._drop(child, "reference mark")
        else:
            self.line += "“" * (name == "q")
            self.children(child, keep_lines=keep_lines)
            self.line += "”" * (name == "q")

    def _inner(self, element: Any) -> str:
        inner = read_element(element)
        self.found.dropped.extend(inner.dropped)
        return inner.builder.text()

    def _list(self, element: Any) -> None:
        """Items on lines of their own; those of several paragraphs stand apart."""
        self._words(element.text, False)
        items = []
        for child in element:
            if _name(child) == "li":
                items.append(f"- {self._inner(child)}")
            else:
                items.append("")
                self._visit(child, False)
            self._words(child.tail, False)
        items = [item for item in items if item.strip(" -")]
        for block in ["\n".join(items)] if not any("\n\n" in item for item in items) else items:
            self.found.builder.add(block)

    def _table(self, table: Any) -> None:
        captions = [" ".join(self._inner(caption).split()) for caption in table.iter("caption")]
        rows = [[self._cell(cell) for cell in row] for row in _cells(table)]
        lines = table_lines([row for row in rows if row], caption=" ".join(captions))
        self.found.builder.add("\n".join(lines))

    def _cell(self, cell: Any) -> Cell:
        columns, rows = (_number(cell.get(name, "")) for name in ("colspan", "rowspan"))
        words = " ".join(self._inner(cell).split())
        return Cell(words, columns=columns, rows=rows, is_head=_name(cell) == "th")


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,3}", text) else 1


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _reason_to_drop(element: Any, name: str) -> str | None:
    if not name or name in _NOT_WORDS:
        return "HTML comment" if element.tag is etree.Comment else None
    if reason := _LEFT_OUT.get(name):
        return reason
    roles = " ".join(element.get(key, "") for key in ("type", "epub:type", "role"))
    if role := _ROLE.search(roles):
        return _ROLES[role.lastgroup or ""]
    style = element.get("style", "").replace(" ", "").casefold()
    if "hidden" in element.attrib or element.get("aria-hidden") == "true" or _HIDDEN.search(style):
        return "hidden"
    return "struck out" if "line-through" in style else None


def _cells(table: Any) -> Iterator[list[Any]]:
    for row in table.iter("tr"):
        yield [cell for cell in row if _name(cell) in ("td", "th")]


def _is_layout(table: Any) -> bool:
    """Whether a table arranges a page, as in newsletters, rather than figures."""
    if table.get("role") == "presentation" or all(len(row) < 2 for row in _cells(table)):
        return True
    inside = {_name(element) for element in table.iterdescendants()}
    long = any(len(_all_words(cell)) > _CELL_CHARS for row in _cells(table) for cell in row)
    return "th" not in inside and (long or bool(inside & {"table", *_HEADINGS}))


def _all_words(element: Any) -> str:
    words = element.text if element.tag is etree.Comment else element.xpath("string()")
    return " ".join(str(words or "").split())
