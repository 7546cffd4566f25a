"""Contradiction detection: articles that make one claim with different figures.

Rather silent than wrong: a pair is reported only when the words around both figures are nearly the
same, the figures count the same thing, and no rounding, range or time explains the difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from index.text.sentences import split_sentences
from index.types import Document
from rag.citations import Citer
from rag.english.concepts import DAILY, OF_MANY, UNNAMED, WHO_COMES
from rag.english.quantities import Quantity, bears_out
from rag.extract.candidates import PASSAGES_READ
from rag.extract.numeric_claims import NumericClaim, content_stems, read_numeric_claims
from rag.types import Citation, Disagreement, Hit, Sentence

MOST_DAYS_APART = 90
"""What articles further apart count may have changed since, or be next year's."""

LEAST_SHARED_WORDS = 3
LEAST_SHARED = 2 / 3
LARGEST_RATIO = 20.0
ROUNDED = 0.1
"""How far "about" reaches, as a share of the figure."""


def find_disagreements(
    sentences: Sequence[Sentence],
    hits: Sequence[Hit] = (),
    documents: Mapping[str, Document] | None = None,
) -> tuple[Disagreement, ...]:
    """Each two articles that differ on a figure that `sentences` rest on.

    What is compared are the quotations, so a model's wording plays no part.

    Args:
        sentences: of one answer.
        hits: passages that may hold the other side, quoted or not; best first, and only the
            first `PASSAGES_READ` are looked at.
        documents: the article of each hit by `doc_id`; needed with hits.

    Returns:
        In the order in which `sentences` cite them; the same two figures of the same two
        articles once. A citation out of `hits` has a number that the sentences do not use yet,
        unless they cite its passage.
    """
    cited = tuple(dict.fromkeys(citation for s in sentences for citation in s.citations))
    claims = [claim for citation in cited for claim in read_numeric_claims(citation)]
    pairs = list(combinations(claims, 2))
    if claims:
        unquoted = claims_of_hits(claims, cited, hits[:PASSAGES_READ], documents or {})
        pairs += [(one, other) for other in unquoted for one in claims]
    found: dict[tuple[object, ...], tuple[NumericClaim, NumericClaim]] = {}
    for one, other in pairs:
        if _disagree(one, other):
            first, second = sorted((one, other), key=lambda c: c.citation.published or date.max)
            key = tuple((c.citation.doc_id, c.quantity.value) for c in (first, second))
            found.setdefault(key, (first, second))
    return _numbered(cited, list(found.values()))


def claims_of_hits(
    claims: Sequence[NumericClaim],
    cited: Sequence[Citation],
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
) -> Iterator[NumericClaim]:
    """What other articles claim in words like those of `claims`, and the answer does not quote."""
    citer = Citer(documents)
    for hit in hits:
        passage = hit.passage
        document = documents[passage.doc_id]
        if not any(claim.citation.doc_id != passage.doc_id for claim in claims):
            continue
        for first, last in split_sentences(passage.text, document.language):
            text = passage.text[first:last]
            start, end = passage.start + first, passage.start + last
            if any(c.doc_id == passage.doc_id and c.start < end and start < c.end for c in cited):
                continue
            if _is_alike(text, claims):
                yield from read_numeric_claims(citer.cite(hit, start, end, text))


def _is_alike(text: str, claims: Sequence[NumericClaim]) -> bool:
    """Whether reading the sentence's figures, which takes time, can lead to anything."""
    stems = content_stems(text)
    return any(len(stems & claim.around) >= LEAST_SHARED_WORDS - 1 for claim in claims)


def _numbered(
    cited: Sequence[Citation], pairs: Sequence[tuple[NumericClaim, NumericClaim]]
) -> tuple[Disagreement, ...]:
    """The pairs as disagreements, with numbers that go on from those of the answer."""
    numbers = {citation.passage_id: citation.marker for citation in cited}

    def numbered(citation: Citation) -> Citation:
        following = max(numbers.values(), default=0) + 1
        return replace(citation, marker=numbers.setdefault(citation.passage_id, following))

    return tuple(
        Disagreement(
            figures=(one.quantity.text, other.quantity.text),
            citations=(numbered(one.citation), numbered(other.citation)),
        )
        for one, other in pairs
    )


def _disagree(one: NumericClaim, other: NumericClaim) -> bool:
    if one.quantity.unit == "date":
        return _dates_differ(one, other) and _are_of_one_subject(one, other)
    return (
        _figures_differ(one, other)
        and _are_of_one_time(one, other)
        and _are_of_one_subject(one, other)
        and _are_of_one_count(one, other)
    )


def is_superseded(one: NumericClaim, other: NumericClaim) -> bool:
    """Whether articles of different times give different figures for what changes with time."""
    published = one.citation.published, other.citation.published
    return (
        published[0] is not None
        and published[1] is not None
        and abs((published[0] - published[1]).days) > MOST_DAYS_APART
        and one.quantity.unit != "date"
        and _figures_differ(one, other)
        and _are_of_one_subject(one, other)
    )


def _are_of_one_subject(one: NumericClaim, other: NumericClaim) -> bool:
    return (
        _are_independent(one.citation, other.citation)
        and one.quantity.unit == other.quantity.unit
        and not (one.around | other.around) & UNNAMED
        and _are_of_one_mood(one, other)
        and _say_the_same(one, other)
    )


