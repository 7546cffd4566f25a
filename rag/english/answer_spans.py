"""Answer span extraction by rules: the span of the expected answer type (date, money, ...).

Also which type a question expects, and whether none of some sentences has it. `answer_types`
only counts candidates, as a feature of the ranker.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.text.calendar import TIME_UNITS
from rag.english.dates import find_dates
from rag.english.names import find_names
from rag.english.quantities import Quantity, find_quantities
from rag.english.question import AnswerType, answer_type
from rag.english.words import find_words

Span = tuple[int, int]
_Finder = Callable[[str], list[Span]]

_ASKING = re.compile(r"\b(?:who|whom|whose|when|where|why|how|what|which|while)\b", re.IGNORECASE)
_CURRENCIES = frozenset("$£€¥₹")
_UNITS_OF_TIME = frozenset(TIME_UNITS)
_LENGTHS = frozenset({"km", "mile", "m", "cm", "foot"})
_CLOCK = re.compile(
    r"\b(?:\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.m\.|[ap]m\b)|\d{1,2}:\d\d\b|noon\b|midnight\b)", re.I
)
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|(?:last|this|next) (?:week(?:end)?|month|year|night"
    r"|spring|summer|autumn|fall|winter)|(?:\w+ ){1,2}(?:days|weeks|months|years) (?:ago|later)"
    r"|(?:in (?:the )?|by |before |until )?(?:early |late )?(?:spring|summer|autumn|winter"
    r"|Christmas|Easter))\b"
)
_ANY_TIME = re.compile(
    r"\b(?:when|while|after|before|until|till|once|since|during|soon|now|never|always|ever|later"
    r"|earlier|daily|weekly|every|as long|morning|afternoon|evening|night|week|month|year|day)s?\b",
    re.I,
)
_ANY_COUNT = re.compile(
    r"\b(?:no|none|nobody|nothing|all|most|many|few|fewer|several|dozens|hundreds|thousands"
    r"|millions|every|each|any|some|more|less|an?)\b",
    re.I,
)
_AFTER_TIME = re.compile(r"(?:,| on| in| of| at)* ?")
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|so that|reasons?|results?|caus\w+|led to"
    r"|therefore|in order to|blam\w+|meant|after)\b",
    re.IGNORECASE,
)
_TEMPERATURE = re.compile(
    r"(?:\b(?:minus|plus) )?[\w.-]+(?: ?°| ?º| degrees?\b)(?: ?(?:Celsius|Fahrenheit|[CF])\b)?"
)
_WEIGHT = re.compile(
    r"(?:\b\d[\d.,]*|\b\w+)[ -]?(?:tonn?e?s?|kilo(?:gram(?:me)?)?s?|kg|gram(?:me)?s?|g|pounds?|lbs?"
    r"|ounces?|oz|stones?)\b"
)
_HOW = r"\bhow {}\b"
_TITLE = re.compile(r"\b(?:Capt|Cllr|Rev|Gen|Col|Maj|Sgt|Lt|Gov|Sen|Rep|Ald|Insp)\. $")
_PLACE_NOUN = re.compile(
    r" (?:hall|valley|street|road|lane|bridge|quay|pier|harbour|harbor|station|school|church"
    r"|river|island|coast|square|park|museum|county|village|creek|hospital|hotel|library|market)\b"
)
_BEFORE_A_PLACE = r"\b(?:{}) (?P<place>(?:the |a |an |its |No\. ?\d+ )?(?:[\w-]+ ){{0,2}}?)$"
_IN_A_PLACE = re.compile(
    _BEFORE_A_PLACE.format("in|at|on|near|outside|off|across|between|beside|behind|opposite|under")
)
_TO_A_PLACE = re.compile(_BEFORE_A_PLACE.format("from|to|into|of|through"))


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
    asking = list(_ASKING.finditer(question))
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
    stems = {word.stem for word in find_words(question) if word.is_content}
    words = [word for word in find_words(sentence) if word.stem in stems]
    best = min(found, key=lambda s: _distance(s, [w.start for w in words]), default=None)
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
    near = [place - end if place >= end else start - place + 8 for place in places]
    return min(near, default=0), start


def _times(text: str) -> list[Span]:
    dates = [(mention.start, mention.end) for mention in find_dates(text)]
    others = [m.span() for pattern in (_CLOCK, _RELATIVE) for m in pattern.finditer(text)]
    joined: list[Span] = []
    for start, end in sorted([*dates, *others]):
        if joined and _AFTER_TIME.fullmatch(text[joined[-1][1] : start]):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        elif not joined or start >= joined[-1][1]:
            joined.append((start, end))
    return joined


def _quantities(text: str) -> Iterator[Quantity]:
    clocks = [match.span() for match in _CLOCK.finditer(text)]
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
        title = _TITLE.search(text[: name.start])
        if title:
            spans = [span for span in spans if span[1] <= title.start()]
            spans.append((title.start(), end))
        elif spans and text[spans[-1][1] : name.start] == "-":  # Adeyemi-Hart
            spans[-1] = spans[-1][0], end
        else:
            spans.append((name.start, end))
    return spans


def _who(text: str) -> list[Span]:
    return [(start, end) for start, end in _names(text) if not _IN_A_PLACE.search(text[:start])]


def _places(text: str) -> list[Span]:
    return _behind(_IN_A_PLACE, text) or _behind(_TO_A_PLACE, text)


def _behind(preposition: re.Pattern[str], text: str) -> list[Span]:
    found = []
    for start, end in _names(text):
        before, noun = preposition.search(text[:start]), _PLACE_NOUN.match(text, end)
        if before:
            found.append((before.start("place"), noun.end() if noun else end))
    return found


_LENGTH = "a duration or a length"
_MONEY = Kind(_with_units(_CURRENCIES), "an amount of money", re.compile(r"\bfree\b|\bnothing\b"))
_BY_WORDING = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (
            r"\bhow much (?:money\b|(?:did|does|do|will|would|is|was|are|were|has|have)\b.*\b"
            r"(?:cost|pay|paid|earn|charge|spend|spent|raise|raised|worth|owe)\b)"
            r"|\bwhat (?:did|does|do|will|would)\b.*\bcost\b"
            r"|\bwhat(?:['’]s| is| was| were| will be) the (?:\w+ ){0,2}(?:price|cost|fee|fare"
            r"|budget|salary|fine|turnover|rent)\b",
            _MONEY,
        ),
        (_HOW.format("(?:hot|cold|warm)"), Kind(_measures(_TEMPERATURE), "a temperature")),
        (_HOW.format("heavy") + r"|\bhow much .*\bweighs?\b", Kind(_measures(_WEIGHT), "a weight")),
        (_HOW.format("(?:tall|high|deep|wide|far|thick)"), Kind(_any_numbers, "a measure")),
        (
            # of something that goes on; "How long is the bridge?" may ask for metres
            r"\bhow long\b.*\b(?:did|does|do|will|would|may|might|must|should|has|have|had|been"
            r"|takes?|took|lasts?|open|shut|away|until|before|after|in|\w{2,}ing|\w{2,}ed)\b",
            Kind(_with_units(_UNITS_OF_TIME), "a duration", _ANY_TIME),
        ),
        (
            r"\bwhat time\b",
            Kind(
                lambda text: [m.span() for m in _CLOCK.finditer(text)], "a time of day", _ANY_TIME
            ),
        ),
    )
)
_BY_TYPE = {
    AnswerType.PERSON: Kind(_who),
    AnswerType.NAME: Kind(_who),
    AnswerType.DATE: Kind(_times, "a date", _ANY_TIME),
    AnswerType.MONEY: _MONEY,
    AnswerType.DURATION: Kind(_with_units(_UNITS_OF_TIME | _LENGTHS), _LENGTH, _ANY_TIME),
    AnswerType.NUMBER: Kind(_numbers, "a number", _ANY_COUNT),
    AnswerType.PLACE: Kind(_places),
    AnswerType.REASON: Kind(lambda text: [], excused=_REASON),
}
