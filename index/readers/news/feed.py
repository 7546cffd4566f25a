"""Reads feeds that were saved as files: RSS and Atom, with feedparser, which is given bytes."""

import hashlib
import html
import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser

from index.readers.html.markup import Markup, plain_words, read_fragment, to_article
from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument, RawItem, read_or_say
from index.text.metadata import read_metadata

# A picture's caption is taken for the item's own words, wherever it stands.
_CAPTION = re.compile(rb"(</?)media:description\b")
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|RDF)\s*>", re.IGNORECASE)
_TEASER_WORDS = 100
_GOES_ON = re.compile(
    r"(?:…|\.\.\.)\s*\]?$|\b(?:read|continue)\s+(?:more|reading)\b.{0,80}$", re.IGNORECASE
)
_FOOTER = re.compile(
    r"<p>\s*The post\s+<a\b[^<>]*>[^<]*</a>\s+appeared first on\s+<a\b[^<>]*>[^<]*</a>\.?\s*</p>"
)
_NAME_OF_MAIL = re.compile(r"(?<![^\s()<>])[^\s()<>@]++@[^\s()<>]++\s{0,30}\((?P<name>[^()]+)\)")


def read_feed(data: bytes) -> Iterator[RawItem]:
    """The items of a feed, keyed by their guid or id, else their address."""
    # From a file object: text that looks like an address would be fetched.
    feed = feedparser.parse(
        io.BytesIO(_CAPTION.sub(rb"\1caption", data)),
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not feed.version and not feed.entries:
        raise Unreadable("not a feed")
    if feed.bozo and not _END.search(data[-4000:]):
        raise Unreadable("truncated feed")
    for entry in feed.entries:
        yield RawItem(key=_key(entry), raw=read_or_say(_read_entry, entry, feed))


def _key(entry: Any) -> str:
    said = f"{entry.get('title')}{entry.get('published')}{entry.get('summary')}"
    return entry.get("id") or entry.get("link") or hashlib.sha256(said.encode()).hexdigest()[:16]


def _read_entry(entry: Any, feed: Any) -> RawDocument:
    parts = entry.get("content") or []
    body = parts[0] if parts else entry.get("summary_detail") or {}
    dropped = [(plain_words(entry.get("caption") or ""), "caption")]
    found = Markup()
    text = str(body.get("value") or "")
    if body.get("type") == "text/plain" or "<" not in text:
        text = text if body.get("type") == "text/plain" else html.unescape(text)
        found.builder.add(text.replace("\r\n", "\n"))
    else:
        dropped += [(plain_words(footer[0]), "feed footer") for footer in _FOOTER.finditer(text)]
        found = read_fragment(_FOOTER.sub("", text))
    if parts:
        dropped.append((_words(entry, "summary"), "teaser"))
    values = dict(_values(entry, feed))
    warnings, written = [], found.builder.text()
    if _GOES_ON.search(written[-200:]) or (not parts and len(written.split()) < _TEASER_WORDS):
        warnings.append("a teaser only: the feed does not hold the whole article")
    if feed.version.startswith("atom") and "published" not in entry:
        warnings.append("the date is that of the last update")
    known = read_metadata({key: value for key, value in values.items() if value})
    return to_article(found, known, dropped, warnings)


def _words(holder: Any, name: str) -> str:
    """A text of the feed, whichever way it is written, on one line."""
    detail = holder.get(f"{name}_detail") or {"type": "text/plain", "value": holder.get(name) or ""}
    value = str(detail.get("value") or "")
    return " ".join(value.split()) if detail.get("type") == "text/plain" else plain_words(value)


def _values(entry: Any, feed: Any) -> Iterator[tuple[str, object]]:
    yield "title", _words(entry, "title")
    yield "author", list(_authors(entry, is_rss=feed.version.startswith("rss")))
    # As written: what the library makes of it knows no zones but those of America.
    yield "date", entry.get("published") or entry.get("updated")
    yield "outlet", _words(entry.get("source") or {}, "title") or _words(feed.feed, "title")
    yield "language", entry.get("language") or feed.feed.get("language")
    yield "tags", [tag.get("label") or tag.get("term") for tag in entry.get("tags") or []]
    link = str(entry.get("link") or "")
    yield "link", link if link.startswith("http") else ""


def _authors(entry: Any, *, is_rss: bool) -> Iterator[str]:
    """Names; one behind an address is read here, since the library cuts long addresses."""
    authors = [author.get("name") or "" for author in entry.get("authors") or []]
    raw = str(entry.get("author") or "")
    if is_rss and "@" in raw:
        named = _NAME_OF_MAIL.search(raw)
        authors[-1:] = [named["name"]] if named else []
    yield from (author for author in authors if author)
