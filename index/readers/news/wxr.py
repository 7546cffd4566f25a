"""Reads WordPress exports (WXR): the posts and pages that were published."""

import json
import re
from collections.abc import Iterator
from typing import Any

from index.readers.html.markup import plain_words, read_fragment, to_article
from index.readers.kinds import HeldBack
from index.readers.raw import RawDocument, RawItem, read_or_say
from index.readers.xml import first_words, parse_news_xml
from index.text.data import read_data
from index.text.metadata import read_metadata

_UNSAID = ("", "0000-00-00 00:00:00")
_BLOCK = re.compile(r"<!--\s*(?:/?wp:|(?:more|nextpage|noteaser)\b)(?:(?!<!--).)*?-->", re.DOTALL)
_REUSED = re.compile(r"<!--\s*wp:block\s+\{[^{}]*\"ref\":\s*(\d+)[^}]*\}\s*/-->")
_NAME = r"[a-zA-Z][\w-]{1,40}"
_DATA = read_data(__file__)
_MOST_SHORTCODES = 100
_INSIDE: dict[str, str] = _DATA["inside"]


def read_wxr(data: bytes) -> Iterator[RawItem]:
    """The published posts and pages of a WordPress export, keyed by their number."""
    # Only the name tells the text from the excerpt, and the reader of XML drops prefixes.
    root = parse_news_xml(
        re.sub(rb"(</?)excerpt:encoded>", rb"\1excerpt>", data), "WordPress export"
    )
    items = root.findall("channel/item")
    names = dict(_names(root, items))
    blocks = {
        first_words(item, "post_id"): item.findtext("encoded") or ""
        for item in items
        if first_words(item, "post_type") == "wp_block"
    }
    for item in items:
        if first_words(item, "post_type") in ("post", "page", ""):
            key = first_words(item, "post_id", "guid", "link")
            yield RawItem(
                key=key, raw=read_or_say(_read_item, item, root.find("channel"), names, blocks)
            )


def _names(root: Any, items: list[Any]) -> Iterator[tuple[str, str]]:
    """Logins, and for each the name that the site shows."""
    for author in root.findall("channel/author"):
        whole = f"{author.findtext('author_first_name')} {author.findtext('author_last_name')}"
        yield (
            first_words(author, "author_login"),
            first_words(author, "author_display_name") or whole,
        )
    for item in items:
        if first_words(item, "post_type") == "guest-author":
            values = _post_values(item)
            yield values.get("cap-user_login", ""), values.get("cap-display_name", "")


def _post_values(item: Any) -> dict[str, str]:
    return {
        first_words(meta, "meta_key"): meta.findtext("meta_value") or ""
        for meta in item.findall("postmeta")
    }


def _read_item(
    item: Any, channel: Any, names: dict[str, str], blocks: dict[str, str]
) -> RawDocument:
    if (status := first_words(item, "status")) != "publish":
        raise HeldBack(f"not published ({status or 'no status'})")
    if first_words(item, "post_password"):
        raise HeldBack("published behind a password only")
    body = _REUSED.sub(lambda found: blocks.get(found[1], ""), item.findtext("encoded") or "")
    dropped: list[tuple[str, str]] = []
    text = _without_shortcodes(body, dropped)
    text = _BLOCK.sub("", text) if "<!-- wp:" in body else _with_paragraphs(_BLOCK.sub("", text))
    logins = _logins(item)
    nameless = [login for login in logins if not names.get(login, "").strip() and " " not in login]
    warnings = [f"an author's name is not in the export: {login}" for login in nameless]
    authors = [names.get(login) or login for login in logins if login not in nameless]
    values = {"author": authors, **dict(_values(item, channel))}
    known = read_metadata({key: value for key, value in values.items() if value})
    return to_article(read_fragment(text), known, [*dropped, *_beside(item)], warnings)


def _logins(item: Any) -> list[str]:
    """The accounts of the authors: those that plugins for several authors list, else the one."""
    listed = [term.get("nicename", "").removeprefix("cap-") for term in item.findall("category")
              if term.get("domain") == "author"]  # fmt: skip
    return list(filter(None, listed or [first_words(item, "creator")]))


def _values(item: Any, channel: Any) -> Iterator[tuple[str, object]]:
    days = (first_words(item, name) for name in ("post_date", "post_date_gmt", "pubDate"))
    yield "date", next((day for day in days if day not in _UNSAID), "")
    yield "title", plain_words(item.findtext("title") or "")
    yield "outlet", plain_words(channel.findtext("title") or "")
    yield "language", first_words(channel, "language")
    yield "section", next(_terms(item, "category"), "")
    yield "tags", list(_terms(item, "post_tag"))
    yield "link", first_words(item, "link")


def _terms(item: Any, domain: str) -> Iterator[str]:
    for term in item.findall("category"):
        if term.get("domain") == domain and term.get("nicename") != "uncategorized":
            yield plain_words(term.text or "")


def _beside(item: Any) -> Iterator[tuple[str, str]]:
    """What belongs to a post and is not its text: excerpt, footnotes, readers' comments."""
    yield plain_words(item.findtext("excerpt") or ""), "excerpt"
    try:
        notes = json.loads(_post_values(item).get("footnotes") or "[]")
        yield from ((plain_words(str(note["content"])), "footnote") for note in notes)
    except (ValueError, TypeError, KeyError):
        pass
    for comment in item.findall("comment"):
        if first_words(comment, "comment_approved") == "1":
            yield plain_words(comment.findtext("comment_content") or ""), "reader's comment"


def _without_shortcodes(body: str, dropped: list[tuple[str, str]]) -> str:
    """The body without shortcodes; the words in a pair stay, unless they are no prose."""
    text = re.sub(r"\[(\[[^\[\]]*\])\]", lambda found: found[1].replace("[", "\ue000"), body)
    for name in list(dict.fromkeys(re.findall(rf"\[/({_NAME})\]", text)))[:_MOST_SHORTCODES]:
        opening, closing = rf"\[{name}(?:\s[^\[\]]*)?\]", rf"\[/{name}\]"
        if reason := _INSIDE.get(name.lower()):
            pair = re.compile(rf"{opening}((?:(?!{opening}).)*?){closing}", re.DOTALL)
            dropped.extend((plain_words(found[1]), reason) for found in pair.finditer(text))
            text = pair.sub("", text)
        text = re.sub(rf"{opening}|{closing}", "", text)
    return _DATA.single.sub("", text).replace("\ue000", "[")


def _with_paragraphs(text: str) -> str:
    """Blank lines are paragraphs and line ends are breaks in posts of the classic editor."""
    parts = re.split(r"(<pre\b(?:(?!<pre\b).)*?</pre>)", text, flags=re.DOTALL | re.IGNORECASE)
    for number in range(0, len(parts), 2):
        paragraphs = re.sub(
            r"\s{0,30}\n\s{0,30}\n\s{0,30}", "<p>", parts[number].replace("\r\n", "\n")
        )
        parts[number] = paragraphs.replace("\n", "<br>")
    return "".join(parts)
