"""Article metadata: title, authors, date, outlet, tags and link, read and merged.

Front matter, HTML meta elements, JSON-LD, PDF and Word properties all end here as plain keys and
values; this module knows the usual names for each field and what a usable value is. A value that
cannot be used stays in `extra`, with a warning, and so does every key that is not known.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from pydantic import JsonValue

from index.text.authors import read_authors
from index.text.characters import remove_invisible
from index.text.data import read_data
from index.text.dates import parse_date
from index.text.values import first_of, items_of, one_line_of, to_json

_MAX_TITLE_CHARS = 500
_MAX_KEY_CHARS = 80

_DATA = read_data(__file__)
ALIASES: dict[str, list[str]] = _DATA["aliases"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The fields of a `Document` that do not come from its text."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    outlet: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    uri: str | None = None
    extra: Mapping[str, JsonValue] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def canonical_key(key: str) -> str:
    """`key` as the aliases are written: lower case, with underscores."""
    return re.sub(r"[\s_-]+", "_", key.strip().casefold())


def _spellings(name: str) -> set[str]:
    """As it is written here, and in one word: `publishedAt` is "publishedat" here."""
    return {(key := canonical_key(name)), key.replace("_", "")}


_NAMED = [
    (key, field, rank)
    for field, names in ALIASES.items()
    for rank, name in enumerate(names)
    for key in _spellings(name)
]
_FIELD_OF = {key: field for key, field, _ in _NAMED}
_RANK = {key: rank for key, _, rank in _NAMED}


def is_known_key(key: str) -> bool:
    """Whether `key` names a field of `Metadata`."""
    return len(key) <= _MAX_KEY_CHARS and canonical_key(key) in _FIELD_OF


def read_metadata(values: Mapping[str, object]) -> Metadata:
    """Sorts keys and values into fields.

    Of several names for one field the most telling one with a usable value wins; the others, and
    all that is not used, stay in `extra` under their own names. Never raises.
    """
    found: dict[str, object] = {}
    extra: dict[str, JsonValue] = {}
    warnings: list[str] = []
    for key in sorted(values, key=lambda key: _RANK.get(canonical_key(key), 0)):
        value = values[key]
        name = _field_of(key, value)
        usable = _read_field(name, value) if name and name not in found else None
        if name and usable:
            found[name] = usable
            if name == "section" and isinstance(value, list | tuple) and len(value) > 1:
                extra[str(key)] = to_json(value)
        elif value not in (None, "", [], {}):
            extra[str(key)] = to_json(value)
            if name and name not in found:
                warnings.append(f"{key} is not usable as {_ARTICLE[name]}: {_shown(value)}")
        elif not name:
            extra[str(key)] = to_json(value)
    extra = {str(key): extra[str(key)] for key in values if str(key) in extra}  # in their order
    return Metadata(**found, extra=extra, warnings=tuple(warnings))  # type: ignore[arg-type]


def _field_of(key: str, value: object) -> str | None:
    """A "source" is the outlet, or the article's address: Obsidian's clipper writes it so."""
    if canonical_key(key) == "source" and isinstance(value, str) and _read_uri(value.strip()):
        return "uri"
    return _FIELD_OF.get(canonical_key(key))


def merge_metadata(first: Metadata, second: Metadata) -> Metadata:
    """`first`, its gaps filled from `second`; both keep their extra values and warnings."""
    gaps = {
        name: getattr(second, name)
        for name in ALIASES
        if not getattr(first, name) and getattr(second, name)
    }
    return replace(
        first,
        **gaps,
        extra={**second.extra, **first.extra},
        warnings=first.warnings + second.warnings,
    )


def dated_by_name(known: Metadata, name: str) -> Metadata:
    """`known`; a post without a date has that of its name, as Jekyll has it: 2024-09-12-wall.md."""
    match = re.match(r"(\d{4}-\d{2}-\d{2})[-_].*\.(?:md|markdown)$", name)
    day = parse_date(match[1]) if match else None
    if known.published or not known.title or day is None:
        return known
    warning = "the date is that of the file's name"
    return replace(known, published=day, warnings=(*known.warnings, warning))


def dated_by_file(known: Metadata, made: date | None) -> Metadata:
    """`known`; where it has no date, the day of its file is told, which no filter takes for one."""
    if known.published or made is None or (day := parse_date(made)) is None:
        return known
    return replace(
        known,
        extra={**known.extra, "file_made": day.isoformat()},
        warnings=(*known.warnings, f"no date of publication is known; the file was made on {day}"),
    )


UNREAD_DATE = "is not usable as a date"
"""Stands in the warning about a date that could not be read."""

_ARTICLE: dict[str, str] = _DATA["article"]


def _shown(value: object) -> str:
    text = " ".join(remove_invisible(str(value)[:200]).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def _read_field(name: str, value: object) -> object:
    if name == "authors":
        return read_authors(value)
    if name == "published":
        return parse_date(first_of(value, "@value", "value"))
    if name == "tags":
        return _read_tags(value)
    if name == "uri":
        return _read_uri(one_line_of(first_of(value, "@id", "url", "value")))
    text = one_line_of(first_of(value, "name", "title", "@value", "value"))
    if name == "outlet" and _read_uri(text):
        return None  # an organisation's page is not its name
    if name == "language":
        return _read_language(text)
    return text if len(text) <= _MAX_TITLE_CHARS else None


def _read_tags(value: object) -> tuple[str, ...]:
    tags: dict[str, str] = {}
    for item in items_of(value):
        for part in re.split(r"[,;]", one_line_of(first_of(item, "name", "value"))):
            tag = part.strip().lstrip("#").strip()
            if tag and len(tag) <= 200:
                tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())


def _read_uri(text: str) -> str | None:
    if len(text) > 2000 or re.search(r"[\s<>\"\\^`{|}\x00-\x1f]", text):
        return None
    try:
        parts = urlsplit(text)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return text if usable else None


def _read_language(text: str) -> str | None:
    tag = text.replace("_", "-").split(".")[0]
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", tag):
        return None
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])