def _dates_differ(one: NumericClaim, other: NumericClaim) -> bool:
    """Whether both tell a date, and a part that both name is another."""
    if len(one.dates) != 1 or len(other.dates) != 1:
        return False
    parts = ((m.year, m.month, m.day) for claim in (one, other) for m in claim.dates)
    return any(a is not None and b is not None and a != b for a, b in zip(*parts, strict=True))


def _figures_differ(one: NumericClaim, other: NumericClaim) -> bool:
    return (
        _differ(one.quantity, other.quantity)
        and not any(bears_out(f, one.quantity) for f in other.quoted)
        and not any(bears_out(f, other.quantity) for f in one.quoted)
        and not any(
            a.unit == b.unit and not bears_out(a, b) and not bears_out(b, a)
            for a in one.beside
            for b in other.beside
        )
        and _count_the_same(one, other)
    )


def _are_of_one_mood(one: NumericClaim, other: NumericClaim) -> bool:
    """No plan is held against an outcome."""
    moods = {one.mood, other.mood}
    return len(moods) == 1 or ("estimate" in moods and "plan" not in moods)


def _are_of_one_count(one: NumericClaim, other: NumericClaim) -> bool:
    """No count is held against an earlier one, and no day's value against another day's."""
    days = {one.citation.published, other.citation.published}
    return not (
        (len(days - {None}) == 2 and (one.is_running or other.is_running))
        or ((len(days) == 2 or None in days) and one.around & DAILY)
    )


def _are_independent(one: Citation, other: Citation) -> bool:
    return (
        one.doc_id != other.doc_id
        and one.doc_id not in other.also_in
        and other.doc_id not in one.also_in
        and not set(one.also_in) & set(other.also_in)
    )


def _differ(one: Quantity, other: Quantity) -> bool:
    """Whether the two cannot both be right, whatever was rounded."""
    low, high = sorted((one, other), key=lambda quantity: quantity.value)
    if low.value <= 0 or high.value > LARGEST_RATIO * low.value:
        return False
    if bears_out(low, high) or bears_out(high, low) or _is_rounded(low, high):
        return False
    if low.hedge == "more" or high.hedge == "less" or _is_rounded(high, low):
        return False
    hedged = low.hedge or high.hedge
    return not hedged or high.value - low.value > ROUNDED * high.value


def _is_rounded(one: Quantity, exact: Quantity) -> bool:
    rounded = round(exact.value / one.quantum) * one.quantum
    return abs(rounded - one.value) < 1e-9 * (1 + one.value)


def _count_the_same(one: NumericClaim, other: NumericClaim) -> bool:
    if one.rate != other.rate:
        return False
    if one.quantity.unit:
        return True
    shared = set(one.counted) & set(other.counted)
    return any(claim.counted[-1] in shared for claim in (one, other) if claim.counted) or (
        _is_counted_in(one, other) or _is_counted_in(other, one)
    )


def _is_counted_in(one: NumericClaim, other: NumericClaim) -> bool:
    """Whether `one` counts people, or has no word for them, and says with what the other does."""
    is_vague = not one.counted or one.counted[0] in WHO_COMES
    return is_vague and bool(set(other.counted[:1]) & one.around)


def _are_of_one_time(one: NumericClaim, other: NumericClaim) -> bool:
    published = one.citation.published, other.citation.published
    if published[0] and published[1] and abs((published[0] - published[1]).days) > MOST_DAYS_APART:
        return False
    return not (
        _are_apart(_years(one), _years(other))
        or _are_apart(*({m.month for m in c.dates if m.month} for c in (one, other)))
        or _are_apart(
            *({m.weekday for m in c.dates if m.weekday is not None} for c in (one, other))
        )
    )


def _years(claim: NumericClaim) -> set[int]:
    return {year for m in claim.dates for year in (m.year, m.decade) if year is not None}


def _are_apart(one: set[int], other: set[int]) -> bool:
    """Whether both name times, and no common one, or one of them names more than one."""
    return bool(one and other and one != other)


def _say_the_same(one: NumericClaim, other: NumericClaim) -> bool:
    small, large = sorted((one, other), key=lambda claim: len(claim.around))
    shared = small.around & large.around
    if one.contrasts != other.contrasts or not small.around <= large.around | large.known:
        return False
    if not (large.names <= small.known and small.names <= large.known):
        return False
    unexplained = large.around - small.known - small.around
    if unexplained & large.after and large.quantity.unit != "date":
        return False  # "60 beds for surgery" of 240
    if any(part in unexplained and whole in shared for part, whole in large.parts):
        return False
    if len(shared) < LEAST_SHARED * max(len(shared | unexplained), len(small.around)):
        return False
    return len(shared) >= LEAST_SHARED_WORDS or (
        len(shared) == LEAST_SHARED_WORDS - 1
        and one.quantity.unit != "date"
        and one.around == other.around
        and bool(shared & (_titles(one, other) | (one.names & other.names) | _definite(one, other)))
    )


def _definite(one: NumericClaim, other: NumericClaim) -> frozenset[str]:
    """What both call "the ...", unless there are many of it; shares of it may be of anything."""
    return frozenset() if one.quantity.unit == "%" else (one.definite & other.definite) - OF_MANY


def _titles(one: NumericClaim, other: NumericClaim) -> frozenset[str]:
    return content_stems(one.citation.title) & content_stems(other.citation.title)
