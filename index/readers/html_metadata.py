"""Metadata of a web page: JSON-LD (schema.org), then meta elements, then the title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from lxml import html as lxml_html

from index.text.metadata import Metadata, canonical_key, merge_metadata, read_metadata

_ARTICLE_TYPES = ("article", "posting", "report", "webpage")
_MAX_NESTING = 6
_MAX_EXTRA_CHARS = 2000
# Settings of browsers, services and previews, which say nothing about the article.
_TECHNICAL = re.compile(
    r"viewport|theme[-_]color|robots|googlebot|generator|referrer|format[-_]detection|csrf|"
    r"msapplication|msvalidate|apple|fb:|twitter:|og:(?:image|video|type|locale:)|al:|"
    r"google|color[-_]scheme|handheldfriendly|mobile|next-head|x[-_]|http|content[-_]type|"
    r"image|logo|thumbnail|video|@|isaccessible|haspart|speakable",
    re.IGNORECASE,
)


def read_html_metadata(tree: lxml_html.HtmlElement) -> Metadata:
    """Title, authors, date and so on of a page; values that say nothing useful are left out."""
    linked = Metadata()
    for article in _articles(tree):
        linked = merge_metadata(linked, read_metadata(_useful(article)))
    declared = read_metadata(_useful(_meta_values(tree)))
    page = read_metadata(_page_values(tree))
    found = merge_metadata(merge_metadata(linked, declared), page)
    title = _without_outlet(found.title, found.outlet) if found.title else None
    # Pages carry many values that are for machines: only a lost date is worth a warning.
    dates = tuple(line for line in found.warnings if " as a date" in line)
    return replace(found, title=title, warnings=() if found.published else dates)


def _articles(tree: lxml_html.HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Descriptions of articles in the page's JSON-LD, news articles before plain pages."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            found.extend(_typed(json.loads(script.text or "", strict=False), 0))
        except (ValueError, RecursionError):
            continue
    for wanted in _ARTICLE_TYPES:
        yield from (item for kind, item in found if kind.endswith(wanted))


def _typed(value: Any, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if depth > _MAX_NESTING:
        return
    if isinstance(value, list):
        for item in value[:100]:
            yield from _typed(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            if isinstance(kind, str) and kind.lower().endswith(_ARTICLE_TYPES):
                yield kind.lower(), value
                break
        yield from _typed(value.get("@graph"), depth + 1)


def _meta_values(tree: lxml_html.HtmlElement) -> dict[str, object]:
    values: dict[str, object] = {}
    for element in tree.xpath("//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content", "").strip()
        if not name or not content:
            continue
        before = values.get(name)
        if before is None:
            values[name] = content
        elif isinstance(before, list):
            before.append(content)
        elif before != content:
            values[name] = [before, content]
    return values


def _useful(values: Mapping[str, Any]) -> dict[str, object]:
    return {
        key: value
        for key, value in values.items()
        if not _TECHNICAL.match(str(key)) and len(str(value)) <= _MAX_EXTRA_CHARS
    }


def _page_values(tree: lxml_html.HtmlElement) -> dict[str, object]:
    values: dict[str, object] = {}
    headlines = [_words(element) for element in tree.xpath("//h1")]
    titles = [_words(element) for element in tree.xpath("//head/title")]
    if title := (headlines[0] if len(headlines) == 1 and headlines[0] else (titles or [""])[0]):
        values["title"] = title
    for element in tree.xpath("//link[@rel='canonical'][@href]")[:1]:
        values["canonical"] = element.get("href")
    if language := tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"):
        values["language"] = language
    for element in tree.xpath("//article//time[@datetime]")[:1]:
        values["date"] = element.get("datetime")
    return values


def _words(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _without_outlet(title: str, outlet: str | None) -> str:
    """ "Vote delayed | The Gazette" is "Vote delayed" in The Gazette."""
    if outlet and canonical_key(title).endswith(canonical_key(outlet)):
        cut = re.sub(r"\s*[|–—·:-]\s*$", "", title[: len(title) - len(outlet)])
        if cut.strip() and cut != title[: len(title) - len(outlet)]:
            return cut.strip()
    return title
