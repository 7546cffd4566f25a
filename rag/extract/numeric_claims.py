"""Numeric claims of a quotation: each quantity, and the words that say what it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from index.text.sentences import split_sentences
from index.text.tables import is_row
from rag.english.concepts import HAPPENS_ONCE, find_concepts, to_concept, without_fillers
from rag.english.dates import DateMention, find_dates
from rag.english.grammar import Grammar
from rag.english.mood import is_running, mood_of
from rag.english.quantities import Quantity, find_quantities
from rag.english.words import Word, find_words
from rag.types import Citation

MOST_OTHER_QUANTITIES = 1
"""A clause with more is a list of results."""

_RE = Grammar("rag.extract", "numeric_claims")
_CONTRASTS = _RE.word_list("contrasts")
"""Words that make another claim of one: the old wall and the new, the second survey, more boats."""


@dataclass(frozen=True, slots=True, eq=False)
class NumericClaim:
    """A quantity or a date (unit "date") and what is said with it; words are concepts."""

    citation: Citation
    quantity: Quantity
    around: frozenset[str]  # of its clause, without numbers and dates
    after: frozenset[str]  # of them, those behind the quantity
    definite: frozenset[str]  # of them, those behind "the"
    parts: frozenset[tuple[str, str]]  # "woodland" and "park" in "the woodland in the park"
    known: frozenset[str]  # of the quotation and the headline
    names: frozenset[str]  # of its sentence
    contrasts: frozenset[str]
    counted: tuple[str, ...]  # what follows the quantity: "31 homes"
    rate: str
    dates: tuple[DateMention, ...]
    beside: tuple[Quantity, ...]  # the other quantities of its clause
    quoted: tuple[Quantity, ...]  # all quantities of the quotation
    mood: str  # "plan", "estimate", "future" or "fact"
    is_running: bool  # "so far": more may have come since


def read_numeric_claims(citation: Citation) -> Iterator[NumericClaim]:
    """The claims of a quotation: no ages, times of day, scores, ranges or ordinals.

    A date is a claim where it is the only one of its sentence, and of what happens once.
    """
    quote = citation.quote
    quoted = tuple(find_quantities(quote))
    for start, end in split_sentences(quote, None) if re.search(r"\d", quote) or quoted else []:
        text = quote[start:end]
        if is_row(text):  # its figures are of one subject and of many columns
            continue
        dates = find_dates(text)
        taken = [(mention.start, mention.end) for mention in dates]
        quantities = [f for f in find_quantities(text, taken) if not f.is_ordinal]
        said = _Said(text, quantities, taken)
        for quantity in quantities:
            if _is_claim(text, quantity) and said.is_alone(quantity):
                yield _to_claim(citation, said, quantity, dates, quoted)
        for mention in dates if len(dates) == 1 else []:
            claim = _to_claim(citation, said, _as_quantity(mention), dates, quoted)
            if claim.dates and (mention.year or mention.day) and claim.around & HAPPENS_ONCE:
                yield claim


def _to_claim(
    citation: Citation,
    said: _Said,
    quantity: Quantity,
    dates: Sequence[DateMention],
    quoted: tuple[Quantity, ...],
) -> NumericClaim:
    first, last = _without_speaker(said.text, 0, len(said.text), quantity)
    told = said.words(first, last)
    words = told if quantity.unit == "date" else said.words(*_clause(said.text, quantity))
    return NumericClaim(
        citation=citation,
        quantity=quantity,
        around=without_fillers(find_concepts(words)),
        after=_stems([word for word in words if word.start >= quantity.end]),
        definite=_stems([w for w in words if said.text[: w.start].lower().endswith("the ")]),
        parts=frozenset(_parts(said.text, words)),
        known=content_stems(citation.title)
        | content_stems(f"{citation.quote} {citation.outlet or ''}"),
        names=_stems([word for word in told if word.is_capitalised and word.start > 0]),
        contrasts=frozenset(w.text.lower() for w in words) & _CONTRASTS,
        counted=_counted(said.text, quantity),
        rate=_rate(said.text, quantity),
        dates=tuple(mention for mention in dates if first <= mention.start < last),
        beside=tuple(said.others(quantity)),
        quoted=quoted,
        mood=mood_of(said.text),
        is_running=is_running(said.text),
    )


def _parts(text: str, words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    content = [word for word in words if word.is_content]
    for one, other in pairwise(content):
        if _RE.part_of.fullmatch(text[one.end : other.start]):
            yield to_concept(one.stem), to_concept(other.stem)


def _as_quantity(mention: DateMention) -> Quantity:
    return Quantity(
        value=float(mention.year or 0),
        unit="date",
        hedge="",
        quantum=1.0,
        text=mention.text,
        start=mention.start,
        end=mention.end,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence, its quantities, and where its dates stand."""

    text: str
    quantities: list[Quantity]
    taken: list[tuple[int, int]]

    def words(self, first: int, last: int) -> list[Word]:
        """The words between two places that are no numbers and no dates."""
        numbers = [*self.taken, *((other.start, other.end) for other in self.quantities)]
        return [
            word
            for word in find_words(self.text)
            if first <= word.start < last
            and not any(begun <= word.start < closed for begun, closed in numbers)
        ]

    def others(self, quantity: Quantity) -> list[Quantity]:
        """The other quantities of its clause."""
        first, last = _clause(self.text, quantity)
        return [f for f in self.quantities if f != quantity and first <= f.start < last]

    def is_alone(self, quantity: Quantity) -> bool:
        """Whether no other quantity of its clause measures the same, and not many do others."""
        others = self.others(quantity)
        own = set(_counted(self.text, quantity))
        return len(others) <= MOST_OTHER_QUANTITIES and not any(
            quantity.unit == other.unit and (quantity.unit or own & set(_counted(self.text, other)))
            for other in others
        )


