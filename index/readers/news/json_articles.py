"""Reads JSON: a file of articles, as JSON Lines, as a list, or as an answer of a web service.

Values are parsed one by one, so that a bad line costs one article, and a file that breaks off
loses what comes after the break only.
"""

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from index.readers.decoding import decode
from index.readers.kinds import Unreadable
from index.readers.news.ghost import ghost_tables, read_ghost
from index.readers.news.records import has_body, has_title, read_record
from index.readers.raw import RawItem

_SPACE = re.compile(r"[\s,\x1e]*")  # \x1e begins each record of a JSON text sequence (RFC 7464)
_INNER = ("_source", "fields", "attributes")  # where search engines and services put the fields
_MOST_DEPTH = 4
_LONG_BYTES = 50_000_000  # more is read line by line


def read_json(data: bytes, fields: Mapping[str, str]) -> Iterator[RawItem]:
    """The articles of a JSON file; `fields` gives the usual names for those that are not usual."""
    found = False
    for item in _items(data, fields):
        if item.key == "others" and not found:
            break
        found = True
        yield item
    if not found:
        raise Unreadable("no articles in it: no object with fields such as headline and body")


def _items(data: bytes, fields: Mapping[str, str]) -> Iterator[RawItem]:
    is_long = len(data) > _LONG_BYTES
    text = "" if is_long else decode(data, is_html=False)[0].lstrip("\ufeff \t\r\n")
    whole = _only_object(text)
    if whole is not None and has_body(whole, fields):
        yield replace(read_record(whole, fields), key="")  # the file is one article
        return
    if (tables := ghost_tables(whole)) is not None:
        yield from read_ghost(tables)
        return
    others = 0
    values = _lines(data) if is_long else _values(text) if whole is None else [whole]
    for value in values:
        if isinstance(value, RawItem):
            yield value
            continue
        records = list(_records(value, fields))
        others += not records
        yield from (read_record(record, fields) for record in records)
    if others:
        left = "1 entry has" if others == 1 else f"{others:,} entries have"
        yield RawItem(key="others", raw=Unreadable(f"{left} neither headline nor text"))


def _only_object(text: str) -> dict[str, Any] | None:
    """The object that is all there is; None where there is more, or something else."""
    if not text.startswith("{"):
        return None
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return None if text[end:].strip() else value


def _values(text: str) -> Iterator[Any]:
    """The elements of a list, or the values that follow each other; a bad line as an item."""
    decoder = json.JSONDecoder()
    is_list = text.startswith("[")
    by_line = not is_list and _starts_a_line(text)
    at = _SPACE.match(text, 1 if is_list else 0).end()  # type: ignore[union-attr]
    while at < len(text) and not (is_list and text[at] == "]"):
        try:
            value, at = decoder.raw_decode(text, at)
            yield value
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, at) + 1
            reason = "nested too deeply" if isinstance(error, RecursionError) else "damaged JSON"
            if not by_line:
                raise Unreadable(f"{reason} from line {line} on") from error
            yield RawItem(key=f"line {line}", raw=Unreadable(f"{reason} in line {line}"))
            at = text.find("\n", at) if "\n" in text[at:] else len(text)
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
    if is_list and at >= len(text):
        raise Unreadable(f"breaks off in line {text.count(chr(10)) + 1}")


def _lines(data: bytes) -> Iterator[Any]:
    """The values of a file too long to be text at once, each on a line; a bad one as an item."""
    for number, line in enumerate(io.BytesIO(data), start=1):
        try:
            if line.strip():
                yield json.loads(line.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x1e"))
        except (ValueError, RecursionError):
            yield RawItem(key=f"line {number}", raw=Unreadable(f"damaged JSON in line {number}"))


def _starts_a_line(text: str) -> bool:
    """Whether the lines are values by themselves: the first two begin an object each."""
    lines = text.split("\n", 2)[:2]
    return len(lines) == 2 and all(line.lstrip("\x1e").startswith(("{", "[")) for line in lines)


def _records(
    value: object, fields: Mapping[str, str], depth: int = 0
) -> Iterator[Mapping[str, Any]]:
    """The records in a value: itself, or those of the lists inside it."""
    if isinstance(value, list) and depth <= _MOST_DEPTH:
        for item in value:
            yield from _records(item, fields, depth + 1)
    if not isinstance(value, Mapping):
        return
    for name in _INNER:
        if isinstance(inner := value.get(name), Mapping):
            value = {**{k: v for k, v in value.items() if k != name}, **inner}
    lists = [item for item in value.values() if _holds_records(item, fields, depth)]
    if has_body(value, fields) or (has_title(value) and not lists):
        yield value
    elif depth <= _MOST_DEPTH:
        for item in lists:
            yield from _records(item, fields, depth + 1)


def _holds_records(value: object, fields: Mapping[str, str], depth: int) -> bool:
    if isinstance(value, Mapping) and depth < _MOST_DEPTH:
        return any(_holds_records(item, fields, depth + 1) for item in value.values())
    return isinstance(value, list) and any(
        isinstance(item, Mapping) and (set(item) & set(_INNER) or has_body(item, fields))
        for item in value[:20]
    )
