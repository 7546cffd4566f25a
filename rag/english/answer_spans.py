"""Answer span extraction by rules: the span of the expected answer type (date, money, ...).

Also which type a question expects, and whether none of some sentences has it. `answer_types`
only counts candidates, as a feature of the ranker.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.text.calendar import TIME_UNITS
from rag.english.dates import find_dates
from rag.english.grammar import Grammar
from rag.english.names import find_names
from rag.english.quantities import Quantity, find_quantities
from rag.english.question import AnswerType, answer_type
from rag.english.words import find_words, stems_in

Span = tuple[int, int]
_Finder = Callable[[str], list[Span]]

_RE = Grammar("rag.english", "answer_spans")
_CURRENCIES = frozenset("$£€¥₹")
_BEFORE_CHARS = 150  # how far before a name its title or its preposition is looked for
_UNITS_OF_TIME = frozenset(TIME_UNITS)
_LENGTHS = frozenset({"km", "mile", "m", "cm", "foot"})


@dataclass(frozen=True, slots=True)
class Kind:
    """What a question asks for: how it is found, and how its absence is told.

    `named` is "" where sentences may answer without one. `excused` are words that may answer, too.
    """

    find: _Finder
    named: str = ""
    excused: re.Pattern[str] | None = None


def asked_type(question: str) -> AnswerType:
    """The type of the first thing that `question` asks.

    "What did she say when she was asked?" does not ask when.
    """
    asking = list(_RE.asking.finditer(question))
    return answer_type(question[: asking[1].start()] if len(asking) > 1 else question)


def asked_kind(question: str) -> Kind | None:
    """The kind that `question` asks for; None when any words may answer."""
    for pattern, kind in _BY_WORDING:
        if pattern.search(question):
            return kind
    return _BY_TYPE.get(asked_type(question))


def find_answer(question: str, sentence: str) -> Span | None:
    """The words of `sentence` that are of the kind asked for and not in the question.

    Of several those that stand nearest to the question's words; a number with what it counts.
    """
    kind = asked_kind(question)
    if kind is None:
        return None
    asked = question.casefold()
    found = [s for s in kind.find(sentence) if sentence[slice(*s)].casefold() not in asked]
    stems = stems_in(question)
    words = [word for word in find_words(sentence) if word.stem in stems]
    places = [word.start for word in words]
    best = min(found, key=lambda span: _distance(span, places), default=None)
    counted = [word.end for word in words if best and word.start == best[1] + 1]
    return (best[0], counted[0]) if best and counted and sentence[best[0]].isdigit() else best


def lacking(question: str, sentences: Sequence[str]) -> str:
    """The kind asked for, as "a date", when none of `sentences` holds it; else ""."""
    kind = asked_kind(question)
    if kind is None or not sentences or any(holds_kind(question, text) for text in sentences):
        return ""
    return kind.named


def holds_kind(question: str, sentence: str) -> bool:
    """Whether `sentence` holds something of the kind asked for, or none is."""
    kind = asked_kind(question)
    if kind is None:
        return True
    return bool(kind.find(sentence) or (kind.excused and kind.excused.search(sentence)))


def _distance(span: Span, places: Sequence[int]) -> tuple[int, int]:
    start, end = span
    # What a number counts follows it; what is told of a name comes before or after.
    after = bisect_left(places, end)
    near = [place - end for place in places[after : after + 1]]
    near += [start - place + 8 for place in places[max(0, after - 1) : after]]
    return min(near, default=0), start


def _times(text: str) -> list[Span]:
    dates = [(mention.start, mention.end) for mention in find_dates(text)]
    others = [m.span() for pattern in (_RE.clock, _RE.relative) for m in pattern.finditer(text)]
    joined: list[Span] = []
    for start, end in sorted([*dates, *others]):
        if joined and _RE.after_time.fullmatch(text[joined[-1][1] : start]):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        elif not joined or start >= joined[-1][1]:
            joined.append((start, end))
    return joined


def _quantities(text: str) -> Iterator[Quantity]:
    clocks = [match.span() for match in _RE.clock.finditer(text)]
    taken = [*((mention.start, mention.end) for mention in find_dates(text)), *clocks]
    return (q for q in find_quantities(text, taken) if not q.is_ordinal)


def _with_units(units: frozenset[str]) -> _Finder:
    return lambda text: [_trimmed(q, text) for q in _quantities(text) if q.unit in units]


def _numbers(text: str) -> list[Span]:
    counted = [q for q in _quantities(text) if q.unit not in _CURRENCIES]
    return [_trimmed(q, text) for q in counted if not q.is_loose]


def _trimmed(quantity: Quantity, text: str) -> Span:
    written = text[quantity.start : quantity.end]
    return quantity.start, quantity.start + len(written.rstrip(" ,-"))


def _any_numbers(text: str) -> list[Span]:
    return [_trimmed(q, text) for q in _quantities(text) if not q.is_loose]


def _matches(pattern: re.Pattern[str]) -> _Finder:
    return lambda text: [match.span() for match in pattern.finditer(text)]


def _measures(pattern: re.Pattern[str]) -> _Finder:
    def find(text: str) -> list[Span]:
        found = _matches(pattern)(text)
        return [span for span in found if find_quantities(text[slice(*span)])]

    return find


def _names(text: str) -> list[Span]:
    spans: list[Span] = []
    for name in find_names(text, greedy=True):
        end = name.start + len(name.text)
        title = _before(_RE.title, text, name.start)
        if title:
            while spans and spans[-1][1] > title.start():
                spans.pop()
            spans.append((title.start(), end))
        elif spans and text[spans[-1][1] : name.start] == "-":  # Adeyemi-Hart
            spans[-1] = spans[-1][0], end
        else:
            spans.append((name.start, end))
    return spans


def _before(pattern: re.Pattern[str], text: str, place: int) -> re.Match[str] | None:
    return pattern.search(text, max(0, place - _BEFORE_CHARS), place)


def _who(text: str) -> list[Span]:
    return [span for span in _names(text) if not _before(_RE.in_a_place, text, span[0])]


def _places(text: str) -> list[Span]:
    return _behind(_RE.in_a_place, text) or _behind(_RE.to_a_place, text)


def _behind(preposition: re.Pattern[str], text: str) -> list[Span]:
    found = []
    for start, end in _names(text):
        before, noun = _before(preposition, text, start), _RE.place_noun.match(text, end)
        if before:
            found.append((before.start("place"), noun.end() if noun else end))
    return found


_LENGTH = "a duration or a length"
_MONEY = Kind(_with_units(_CURRENCIES), "an amount of money", _RE.free)
_BY_WORDING = (
    (_RE.money_words, _MONEY),
    (_RE.how_hot, Kind(_measures(_RE.temperature), "a temperature")),
    (_RE.how_heavy, Kind(_measures(_RE.weight), "a weight")),
    (_RE.how_tall, Kind(_any_numbers, "a measure")),
    (_RE.how_long, Kind(_with_units(_UNITS_OF_TIME), "a duration", _RE.any_time)),
    (_RE.what_time, Kind(_matches(_RE.clock), "a time of day", _RE.any_time)),
)
_BY_TYPE = {
    AnswerType.PERSON: Kind(_who),
    AnswerType.NAME: Kind(_who),
    AnswerType.DATE: Kind(_times, "a date", _RE.any_time),
    AnswerType.MONEY: _MONEY,
    AnswerType.DURATION: Kind(_with_units(_UNITS_OF_TIME | _LENGTHS), _LENGTH, _RE.any_time),
    AnswerType.NUMBER: Kind(_numbers, "a number", _RE.any_count),
    AnswerType.PLACE: Kind(_places),
    AnswerType.REASON: Kind(lambda text: [], excused=_RE.reason),
}
