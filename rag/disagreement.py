"""Articles that make one claim with different figures.

Rather silent than wrong: a pair is reported only when the words around both figures are nearly the
same, the figures count the same thing, and no rounding, range or time explains the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from rag.checks.figures import Figure, bears_out
from rag.claims import Claim, read_claims, title_stems
from rag.types import Citation, Disagreement, Sentence

MOST_DAYS_APART = 300
"""What articles further apart count may have changed since, or be next year's."""

LEAST_SHARED_WORDS = 3
LEAST_SHARED = 2 / 3
LARGEST_RATIO = 20.0
ROUNDED = 0.1
"""How far "about" reaches, as a share of the figure."""


def find_disagreements(sentences: Sequence[Sentence]) -> tuple[Disagreement, ...]:
    """Each two articles among the sources of `sentences` that differ on a figure.

    What is compared are the quotations, so a model's wording plays no part. In the order in
    which `sentences` cite them; the same two figures of the same two articles once.
    """
    cited = dict.fromkeys(citation for s in sentences for citation in s.citations)
    claims = [claim for citation in cited for claim in read_claims(citation)]
    found: dict[tuple[object, ...], Disagreement] = {}
    for one, other in combinations(claims, 2):
        if _disagree(one, other):
            first, second = sorted((one, other), key=lambda c: c.citation.published or date.max)
            citations = (first.citation, second.citation)
            figures = (first.figure.text, second.figure.text)
            key = (*(c.doc_id for c in citations), first.figure.value, second.figure.value)
            found.setdefault(key, Disagreement(figures=figures, citations=citations))
    return tuple(found.values())


def _disagree(one: Claim, other: Claim) -> bool:
    return (
        _are_independent(one.citation, other.citation)
        and one.figure.unit == other.figure.unit
        and _differ(one.figure, other.figure)
        and not any(bears_out(f, one.figure) for f in other.quoted)
        and not any(bears_out(f, other.figure) for f in one.quoted)
        and _count_the_same(one, other)
        and _are_of_one_time(one, other)
        and _say_the_same(one, other)
    )


def _are_independent(one: Citation, other: Citation) -> bool:
    return (
        one.doc_id != other.doc_id
        and one.doc_id not in other.also_in
        and other.doc_id not in one.also_in
        and not set(one.also_in) & set(other.also_in)
    )


def _differ(one: Figure, other: Figure) -> bool:
    """Whether the two cannot both be right, whatever was rounded."""
    low, high = sorted((one, other), key=lambda figure: figure.value)
    if low.value <= 0 or high.value > LARGEST_RATIO * low.value:
        return False
    if bears_out(low, high) or bears_out(high, low) or _is_rounded(low, high):
        return False
    if low.hedge == "more" or high.hedge == "less" or _is_rounded(high, low):
        return False
    hedged = low.hedge or high.hedge
    return not hedged or high.value - low.value > ROUNDED * high.value


def _is_rounded(figure: Figure, exact: Figure) -> bool:
    return abs(round(exact.value / figure.quantum) * figure.quantum - figure.value) < 1e-9 * (
        1 + figure.value
    )


def _count_the_same(one: Claim, other: Claim) -> bool:
    if one.rate != other.rate:
        return False
    if one.figure.unit:
        return True
    shared = set(one.counted) & set(other.counted)
    return any(claim.counted[-1] in shared for claim in (one, other) if claim.counted)


def _are_of_one_time(one: Claim, other: Claim) -> bool:
    published = one.citation.published, other.citation.published
    if published[0] and published[1] and abs((published[0] - published[1]).days) > MOST_DAYS_APART:
        return False
    return not _are_apart(*(_years(c) for c in (one, other))) and not _are_apart(
        *({m.month for m in c.moments if m.month} for c in (one, other))
    )


def _years(claim: Claim) -> set[int]:
    return {year for m in claim.moments for year in (m.year, m.decade) if year is not None}


def _are_apart(one: set[int], other: set[int]) -> bool:
    """Whether both name times, and no common one, or one of them names more than one."""
    return bool(one and other and one != other)


def _say_the_same(one: Claim, other: Claim) -> bool:
    small, large = sorted((one, other), key=lambda claim: len(claim.around))
    shared = small.around & large.around
    if one.contrasts != other.contrasts or not small.around <= large.around | large.known:
        return False
    if not large.names <= small.around | small.known:
        return False
    unexplained = large.around - small.known - small.around
    if len(shared) < LEAST_SHARED * max(len(shared | unexplained), len(small.around)):
        return False
    return len(shared) >= LEAST_SHARED_WORDS or (
        len(shared) == LEAST_SHARED_WORDS - 1
        and one.around == other.around
        and bool(title_stems(one.citation) & title_stems(other.citation) & shared)
    )
