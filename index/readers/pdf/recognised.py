"""Words recognised in a picture of a page, as the words of a printed page, in few sizes."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
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
_STEP = math.log(1.18)  # from one size of letters to the next that is told apart


def add_recognised(page: Page, number: int, seen: SeenPage, account: Account) -> None:
    """Gives `page` its lines, and the account how surely they were read."""
    words = _without_junk(seen.words, account)
    if not words:
        return
    page.height = seen.height * _POINTS / seen.width
    page.rows = rows_of(_placed(words, seen))
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


def _placed(words: Sequence[SeenWord], seen: SeenPage) -> list[Word]:
    """The words with the measures of a printed page, each line on one height."""
    lines: dict[tuple[int, ...], list[SeenWord]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    scale = _POINTS / seen.width
    sizes = _few_sizes(_sizes(lines))
    placed: list[Word] = []
    for key, line in lines.items():
        # The middle of words is surer than their foot, which few of them stand on alone.
        middle = median((word.top + word.bottom) / 2 for word in line)
        y = (seen.height - middle - sizes[key] / 4) * scale
        for number, word in enumerate(line):
            lead, x0, x1 = " " if number else "\n", word.x0 * scale, word.x1 * scale
            placed.append(Word(word.text, x0, x1, y, sizes[key] * scale, lead, False))
    return placed


def _size(line: Sequence[SeenWord]) -> float:
    """The size of the letters: of the heights of tall ones, or of the widths of hazy ones."""
    letters = sum(len(word.text) for word in line)
    wide = sum(word.x1 - word.x0 for word in line) / letters / 0.46
    heights = [
        (word.bottom - word.top) / (0.9 if _LOW & set(word.text) else 0.7)
        for word in line
        if any(c in _TALL or c.isupper() or c.isdigit() for c in word.text)
    ]
    tall = median(heights) if heights else wide
    # Of hazy letters engines give the height of the whole line.
    return max(1.0, wide if tall > 1.35 * wide else tall)


def _sizes(lines: Mapping[tuple[int, ...], Sequence[SeenWord]]) -> dict[tuple[int, ...], float]:
    """For each line its size, which is that of most lines of its paragraph."""
    paragraphs: dict[tuple[int, ...], list[float]] = defaultdict(list)
    for key, line in lines.items():
        paragraphs[key[:-1] or key].append(_size(line))
    return {key: median(paragraphs[key[:-1] or key]) for key in lines}


def _few_sizes(sizes: Mapping[tuple[int, ...], float]) -> dict[tuple[int, ...], float]:
    """Each size as one of few, which are steps away from that of most lines."""
    main = median(sizes.values())
    return {
        key: main * math.exp(_STEP * round(math.log(size / main) / _STEP))
        for key, size in sizes.items()
    }
