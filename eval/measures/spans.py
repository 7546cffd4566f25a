"""Interval arithmetic on character spans of documents: sorted, disjoint, half-open."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

Interval = tuple[int, int]
Region = Mapping[str, list[Interval]]
"""doc_id -> sorted, disjoint, non-empty intervals."""


class Stretch(Protocol):
    """From `start` to `end` of a document."""

    @property
    def doc_id(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Piece(NamedTuple):
    """The smallest `Stretch`."""

    doc_id: str
    start: int
    end: int


def union(stretches: Iterable[Stretch]) -> Region:
    """What any of `stretches` holds; empty ones hold nothing."""
    region: dict[str, list[Interval]] = {}
    for stretch in sorted(stretches, key=lambda s: (s.doc_id, s.start)):
        if stretch.start >= stretch.end:
            continue
        intervals = region.setdefault(stretch.doc_id, [])
        if intervals and stretch.start <= intervals[-1][1]:
            intervals[-1] = (intervals[-1][0], max(intervals[-1][1], stretch.end))
        else:
            intervals.append((stretch.start, stretch.end))
    return region


def size(region: Region) -> int:
    """How many characters a region holds."""
    return sum(end - start for intervals in region.values() for start, end in intervals)


def common(left: Region, right: Region) -> int:
    """How many characters two regions share."""
    return sum(
        max(0, min(end, other_end) - max(start, other_start))
        for doc_id in left.keys() & right.keys()
        for start, end in left[doc_id]
        for other_start, other_end in right[doc_id]
    )


def touches(stretch: Stretch, place: Stretch) -> bool:
    """Whether the two share a character."""
    return common(union([stretch]), union([place])) > 0


def covers(stretches: Iterable[Stretch], place: Stretch) -> bool:
    """Whether `stretches` together hold at least half of the characters of `place`."""
    whole = union([place])
    return bool(whole) and 2 * common(union(stretches), whole) >= size(whole)
