"""Ways to make a true sentence false. Each gives a new sentence, or None where there is nothing to
change; what is put in is never in the sentence's own passage.

Numbers, dates and names are found here with patterns of their own, not with those of the checks.
"""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from random import Random

TRIES = 20
"""How often something else is drawn when the passage holds what was drawn."""
_MONTHS: list[str] = re.findall(
    r"\w+",
    "January February March April May June July August September October November December",
)
_NUMBER_WORDS: list[str] = re.findall(
    r"\w+", "two three four five six seven eight nine ten eleven twelve"
)
_YEAR = re.compile(r"(?<![\d.,])(?:1[0-9]\d\d|20\d\d)(?=s?\b)(?![.,]\d)")
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")
_DAY = re.compile(
    rf"(?<=\b)(?:[12]?\d|3[01])(?=\s+(?:{'|'.join(_MONTHS)})\b)"
    rf"|(?:(?<=January )|(?<=February )|(?<=March )|(?<=April )|(?<=May )|(?<=June )|(?<=July )"
    rf"|(?<=August )|(?<=September )|(?<=October )|(?<=November )"
    rf"|(?<=December ))(?:[12]?\d|3[01])\b"
)
_DIGITS = re.compile(r"(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-]|[.,]\d)")
_WORDED = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b")
_NAME = re.compile(r"\b[A-Z][a-z]+(?:\s[A-Z][a-z]+)*\b")
_PLACE_CUE = re.compile(r"\b(?:in|at|near|from|of|to)\s+(?:the\s+)?\Z")
_NO_NAME = frozenset(
    re.findall(
        r"\w+",
        """
        The A An In It He She They This That These Those There When While After Before On At As By
        For From His Her Its Their With Within If No Of Also Both Then Other Each Even Some Most
        Many To But And Or So Because During Since Monday Tuesday Wednesday Thursday Friday
        Saturday Sunday I You We What Who Which Where Mr Mrs Ms Dr Jr Sr St Are Is Was
        """,
    )
) | frozenset(_MONTHS)
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has been|have been|had been|can|could|will|would|may|must"
    r"|should)\b(?! not)"
)
_NOT = re.compile(r"\s+(?:not|never)\b")
_QUOTED = re.compile(r"(?:``|[\"“])\s*([^`\"“”']+(?:'\w[^`\"“”']*)*)\s*(?:''|[\"”])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A sentence's own passage, and names and words of other passages to put in."""

    passage: str
    names: Mapping[tuple[int, bool], Sequence[str]]  # (how many words, in a place) -> names
    words: Sequence[str]  # in small letters
    ordinary: Container[str]


Corruption = Callable[[str, Surroundings, Random], str | None]


def find_names(
    text: str, ordinary: Container[str] = ()
) -> list[tuple[re.Match[str], tuple[int, bool]]]:
    """Runs of capitalised words that do not open the sentence, and of what type each is.

    A run all of whose words are `ordinary`, found in small letters elsewhere, is no name.
    """
    found = []
    for match in _NAME.finditer(text):
        first = match.group().split()[0]
        if match.start() == 0 or first in _NO_NAME or text[: match.start()].rstrip()[-1:] in ".!?":
            continue
        if all(word.lower() in ordinary for word in match.group().split()):
            continue
        cue = bool(_PLACE_CUE.search(text[: match.start()]))
        found.append((match, (len(match.group().split()), cue)))
    return found


def change_number(text: str, around: Surroundings, random: Random) -> str | None:
    """Another number in the place of one: another digit, a bit more or less, ten times as much."""
    taken = [m.span() for pattern in (_YEAR, _DAY) for m in pattern.finditer(text)]
    places = [
        match
        for pattern in (_DIGITS, _WORDED)
        for match in pattern.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    return _replace_one(text, places, _another_number, around, random)


def change_date(text: str, around: Surroundings, random: Random) -> str | None:
    """Another year, month or day in the place of one."""
    places = [m for pattern in (_YEAR, _MONTH, _DAY) for m in pattern.finditer(text)]
    return _replace_one(text, places, _another_date, around, random)


def change_name(text: str, around: Surroundings, random: Random) -> str | None:
    """A name of another passage, of the same type, in the place of one."""
    found = find_names(text, around.ordinary)
    if not found:
        return None
    match, kind = random.choice(found)
    others = around.names.get(kind, ())
    for name in random.sample(others, min(TRIES, len(others))):
        if _is_new(name, around.passage):
            return text[: match.start()] + name + text[match.end() :]
    return None


def change_quotation(text: str, around: Surroundings, random: Random) -> str | None:
    """A quotation with one wrong word, or one that nobody said.

    Where the sentence quotes, a word of that is changed. Else quotation marks are put around four
    to eight of its words, one of them changed where the passage holds them so.
    """
    quoted = [match.span(1) for match in _QUOTED.finditer(text)]
    if quoted and random.random() < 0.7:
        start, end = random.choice(quoted)
        changed = _change_word(text[start:end], around, random)
        return None if changed is None else text[:start] + changed + text[end:]
    if quoted:
        return None
    words = list(re.finditer(r"[^\W_][\w'-]*", text))
    if len(words) < 6:
        return None
    count = random.randint(4, min(8, len(words) - 1))
    first = random.randrange(1, len(words) - count + 1)
    start, end = words[first].start(), words[first + count - 1].end()
    said: str | None = text[start:end]
    if _letters(text[start:end]) in _letters(around.passage):
        said = _change_word(text[start:end], around, random)
    return None if said is None else f'{text[:start]}"{said}"{text[end:]}'


def negate(text: str, around: Surroundings, random: Random) -> str | None:
    """ "not" put in after an auxiliary verb, or taken out."""
    if _NOT.search(text):
        return _NOT.sub("", text, count=1)
    places = list(_AUXILIARY.finditer(text))
    if not places:
        return None
    match = random.choice(places)
    first = match.start() + len(match.group().split()[0])
    return f"{text[:first]} not{text[first:]}"


CORRUPTIONS: Mapping[str, Corruption] = {
    "numbers": change_number,
    "dates": change_date,
    "names": change_name,
    "quotes": change_quotation,
    "negation": negate,
}


def _replace_one(
    text: str,
    places: Sequence[re.Match[str]],
    another: Callable[[str, Random], str],
    around: Surroundings,
    random: Random,
) -> str | None:
    if not places:
        return None
    match = random.choice(list(places))
    for _ in range(TRIES):
        new = another(match.group(), random)
        if new != match.group() and _is_new(new, around.passage):
            return text[: match.start()] + new + text[match.end() :]
    return None


def _is_new(put_in: str, passage: str) -> bool:
    return not re.search(rf"(?<![\w.,]){re.escape(put_in.lower())}(?![\w]|[.,]\d)", passage.lower())


def _another_number(written: str, random: Random) -> str:
    if written in _NUMBER_WORDS:
        return random.choice(_NUMBER_WORDS)
    value = float(written.replace(",", ""))
    decimals = len(written.partition(".")[2])
    way = random.randrange(3)
    if way == 0:
        return _other_digit(written, random)
    if way == 1:
        value = max(0.0, value + random.choice([-2, -1, 1, 2, 3]) * 10.0**-decimals)
    else:
        value *= 10
    return f"{value:,.{decimals}f}" if "," in written else f"{value:.{decimals}f}"


def _other_digit(written: str, random: Random) -> str:
    places = [place for place, character in enumerate(written) if character.isdigit()]
    place = random.choice(places)
    digit = random.choice([d for d in "123456789" if d != written[place]])
    return written[:place] + digit + written[place + 1 :]


def _another_date(written: str, random: Random) -> str:
    if written in _MONTHS:
        return random.choice(_MONTHS)
    if len(written) < 3:
        return str(random.randint(1, 28))
    step = 10 if written.endswith("0") else 1
    return str(int(written) + step * random.choice([-5, -3, -2, -1, 1, 2, 3, 5]))


def _change_word(quoted: str, around: Surroundings, random: Random) -> str | None:
    words = list(re.finditer(r"[A-Za-z]{4,}", quoted))
    if not words:
        return None
    match = random.choice(words)
    for _ in range(TRIES):
        new = random.choice(around.words)
        if new.lower() != match.group().lower() and _is_new(new, around.passage):
            return quoted[: match.start()] + new + quoted[match.end() :]
    return None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
