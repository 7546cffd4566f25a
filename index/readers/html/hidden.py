"""Hidden text of a web page, and what readers wrote under it: neither is the article's.

It is taken out of the page before the article is looked for, and listed as left out.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from index.text.data import read_data

_DATA = read_data(__file__)
NEVER_SHOWN = tuple(_DATA["never_shown"])
_FOR_SCREEN_READERS = {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"}
_KEPT_RULES = re.compile(rf"{_DATA.hidden.pattern}|line-through|vertical-align:super")
_RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*)\}")
_AT_RULE = re.compile(r"@[^{};]{0,500}(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_COMPOUND = re.compile(r"([a-zA-Z][\w-]*|\*)?((?:[.#][\w-]+)*)")
_MOST_RULES = 300
_SOURCE_NOTE = re.compile(r"\s*/?(?:\[if|<!\[|wp:|saved from url|more\b)", re.IGNORECASE)
_COMMENT_WORDS = frozenset(_DATA["comment_words"])
_FILLER = frozenset(_DATA["filler"])


def take_out_hidden(tree: HtmlElement) -> list[tuple[str, str]]:
    """Takes hidden text, notes in the source and readers' comments out of `tree`.

    Returns:
        The words that went, each with the reason.
    """
    _apply_style_rules(tree)
    articles = len(list(tree.iter("article")))
    most = 0.9 * len(words_of(tree))
    gone: list[tuple[str, str]] = []
    apart: set[HtmlElement] = set()
    for element in list(tree.iter()):
        if element in apart or element.getparent() in apart:
            apart.add(element)
            continue
        if element.tag in (etree.Comment, etree.ProcessingInstruction):
            # One that was written for people rather than for programs.
            if len((note := element.text or "").split()) > 1 and not _SOURCE_NOTE.match(note):
                gone.append((" ".join(element.text.split()), "HTML comment"))
            drop(element)
            continue
        reason = _reason(element)
        if not reason or _is_article(element, articles):
            continue
        parts = _parts(element, articles) if reason == "heading" else [element]
        reason = "reader's comment" if reason == "heading" else reason
        for part in parts:
            words = words_of(part)
            # Where nothing else is left, the class only says that the article is a comment.
            is_all = reason != "hidden" and len(words) > most
            if part.getparent() is not None and not is_all:
                gone.append((words, reason))
                apart.add(part)
                drop(part)
    return [(words, reason) for words, reason in gone if words]


def names_of(element: HtmlElement) -> Iterator[list[str]]:
    """Each class of an element, and its id, as the words that it is made of."""
    for name in f"{element.get('class', '')} {element.get('id', '')}".split()[:30]:
        yield [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)]


def is_named(element: HtmlElement, heads: frozenset[str]) -> str | None:
    """The word of `heads` that names the element, when all other words of the name are filler.

    "share-price" and "comments-of-the-mayor" name topics, "article__comments-list" a part of pages.
    """
    for words in names_of(element):
        found = [word for word in words if word in heads]
        if found and all(word in heads or word in _FILLER for word in words):
            return found[0]
    return None


def words_of(element: HtmlElement) -> str:
    """The words inside an element that are text, with spaces between its blocks."""
    wanted = element.xpath(".//text()[not(ancestor::script or ancestor::style)]")
    return " ".join(" ".join(str(text) for text in wanted).split())


def text_of(element: HtmlElement) -> str:
    """All text inside an element, as it stands in the source."""
    return str(element.xpath("string()"))


def drop(element: HtmlElement) -> None:
    """Takes an element out of its tree; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is not None and before is not None:
        before.tail = f"{before.tail or ''}{element.tail or ''}"
    elif parent is not None:
        parent.text = f"{parent.text or ''}{element.tail or ''}"
    if parent is not None:
        parent.remove(element)


def style_of(element: HtmlElement) -> str:
    """The style that an element carries, in lower case without spaces."""
    return re.sub(r"\s", "", element.get("style", "")).lower()


def _is_article(element: HtmlElement, articles: int) -> bool:
    """Whether it holds the article itself: scripts show such a part once the page is loaded."""
    if element.tag in ("html", "body", "main") or (element.tag == "article" and articles == 1):
        return True
    return bool(element.xpath("boolean(.//h1)"))


def _reason(element: HtmlElement) -> str | None:
    if not isinstance(element.tag, str) or element.tag in NEVER_SHOWN:
        return None
    if _is_hidden(element):
        return "hidden"
    kind = element.get("itemtype", "").rstrip("/").rsplit("/", 1)[-1]
    if (
        kind in ("Comment", "UserComments")
        or element.get("itemprop") == "comment"
        or is_named(element, _COMMENT_WORDS)
    ):
        return "reader's comment"
    if element.tag in ("h2", "h3", "h4") and len(text_of(element)) < 60:
        return "heading" if _DATA.comment_head.fullmatch(words_of(element)) else None
    return None


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or (element.tag == "dialog" and not element.get("open")):
        return True
    if element.get("aria-hidden") == "true" and element.tag not in ("span", "sup", "em", "b", "q"):
        return True
    if not _FOR_SCREEN_READERS.isdisjoint(element.get("class", "").split()):
        return True
    return "style" in element.attrib and bool(_DATA.hidden.search(style_of(element)))


def _parts(heading: HtmlElement, articles: int) -> list[HtmlElement]:
    """What stands under the heading "Comments": its section, or all that follows beside it."""
    parent = heading.getparent()
    if parent is not None and not _is_article(parent, articles) and parent.tag != "article":
        return [parent]
    after = [heading]
    for sibling in heading.itersiblings():
        if sibling.tag in ("h1", "h2", heading.tag, "footer"):
            break
        after.append(sibling)
    return after


def _apply_style_rules(tree: HtmlElement) -> None:
    """Writes what the page's style sheet hides, strikes out or raises to the elements it names."""
    sheet = " ".join(style.text or "" for style in tree.iter("style"))
    sheet = _AT_RULE.sub("", re.sub(r"/\*.*?(?:\*/|\Z)|<!--|-->", "", sheet, flags=re.DOTALL))
    rules = [r for r in _RULE.findall(sheet) if _KEPT_RULES.search(re.sub(r"\s", "", r[1]))]
    for selectors, style in rules[:_MOST_RULES]:
        for path in filter(None, map(_to_xpath, selectors.split(","))):
            for element in tree.xpath(path):
                element.set("style", f"{style};{element.get('style', '')}")


def _to_xpath(selector: str) -> str | None:
    """A selector of tags, classes, ids and descendants as XPath; None for any other."""
    path, step = "", "//"
    for part in re.findall(r">|[^\s>]+", selector):
        if part == ">":
            step = "/"
            continue
        if not (match := _COMPOUND.fullmatch(part)):
            return None
        tests = "".join(
            f"[@id='{name[1:]}']" if name[0] == "#" else
            f"[contains(concat(' ', normalize-space(@class), ' '), ' {name[1:]} ')]"
            for name in re.findall(r"[.#][\w-]+", match[2])
        )  # fmt: skip
        path, step = f"{path}{step}{match[1] or '*'}{tests}", "//"
    return path or None
