"""Bounds of what is kept beside an article's text, which every start reads for every article."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import JsonValue
from pydantic_core import to_json

from index.types import Document, RemovedLine

MOST_NAMES = 200
MOST_EXTRA_BYTES = 20_000
MOST_REMOVED_CHARS = 100_000
MOST_WARNINGS = 50
_SHOWN_CHARS = 300


def within_bounds(document: Document) -> Document:
    """`document` with no more metadata than an article can have, and a warning where some goes."""
    extra = _small(document.extra)
    cut = [f"“{_shown(key)}”" for key in document.extra if key not in extra]
    told = (
        [f"too long to be kept: {', '.join(cut[:3])}{' and more' * (len(cut) > 3)}"] if cut else []
    )
    for what, names in (("authors", document.authors), ("tags", document.tags)):
        if len(names) > MOST_NAMES:
            told.append(f"{len(names):,} {what}: the first {MOST_NAMES} are kept")
    warnings = [_shown(warning) for warning in document.warnings[:MOST_WARNINGS]]
    return replace(
        document,
        authors=document.authors[:MOST_NAMES],
        tags=document.tags[:MOST_NAMES],
        extra=extra,
        removed=_listed(document.removed),
        warnings=(*warnings, *told),
    )


def _small(extra: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    kept: dict[str, JsonValue] = {}
    left = MOST_EXTRA_BYTES
    for key, value in extra.items():
        size = len(to_json({key: value}))
        if size <= left:
            kept[key] = value
            left -= size
    return kept


def _listed(removed: Sequence[RemovedLine]) -> tuple[RemovedLine, ...]:
    """What was left out, in full as far as there is room, then the beginning of each."""
    listed, left = [], MOST_REMOVED_CHARS
    for line in removed:
        short = line if len(line.text) <= left else replace(line, text=_shown(line.text))
        listed.append(short)
        left -= len(short.text)
        if left < -MOST_REMOVED_CHARS:
            rest = f"… and {len(removed) - len(listed):,} more"
            return (*listed, RemovedLine(line=0, text=rest, reason="not listed"))
    return tuple(listed)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else f"{text[: _SHOWN_CHARS - 1]}…"
