"""The items of a feed: their addresses, and each one alone as a feed of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree

MOST_ITEMS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """`url` is where its page is, "" where it says none; `alone` is the feed with it only."""

    url: str
    key: str
    alone: bytes


def feed_items(data: bytes, feed_url: str) -> Iterator[FeedItem]:
    """The first items of a feed, the newest ones, in its order; none where it cannot be parsed."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(data, parser)
    items = [] if root is None else list(root.iter("{*}item", "{*}entry"))
    parents = [item.getparent() for item in items]
    for item, parent in zip(items, parents, strict=True):
        parent.remove(item)
    for item, parent in islice(zip(items, parents, strict=True), MOST_ITEMS):
        item.tail = None
        parent.append(item)
        alone = etree.tostring(root, xml_declaration=True, encoding="utf-8")
        parent.remove(item)
        url = _address(item, feed_url)
        yield FeedItem(url=url, key=url or f"{feed_url}#{_words(item)}", alone=alone)


def _address(item: Any, feed_url: str) -> str:
    """Its page: what is linked (Atom as an attribute), else an identifier that is an address."""
    for link in item.iterchildren("{*}link"):
        found = link.get("href") or link.text or ""
        if found.strip() and link.get("rel", "alternate") == "alternate":
            return str(urljoin(feed_url, found.strip()))
    guid = item.findtext("{*}guid") or ""
    return guid.strip() if guid.strip().startswith(("http://", "https://")) else ""


def _words(item: Any) -> str:
    named = item.findtext("{*}guid") or item.findtext("{*}id") or item.findtext("{*}title")
    return (named or etree.tostring(item, encoding="unicode")).strip()
