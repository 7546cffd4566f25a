"""Reads e-books and magazines (EPUB): each entry of the table of contents is an article."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from index.readers.archive import Archive
from index.readers.decoding import decode
from index.readers.html.markup import Markup, parse_fragment, read_element, to_article
from index.readers.kinds import Unreadable
from index.readers.raw import RawItem
from index.readers.xml import parse_news_xml, words_of
from index.text.metadata import Metadata, merge_metadata, read_metadata

_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
# Pages that are about the book and none of its text.
_ABOUT = re.compile(
    r"\b(?:cover|toc|landmarks|page-list|(?:half)?-?title-?page|copyright-page|index)\b"
)
_MARK = re.compile("\ue000(\\d+)\ue001")


@dataclass(slots=True, kw_only=True)
class _Chapter:
    """What stands under one entry of the table of contents, maybe in several files."""

    key: str
    title: str | None
    found: Markup = field(default_factory=Markup)


def read_epub(data: bytes) -> Iterator[RawItem]:
    """The chapters of an EPUB, keyed by their place in it."""
    archive = Archive(data, "EPUB")
    container = archive.xml("META-INF/container.xml")
    root = None if container is None else container.find(".//rootfile")
    name = "" if root is None else root.get("full-path", "")
    if (package := archive.xml(name)) is None:
        raise archive.damaged()
    _check_protection(archive)
    chapters = _Book(archive, package, posixpath.dirname(name)).chapters()
    values = {key: value for key, value in _values(package) if value}
    if len(chapters) == 1:  # the whole is one article, and called so
        known = read_metadata({**values, "publisher": values.get("book publisher", "")})
        yield RawItem(key="", raw=to_article(chapters[0].found, known))
        return
    known = read_metadata({**values, "outlet": values.pop("title", ""), "title": ""})
    for chapter in chapters:
        facts = Metadata(title=chapter.title)
        yield RawItem(key=chapter.key, raw=to_article(chapter.found, merge_metadata(facts, known)))


def _check_protection(archive: Archive) -> None:
    """Fonts are often scrambled in books that anybody may read."""
    listed = archive.xml("META-INF/encryption.xml")
    methods = [] if listed is None else listed.findall(".//EncryptedData/EncryptionMethod")
    if any(method.get("Algorithm") not in _FONTS for method in methods):
        raise Unreadable("protected against copying (DRM)")


class _Book:
    """The files of a book in their reading order, and what the table of contents calls them."""

    def __init__(self, archive: Archive, package: Any, folder: str) -> None:
        self._archive, self._package = archive, package
        items = {item.get("id"): item for item in package.findall("manifest/item")}
        self._nav = [item for item in items.values() if "nav" in item.get("properties", "").split()]
        self._paths = {key: _path(folder, item.get("href", "")) for key, item in items.items()}
        self._about = {
            _path(folder, page.get("href", ""))
            for page in package.iter("reference")
            if _ABOUT.search(page.get("type", ""))
        }
        self._labels: dict[str, dict[str, str]] = {}
        for path, part, label in [*self._of_nav(), *self._of_ncx()]:
            if label:
                self._labels.setdefault(path, {}).setdefault(part, label)

    def chapters(self) -> list[_Chapter]:
        """The chapters; a file that the table does not name goes on where the last one ended."""
        chapters: list[_Chapter] = []
        nav = {self._paths[item.get("id")] for item in self._nav}
        for reference in self._package.findall("spine/itemref"):
            path = self._paths.get(reference.get("idref"), "")
            if path in nav or path in self._about or (body := self._body(path)) is None:
                continue
            self._read(path, body, chapters)
        return [chapter for chapter in chapters if chapter.found.builder.text()]

    def _body(self, path: str) -> Any:
        data = self._archive.read(path)
        if data is None:
            return None
        try:
            page = parse_news_xml(data, "EPUB")
        except Unreadable:  # many a page is HTML rather than XHTML
            page = parse_fragment(decode(data, is_html=True)[0])
        body = None if page is None else page.find(".//body")
        types = [body, *list(body)[:1]] if body is not None else []
        if any(
            _ABOUT.search(element.get("type") or element.get("epub:type") or "")
            for element in types
        ):
            return None
        return body

    def _read(self, path: str, body: Any, chapters: list[_Chapter]) -> None:
        labels = self._labels.get(path, {})
        for number, part in enumerate(labels):
            _set_mark(body, part, number)
        found = read_element(body)
        starts = {heading.start for heading in found.builder.headings}
        title, name = labels.get(""), posixpath.splitext(path)[0]
        if title or (0 in starts and not self._labels) or not chapters:
            chapters.append(_Chapter(key=name, title=title))
        chapters[-1].found.dropped += found.dropped
        at = 0
        for block in found.builder.text().split("\n\n"):
            for number in _MARK.findall(block):
                part = list(labels)[int(number)]
                chapters.append(_Chapter(key=f"{name}#{part}", title=labels[part]))
            chapters[-1].found.builder.add(_MARK.sub("", block), is_heading=at in starts)
            at += len(block) + 2

    def _of_nav(self) -> Iterator[tuple[str, str, str]]:
        """File, place in it and words of each entry of an EPUB 3's table of contents."""
        for item in self._nav:
            path = self._paths[item.get("id")]
            page = self._archive.xml(path)
            for table in [] if page is None else page.iter("nav"):
                if table.get("type", "toc") == "toc":
                    for link in table.iter("a"):
                        yield (*_place(path, link.get("href", "")), words_of(link))

    def _of_ncx(self) -> Iterator[tuple[str, str, str]]:
        """The same of an EPUB 2."""
        for item in self._package.findall("manifest/item[@media-type='application/x-dtbncx+xml']"):
            path = self._paths[item.get("id")]
            page = self._archive.xml(path)
            for entry in [] if page is None else page.iter("navPoint"):
                source = entry.find("content")
                place = _place(path, "" if source is None else source.get("src", ""))
                yield (*place, words_of(entry.find("navLabel")))


def _place(table: str, address: str) -> tuple[str, str]:
    name, _, part = address.partition("#")
    return _path(posixpath.dirname(table), name), unquote(part)


def _path(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(address)))


def _set_mark(body: Any, part: str, number: int) -> None:
    """Marks the element with that id, so that its place is known in the text."""
    for element in body.iter("*"):
        if part and part in (element.get("id"), element.get("name")):
            element.text = f"\ue000{number}\ue001{element.text or ''}"
            return


def _values(package: Any) -> Iterator[tuple[str, object]]:
    roles = {
        meta.get("refines", "").lstrip("#"): words_of(meta)
        for meta in package.findall("metadata/meta[@property='role']")
    }
    creators = package.findall("metadata/creator")
    authors = [
        creator
        for creator in creators
        if (creator.get("role") or roles.get(creator.get("id", ""), "aut")) == "aut"
    ]
    dates = package.findall("metadata/date")
    printed = [date for date in dates if date.get("event") == "publication"]
    others = [date for date in dates if not date.get("event")]
    yield "title", words_of(package.find("metadata/title"))
    yield "author", [words_of(author) for author in authors]
    yield "date", next((words_of(date) for date in (*printed, *others)), "")
    yield "language", words_of(package.find("metadata/language"))
    for name in ("publisher", "identifier"):
        yield f"book {name}", words_of(package.find(f"metadata/{name}"))
