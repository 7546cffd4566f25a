"""The particulars of a sentence held against its passages: what is wrong, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from rag.checks.sources import Aligned
from rag.english import borne_names, dates, quantities, quotations
from rag.english.borne_names import Name
from rag.english.dates import Moment
from rag.english.polarity import disagreement, read_polarity
from rag.english.quantities import Figure


class Particulars:
    """The numbers, dates, names and quotations of one sentence, found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.moments = dates.find_moments(text)
        self.figures = quantities.find_figures(text, [(m.start, m.end) for m in self.moments])
        self.names = borne_names.find_names(text)
        self.quotations = quotations.find_quotations(text)
        self.polarity = read_polarity(text)

    @property
    def counted(self) -> list[tuple[int, int]]:
        """Where the numbers and dates stand."""
        dates = [(moment.start, moment.end) for moment in self.moments]
        return dates + [(figure.start, figure.end) for figure in self.figures]

    def faults(self, aligned: Sequence[Aligned], *, strictly: bool = False) -> list[str]:
        """What the passages do not bear out, each in a few words; at least one passage.

        Unless `strictly`, a small number in words passes where nothing is counted in the
        passages: the writer may have counted.
        """
        return [
            *self._wrong_figures(aligned, strictly=strictly),
            *self._wrong_moments(aligned),
            *self._wrong_names(aligned),
            *self._wrong_quotations(aligned),
        ]

    def doubts(self, aligned: Sequence[Aligned]) -> list[str]:
        """Signs that the sentence says the contrary; weaker than a fault."""
        spans = [p for one in aligned for p in one.source.polarities[one.first : one.last + 1]]
        found = disagreement(self.polarity, spans)
        return [found] if found else []

    def _wrong_figures(self, aligned: Sequence[Aligned], *, strictly: bool) -> list[str]:
        held = [figure for one in aligned for figure in one.source.figures]
        years = {abs(m.year) for one in aligned for m in one.source.moments if m.year is not None}
        wrong = [
            figure
            for figure in self.figures
            if not figure.is_loose
            and not any(quantities.bears_out(other, figure) for other in held)
            and not (figure.value in years and not figure.unit)
            and (strictly or not figure.is_small_word or any(_is_small(other) for other in held))
        ]
        return [_figure_fault(figure, _span_figures(aligned)) for figure in wrong]

    def _wrong_moments(self, aligned: Sequence[Aligned]) -> list[str]:
        return [
            _moment_fault(moment, [m for one in aligned for m in one.source.moments])
            for moment in self.moments
            if not any(_is_told(moment, one) for one in aligned)
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
            if not any(quotations.is_verbatim(quoted, one.source.folded_article) for one in aligned)
        ]


def _is_small(figure: Figure) -> bool:
    return 2 <= figure.value <= 12


def _span_figures(aligned: Sequence[Aligned]) -> list[Figure]:
    found = []
    for one in aligned:
        start, end = one.source.spans[one.first][0], one.source.spans[one.last][1]
        found += [figure for figure in one.source.figures if start <= figure.start < end]
    return found


def _figure_fault(figure: Figure, nearby: Sequence[Figure]) -> str:
    meant = quantities.nearest(figure, nearby)
    if meant is None:
        return f"{figure.text} is not in the cited passage"
    return f"says {figure.text}; the passage says {meant.text}"


def _is_told(moment: Moment, one: Aligned) -> bool:
    source = one.source
    published = source.document.published
    if dates.is_told(moment, source.moments, published, source.text.lower()):
        return True
    return (
        moment.year is not None
        and moment.month is None
        and any(figure.value == moment.year for figure in source.figures)
    )


def _moment_fault(moment: Moment, held: Sequence[Moment]) -> str:
    alike = [
        other
        for other in held
        if (other.year is None) == (moment.year is None)
        and (other.month is None) == (moment.month is None)
        and (other.weekday is None) == (moment.weekday is None)
    ]
    if len({other.text for other in alike}) != 1:
        return f"{moment.text} is not in the cited passage"
    return f"says {moment.text}; the passage says {alike[0].text}"


def _is_named(name: Name, one: Aligned) -> bool:
    source = one.source
    if borne_names.is_held(name, source.names):
        return True
    letters = "".join(c for word in name.words for c in word if c.isalnum())
    return (
        len(name.words) > 1
        and name.words[-1] in source.names.words
        and letters in source.article_letters
    )


def _name_fault(name: Name, aligned: Sequence[Aligned]) -> str:
    for one in aligned:
        meant = borne_names.namesake(name, one.source.names)
        meant = meant or borne_names.meant_instead(name, one.source.names)
        if meant is not None and len(name.words) > 1 and meant.words != name.words:
            return f"says {name.text}; the passage says {meant.text}"
    return f"{name.text} is not in the cited passage"
