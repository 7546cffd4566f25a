"""Reads Ghost exports (JSON): published posts and pages, with the names of their authors."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from index.readers.kinds import HeldBack, Unreadable
from index.readers.news.records import raw_article
from index.readers.raw import RawDocument, RawItem, read_or_say
from index.text.metadata import read_metadata

_OUT = ("published", "sent")  # on the site, or as a newsletter


def ghost_tables(value: object) -> Mapping[str, Any] | None:
    """The tables of an export by their names; None for any other JSON."""
    databases = value.get("db") if isinstance(value, Mapping) else None
    first = databases[0] if isinstance(databases, list) and databases else None
    data = first.get("data") if isinstance(first, Mapping) else None
    is_export = isinstance(data, Mapping) and isinstance(data.get("posts"), list)
    return data if is_export else None


def read_ghost(tables: Mapping[str, Any]) -> Iterator[RawItem]:
    """The posts and pages of an export, keyed by their number."""
    authors = _named(tables, "users", "posts_authors", "author_id")
    tags = _named(tables, "tags", "posts_tags", "tag_id")
    settings = {row.get("key"): row.get("value") for row in _rows(tables, "settings")}
    users = {row.get("id"): row.get("name") for row in _rows(tables, "users")}
    for post in _rows(tables, "posts"):
        number = post.get("id")
        alone = users.get(post.get("author_id"))  # older exports know one author
        values = {
            "title": post.get("title"),
            "author": authors[number] or ([alone] if alone else []),
            "date": post.get("published_at"),
            "tags": [tag for tag in tags[number] if not tag.startswith("#")],
            "url": post.get("canonical_url"),
            "language": post.get("locale") or settings.get("locale") or settings.get("lang"),
            "outlet": settings.get("title"),
        }
        yield RawItem(key=str(number or post.get("slug")), raw=read_or_say(_read, post, values))


def _read(post: Mapping[str, Any], values: Mapping[str, Any]) -> RawDocument:
    if (status := post.get("status")) not in _OUT:
        raise HeldBack(f"not published ({status or 'no status'})")
    body = post.get("html") or post.get("plaintext")
    if not isinstance(body, str):
        raise Unreadable("no text: the export holds this post without its HTML")
    known = read_metadata({key: value for key, value in values.items() if value})
    return raw_article(known, body)


def _rows(tables: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = tables.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _named(tables: Mapping[str, Any], of: str, links: str, key: str) -> dict[Any, list[str]]:
    """For each post the names of what is linked to it, in their order."""
    names = {row.get("id"): str(row.get("name") or "") for row in _rows(tables, of)}
    found: dict[Any, list[str]] = defaultdict(list)
    for link in sorted(_rows(tables, links), key=lambda link: link.get("sort_order") or 0):
        if name := names.get(link.get(key)):
            found[link.get("post_id")].append(name)
    return found
