"""Reads web pages: their article, what they say of it, and what was left out of it."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from lxml import etree
from lxml import html as lxml_html

from index.readers.decoding import decode_declared
from index.readers.headline import find_byline, title_lines
from index.readers.html.article import find_article
from index.readers.html.hidden import take_out_hidden
from index.readers.html.metadata import read_html_metadata, saved_from
from index.readers.html.origin import split_origin
from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument
from index.readers.text.plain import read_text
from index.text.metadata import Metadata, merge_metadata

_HEAD_TAGS = ("title", "meta", "link", "script", "style", "base", "noscript", "template",
              etree.Comment)  # fmt: skip


def read_html(text: str) -> RawDocument:
    """Reads a web page."""
    tree = _parse(text)
    if tree is None:
        # A name alone makes no web page.
        raw = read_text(text)
        return replace(raw, warnings=("read as text: it holds no HTML", *raw.warnings))
    saved = saved_from(tree)
    hidden = take_out_hidden(tree)
    article = find_article(tree)
    known = read_html_metadata(tree, article, saved)
    lines = article.builder.text().split("\n")
    left_out = title_lines(lines, known.title)
    title_at = next(iter(left_out), -1)
    byline, byline_lines = find_byline(lines, title_at)
    byline_lines |= _name_lines(lines[: title_at + 9], title_at, known.authors)
    return RawDocument(
        text=article.builder.text(),
        metadata=merge_metadata(known, byline),
        headings=tuple(article.builder.headings),
        left_out={**left_out, **byline_lines},
        dropped=(*article.dropped, *hidden),
    )


def read_page(data: bytes) -> RawDocument:
    """Reads a web page that is a file; one that was fetched knows its address and the time.

    Raises:
        Unreadable: As `read_html`; or binary.
    """
    page, origin = split_origin(data)
    if origin is None:
        return read_saved_page(page, None, Metadata())
    raw = read_saved_page(page, origin.charset, Metadata(extra={"fetched": origin.time}))
    known = raw.metadata
    if known.uri is None or _site(known.uri) == _site(origin.url):
        return replace(raw, metadata=replace(known, uri=known.uri or origin.url))
    warnings = (*raw.warnings, f"it says that it belongs at another address: {known.uri}")
    return replace(raw, metadata=replace(known, uri=origin.url), warnings=warnings)


def _site(url: str) -> str:
    """The host by which one outlet's pages go, on the telephone too."""
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", urlsplit(url).hostname or "")


def read_saved_page(data: bytes, charset: str | None, saved: Metadata) -> RawDocument:
    """Reads a page out of an archive that declares its encoding, and knows where it is from."""
    text, warning = decode_declared(data, charset)
    raw = read_html(text)
    warnings = (*([warning] if warning else []), *raw.warnings)
    return replace(raw, metadata=merge_metadata(raw.metadata, saved), warnings=warnings)


def _name_lines(lines: list[str], title_at: int, authors: tuple[str, ...]) -> dict[int, str]:
    """The lines under the headline that hold little more than a name which the page marks up."""
    words = [n for n, line in enumerate(lines) if n > title_at and line.strip()]
    return {
        number: "byline"
        for number in words[:3]
        if any(name in lines[number] for name in authors)
        and len(lines[number]) <= 40 + sum(map(len, authors))
        and not lines[number].endswith((".", "?", "!", "”"))
    }


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
    _close_head(tree)
    return tree


def _close_head(tree: lxml_html.HtmlElement) -> None:
    """Moves what the parser leaves in the head when a page opens no body: `main`, `article`, ..."""
    head = tree.find("head")
    wrong = [] if head is None else [n for n, e in enumerate(head) if e.tag not in _HEAD_TAGS]
    if head is None or not wrong:
        return
    body = tree.find("body")
    if body is None:
        body = etree.SubElement(tree, "body")
    body[:0] = head[wrong[0] :]


def _check_memory(parser: lxml_html.HTMLParser) -> None:
    """The parser goes on with half a page when memory runs out; half an article is worse."""
    if _has_error(parser, "ERR_NO_MEMORY"):
        raise MemoryError


def _has_error(parser: lxml_html.HTMLParser, name: str) -> bool:
    return any(entry.type_name == name for entry in parser.error_log)