def _is_claim(text: str, quantity: Quantity) -> bool:
    """Whether the quantity measures or counts: no ordinal, age, time of day, score or range."""
    if quantity.is_loose:
        return False
    before, after = text[: quantity.start], text[quantity.end :]
    if re.search(r"[a-z],\s*$", before) and after[:1] == ",":
        return False  # "Tobias Renn, 58, broke his wrist"
    return not _RE.no_claim_before.search(before) and not _RE.no_claim_after.match(after)


def _clause(text: str, quantity: Quantity) -> tuple[int, int]:
    """Where the clause around the quantity begins and ends, without who says so."""
    ends = [match.span() for match in _RE.clause_ends.finditer(text)]
    first = max((end for _, end in ends if end <= quantity.start), default=0)
    last = min((start for start, _ in ends if start >= quantity.end), default=len(text))
    return _without_speaker(text, first, last, quantity)


def _without_speaker(text: str, first: int, last: int, quantity: Quantity) -> tuple[int, int]:
    speaker = _RE.speaker_before.match(text[first : quantity.start])
    first += speaker.end() if speaker else 0
    after = _RE.speaker_after.search(text, quantity.end, last)
    return first, after.start() if after else last


def _counted(text: str, quantity: Quantity) -> tuple[str, ...]:
    """The content words right behind the quantity, at most three."""
    stems: list[str] = []
    at = quantity.end
    for word in find_words(text[quantity.end : quantity.end + 60]):
        gap = text[at : quantity.end + word.start]
        if not word.is_content or gap.strip(" -\n") or len(stems) == 3:
            break
        stems.append(to_concept(word.stem))
        at = quantity.end + word.end
    return tuple(stems)


def _rate(text: str, quantity: Quantity) -> str:
    match = _RE.rate.match(text, quantity.end)
    return (match[1] or match[2]).lower() if match else ""


def quantity_values(text: str) -> frozenset[float]:
    """What the numbers in `text` are worth, however they are written; dates are none."""
    taken = [(mention.start, mention.end) for mention in find_dates(text)]
    return frozenset(q.value for q in find_quantities(text, taken) if not q.is_loose)


@lru_cache(maxsize=8192)
def content_stems(text: str) -> frozenset[str]:
    """The concepts of the words of `text`; remembered, since hits come again."""
    return _stems(find_words(text))


def _stems(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(find_concepts(words))
