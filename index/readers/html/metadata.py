"""Metadata of a web page: JSON-LD (schema.org), then meta elements, then what the page shows."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from index.readers.headline import find_byline
from index.readers.html.article import Article
from index.readers.html.blocks import inline_text
from index.readers.html.hidden import names_of
from index.readers.html.json_ld import read_own_entries
from index.text.data import read_data
from index.text.dates import parse_date
from index.text.metadata import Metadata, canonical_key, merge_metadata, read_metadata

_MAX_EXTRA_CHARS = 2000
_DATA = read_data(__file__)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)|^[ \t]{0,30}url: (https?:\S+)", re.MULTILINE)
_DATE_LABEL = re.compile(r"^[^\d:]{2,30}?(?::|\b(?:le|am|on|el|il|op)\b)\s*", re.IGNORECASE)
_DATE_NAMES = frozenset(_DATA["date_names"])
_MICRODATA = tuple(_DATA["microdata"])


def saved_from(tree: HtmlElement) -> str | None:
    """The address that a browser writes into a page that it saves."""
    for note in tree.getroottree().xpath("//comment()"):
        if match := _SAVED_FROM.search(note.text or ""):
            return match[1] or match[2]
    return None


def read_html_metadata(tree: HtmlElement, article: Article, saved: str | None) -> Metadata:
    """Title, authors, date and so on of a page; values that say nothing useful are left out."""
    meta = _meta_values(tree)
    page = _page_values(tree, article)
    address = next(iter(tree.xpath("//link[@rel='canonical']/@href")), None) or meta.get("og:url")
    titles = [page.get("headline"), meta.get("og:title"), page.get("title")]
    entries = read_own_entries(tree, address if isinstance(address, str) else saved,
                               [title for title in titles if isinstance(title, str)])  # fmt: skip
    linked = Metadata()
    for entry in entries:
        linked = merge_metadata(linked, read_metadata(_useful(entry)))
    found = linked
    for values in (_useful(meta), _useful(page), {"url": saved}):
        found = merge_metadata(found, read_metadata(values))
    found = merge_metadata(found, _shown_byline(article))
    title = _without_outlet(found.title, found.outlet) if found.title else None
    published = _day_there(found.published, [*entries, meta, page])
    # Pages carry many values that are for machines: only a lost date is worth a warning.
    dates = tuple(line for line in found.warnings if " as a date" in line)
    return replace(found, title=title, published=published, warnings=() if published else dates)


def _meta_values(tree: HtmlElement) -> dict[str, object]:
    values: dict[str, object] = {}
    for element in tree.xpath("//meta[@content][not(@itemprop)]"):
        name = element.get("property") or element.get("name")
        content = html.unescape(element.get("content", "")).strip()
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
        if not _DATA.technical.match(str(key)) and len(str(value)) <= _MAX_EXTRA_CHARS
    }


def _page_values(tree: HtmlElement, article: Article) -> dict[str, object]:
    values: dict[str, object] = {}
    inside = [h1 for h1 in article.root.iter("h1") if article.owns(h1)]
    headlines = list(filter(None, map(inline_text, inside or list(tree.iter("h1")))))
    titles = list(filter(None, map(inline_text, tree.xpath("//head/title"))))
    if len(headlines) == 1:
        values["headline"] = headlines[0]
    if titles:
        values["title" if not values else "page_title"] = titles[0]
    for element in tree.xpath("//link[@rel='canonical'][@href]")[:1]:
        values["canonical"] = element.get("href")
    if language := tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"):
        values["language"] = language
    values |= _microdata(tree, article)
    if "datepublished" not in values and (day := _shown_date(article)):
        values["date"] = day
    return values


def _microdata(tree: HtmlElement, article: Article) -> dict[str, object]:
    found: dict[str, list[str]] = {}
    for element in tree.xpath("//*[@itemprop]"):
        in_head = next(element.iterancestors("head"), None) is not None
        for name in element.get("itemprop", "").lower().split():
            if name in _MICRODATA and (in_head or article.owns(element)):
                inner = element.xpath(".//*[@itemprop='name']")
                said = inner[0] if inner else element
                value = said.get("content") or said.get("datetime") or inline_text(said)
                found.setdefault(name, []).append(str(value).strip())
    return {name: values for name, values in found.items() if any(values)}


def _shown_date(article: Article) -> str | None:
    """The day that the page itself says it was published on; none where that cannot be told."""
    days: dict[bool, dict[date, str]] = {True: {}, False: {}}
    for element, label in _date_elements(article):
        for said in _said_dates(element):
            day, words = parse_date(_DATE_LABEL.sub("", said)), f"{label} {said.lower()}"
            if day and not _DATA.not_published.search(words):
                marked = element.get("pubdate") is not None or _DATA.published.search(words)
                days[bool(marked)].setdefault(day, _DATE_LABEL.sub("", said))
                break
    for known in (days[True], days[False]):
        if len(known) == 1:
            return next(iter(known.values()))
        if known:
            return None
    return None


def _said_dates(element: HtmlElement) -> list[str]:
    """What an element may give as a day: its attribute, its words, each of their parts."""
    shown = inline_text(element)
    title = element.get("title") if element.tag == "abbr" else None
    return [
        *filter(None, (element.get("datetime"), title)),
        shown,
        *re.split(r"\s{0,30}[|·•]\s*", shown),
    ]


def _date_elements(article: Article) -> Iterator[tuple[HtmlElement, str]]:
    """Elements that hold a date and no sentence, with what their names and the words before say."""
    for element in article.root.iter(etree.Element):
        named = element.tag == "time" or any(
            not _DATE_NAMES.isdisjoint(words) for words in names_of(element)
        )
        if not named or len(element.text_content()) > 100 or not article.owns(element):
            continue
        if element.tag != "time" and element.find(".//time") is not None:
            continue
        around = element.getparent()
        if around is None or element.tag not in ("time", "span"):
            around = element
        length = len(around.text_content()) - len(element.text_content())
        if length > 100 and around.tag in ("p", "li", "td"):
            continue
        previous = element.getprevious()
        before = around.text if previous is None else previous.tail
        names = " ".join(" ".join(words) for words in names_of(element))
        yield element, f"{names} {element.get('itemprop', '')} {before or ''}".lower()


def _shown_byline(article: Article) -> Metadata:
    """Names and date of the first element that is marked up as a byline."""
    for element in article.root.iter(etree.Element):
        words = set(element.get("rel", "").split())
        words.update(*(names for names in names_of(element) if len(names) <= 2))
        if words.isdisjoint({"author", "byline"}) or not article.owns(element):
            continue
        text = inline_text(element)
        for line in (text, f"By {text}"):
            known, _ = find_byline([line], -1) if len(text) <= 200 else (Metadata(), {})
            if known.authors:
                return known
    return Metadata()


def _day_there(day: date | None, sources: list[Mapping[str, Any]]) -> date | None:
    """The day where the outlet is, if one value tells the moment in UTC and another does there."""
    moments = [
        moment
        for source in sources
        for key, value in source.items()
        if "publish" in str(key).lower() and isinstance(value, str)
        if (moment := _moment(value))
    ]
    for utc in moments:
        if utc.date() == day and not utc.utcoffset():
            for other in moments:
                if other.utcoffset() and abs(other - utc) < timedelta(minutes=1):
                    return other.date()
    return day


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _without_outlet(title: str, outlet: str | None) -> str:
    """ "Vote delayed | The Gazette" is "Vote delayed" in The Gazette."""
    if outlet and canonical_key(title).endswith(canonical_key(outlet)):
        cut = re.sub(r"\s{0,30}[|–—·:-]\s{0,30}$", "", title[: len(title) - len(outlet)])
        if cut.strip() and cut != title[: len(title) - len(outlet)]:
            return cut.strip()
    return title
