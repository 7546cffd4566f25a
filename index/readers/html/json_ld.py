"""JSON-LD of a web page: finds what describes the page's own article among all that it holds.

Pages describe other articles as well, related or most read ones, often first and in more detail.
The wrong title or day on a citation is worse than none, so an entry counts only when its address
or its headline is the page's, or when it stands alone and nothing speaks against it.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from index.readers.headline import letters_of

_ARTICLE = re.compile(r"(?:.*(?:article|posting|report)|review|creativework)$", re.IGNORECASE)
_NO_ARTICLE = ("jobposting",)
_PAGE = "webpage"
_MAX_NESTING = 12
_PEOPLE = ("author", "authors", "creator", "publisher", "contributor", "provider")
_WRAPPING = re.compile(r"^[\s/*]*(?:<!--|<!\[CDATA\[)[\s*/]*|[\s/*]{0,30}(?:-->|\]\]>)[\s*/]*$")
_MARKUP = re.compile(r"</?(?:i|em|b|strong|u|span|br|sup|sub|small)\b[^<>]*>", re.IGNORECASE)

Node = Mapping[str, Any]


def read_own_entries(tree: HtmlElement, address: str | None, titles: Sequence[str]) -> list[Node]:
    """What the page says of its own article in JSON-LD, the most telling entry first.

    Args:
        tree: The page.
        address: Its canonical address, where known.
        titles: Its headline, in all the ways in which the page gives it.
    """
    documents = list(_documents(tree))
    by_id: dict[str, dict[str, Any]] = {}
    for node in _nodes(documents, 0):
        if isinstance(name := node.get("@id"), str) and len(node) > 1:
            by_id[name] = {**node, **by_id.get(name, {})}
    entries = [e for e in _entries(documents, None, 0) if _is_article(e[0]) or _is_page(e[0])]
    own = [node for node, parent in entries if _belongs(node, parent, address, titles)]
    if not own:
        own = [node for node, _ in entries if _is_article(node)] or [node for node, _ in entries]
        own = own if len(own) == 1 and not _contradicted(own[0], address, titles) else []
    own.sort(key=_is_page)
    return [_resolved(node, by_id) for node in own]


def _documents(tree: HtmlElement) -> Iterator[Any]:
    for script in tree.iter("script"):
        if script.get("type", "").split(";")[0].strip().lower() == "application/ld+json":
            text = _WRAPPING.sub("", _WRAPPING.sub("", script.text or "").strip()).rstrip(";")
            # As it should be, then as it is often written.
            for written in (text, html.unescape(text), re.sub(r",\s*(?=[}\]])", "", text)):
                try:
                    yield _unescaped(json.loads(written, strict=False), 0)
                except (ValueError, RecursionError):
                    continue
                break


def _unescaped(value: Any, depth: int) -> Any:
    """`value` with the entities of HTML read, which JSON knows nothing of."""
    if isinstance(value, str):
        return _MARKUP.sub("", html.unescape(html.unescape(value)))
    if depth > _MAX_NESTING:
        return None
    if isinstance(value, list):
        return [_unescaped(item, depth + 1) for item in value[:1000]]
    if isinstance(value, dict):
        return {key: _unescaped(item, depth + 1) for key, item in value.items()}
    return value


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and depth < _MAX_NESTING:
        yield value
        value = list(value.values())
    if isinstance(value, list) and depth < _MAX_NESTING:
        for item in value:
            yield from _nodes(item, depth + 1)


def _entries(value: Any, parent: Node | None, depth: int) -> Iterator[tuple[Node, Node | None]]:
    """The entries that may be the page's; those inside others are its parts, or other articles."""
    if isinstance(value, list) and depth < _MAX_NESTING:
        for item in value:
            yield from _entries(item, parent, depth + 1)
    elif isinstance(value, dict) and depth < _MAX_NESTING:
        yield value, parent
        yield from _entries(value.get("@graph"), None, depth + 1)
        for key in ("mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), dict | list):
                yield from _entries(value[key], value, depth + 1)


def _kinds(node: Node) -> list[str]:
    kinds = node.get("@type")
    return [
        re.split(r"[/#:]", kind)[-1].lower()
        for kind in (kinds if isinstance(kinds, list) else [kinds])
        if isinstance(kind, str)
    ]


def _is_article(node: Node) -> bool:
    return any(_ARTICLE.match(kind) and kind not in _NO_ARTICLE for kind in _kinds(node))


def _is_page(node: Node) -> bool:
    return not _is_article(node) and any(kind.endswith(_PAGE) for kind in _kinds(node))


def _belongs(node: Node, parent: Node | None, address: str | None, titles: Sequence[str]) -> bool:
    places = _places(node, address)
    if place := _place(address or "", ""):
        if place in places:
            return True
        if places:
            return False
    if parent is not None and (_is_page(parent) or _is_article(parent)):
        return _belongs(parent, None, address, titles)
    return _shares_headline(node, titles)


def _shares_headline(node: Node, titles: Sequence[str]) -> bool:
    for headline in _headlines(node):
        one = letters_of(headline)
        for two in map(letters_of, titles):
            if min(len(one), len(two)) >= 6 and (one.startswith(two) or two.startswith(one)):
                return True
            if one and one == two:
                return True
    return False


def _headlines(node: Node) -> list[str]:
    found = (node.get(key) for key in ("headline", "name", "alternativeHeadline"))
    return [text for text in found if isinstance(text, str) and text.strip()]


def _contradicted(node: Node, address: str | None, titles: Sequence[str]) -> bool:
    """Whether the only entry of a page describes another one."""
    if _places(node, address) and _place(address or "", ""):
        return True
    words = [set(re.findall(r"\w{3,}", text.casefold())) for text in titles]
    said = [set(re.findall(r"\w{3,}", text.casefold())) for text in _headlines(node)]
    return bool(said and any(words)) and not any(
        3 * len(a & b) >= len(a) for a in said for b in words
    )


def _places(node: Node, address: str | None) -> set[str]:
    """Where an entry says that its article is to be found."""
    values = [node.get("url"), node.get("mainEntityOfPage")]
    places = {_place(_address(value), address or "") for value in values} - {""}
    return places or {_place(_address(node.get("@id")), address or "")} - {""}


def _address(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value if isinstance(value, str) and not value.startswith(("#", "_:")) else ""


def _place(address: str, base: str) -> str:
    """Host and path, which all addresses of one article share; nothing for a front page."""
    try:
        parts = urlsplit(urljoin(base, address) if address else "")
    except ValueError:
        return ""
    path = re.sub(r"(?:/amp|/index\.html?)?/*$", "", parts.path)
    host = re.sub(r"^(?:www|m|amp)\.", "", (parts.hostname or "").lower())
    query = f"?{parts.query}" if re.search(r"(?:^|&)(?:p|id|article)\w*=", parts.query) else ""
    return f"{host}{path}{query}" if host and (path or query) else ""


def _resolved(node: Node, by_id: Mapping[str, Node]) -> Node:
    """`node` with its people and its outlet looked up where only their `@id` is given."""
    found = dict(node)
    for key in _PEOPLE:
        value = found.get(key)
        values = [_named(item, by_id) for item in (value if isinstance(value, list) else [value])]
        flat = [v for item in values for v in (item if isinstance(item, list) else [item])]
        if key in found:
            found[key] = [item for item in flat if item]
    return found


def _named(value: Any, by_id: Mapping[str, Node]) -> Any:
    if not isinstance(value, dict):
        return value
    known = value if value.get("name") else by_id.get(str(value.get("@id")), {})
    return known.get("name")
