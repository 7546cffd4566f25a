"""Stretches of a text that are taken, so that nothing in them is read twice."""

from collections.abc import Iterable


class Taken:
    """Which characters of a text of `chars` characters belong to stretches found so far."""

    def __init__(self, chars: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._marks = bytearray(chars)
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        self._marks[start:end] = b"\1" * (min(end, len(self._marks)) - start)

    def holds(self, start: int, end: int) -> bool:
        """Whether a character between them is taken."""
        return self._marks.find(1, start, end) >= 0
