"""Values of metadata: one line of text out of whatever a file gives, and anything as JSON."""

import re
from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from index.text.characters import remove_invisible

_MAX_DEPTH = 8


def first_of(value: object, *keys: str) -> object:
    """The first useful value inside a list or a mapping, or `value` itself."""
    for _ in range(_MAX_DEPTH):
        if isinstance(value, list | tuple):
            value = value[0] if value else None
        elif isinstance(value, Mapping):
            value = next((value[key] for key in keys if value.get(key)), None)
        else:
            return value
    return None


_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*[|/])?([^\[\]|/]+)\]\]")  # [[people/Ann Lee|Ann]]


def one_line_of(value: object) -> str:
    """A plain value as text on one line, of a wiki link what is shown; "" for any other value."""
    if value is None or isinstance(value, bool | list | tuple | Mapping):
        return ""
    return _WIKI_LINK.sub(r"\1", " ".join(remove_invisible(str(value)).split()))


def items_of(value: object) -> Iterable[object]:
    """The values of a list, or `value` alone."""
    return value if isinstance(value, list | tuple) else (value,)


def to_json(value: object, depth: int = 0) -> JsonValue:
    """`value` as JSON knows it: other types as text, deep nesting and endless numbers as text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return remove_invisible(value)
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, Mapping) and depth < _MAX_DEPTH:
        return {remove_invisible(str(key)): to_json(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set) and depth < _MAX_DEPTH:
        return [to_json(item, depth + 1) for item in value]
    return remove_invisible(str(value)[:10_000])
