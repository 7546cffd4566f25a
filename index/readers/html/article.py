"""Finds the article in a web page: trafilatura says where it stands, its words are the page's own.

trafilatura leaves out words inside sentences and whole parts of an article. So it only says which
blocks of the page it takes for the article's; the part of the page that holds them is read whole,
and what stands in it without belonging to the article (boxes, links, captions) is listed.
"""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import trafilatura
from lxml.html import HtmlElement

from index.readers.html.blocks import Block, find_blocks
from index.readers.html.hidden import is_named, text_of
from index.readers.html.paragraphs import entry_times, is_time, joined
from index.readers.raw import TextBuilder
from index.text.boilerplate import find_boilerplate
from index.text.data import read_data
from index.text.tables import is_row

_DATA = read_data(__file__)
_TAG_REASONS: dict[str, str] = _DATA["tag_reasons"]
_ROLE_REASONS: dict[str, str] = _DATA["role_reasons"]
_NAMED: dict[str, str] = _DATA["named"]
_NAME_REASONS = {name: reason for reason, names in _NAMED.items() for name in names.split()}
_HEADS = frozenset(_NAME_REASONS)
_ENDS = re.compile(r"[.!?…。！？:;][\"'”’»)\]]*$")
_PROSE_WORDS, _PARAGRAPH_WORDS, _PROSE_ENDED_WORDS, _PROSE_CHARS = 14, 8, 4, 24
_MARKER = re.compile(r"\s*(?:-|\w{1,7}\.) ")
_OUTSIDE = "outside the article"


class Frames:
    """Knows for the elements of an article whether they frame something else, and what."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root
        self._most = len(root.text_content()) / 2
        self._known: dict[HtmlElement, str | None] = {root: None}

    def reason(self, element: HtmlElement) -> str | None:
        """What frames an element of the article: "navigation", "related", ...; None for nothing."""
        above = []
        while element not in self._known:
            above.append(element)
            element = element.getparent()
        reason = self._known[element]
        for inner in reversed(above):
            reason = reason or self._own(inner)
            self._known[inner] = reason
        return reason

    def _own(self, element: HtmlElement) -> str | None:
        reason = _TAG_REASONS.get(element.tag) or _ROLE_REASONS.get(element.get("role", ""))
        if element.tag == "footer" and _is_within(element, "blockquote"):
            return None  # who said it
        name = None if reason else is_named(element, _HEADS)
        reason = reason or (_NAME_REASONS[name] if name else None) or _teaser(element)
        if reason == "byline" and len(element.text_content()) > 300:
            return None
        if not reason or element.find(".//h1") is not None:
            return None
        return None if len(element.text_content()) > self._most else reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was read of a page: the text, its part of the page, and the words left out of it."""

    builder: TextBuilder
    root: HtmlElement
    dropped: tuple[tuple[str, str], ...]
    frames: Frames

    def owns(self, element: HtmlElement) -> bool:
        """Whether an element is in the article, or in its byline, and in no box beside it."""
        if not _is_inside(element, self.root):
            return False
        return self.frames.reason(element) in (None, "byline")


def find_article(tree: HtmlElement) -> Article:
    """The article of a page whose hidden text was taken out."""
    body = tree.find("body")
    body = tree if body is None else body
    blocks, apart = find_blocks(body)
    kept = _find_kept(tree, blocks)
    root = _find_root(body, [b for b, is_kept in zip(blocks, kept, strict=True) if is_kept])
    inside = [_is_inside(block.element, root) for block in blocks]
    frames = Frames(root)
    reasons = [
        (frames.reason(block.element) or _reason(block, is_kept)) if here else _OUTSIDE
        for block, is_kept, here in zip(blocks, kept, inside, strict=True)
    ]
    if all(reasons):
        reasons = [None] * len(blocks)
    else:
        reasons = _without_bare_headings(blocks, reasons, kept)
        if not entry_times([b for b, reason in zip(blocks, reasons, strict=True) if not reason]):
            reasons = [
                reason or ("date line" if is_time(block) and not is_kept else None)
                for block, reason, is_kept in zip(blocks, reasons, kept, strict=True)
            ]
    dropped = [*apart, *_left_out(blocks, reasons)]
    builder = TextBuilder()
    taken = [block for block, reason in zip(blocks, reasons, strict=True) if not reason]
    for text, is_heading in joined(taken):
        builder.add(text, is_heading=is_heading)
    return Article(builder=builder, root=root, dropped=tuple(dropped), frames=frames)


