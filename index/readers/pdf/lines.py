"""Lines of a PDF page out of its words; raised marks and drop caps stand in their lines."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from index.readers.pdf.line_text import LOWERED, RAISED, line_text
from index.readers.pdf.words import Word

_SAME_LINE = 0.25  # of the letters' size: how far baselines of one line may lie apart
_GAP = 0.55
_DROP_CAP = 1.7  # times the size of the text around it
_HEIGHT, _LEFT = attrgetter("y"), attrgetter("x0")
_WORDS = ("A", "I", "O", "À", "Y", "E")  # capitals that are words


@dataclass(slots=True)
class Row:
    """Words on one baseline, from left to right; or a ruled table, in the place of its words."""

    y: float
    size: float
    words: list[Word]
    table: list[list[str]] = field(default_factory=list)
    _read: tuple[str, list[str]] | None = None
    _spans: list[tuple[float, float]] = field(default_factory=list)

    def text(self, marks: list[str] | None = None) -> str:
        """The words as a line, which stay from now on; reference marks go into `marks` instead."""
        if self._read is None:
            found: list[str] = []
            self._read = line_text(self.words, found), found
        if marks is not None:
            marks += self._read[1]
        return self._read[0]

    def spans(self) -> list[tuple[float, float]]:
        """Where there are words, which stay from now on; a gap as wide as a space is none."""
        if not self._spans:
            left, right, least = self.words[0].x0, self.words[0].x1, _GAP * self.size
            for word in self.words:
                if word.x0 - right >= least:
                    self._spans.append((left, right))
                    left, right = word.x0, word.x1
                elif word.x1 > right:
                    right = word.x1
            self._spans.append((left, right))
        return self._spans


def main_size(words: Iterable[Word]) -> float:
    """The size of most letters."""
    letters: Counter[float] = Counter()
    for word in words:
        letters[word.size] += len(word.text)
    return letters.most_common(1)[0][0] if letters else 10.0


def rows_of(words: Sequence[Word]) -> list[Row]:
    """The lines from top to bottom; marks raised or lowered beside a word stand in its line."""
    size = main_size(words)
    large = [word for word in words if word.size >= _DROP_CAP * size]
    caps = [word for word in large if len(word.text) <= 2 and word.text[-1].isalpha()]
    rows = _clustered([word for word in words if word not in caps] if caps else words)
    if unused := [cap for cap in caps if not _join_cap(cap, rows, size)]:
        return _clustered([*unused, *(word for row in rows for word in row.words)])
    return rows


def _clustered(words: Iterable[Word]) -> list[Row]:
    rows: list[Row] = []
    row = Row(math.inf, 0.0, [])
    for word in sorted(words, key=_HEIGHT, reverse=True):
        size = word.size
        if row.y - word.y <= _SAME_LINE * (size if size < row.size else row.size):
            row.words.append(word)
            if size > row.size:
                row.size = size
        else:
            rows.append(row := Row(word.y, size, [word]))
    rows = _with_marks(rows)
    for row in rows:
        row.words.sort(key=_LEFT)
    return rows


def _with_marks(rows: list[Row]) -> list[Row]:
    for number, row in enumerate(rows):
        for other in rows[number + 1 : number + 4]:
            if row.y - other.y > 0.8 * max(row.size, other.size):
                break
            _move_marks(row, other, RAISED)
            _move_marks(other, row, LOWERED)
    return [row for row in rows if row.words]


def _move_marks(marks: Row, line: Row, lead: str) -> None:
    """Moves the words of `marks` that touch a word of `line` and are smaller, or short."""
    last: Word | None = None
    for word in sorted(marks.words, key=_LEFT):
        goes_on = last is not None and word.size <= 1.05 * last.size and _near(last, word, 0.3)
        if goes_on or any(_touches(word, other) for other in line.words):
            marks.words.remove(word)
            last = word._replace(lead=lead, y=line.y)
            line.words.append(last)


def _near(word: Word, after: Word, sizes: float) -> bool:
    return -0.1 * word.size <= after.x0 - word.x1 <= sizes * word.size


def _touches(mark: Word, word: Word) -> bool:
    if word.lead in (RAISED, LOWERED):
        return False
    if mark.size < 0.88 * word.size:
        return _near(word, mark, 0.3) or _near(mark, word, 0.6)
    return len(mark.text) <= 3 and mark.size <= word.size and _near(word, mark, 0.1)


def _join_cap(cap: Word, rows: Sequence[Row], size: float) -> bool:
    """Puts a capital that is two lines high before the first word beside it."""
    beside = [row for row in rows if _is_beside(row, cap, size)]
    if len(beside) < 2:
        return False
    counts = Counter(word.text.strip(".,;:!?").casefold() for row in rows for word in row.words)
    for row in beside:  # none of them is indented
        at = next(at for at, word in enumerate(row.words) if word.x0 >= cap.x1 - 2)
        row.words[at] = row.words[at]._replace(x0=cap.x0)
    at = next(at for at, word in enumerate(beside[0].words) if word.x0 == cap.x0)
    first = beside[0].words[at]
    rest = first.text.strip(".,;:!?").casefold()
    alone = cap.text in _WORDS and counts[rest] > 1 and not counts[cap.text.casefold() + rest]
    text = f"{cap.text}{' ' if alone else ''}{first.text}"
    beside[0].words[at] = first._replace(text=text)
    return True


def _is_beside(row: Row, cap: Word, size: float) -> bool:
    """Whether the line begins right of the capital and between its foot and its head."""
    if not cap.y - 0.4 * size <= row.y <= cap.y + 0.75 * cap.size:
        return False
    return any(w.size < cap.size / 1.5 and -2 <= w.x0 - cap.x1 <= 0.5 * cap.size for w in row.words)
