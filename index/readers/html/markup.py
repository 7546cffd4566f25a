"""Reads markup that is all article, as exports, feeds and mails hold it: nothing is searched for.

A web page is read by `index.readers.html.page`, which has to find the article first. Here every
word is the article's: it becomes text, or is listed with the reason why it does not.
"""

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from index.readers.headline import find_byline, title_lines
from index.readers.html.blocks import find_blocks
from index.readers.html.hidden import drop, take_out_hidden, words_of
from index.readers.html.paragraphs import joined
from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument, TextBuilder
from index.text.data import read_data
from index.text.metadata import Metadata, merge_metadata

_DATA = read_data(__file__)
_ALIKE: dict[str, str] = _DATA["alike"]
_LEFT_OUT: dict[str, str] = _DATA["left_out"]
_ROLE = re.compile(r"(?P<mark>noteref)|(?P<note>footnote|endnote|rearnote)s?|(?P<page>pagebreak)")
_ROLES = {"mark": "reference mark", "note": "footnote", "page": "page number"}


@dataclass(slots=True, kw_only=True)
class Markup:
    """The text of some markup, and the words that it holds beside the text."""

    builder: TextBuilder = field(default_factory=TextBuilder)
    dropped: list[tuple[str, str]] = field(default_factory=list)


def parse_fragment(fragment: str) -> Any:
    """The tree of a piece of HTML, with or without a `body` around it; None without a word."""
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
    root = copy.deepcopy(element)
    root.tail = None
    for child in list(root.iter(etree.Element)):
        child.tag = _ALIKE.get(name := _name(child), name)
        if name == "frac":
            _write_fraction(child)
        elif name == "img" and "emoji" in child.get("class", ""):
            child.tag, child.text = "span", child.get("alt", "")
    found.dropped.extend(take_out_hidden(root))
    for child in list(root.iterdescendants(etree.Element)):
        reason = _reason_to_drop(child)
        if reason and child.getroottree().getroot() is root:
            found.dropped.append((words_of(child), reason))
            drop(child)
    blocks, apart = find_blocks(root)
    found.dropped.extend(apart)
    for text, is_heading in joined(blocks):
        found.builder.add(text, is_heading=is_heading)
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


def _write_fraction(element: Any) -> None:
    """Puts "1/2" in the place of a fraction's parts."""
    parts = [_all_words(part) for part in element if _name(part).startswith(("frac-n", "frac-d"))]
    before = element.getprevious()
    text = element.getparent().text if before is None else before.tail
    del element[:]
    element.text = " " * (text or "")[-1:].isdigit() + "/".join(parts)


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _reason_to_drop(element: Any) -> str | None:
    if reason := _LEFT_OUT.get(element.tag):
        return reason
    roles = " ".join(element.get(key, "") for key in ("type", "epub:type", "role"))
    role = _ROLE.search(roles)
    return _ROLES[role.lastgroup or ""] if role else None


def _all_words(element: Any) -> str:
    words = element.text if element.tag is etree.Comment else element.xpath("string()")
    return " ".join(str(words or "").split())
