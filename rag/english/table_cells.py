"""Cells of a table's row: the words of their heads and of what they hold, and where they stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from index.text.calendar import MONTH_ABBREVIATIONS, MONTHS
from index.text.tables import BETWEEN_CELLS
from rag.english.words import Word, find_words, stem

Stems = frozenset[str]

PERCENT = re.compile(r"%|\b(?:per ?cent(?:age)?|proportion|(?<!per )share)\b", re.IGNORECASE)
_UNIT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MONTH_STEMS = {stem(name): name[:3].lower() for name in (*MONTHS, *MONTH_ABBREVIATIONS)}


@dataclass(frozen=True, slots=True)
class RowCell:
    """One cell; `start` and `end` are where its value stands in the row."""

    head: Stems  # without a unit in brackets
    value: Stems
    start: int
    end: int
    is_percent: bool
    named: str  # the head as written


@lru_cache(maxsize=4096)
def read_cells(row: str) -> tuple[RowCell, ...]:
    """The cells of a row as `index.text.tables` writes it."""
    cells, at = [], 0
    for part in row.split(BETWEEN_CELLS):
        head, mark, value = part.rpartition(": ")
        cells.append(
            RowCell(
                head=stems_of(find_words(_UNIT.sub(" ", head))),
                value=stems_of(find_words(value)),
                start=at + len(head) + len(mark),
                end=at + len(part),
                is_percent=bool(PERCENT.search(part)),
                named=head,
            )
        )
        at += len(part) + len(BETWEEN_CELLS)
    return tuple(cells)


def shared_head(cells: tuple[RowCell, ...]) -> Stems:
    """The words that stand over all cells but the first, and so tell none from another."""
    return Stems.intersection(*(cell.head for cell in cells[1:])) if cells[2:] else Stems()


def stems_of(words: Iterable[Word]) -> Stems:
    """The content words, folded."""
    return Stems(fold(word) for word in words if word.is_content)


def fold(word: Word) -> str:
    """The stem of a word, that of a month by its first letters; figures stay as written."""
    # "2,024" tonnes are no year.
    return word.text if word.is_numeric else _MONTH_STEMS.get(word.stem, word.stem)
