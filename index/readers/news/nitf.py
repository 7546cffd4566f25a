"""Reads NITF 3, the IPTC's format of single news articles."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from index.readers.html.markup import Markup, read_element, to_article
from index.readers.kinds import HeldBack, Unreadable
from index.readers.raw import RawDocument
from index.readers.xml import first_words, parse_news_xml, words_of
from index.text.metadata import read_metadata

_BESIDE = {
    "body/body.head/abstract": "abstract", "body/body.head/note": "editor's note",
    "body/body.head/rights": "rights", "body/body.end/tagline": "tagline",
    "body/body.end/bibliography": "bibliography",
}  # fmt: skip


def read_nitf(data: bytes) -> RawDocument:
    """Reads a NITF file."""
    return read_nitf_element(parse_news_xml(data, "NITF file"))


def read_nitf_element(root: Any) -> RawDocument:
    """Reads a `nitf` element, as NewsML has one inside."""
    facts = root.find("head/docdata")
    check_status("" if facts is None else facts.get("management-status", ""), _embargo(root))
    body = root.find("body/body.content")
    if body is None:
        raise Unreadable("no text: it has no body.content")
    found = Markup()
    for deck in root.findall("body/body.head/hedline/hl2"):
        found.builder.add(words_of(deck), is_heading=True)
    read_element(body, found)
    beside = [
        (words_of(element), reason)
        for path, reason in _BESIDE.items()
        for element in root.findall(path)
    ]
    corrections = tuple(
        f"a correction: {element.get('info', '')}".strip(" :")
        for element in root.iter("correction")
    )
    return to_article(found, read_metadata(dict(_values(root))), beside, corrections)


def check_status(status: str, embargo: str = "") -> None:
    """Raises `HeldBack` for what is withheld, cancelled or under an embargo that has not ended.

    `status` is the last word of how newsrooms write it.
    """
    word = re.split(r"[:/#]", status.strip().lower())[-1]
    if word and word not in ("usable", "embargoed"):
        raise HeldBack(f"not indexed: its publisher calls it {word}")
    try:
        ends = datetime.fromisoformat(embargo) if embargo else None
    except ValueError:
        raise HeldBack(f"not indexed: under an embargo of unknown end ({embargo})") from None
    if ends and (ends if ends.tzinfo else ends.replace(tzinfo=UTC)) > datetime.now(UTC):
        raise HeldBack(f"not indexed: under an embargo until {embargo}", again=True)


def _embargo(root: Any) -> str:
    if root.find("head/docdata[@management-status='embargoed']") is None:
        return ""
    return _day(root, "release") or "not said"


def _day(root: Any, name: str) -> str:
    found = root.find(f"head/docdata/date.{name}")
    return "" if found is None else found.get("norm") or words_of(found)


def _values(root: Any) -> Iterator[tuple[str, object]]:
    head = root.find("body/body.head")
    title = first_words(root, "body/body.head/hedline/hl1", "body/body.head/hedline", "head/title")
    printed = root.find("head/pubdata")
    attributes = {} if printed is None else printed.attrib
    days = (attributes.get("date.publication", ""), _day(root, "release"), _day(root, "issue"))
    number = root.find("head/docdata/doc-id")
    values = {
        "title": title,
        "author": list(_authors(head)),
        "date": next((day for day in days if day), ""),
        "outlet": attributes.get("name") or first_words(root, "body/body.head/distributor"),
        "section": attributes.get("position.section", ""),
        "tags": [key.get("key", "") for key in root.iter("keyword")],
        "link": attributes.get("ex-ref", ""),
        "dateline": first_words(root, "body/body.head/dateline"),
        "doc-id": "" if number is None else number.get("id-string", ""),
    }
    yield from ((key, value) for key, value in values.items() if value)


def _authors(head: Any) -> Iterator[str]:
    """Names in the bylines, without the titles of those who bear them."""
    for byline in [] if head is None else head.findall("byline"):
        names = [words_of(person) for person in byline.iter("person")]
        for title in byline.findall("byttl"):
            title.text = None
            for child in title:
                title.remove(child)
        yield from names or [words_of(byline)]
