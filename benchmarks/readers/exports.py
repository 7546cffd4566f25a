"""Writes articles as newsrooms export them: RSS, Atom, WordPress, NITF, NewsML-G2, ninjs."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.readers.model import Article
from benchmarks.readers.writing import Made, body_html, render


def write_feed(articles: Sequence[Article], kind: str) -> Made:
    """A feed with whole articles: RSS, or Atom ("atom")."""
    return Made(data=render("feed.xml", articles=articles, kind=kind, body=body_html).encode())


def write_wordpress(articles: Sequence[Article], kind: str) -> Made:
    """An export with a draft, a picture and an entry of a menu among its posts and pages."""
    data = render("wxr.xml", articles=articles, kind=kind, body=body_html, classic=_classic)
    return Made(data=data.encode(), states=("headline", "published"))


def _classic(article: Article) -> str:
    """The body as the old editor kept it: blank lines part paragraphs, shortcodes within."""
    parts = [block.text for block in article.blocks]
    picture = '[caption id="attachment_7" width="300"]<img src="p.jpg" />[/caption]'
    return "\n\n".join((parts[0], picture, *parts[1:]))


def write_nitf(articles: Sequence[Article], kind: str) -> Made:
    """One article of an agency."""
    return Made(data=render("nitf.xml", article=articles[0], kind=kind).encode())


def write_newsml(articles: Sequence[Article], kind: str) -> Made:
    """A message of several items; the last one is withheld ("canceled" for `kind` "nitf")."""

    def nitf(article: Article) -> str:
        return render("nitf.xml", article=article).partition("?>")[2]

    last = "canceled" if kind == "nitf" else "withheld"
    items = [(article, "usable") for article in articles[:-1]] + [(articles[-1], last)]
    data = render("newsml.xml", items=items, kind=kind, body=body_html, nitf=nitf)
    return Made(data=data.encode(), withheld=1)


def write_ninjs(articles: Sequence[Article], kind: str) -> Made:
    """One item as JSON, in version 1, 2 or 3 of the standard (`kind`)."""
    return Made(data=render("ninjs.json", article=articles[0], kind=kind, body=body_html).encode())
