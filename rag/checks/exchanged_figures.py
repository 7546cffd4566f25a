"""Fact check of figures: one that its passage gives for something else is exchanged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text.calendar import TIME_UNITS
from index.text.tables import is_row
from rag.english.concepts import WHO_COMES, to_concept
from rag.english.dates import find_dates
from rag.english.frames import is_noun
from rag.english.grammar import Grammar
from rag.english.quantities import Quantity, bears_out, find_quantities
from rag.english.words import Word, find_words, stem

_RE = Grammar("rag.checks", "exchanged_figures")
FARTHEST_NOUN = 60
SAME_LETTERS = 7
MOST_FIGURES = 4
"""A sentence with more is a list ("for $499 and $599 respectively"), which order alone does not
read."""
_TIMES = frozenset(stem(word)[:SAME_LETTERS] for word in TIME_UNITS)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A quantity, the concepts of what it counts, and those of its stretch of the sentence."""

    quantity: Quantity
    counted: frozenset[str]
    around: frozenset[str]
    head: str  # the first of them


def read_figures(text: str) -> list[Figure]:
    """The figures of one sentence in order; dates and loose numbers ("one") are none."""
    dates = [(mention.start, mention.end) for mention in find_dates(text)]
    quantities = [q for q in find_quantities(text, dates) if not q.is_loose]
    cuts = [match.span() for match in _RE.cut.finditer(text)]
    found: list[Figure] = []
    before = 0
    for place, quantity in enumerate(quantities):
        after = quantities[place + 1].start if place + 1 < len(quantities) else len(text)
        first = max([before, *(end for _, end in cuts if end <= quantity.start)])
        last = min([after, *(start for start, _ in cuts if start >= quantity.end)])
        around = [*_concepts(text, first, quantity.start), *_concepts(text, quantity.end, last)]
        head = around[0] if around else ""
        counted, before = _counted(text, quantity)
        found.append(Figure(quantity, counted, frozenset(around), head))
    return found


def exchanged(claim: str, passages: Sequence[str]) -> list[str]:
    """The figures of `claim` that the sentences `passages` give for something else, in few words.

    Another figure stands there for what the claim counts, and this one for something else. Tables
    are left to the check of their own.
    """
    if any(is_row(sentence) for sentence in passages):
        return []
    read = [read_figures(sentence) for sentence in passages]
    said = [figure for figures in read if len(figures) <= MOST_FIGURES for figure in figures]
    told = read_figures(claim)
    found = []
    for figure in told:
        other = _meant(figure, said, told)
        if other:
            found.append(
                f"says {figure.quantity.text} of what the passage says {other.quantity.text}"
            )
    return found or list(_turned_ranges(claim, " ".join(passages)))


def _meant(figure: Figure, said: Sequence[Figure], told: Sequence[Figure]) -> Figure | None:
    """The figure of the passage that stands where the claim has another one of the passage's."""
    same = [other for other in said if bears_out(other.quantity, figure.quantity)]
    if any(figure.counted & other.counted for other in same) or not (
        same or _is_like_a_year(figure.quantity)
    ):
        return None
    others = [
        other
        for other in said
        if other not in same
        and other.quantity.unit == figure.quantity.unit
        and not _is_told(other, figure, told)
    ]
    best = max(others, key=lambda other: _fit(figure, other), default=None)
    return best if best is not None and _stands_for(figure, best, same, told) else None


def _stands_for(
    figure: Figure, best: Figure, same: Sequence[Figure], told: Sequence[Figure]
) -> bool:
    """Whether the claim says of its figure what the passage says of `best`, not of the same."""
    counts_others = all(one.counted or one.quantity.unit != figure.quantity.unit for one in same)
    if (figure.counted & best.counted) - WHO_COMES and counts_others:
        return True
    around = frozenset[str]().union(*(one.around for one in same))
    if figure.head == best.head and figure.head not in around | WHO_COMES:
        return not any(one.head in figure.around for one in same)
    crossed = any(bears_out(best.quantity, one.quantity) and one.around & around for one in told)
    shared = len(figure.around & best.around)
    return not figure.around & around and shared >= (1 if crossed else 2)


def _is_like_a_year(quantity: Quantity) -> bool:
    """A year of the passage bears such a number out, whatever it counts."""
    return 1000 <= quantity.value <= 2100 and not quantity.unit


def _is_told(other: Figure, figure: Figure, told: Sequence[Figure]) -> bool:
    """Whether the claim gives the other figure, too, for what this one counts."""
    return any(
        figure.counted & one.counted and bears_out(other.quantity, one.quantity) for one in told
    )


def _fit(figure: Figure, other: Figure) -> tuple[int, int]:
    return len(figure.counted & other.counted), len(figure.around & other.around)


def _counted(text: str, quantity: Quantity) -> tuple[frozenset[str], int]:
    """The concepts of the words right after the quantity, or of the noun before it ("move 31");
    and where they end."""
    stems: list[str] = []
    at = quantity.end
    for word in find_words(text[at : at + FARTHEST_NOUN]):
        start = quantity.end + word.start
        if text[at:start].strip(" -") or not word.is_content or len(stems) == 3:
            break
        stems.append(_concept(word))
        at = quantity.end + word.end
    label = None if stems or quantity.unit else _RE.label.search(text[: quantity.start])
    if label and is_noun(label[1]) and not _RE.inflected.search(label[1]):
        stems = [_concept(find_words(label[1])[0])]
    return frozenset(stems), at


def _concepts(text: str, first: int, last: int) -> list[str]:
    words = find_words(text[first:last])
    concepts = [_concept(word) for word in words if word.is_content]
    return [concept for concept in concepts if concept not in _TIMES]


def _concept(word: Word) -> str:
    """Without its ending: "complained" and "complaints" are one."""
    return to_concept(word.stem)[:SAME_LETTERS]


def _turned_ranges(claim: str, passage: str) -> Iterator[str]:
    """ "From 12 to 9" where the passage has "from 9 to 12"."""
    said = {match.groups() for match in _RE.range.finditer(passage)}
    for match in _RE.range.finditer(claim):
        if match.groups()[::-1] in said and match.groups() not in said:
            yield f"says {match[0]}; the passage has it the other way round"
