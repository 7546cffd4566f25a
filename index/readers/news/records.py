"""Records: an article out of named fields, as JSON files, tables and feeds hold it."""

import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from index.readers.headline import title_lines
from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument, RawItem
from index.text.data import read_data
from index.text.metadata import ALIASES, Metadata, canonical_key, merge_metadata, read_metadata

_DATA = read_data(__file__)
BODIES = tuple(_DATA["bodies"])
TITLES = ("title", "headline")
KEYS = tuple(_DATA["keys"])
_WRAPPED = tuple(_DATA["wrapped"])
_ALSO: dict[str, str] = _DATA["also"]
_NAMED = {canonical_key(name) for to in ("authors", "tags", "section") for name in ALIASES[to]}
_PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_OF_NINJS = {"versioncreated", "pubstatus", "bodyxhtml", "representationtype"}
_NO_TEXT = "no text: it has no field such as body, text or content"


def read_record(record: Mapping[str, Any], fields: Mapping[str, str] | None = None) -> RawItem:
    """The article of a record whose fields have their usual names.

    Args:
        record: field -> value: text, or what JSON knows; `{"rendered": ...}` and the like is
            text, a list is paragraphs.
        fields: names of fields that are not the usual ones -> the usual one.
    """
    if is_ninjs(record):
        from index.readers.news.ninjs import read_ninjs

        return read_ninjs(record)
    record = _with_usual_names(record, fields or {})
    bodies = [text for _, text in _texts(record, BODIES)]
    if not bodies:
        return RawItem(key=record_key(record), raw=Unreadable(_NO_TEXT))
    values = {key: _unwrapped(key, value) for key, value in record.items() if not _is_body(key)}
    known = read_metadata({key: value for key, value in values.items() if value is not None})
    raw = raw_article(known, bodies[0])
    others = [text for text in bodies[1:] if not set(text.split()) <= set(bodies[0].split())]
    dropped = tuple((text, "another text of the same record") for text in others)
    return RawItem(key=record_key(record), raw=replace(raw, dropped=(*raw.dropped, *dropped)))


def raw_article(known: Metadata, body: str) -> RawDocument:
    """The article with the text `body`, which is read as HTML where it looks like that.

    What `known` says of it stands before what is found in the body.
    """
    title = html.unescape(known.title) if known.title else None
    known = replace(known, title=title)
    if _DATA.tag.search(body):
        from index.readers.html.markup import read_fragment, to_article
        from index.readers.html.page import read_html

        if not _PAGE.search(body):
            return to_article(read_fragment(body), known)
        raw = read_html(body)
    else:
        plain = html.unescape(body) if _ENTITY.search(body) else body
        raw = RawDocument(text=plain.replace("\r\n", "\n").replace("\r", "\n"))
    return replace(
        raw,
        metadata=merge_metadata(known, raw.metadata),
        left_out={**raw.left_out, **title_lines(raw.text.split("\n"), title)},
    )


def record_key(record: Mapping[str, Any]) -> str:
    """What names the record for ever: its id, else its address, its title, its content."""
    for _, text in _texts(record, KEYS):
        return text
    return hashlib.sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()[:16]


def has_body(value: object, fields: Mapping[str, str]) -> bool:
    """Whether it is a record with a text: under a usual name, or one of `fields`.

    A list of records with headlines is no text, whatever it is called.
    """
    return isinstance(value, Mapping) and (
        is_ninjs(value)
        or any(
            (key in fields or _is_body(key)) and not _is_list_of_articles(text)
            for key, text in value.items()
        )
    )


def is_ninjs(record: Mapping[str, Any]) -> bool:
    """Whether it is a news item of the IPTC's form, by fields that no other form has."""
    names = {str(key).replace("_", "").lower() for key in record}
    return bool(names & {"uri", "guid"}) and bool(names & _OF_NINJS)


def has_title(value: Mapping[str, Any]) -> bool:
    """Whether a record has a headline."""
    return any(canonical_key(str(key)) in TITLES for key in value)


def _is_list_of_articles(value: object) -> bool:
    return isinstance(value, list) and any(
        isinstance(item, Mapping) and has_title(item) and any(map(_is_body, item))
        for item in value[:20]
    )


def _texts(record: Mapping[str, Any], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The values of the fields with these names that hold words, in the order of `names`."""
    found = {canonical_key(str(key)): value for key, value in record.items()}
    for name in names:
        if text := _text_of(found.get(name)).strip():
            yield name, text


def _is_body(key: object) -> bool:
    return canonical_key(str(key)) in BODIES


def _with_usual_names(record: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    usual = {str(key): value for key, value in record.items() if key not in fields}
    known = {_ALSO[key.casefold()]: usual[key] for key in usual if key.casefold() in _ALSO}
    return {**known, **usual, **{new: record[old] for old, new in fields.items() if old in record}}


def _unwrapped(key: str, value: object) -> object:
    """`value`, or the text inside `{"rendered": text}`; None for the number of an author or tag."""
    items = value if isinstance(value, list) else [value]
    if canonical_key(key) in _NAMED and items and all(isinstance(item, int) for item in items):
        return None
    return _text_of(value) or value if isinstance(value, Mapping) else value


def _text_of(value: object, depth: int = 0) -> str:
    """The text in a field: its own, that of a wrapper, or that of a list of paragraphs."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if depth < 4 and isinstance(value, Mapping):
        texts = (_text_of(value.get(name), depth + 1) for name in _WRAPPED)
        return next((text for text in texts if text), "")
    if depth < 4 and isinstance(value, list | tuple):
        return "\n\n".join(text for item in value if (text := _text_of(item, depth + 1).strip()))
    return ""
