"""Words recognised in a picture of a page, as the words of a printed page: level, in few sizes."""

import math
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from index.readers.pdf.flow import Account, Page
from index.readers.pdf.lines import rows_of
from index.readers.pdf.words import Word
from index.readers.scans.engines import SeenPage, SeenWord
from index.text.scanned import SURE, bare_word
from index.types import ScannedPage

_POINTS = 612.0  # the width of every page: only proportions matter from here on
_SURE_WORD = 60  # for a word without figures
_JUNK = 45.0  # a part of a page read less surely is a picture, or cannot be read
_TALL, _LOW = frozenset("bdfhklt"), frozenset("gjpqy,;()[]{}|/$§@Q_")
_SMALL = frozenset("acemnorsuvwxz")
_STEP = math.log(1.18)  # from one size of letters to the next that is told apart


def add_recognised(page: Page, number: int, seen: SeenPage, account: Account) -> None:
    """Gives `page` its lines, and the account how surely they were read."""
    words = _without_junk(seen.words, account)
    if not words:
        return
    page.height = seen.height * _POINTS / seen.width
    page.rows = rows_of(_level(words, seen))
    sure = SeenPage(width=seen.width, height=seen.height, words=words).confidence
    unsure = {bare_word(w.text): int(w.confidence) for w in words if _is_unsure(w)}
    account.scans.append(ScannedPage(page=number + 1, confidence=round(sure), unsure=unsure))
    hard = f", and is hard to read ({sure:.0f} %)" if sure < SURE else ""
    account.warnings.append(f"page {number + 1} was read from a scan{hard}")


def _is_unsure(word: SeenWord) -> bool:
    has_figure = any(char.isdigit() for char in word.text)
    return word.confidence < (SURE if has_figure else _SURE_WORD)


def _without_junk(words: Sequence[SeenWord], account: Account) -> list[SeenWord]:
    """Leaves out lines that no words can be told of, such as the noise of a photograph."""
    lines: dict[tuple[int, ...], list[SeenWord]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    kept: list[SeenWord] = []
    for line in lines.values():
        letters = sum(any(map(str.isalnum, word.text)) for word in line)
        if letters and median(word.confidence for word in line) >= _JUNK:
            kept += line
        else:
            account.dropped.append((" ".join(word.text for word in line), "too hard to read"))
    return kept


def _level(words: Sequence[SeenWord], seen: SeenPage) -> list[Word]:
    """The words, each line on one height: what is askew is set straight."""
    lines: dict[tuple[int, ...], list[SeenWord]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    slope = _slope(list(lines.values()))
    scale = _POINTS / seen.width
    straight = [[_turned(word, slope) for word in line] for line in lines.values()]
    sizes = _few_sizes([(_size(line), sum(len(w.text) for w in line)) for line in straight])
    placed: list[Word] = []
    for line, size in zip(straight, sizes, strict=True):
        y = (seen.height - _baseline(line)) * scale
        for number, word in enumerate(line):
            lead = " " if number else "\n"
            x0, x1 = word.x0 * scale, word.x1 * scale
            placed.append(Word(word.text, x0, x1, y, size * scale, lead, False))
    return placed


def _slope(lines: Sequence[Sequence[SeenWord]]) -> float:
    """How far the page's lines fall from left to right."""
    slopes = [
        (last.bottom + last.top - first.bottom - first.top) / 2 / (last.x0 - first.x0)
        for line in lines
        if len(line) > 3 and (last := line[-1]).x0 > (first := line[0]).x0
    ]
    return median(slopes) if slopes else 0.0


def _turned(word: SeenWord, slope: float) -> SeenWord:
    """The word where it stands once the page is turned so that its lines are level."""
    down, right = slope * (word.x0 + word.x1) / 2, slope * (word.top + word.bottom) / 2
    return word._replace(
        x0=word.x0 + right, x1=word.x1 + right, top=word.top - down, bottom=word.bottom - down
    )


def _baseline(line: Sequence[SeenWord]) -> float:
    feet = [word.bottom for word in line if not _LOW & set(word.text)]
    return median(feet or [word.bottom for word in line])


def _size(line: Sequence[SeenWord]) -> float:
    """The size of the letters, of the heights of tall ones; of small ones where there are none."""
    foot = _baseline(line)
    tall = [w for w in line if any(c in _TALL or c.isupper() or c.isdigit() for c in w.text)]
    if tall:
        return max(1.0, median(foot - word.top for word in tall) / 0.7)
    small = [w for w in line if _SMALL & set(w.text)] or list(line)
    return max(1.0, median(foot - word.top for word in small) / 0.5)


def _few_sizes(sizes: Sequence[tuple[float, int]]) -> list[float]:
    """Each size as one of few, which are steps away from that of most letters."""
    letters = sorted(size for size, count in sizes for _ in range(count))
    main = letters[len(letters) // 2]
    return [main * math.exp(_STEP * round(math.log(size / main) / _STEP)) for size, _ in sizes]
