"""Dispatch by format: from a file to its documents, in the calling process, without limits.

A file is one article, or a container of any number of them (a feed, a mailbox, an export).
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from index.errors import ReadError
from index.readers.assemble import assemble
from index.readers.decoding import decode
from index.readers.kinds import READ_SUFFIXES, HeldBack, Kind, Unreadable, detect_kind, suffix_of
from index.readers.limits import MOST_TEXT_CHARS, too_long
from index.readers.raw import RawDocument, RawItem
from index.text.characters import remove_invisible
from index.text.data import read_data
from index.types import Document


@dataclass(frozen=True, slots=True)
class Format:
    """How files of one kind are read.

    `reader` is "module:function" in this package, imported when the first such file is met: the
    libraries behind it are heavy. It takes the file's bytes and gives back a `RawDocument`, or
    raises `Unreadable`: truncated or damaged, encrypted, too big once unpacked, held back by its
    publisher, or without anything to read.
    """

    reader: str
    of_text: bool = False  # takes decoded text instead
    many: bool = False  # a container: gives back an iterator of `RawItem`
    mapped: bool = False  # takes a second argument: names of fields in the file -> usual names

    def load(self) -> Callable[..., Any]:
        """The function."""
        module, _, name = self.reader.partition(":")
        function: Callable[..., Any] = getattr(import_module(f"index.readers.{module}"), name)
        return function


FORMATS = {Kind[name]: Format(**form) for name, form in read_data(__file__).items()}


def read_document(data: bytes, doc_id: str) -> Document:
    """The article in `data`, or the first of several."""
    for found in read_documents(data, doc_id):
        if isinstance(found, Document):
            return found
        raise Unreadable(found.reason)
    raise Unreadable("no articles in it")


def read_documents(
    data: bytes, doc_id: str, fields: Mapping[str, str] | None = None
) -> Iterator[Document | ReadError]:
    """The articles in `data`, one by one, and in the place of a bad one why it cannot be read.

    Args:
        data: The file's content.
        doc_id: The file's path relative to its folder; its suffix says what the file claims to be.
        fields: Names of fields in a file of articles, such as "headline", and the usual names.

    Raises:
        Unreadable: Nothing more can be read of the file; short enough for a table.
    """
    kind, odd = detect_kind(data, suffix_of(doc_id))
    form = FORMATS[kind]
    warnings = (odd,) if odd else ()
    content: bytes | str = data
    if form.of_text:
        content, guessed = decode(data)
        if len(content) > MOST_TEXT_CHARS:
            raise Unreadable(too_long(MOST_TEXT_CHARS))
        warnings = (*warnings, guessed) if guessed else warnings
    read = form.load()(content, *([fields or {}] if form.mapped else []))
    if form.many:
        yield from _articles(read, doc_id, warnings)
    else:
        yield assemble(_with_warnings(read, warnings), doc_id)


def _articles(
    items: Iterable[RawItem], path: str, warnings: tuple[str, ...]
) -> Iterator[Document | ReadError]:
    for key, raw in numbered_items(items):
        doc_id = item_doc_id(path, key)
        try:
            if isinstance(raw, Unreadable):
                raise raw
            yield assemble(_with_warnings(raw, warnings), doc_id, item=key)
        except Unreadable as error:
            yield ReadError(doc_id, str(error), item=key, **marks_of(error))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            yield ReadError(doc_id, f"damaged ({type(error).__name__})", item=key)


def marks_of(error: Unreadable) -> dict[str, bool]:
    """What a `ReadError` says besides the reason."""
    held_back = isinstance(error, HeldBack)
    return {"passing": error.passing, "held_back": held_back, "again": error.again}


def _with_warnings(raw: RawDocument, warnings: tuple[str, ...]) -> RawDocument:
    return replace(raw, warnings=(*warnings, *raw.warnings)) if warnings else raw


LONGEST_KEY_CHARS = 120
_HASH_CHARS = 10


def numbered_items(items: Iterable[RawItem]) -> Iterator[tuple[str, RawDocument | Unreadable]]:
    """Items with keys of their own; the second with a key that was there before gets "~2"."""
    times: Counter[str] = Counter()
    used: set[str] = set()
    for item in items:
        key = name = item_key(item.key)
        while name in used or not times[key]:
            times[key] += 1
            name = key if times[key] == 1 else f"{key}~{times[key]}"
        used.add(name)
        yield name, item.raw


def item_key(key: str) -> str:
    """`key` on one line, composed (NFC), at most 120 characters long.

    A longer one ends in a hash of all of it. So does one that ends like the name of a file: with
    the container's path before it, it could be the path of another file. An address cannot: no
    path has two slashes together.
    """
    short = unicodedata.normalize("NFC", " ".join(remove_invisible(key).split()))
    is_name = "//" not in short and short.casefold().endswith(tuple(READ_SUFFIXES))
    if len(short) <= LONGEST_KEY_CHARS and not is_name:
        return short
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_CHARS]
    return f"{short[: LONGEST_KEY_CHARS - _HASH_CHARS - 1]}~{digest}"


def item_doc_id(path: str, key: str) -> str:
    """The `doc_id` of an article in the container at `path`; the path for the file itself."""
    return f"{path}#{key}" if key else path
