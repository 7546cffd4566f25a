"""Item keys: what an article inside a container is called, and its `doc_id`."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from index.readers.kinds import READ_SUFFIXES, Unreadable
from index.readers.raw import RawDocument, RawItem
from index.text.characters import remove_invisible

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