def _find_kept(tree: HtmlElement, blocks: Sequence[Block]) -> list[bool]:
    """Which blocks trafilatura takes for parts of the article; all when it recognises none."""
    found = trafilatura.bare_extraction(
        copy.deepcopy(tree), include_comments=False, include_tables=True, include_images=False,
        with_metadata=False,
    )  # fmt: skip
    text = str(getattr(found, "text", None) or "")
    if "\n" not in text.strip():
        # On a short page trafilatura gives its words in one run, or nothing at all.
        return [True] * len(blocks)
    lines = {tuple(_words(line)) for line in text.split("\n")}
    seen = set(_triples(_words(text)))
    return [_is_kept(_words(block.text), lines, seen) for block in blocks]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _triples(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(words, words[1:], words[2:], strict=False)


def _is_kept(words: list[str], lines: set[tuple[str, ...]], seen: set[tuple[str, ...]]) -> bool:
    if len(words) < 6:
        return tuple(words) in lines
    triples = list(_triples(words))
    return 2 * sum(triple in seen for triple in triples) >= len(triples)


def _find_root(body: HtmlElement, kept: Sequence[Block]) -> HtmlElement:
    """The part of the page that holds the article: what encloses its blocks, and the headline."""
    long = [block.element for block in kept if len(block.text) > 60] or [b.element for b in kept]
    root = _common(long, body)
    articles = [a for a in (root, *root.iterancestors()) if a.tag == "article"]
    mains = [a for a in (root, *root.iterancestors()) if a.tag == "main" or a.get("role") == "main"]
    root = (articles[-1:] or mains[-1:] or [root])[0]
    headlines = [h1 for h1 in body.iter("h1") if not _is_inside(h1, root)]
    if root.find(".//h1") is None and len(headlines) == 1:
        wider = _common([root, headlines[0]], body)
        if wider is not body or root.getparent() is body:
            root = wider
    return root if articles or mains else _column(root, kept)


def _column(root: HtmlElement, kept: Sequence[Block]) -> HtmlElement:
    """The narrowest part of a page without landmarks that has its headline and most of its text."""
    most = 0.6 * sum(len(block.text) for block in kept)
    for part in root.iterchildren("div", "section", "td", "center", "table", "tbody", "tr"):
        inside = sum(len(block.text) for block in kept if _is_inside(block.element, part))
        if inside > most and part.find(".//h1") is not None:
            return _column(part, kept)
    return root


def _common(elements: Sequence[HtmlElement], body: HtmlElement) -> HtmlElement:
    if not elements:
        return body
    path = _path(elements[0])
    for element in elements[1:]:
        other = _path(element)
        path = [one for one, two in zip(path, other, strict=False) if one is two]
    return path[-1] if len(path) > 1 else body


def _path(element: HtmlElement) -> list[HtmlElement]:
    return [*reversed(list(element.iterancestors())), element]


def _is_inside(element: HtmlElement, root: HtmlElement) -> bool:
    return element is root or any(ancestor is root for ancestor in element.iterancestors())


def _is_within(element: HtmlElement, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _teaser(element: HtmlElement) -> str | None:
    """An article inside the article whose heading leads to another page is a teaser for it."""
    if element.tag != "article" and not (
        element.get("class") and is_named(element, frozenset({"card"}))
    ):
        return None
    for heading in element.iter("h2", "h3", "h4", "h5"):
        links = [*heading.iter("a"), *heading.iterancestors("a")]
        if any("#" not in link.get("href", "#") for link in links):
            return "related"
    return None


def _reason(block: Block, is_kept: bool) -> str | None:
    """Why a block inside the article is none of its paragraphs, or None."""
    text, words = block.text, len(block.text.split())
    linked = block.of_links / max(len(_MARKER.sub("", text)), 1)
    if _DATA.elsewhere.match(text) and linked > 0.3:
        return "related"
    if linked > 0.8 and not block.is_heading and not _ENDS.search(text):
        return None if _is_announced(block) else "links"
    if is_kept or block.is_heading or block.item_of is not None:
        return None
    if block.element.tag in ("table", "pre", "blockquote", "dt", "dd") or is_row(text):
        return None
    if is_time(block) or _is_within(block.element, "blockquote"):
        return None
    least = _PARAGRAPH_WORDS if block.element.tag == "p" else _PROSE_WORDS
    least_ended = 2 if block.element.tag == "p" else _PROSE_ENDED_WORDS
    if words >= least or (words >= least_ended and _ENDS.search(text)):
        return None
    if len(text) >= _PROSE_CHARS and words < 3:  # a script without spaces
        return None
    return next(iter(find_boilerplate([text]).values()), "not a paragraph of the article")


def _is_announced(block: Block) -> bool:
    """Whether a list stands under a paragraph that ends in a colon."""
    before = block.item_of.getprevious() if block.item_of is not None else None
    words = text_of(before).strip() if before is not None else ""
    return words.endswith(":") and not _DATA.elsewhere.match(words)


def _without_bare_headings(
    blocks: Sequence[Block], reasons: Sequence[str | None], kept: Sequence[bool]
) -> list[str | None]:
    """The reasons; headings with nothing of the article under them belong to what was left out."""
    found, followed = list(reasons), False
    for number in range(len(blocks) - 1, -1, -1):
        if not blocks[number].is_heading:
            followed = followed or not found[number]
        elif not found[number]:
            if not (followed or kept[number] or blocks[number].element.tag == "h1"):
                found[number] = "heading without text"
            followed = followed and found[number] is None and blocks[number].element.tag > "h2"
    return found


def _left_out(blocks: Sequence[Block], reasons: Sequence[str | None]) -> Iterator[tuple[str, str]]:
    """What was left out, neighbours with one reason together."""
    pairs = zip(reasons, blocks, strict=True)
    for reason, group in groupby(pairs, key=lambda pair: pair[0]):
        if reason:
            yield " · ".join(block.text for _, block in group), reason
