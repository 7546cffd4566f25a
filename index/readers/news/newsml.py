"""Reads NewsML-G2: a news item, or a message of several."""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from index.readers.decoding import decode
from index.readers.html.markup import Markup, read_element, read_fragment, to_article
from index.readers.kinds import HeldBack, Unreadable
from index.readers.news.nitf import check_status, read_nitf_element
from index.readers.raw import RawDocument, RawItem, read_or_say
from index.readers.xml import first_words, parse_news_xml, words_of
from index.text.dates import parse_date
from index.text.metadata import merge_metadata, read_metadata


def read_newsml(data: bytes) -> Iterator[RawItem]:
    """The latest version of each news item, keyed by its guid; a lone item has the key ""."""
    root = parse_news_xml(data, "NewsML-G2 file")
    latest: dict[str, Any] = {}
    for item in root.iter("newsItem"):
        guid = item.get("guid", "")
        if guid not in latest or _version(item) >= _version(latest[guid]):
            latest[guid] = item
    if not latest:
        raise Unreadable("no articles in it: it only lists or describes other items")
    for guid, item in latest.items():
        yield RawItem(key="" if root.tag == "newsItem" else guid, raw=read_or_say(_read_item, item))


def _version(item: Any) -> int:
    version = item.get("version", "")
    return int(version) if version.isdecimal() else 1


def _read_item(item: Any) -> RawDocument:
    check_status(_code(item.find("itemMeta/pubStatus")), first_words(item, "itemMeta/embargoed"))
    known = read_metadata({key: value for key, value in _values(item) if value})
    notes = (("itemMeta/edNote", "editor's note"), ("contentMeta/description", "description"))
    beside = [(words_of(note), reason) for path, reason in notes for note in item.findall(path)]
    if (inside := item.find("contentSet/inlineXML//nitf")) is not None:
        raw = read_nitf_element(inside)
        return replace(
            raw, metadata=merge_metadata(known, raw.metadata), dropped=(*raw.dropped, *beside)
        )
    return to_article(_text_of(item), known, beside)


def _code(element: Any) -> str:
    """The last word of a QCode or of a concept's address: "stat:usable" says "usable"."""
    code = "" if element is None else element.get("qcode") or element.get("uri") or ""
    return str(re.split("[:/]", code)[-1])


def _text_of(item: Any) -> Markup:
    """The text of the first rendition that is one: XHTML, else characters."""
    for path in ("inlineXML//body", "inlineXML"):
        if (element := item.find(f"contentSet/{path}")) is not None:
            return read_element(element)
    for data in item.findall("contentSet/inlineData"):
        text = data.text or ""
        if data.get("encoding"):
            text = decode(base64.b64decode(text))[0]
        if "html" in data.get("contenttype", "") or text.lstrip().startswith("<"):
            return read_fragment(text)
        found = Markup()
        found.builder.add(text)
        return found
    what = _code(item.find("itemMeta/itemClass")) or "reference"
    raise HeldBack(f"not indexed: no text but a {what}")


def _values(item: Any) -> Iterator[tuple[str, object]]:
    meta = "contentMeta/{}".format
    yield "title", _headline(item) or first_words(item, "itemMeta/title")
    yield "author", _all_words(item, meta("by")) or _all_words(item, meta("creator/name"))
    # When a version was issued says when it was corrected, not when the article came out.
    days = (meta("contentCreated"), "itemMeta/firstCreated", "itemMeta/versionCreated")
    yield "date", next((day for path in days if parse_date(day := first_words(item, path))), "")
    provider = item.find("itemMeta/provider")
    literal = "" if provider is None else provider.get("literal", "")
    named = first_words(item, "itemMeta/provider/name", meta("infoSource/name"))
    yield "outlet", named or literal or _code(provider)
    language = item.find(meta("language"))
    yield "language", item.get("lang", "") if language is None else language.get("tag", "")
    yield "tags", _all_words(item, meta("subject/name")) + _all_words(item, meta("keyword"))
    guid = item.get("guid", "")
    yield "link" if guid.startswith("http") else "guid", guid
    for name in ("dateline", "slugline"):
        yield name, first_words(item, meta(name))


def _all_words(item: Any, path: str) -> list[str]:
    return [words_of(element) for element in item.findall(path)]


def _headline(item: Any) -> str:
    headlines = item.findall("contentMeta/headline")
    main = [h for h in headlines if h.get("role", "").rpartition(":")[2] in ("", "main")]
    return next((words for found in (*main, *headlines) if (words := words_of(found))), "")
