"""Fact checks of particulars: numbers, dates, names and quotations against the passages."""

from collections.abc import Sequence

from rag.checks.evidence import Aligned
from rag.checks.exchanged_figures import exchanged
from rag.checks.roles import turned_round
from rag.checks.table_figures import misplaced
from rag.english import name_match
from rag.english.dates import DateMention, find_dates, is_told
from rag.english.frames import read_frames
from rag.english.names import Name, find_names
from rag.english.polarity import disagreement, read_polarity
from rag.english.quantities import Quantity, bears_out, find_quantities, nearest
from rag.english.quotations import find_quotations, is_verbatim


class Particulars:
    """The numbers, dates, names and quotations of one sentence, found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.dates = find_dates(text)
        self.quantities = find_quantities(text, [(m.start, m.end) for m in self.dates])
        self.names = find_names(text)
        self.quotations = find_quotations(text, unpaired=True)
        self.polarity = read_polarity(text)
        self.frames = read_frames(text)

    @property
    def checked(self) -> list[tuple[int, int]]:
        """Where everything stands that is checked: numbers, dates, names and quotations."""
        names = [(name.start, name.start + len(name.text)) for name in self.names]
        places = [(self.text.find(quoted), len(quoted)) for quoted in self.quotations]
        return [*self.counted, *names, *((start, start + length) for start, length in places)]

    @property
    def counted(self) -> list[tuple[int, int]]:
        """Where the numbers and dates stand."""
        dates = [(mention.start, mention.end) for mention in self.dates]
        return dates + [(quantity.start, quantity.end) for quantity in self.quantities]

    def faults(self, aligned: Sequence[Aligned], *, strictly: bool = False) -> list[str]:
        """What the passages do not bear out, each in a few words; at least one passage.

        Unless `strictly`, a small number in words passes where nothing is counted in the
        passages: the writer may have counted.
        """
        sentences = [
            e.text[start:end] for e in (a.evidence for a in aligned) for start, end in e.spans
        ]
        return [
            *self._wrong_quantities(aligned, strictly=strictly),
            *self._wrong_dates(aligned),
            *self._wrong_names(aligned),
            *self._wrong_quotations(aligned),
            *misplaced(self.text, self.quantities, sentences),
            *(exchanged(self.text, sentences) if self.quantities else ()),
        ]

    def doubts(self, aligned: Sequence[Aligned]) -> list[str]:
        """Signs that the sentence says the contrary; weaker than a fault."""
        spans = [p for one in aligned for p in one.evidence.polarities[one.first : one.last + 1]]
        frames = [frame for one in aligned for frame in one.evidence.frames]
        found = disagreement(self.polarity, spans), turned_round(self.frames, frames)
        return [doubt for doubt in found if doubt]

    def _wrong_quantities(self, aligned: Sequence[Aligned], *, strictly: bool) -> list[str]:
        held = [quantity for one in aligned for quantity in one.evidence.quantities]
        years = {abs(m.year) for one in aligned for m in one.evidence.dates if m.year is not None}
        wrong = [
            quantity
            for quantity in self.quantities
            if not quantity.is_loose
            and not any(bears_out(other, quantity) for other in held)
            and not (quantity.value in years and not quantity.unit)
            and (
                strictly
                or not quantity.is_small_word
                or any(2 <= other.value <= 12 for other in held)
            )
        ]
        return [_quantity_fault(quantity, _span_quantities(aligned)) for quantity in wrong]

    def _wrong_dates(self, aligned: Sequence[Aligned]) -> list[str]:
        return [
            _date_fault(mention, [m for one in aligned for m in one.evidence.dates])
            for mention in self.dates
            if not any(_is_told(mention, one) for one in aligned)
        ]

    def _wrong_names(self, aligned: Sequence[Aligned]) -> list[str]:
        return [
            _name_fault(name, aligned)
            for name in self.names
            if not any(_is_named(name, one) for one in aligned)
        ]

    def _wrong_quotations(self, aligned: Sequence[Aligned]) -> list[str]:
        return [
            f"“{quoted}” is not word for word in the cited article"
            for quoted in self.quotations
            if not any(is_verbatim(quoted, one.evidence.folded_article) for one in aligned)
        ]


def _span_quantities(aligned: Sequence[Aligned]) -> list[Quantity]:
    found = []
    for one in aligned:
        start, end = one.evidence.spans[one.first][0], one.evidence.spans[one.last][1]
        found += [quantity for quantity in one.evidence.quantities if start <= quantity.start < end]
    return found


def _quantity_fault(quantity: Quantity, nearby: Sequence[Quantity]) -> str:
    meant = nearest(quantity, nearby)
    if meant is None:
        return f"{quantity.text} is not in the cited passage"
    return f"says {quantity.text}; the passage says {meant.text}"


def _is_told(mention: DateMention, one: Aligned) -> bool:
    evidence = one.evidence
    published = evidence.document.published
    if is_told(mention, evidence.dates, published, evidence.text.lower()):
        return True
    if mention.month and mention.day is None and mention.year is None:  # "a cold May"
        return mention.text.split()[-1] in evidence.text.split()
    return (
        mention.year is not None
        and mention.month is None
        and any(quantity.value == mention.year for quantity in evidence.quantities)
    )


def _date_fault(mention: DateMention, held: Sequence[DateMention]) -> str:
    alike = [
        other
        for other in held
        if (other.year is None) == (mention.year is None)
        and (other.month is None) == (mention.month is None)
        and (other.weekday is None) == (mention.weekday is None)
    ]
    if len({other.text for other in alike}) != 1:
        return f"{mention.text} is not in the cited passage"
    return f"says {mention.text}; the passage says {alike[0].text}"


def _is_named(name: Name, one: Aligned) -> bool:
    evidence = one.evidence
    if name_match.is_held(name, evidence.names):
        return True
    letters = "".join(c for word in name.words for c in word if c.isalnum())
    return (
        len(name.words) > 1
        and name.words[-1] in evidence.names.words
        and letters in evidence.article_letters
    )


def _name_fault(name: Name, aligned: Sequence[Aligned]) -> str:
    for one in aligned:
        meant = name_match.namesake(name, one.evidence.names)
        meant = meant or name_match.meant_instead(name, one.evidence.names)
        if meant is not None and len(name.words) > 1 and meant.words != name.words:
            return f"says {name.text}; the passage says {meant.text}"
    return f"{name.text} is not in the cited passage"
