"""Filter extraction: metadata filters out of a question's own words, and date boosts.

"What has Ann Lee written about the wall since May?" names an author and a time of publication:
both become filters. "What happened in Hollywood in 2023?" names the time of an event: an article
of 2025 may tell it, so articles of 2023 are only raised a little.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.search.matching import matches
from index.types import Document, Filters
from rag.english.grammar import Grammar
from rag.english.words import find_words
from rag.search.filters.periods import Period, find_periods
from rag.search.filters.rules import SIGN, read_rules
from rag.search.filters.values import NamedValue, ValueKind, find_values
from rag.search.types import WeightedQuery

BOOST_WEIGHT = 0.15
"""Weight of a search within a boost, beside 1 for all searches without."""

Sign = NamedValue | Period
"""What a question may say of an article: who, where, when."""

NEWEST_SHARE = 4
"""One dated article in so many counts among the latest."""


_RE = Grammar("rag.search", "reading")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """Articles published from `first` to `last`, both inclusive; None is an open end."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFilters:
    """What a question says about the articles that it wants.

    `question` is what is left to search for. `problem` says in words what was read and not
    applied, since no article would be left; then `filters` is empty and `question` is the whole
    question. `boosts` are times that only raise articles.
    """

    filters: Filters
    question: str
    problem: str = ""
    boosts: tuple[DateRange, ...] = ()


def read_filters(
    question: str, about: Collection[Document], today: date, given: Filters | None = None
) -> ReadFilters:
    """The filters that `question` asks for in words; none for most questions.

    Args:
        question: as it was asked.
        about: every document of the index (`Snapshot.about`): names are matched with theirs.
        today: what "last week" counts from.
        given: filters that hold besides; a field that they set is not read from the question.
    """
    plain = question.replace("⟦", "[").replace("⟧", "]")  # they mark signs
    signs = find_signs(plain, about, today)
    numbers, left = read_rules(with_signs(plain, signs))
    read = [signs[number] for number in dict.fromkeys(numbers)]
    filters = _without(to_filters(read), given or Filters())
    others = [sign for sign in signs if isinstance(sign, Period) and sign not in read]
    boosts = _boosts(question, others, about)
    if not filters:
        return ReadFilters(filters=filters, question=question, boosts=boosts)
    if not any(matches(document, merge(filters, given or Filters())) for document in about):
        said = " and ".join(filter_phrases(filters))
        problem = f"No article is {said}: searched without that."
        return ReadFilters(filters=Filters(), question=question, problem=problem, boosts=boosts)
    rest = _tidy(without_signs(left, plain, signs), question)
    return ReadFilters(filters=filters, question=rest, boosts=boosts)


def merge(read: Filters, given: Filters) -> Filters:
    """`given`, and what `read` says of the fields that `given` leaves open."""
    kept = {name: getattr(given, name) for name in Filters.__slots__ if getattr(given, name)}
    return replace(_without(read, given), **kept)


def with_boosts(
    queries: Sequence[WeightedQuery], boosts: Sequence[DateRange]
) -> tuple[WeightedQuery, ...]:
    """`queries`, and for each boost the heaviest of them once more within its dates."""
    total = sum(query.weight for query in queries)
    main = max(queries, key=lambda query: query.weight)
    weight = BOOST_WEIGHT * total
    raised = [
        replace(main, weight=weight, published_from=boost.first, published_to=boost.last)
        for boost in boosts
    ]
    return (*queries, *raised)


def find_signs(question: str, about: Collection[Document], today: date) -> list[Sign]:
    """The names of the index and the periods that `question` holds, in its order."""
    values = find_values(question, about)
    periods = [
        period
        for period in find_periods(question, today)
        if all(period.end <= value.start or value.end <= period.start for value in values)
    ]
    signs: list[Sign] = [*values, *periods]
    return sorted(signs, key=lambda sign: sign.start)


def with_signs(question: str, signs: Sequence[Sign]) -> str:
    """`question` with each sign as its kind and number: "⟦author0⟧"."""
    parts: list[str] = []
    after = 0
    for number, sign in enumerate(signs):
        parts += [question[after : sign.start], f"⟦{sign.kind}{number}⟧"]
        after = sign.end
    return "".join([*parts, question[after:]])


def without_signs(left: str, question: str, signs: Sequence[Sign]) -> str:
    """The signs that no rule took, in the question's own words again."""

    def written(match: re.Match[str]) -> str:
        sign = signs[int(match[1])]
        return question[sign.start : sign.end]

    return SIGN.sub(written, left)


def to_filters(read: Sequence[Sign]) -> Filters:
    """The filters that these signs are together."""
    values = [sign for sign in read if isinstance(sign, NamedValue)]
    periods = [sign for sign in read if isinstance(sign, Period)]

    def named(kind: ValueKind) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value.value for value in values if value.kind is kind))

    return Filters(
        published_from=max((p.first for p in periods if p.first), default=None),
        published_to=min((p.last for p in periods if p.last), default=None),
        authors=named(ValueKind.AUTHOR),
        outlets=named(ValueKind.OUTLET),
        sections=named(ValueKind.SECTION),
    )


def _without(read: Filters, given: Filters) -> Filters:
    """`read` without the fields that `given` sets; both ends of a time are one field."""
    dated = given.published_from or given.published_to
    return replace(
        read,
        published_from=None if dated else read.published_from,
        published_to=None if dated else read.published_to,
        authors=() if given.authors else read.authors,
        outlets=() if given.outlets else read.outlets,
        sections=() if given.sections else read.sections,
    )


def filter_phrases(filters: Filters) -> tuple[str, ...]:
    """Each filter in words that may stand behind "articles"."""
    first, last = filters.published_from, filters.published_to
    phrases = []
    if filters.authors:
        phrases.append(f"by {' or '.join(filters.authors)}")
    if filters.outlets:
        phrases.append(f"in {' or '.join(filters.outlets)}")
    if filters.sections:
        phrases.append(f"in the section {' or '.join(filters.sections)}")
    if first and last:
        phrases.append(f"published on {first}" if first == last else f"published {first} to {last}")
    elif first:
        phrases.append(f"published since {first}")
    elif last:
        phrases.append(f"published until {last}")
    return tuple(phrases)


def _boosts(
    question: str, periods: Sequence[Period], about: Collection[Document]
) -> tuple[DateRange, ...]:
    """The times of events that articles were published in, and the newest quarter if asked."""
    ranges = [DateRange(first=period.first, last=period.last) for period in periods]
    published = sorted(document.published for document in about if document.published)
    if published and _RE.latest.search(question):
        ranges.append(DateRange(first=published[-1 - len(published) // NEWEST_SHARE]))
    return tuple(
        span
        for span in dict.fromkeys(ranges)
        if any((span.first or day) <= day <= (span.last or day) for day in published)
    )


def _tidy(left: str, question: str) -> str:
    """`left` without the remains of punctuation; the question when no word of meaning is left."""
    tidied = re.sub(r"\s+([?.!,;:])", r"\1", " ".join(left.split())).strip(" ,;:.-")
    tidied = re.sub(r"^['’]s\s+|^\?+", "", tidied)
    return tidied if any(word.is_content for word in find_words(tidied)) else question
