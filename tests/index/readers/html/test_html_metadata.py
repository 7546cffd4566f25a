"""Headline, authors, date, outlet and address of a web page: its own, never a neighbour's."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from index.readers.formats import read_document
from index.types import Document

BODY = (
    "<p>The council of Thornley voted on Tuesday to close the library in Mill Street from "
    "January and to move its books to the school in Baxter Lane.</p>"
    "<p>Opponents handed over a petition with many names, and they said that the school is "
    "locked after four o'clock on every day of the week.</p>"
)
HERE = "https://courier.example/library"
OTHER = {
    "@type": "NewsArticle", "headline": "Old story about a bridge", "datePublished": "2020-01-01",
    "author": {"name": "Zoe Zander"}, "url": "https://courier.example/bridge",
}  # fmt: skip
OWN = {
    "@type": "NewsArticle", "headline": "Library to close", "datePublished": "2024-09-12",
    "author": {"name": "Imke Sorley"}, "publisher": {"name": "The Courier"},
}  # fmt: skip


def read(
    head: str = "", *, top: str = "", under: str = "", h1: str = "Library to close"
) -> Document:
    page = (
        f"<html lang=en><head><title>Library to close - The Courier</title>{head}</head><body>"
        f"<main>{top}<article><h1>{h1}</h1>{under}{BODY}</article></main></body></html>"
    )
    return read_document(page.encode(), "a.html")


def linked(*values: Any, kind: str = "application/ld+json") -> str:
    return "".join(f"<script type='{kind}'>{json.dumps(value)}</script>" for value in values)


def canonical(address: str = HERE) -> str:
    return f"<link rel=canonical href='{address}'>"


def said(document: Document) -> tuple[str, tuple[str, ...], date | None, str | None]:
    return document.title, document.authors, document.published, document.outlet


RIGHT = ("Library to close", ("Imke Sorley",), date(2024, 9, 12), "The Courier")


@pytest.mark.parametrize(
    "head",
    [
        linked(OWN),
        linked(OTHER, OWN),
        linked([OTHER, OWN]),
        linked({"@graph": [OTHER, OWN]}),
        linked(OTHER, {**OWN, "@type": "BlogPosting"}),
        linked(OTHER, {**OWN, "headline": "Library to close!", "url": HERE}) + canonical(),
        linked(OTHER, {**OWN, "mainEntityOfPage": {"@id": f"{HERE}/"}}) + canonical(),
        linked({"@type": "WebPage", "name": "Library to close", "mainEntity": OWN}),
        linked({"@type": ["WebPage"], "url": HERE, "mainEntity": [OWN]}, OTHER) + canonical(),
        linked({"@graph": [
            {**OWN, "author": {"@id": "#p1"}, "publisher": {"@id": f"{HERE}#org"}},
            {"@type": "Person", "@id": "#p1", "name": "Imke Sorley"},
            {"@type": "Organization", "@id": f"{HERE}#org", "name": "The Courier"}]}),
        linked(OWN, kind="application/ld+json; charset=utf-8"),
        linked({**OWN, "author": "", "creator": ["Imke Sorley"]}),
        f"<script type='application/ld+json'>//<![CDATA[\n{json.dumps(OWN)}\n//]]></script>",
        f"<script type='application/ld+json'><!-- {json.dumps(OWN)} --></script>",
        linked(OWN).replace('"', "&quot;"),
        linked(OWN).replace('"}}', '",}}'),
        linked({**OWN, "author": [{"@type": "Person", "name": ""}], "creator": "Imke Sorley"}),
        linked({**OWN, "author": {"@type": "Person", "name": ["Imke Sorley"]}}),
        linked({**OWN, "hasPart": OTHER, "isRelatedTo": [OTHER]}),
        linked({**OWN, "headline": "Library &#116;o close", "publisher": "The &#67;ourier"}),
        linked({**OWN, "@type": "http://schema.org/ReportageNewsArticle"}, {"@type": "Person"}),
    ],
)  # fmt: skip
def test_the_entry_that_describes_this_page_is_believed(head: str) -> None:
    title, *rest = said(read(head))
    assert (title.rstrip("!"), *rest) == RIGHT


@pytest.mark.parametrize(
    "head",
    [
        linked(OTHER),
        linked(OTHER) + canonical(),
        linked(OTHER, {**OTHER, "headline": "Swans return"}),
        linked({"@type": "ItemList", "itemListElement": [{"item": OTHER}]}),
        linked({"@type": "WebSite", "name": "The Courier", "url": "https://courier.example"}),
        "<script type='application/ld+json'>{broken</script>",
    ],
)
def test_no_entry_is_believed_that_describes_another_page(head: str) -> None:
    document = read(head)
    assert said(document)[:3] == ("Library to close", (), None)
    assert "bridge" not in f"{document.uri} {document.extra}"


def test_several_authors_and_entities_in_names() -> None:
    people = [{"name": "Sam O&#8217;Brien"}, {"@id": "#2"}, {"@id": "#gone"}, "Tobias Renn"]
    graph = [{**OWN, "author": people}, {"@id": "#2", "@type": "Person", "name": "Ada Quist"}]
    assert read(linked({"@graph": graph})).authors == ("Sam O’Brien", "Ada Quist", "Tobias Renn")


def test_an_outlet_is_a_name_and_no_address() -> None:
    head = linked({**OWN, "publisher": {"@id": "https://courier.example/#organization"}})
    assert read(head).outlet is None
    assert (
        read(f"{head}<meta property='og:site_name' content='The Courier'>").outlet == "The Courier"
    )


@pytest.mark.parametrize(
    "value",
    [
        "2024-09-12T23:40:00-05:00", "12 septembre 2024", "12. September 2024", "1726138800000",
        "Sept. 12, 2024 | 10:40 p.m.", "20240912",
    ],
)  # fmt: skip
def test_a_date_is_read_in_many_forms(value: str) -> None:
    head = f"<meta property='article:published_time' content='{value}'>"
    assert read(head).published == date(2024, 9, 12)
    assert read(linked({**OWN, "datePublished": value})).published == date(2024, 9, 12)


def test_the_day_is_that_of_the_outlet_where_one_value_tells_its_time_zone() -> None:
    head = linked({**OWN, "datePublished": "2024-09-13T03:40:00Z"})
    local = "<meta property='article:published_time' content='2024-09-12T22:40:00-05:00'>"
    assert read(head + local).published == date(2024, 9, 12)
    assert read(head).published == date(2024, 9, 13)


CARD = (
    "<article class=card><h3><a href=/swans>Swans return</a></h3><p>They came back in spring.</p>"
    "<time datetime=2019-01-01>1 January 2019</time></article>"
)


@pytest.mark.parametrize(
    "under",
    [
        "<time datetime=2024-03-05>5 March</time>",
        "<p class=meta>Published <time datetime=2024-03-05>5 March 2024</time></p>",
        "<div><time class=updated datetime=2024-03-07>7 March</time>"
        "<time class=published datetime=2024-03-05>5 March</time></div>",
        "<p>Updated <time datetime=2024-03-07>7 March</time>, "
        "published <time datetime=2024-03-05>5 March</time></p>",
        "<span itemprop=datePublished content=2024-03-05>Tuesday</span>",
        "<p class=post-date>Mardi 5 mars 2024</p>",
        "<p class=date>Publié le 5 mars 2024 à 10h40</p>",
        "<div class=article-date>Updated: 7 March 2024 | Published: 5 March 2024</div>",
        "<p class=timestamp>March 5, 2024 | 10:40 p.m.</p>",
        "<abbr class=published title=2024-03-05T10:40:00+01:00>5 March</abbr>",
        "<div class=dateline>Tuesday, 5 March 2024, 10.40 a.m.</div>",
        "<time pubdate datetime=2024-03-05>5 March</time><time datetime=2024-03-09>9 March</time>",
    ],
)
def test_the_day_that_the_page_shows_is_found(under: str) -> None:
    for top in ("", CARD):
        assert read(top=top, under=under).published == date(2024, 3, 5)


@pytest.mark.parametrize(
    "under",
    [
        "<time class=updated datetime=2024-03-07>7 March</time>",
        "<p>Updated: <time datetime=2024-03-07>7 March 2024</time></p>",
        "<time datetime=2024-03-05>5 March</time><time datetime=2024-03-09>9 March</time>",
        "<p>The vote on the harbour wall, which the council had put off twice before, took place "
        "on <time datetime=2024-03-05>5 March</time> in the town hall of Marlow Bay, they say.</p>",
        f"<aside>{CARD}</aside>",
        "<div id=comments><time datetime=2024-03-05>5 March</time></div>",
    ],
)
def test_no_day_is_better_than_a_wrong_one(under: str) -> None:
    assert read(under=under).published is None


@pytest.mark.parametrize(
    "under",
    [
        "<p class=byline>By Imke Sorley</p>",
        "<div class=author>Imke Sorley</div>",
        "<p>Text by <a rel=author href=/imke>Imke Sorley</a></p>",
        "<span itemprop=author itemscope><span itemprop=name>Imke Sorley</span></span>",
        "<p>By Imke Sorley</p>",
        "<p>Von Imke Sorley</p>",
        "<div class=article-byline>By <a href=/i>Imke Sorley</a> | 5 March 2024</div>",
        "<p class='entry-author'>By Imke Sorley</p>",
    ],
)
def test_a_byline_that_the_page_shows_is_found(under: str) -> None:
    document = read(under=under)
    assert document.authors == ("Imke Sorley",)
    assert "Imke" not in document.text


def test_the_headline_has_no_reference_mark_and_nothing_struck_out() -> None:
    document = read(h1="Library to close <del>in May</del> in January<sup>1</sup>")
    assert document.title == "Library to close in January"


@pytest.mark.parametrize(
    "note",
    [
        "saved from url=(0031)https://courier.example/library ",
        "\n Page saved with SingleFile \n url: https://courier.example/library \n saved date: x",
    ],
)
def test_a_saved_page_says_where_it_is_from(note: str) -> None:
    assert read(f"<!--{note}-->").uri == HERE
