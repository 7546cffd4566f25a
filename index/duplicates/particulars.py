"""Template detection: two reports in the same words about different people, places or figures.

Match reports, court lists, market and weather reports are filled in, not written: their ordinary
words are nearly the same every time, and what they are about stands in their names and figures. A
story that is republished, cut or edited keeps its names along with its words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# Scripts without spaces: each character counts as a word.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")

# Measured on 900 true pairs made from the benchmark's tuning half, in a third of which every number
# and one word in ten was changed, and on 2,400 pairs of reports in templates.
_LEAST_NAMES = 4
_HELD_NAMES = 0.6
"""Names that are shared, against ordinary words that are."""
_LEAST_FIGURES = 4
_HELD_FIGURES = 0.45
"""Where more figures are shared, it is one event whatever names are added."""
_HELD_SLOTS = 0.35
_FIGURES_PER_WORD = 0.07
_WORD_FOR_WORD = 0.88

_RUN = 3
_HELD_WORDS = 2 / 3
_OPENS = re.compile(r'[.!?:"“\n]')
_JOINS = frozenset(" -'’")


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a text is about, and the ordinary words around it."""

    names: frozenset[tuple[str, ...]]  # runs of capitalised words, none that only opens a sentence
    figures: frozenset[str]  # each with the word behind it
    ordinary: tuple[str, ...]  # runs of three words without a name or a figure
    words: int


def are_other_events(first: str, second: str) -> bool:
    """Whether two texts with much in common are one template, filled in for different events."""
    few, many = sorted((read_particulars(first), read_particulars(second)), key=lambda p: p.words)
    if len(few.figures & many.figures) > _HELD_FIGURES * min(len(few.figures), len(many.figures)):
        return False
    alike = _share(few.ordinary, frozenset(many.ordinary))
    return _name_others(few, many, alike) or _count_others(few, many, alike)


def _name_others(few: Particulars, many: Particulars, alike: float) -> bool:
    names = min(len(few.names), len(many.names))
    held = min(names, max(_names_held(few, many), _names_held(many, few)))
    return names >= _LEAST_NAMES and held + 1 < _HELD_NAMES * alike * (names + 1)


def _count_others(few: Particulars, many: Particulars, alike: float) -> bool:
    """Whether enough figures of one size stand before the same words."""
    figures = min(len(few.figures), len(many.figures))
    slots = (_slots(few) & _slots(many)).total()
    return (
        figures >= _LEAST_FIGURES
        and (figures >= _FIGURES_PER_WORD * few.words or alike >= _WORD_FOR_WORD)
        and slots >= _HELD_SLOTS * figures
    )


def _slots(particulars: Particulars) -> Counter[str]:
    """How often a figure of so many digits stands before a word."""
    return Counter(re.sub(r"\d", "0", figure) for figure in particulars.figures)


def read_particulars(text: str) -> Particulars:
    """The names and figures of `text`; letter case and what opens a sentence tell names."""
    text = unicodedata.normalize("NFKC", text)
    found = list(WORD.finditer(text))
    words = [match.group() for match in found]
    gaps = [text[one.end() : two.start()] for one, two in pairwise(found)]
    folded = [word.casefold() for word in words]
    figures = {" ".join(folded[i : i + 2]) for i, word in enumerate(words) if _is_figure(word)}
    runs = (range(i, i + _RUN) for i in range(len(words) - _RUN + 1))
    ordinary = [
        " ".join(words[i] for i in run)
        for run in runs
        if not any(words[i][0].isupper() or _is_figure(words[i]) for i in run)
    ]
    return Particulars(
        names=frozenset(_names(words, folded, ["\n", *gaps])),
        figures=frozenset(figures),
        ordinary=tuple(ordinary),
        words=len(words),
    )


def _names(
    words: Sequence[str], folded: Sequence[str], gaps: Sequence[str]
) -> set[tuple[str, ...]]:
    """`gaps[i]` stands before `words[i]`."""
    lower, names = set(words), set()
    run: list[int] = []
    for i, word in enumerate([*words, ""]):
        if run and not (_is_name(word) and gaps[i] in _JOINS):
            opens = bool(_OPENS.search(gaps[run[0]]))
            if opens and (len(run) == 1 or folded[run[0]] in lower):
                run = run[1:]
            if run:
                names.add(tuple(folded[j] for j in run))
            run = []
        if _is_name(word):
            run.append(i)
    return names


def _is_name(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and not _is_figure(word)


def _is_figure(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _names_held(one: Particulars, other: Particulars) -> int:
    """The names of `one` of which two thirds stand in names of `other`."""
    known = frozenset(word for name in other.names for word in name)
    return sum(_share(name, known) >= _HELD_WORDS for name in one.names)


def _share(some: Sequence[str], known: frozenset[str]) -> float:
    return sum(item in known for item in some) / max(1, len(some))
