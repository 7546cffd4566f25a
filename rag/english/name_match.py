"""Entity matching: whether a passage bears a name, in any form, and not a namesake's."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.english.folding import fold_name
from rag.english.grammar import Grammar
from rag.english.names import TOKEN, Name, find_names

_KIN = tuple(map(frozenset, Grammar("rag.english", "name_match").word_lines("kin")))
_MOST_INITIALS = 10
_ENDINGS = ("s", "n", "an", "ian", "ean", "ish", "ese", "i", "ic", "er", "ers", "ns", "ans", "ians")


@dataclass(frozen=True, slots=True, eq=False)
class NamesHeld:
    """What a passage and its article's particulars hold: names, all words, and all letters."""

    names: tuple[Name, ...]
    words: frozenset[str]
    letters: str  # folded, without anything between them
    initials: frozenset[str]  # of two or more neighbouring words of a name
    every_initial: str  # of all words, in order


def read_names_held(texts: Sequence[str]) -> NamesHeld:
    """What `texts` hold, as `is_held` compares it."""
    names = tuple(name for text in texts for name in find_names(text))
    together = " ".join(texts)
    words = frozenset(folded for m in TOKEN.finditer(together) if (folded := fold_name(m.group())))
    letters = "".join(c for c in fold_name(together) if c.isalnum())
    initials = frozenset(
        "".join(word[0] for word in name.words[start:end])
        for name in names
        for start in range(len(name.words))
        for end in range(start + 2, min(start + _MOST_INITIALS, len(name.words)) + 1)
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
    return any(_is_kin(word, other) for other in held.words if other[:3] == word[:3])


def _is_kin(one: str, other: str) -> bool:
    """Whether one is the other with an ending: Canada, Canadian; Texas, Texan."""
    return any(
        len(root) >= 4 and longer.startswith(root) and longer[len(root) :] in _ENDINGS
        for shorter, longer in ((one, other), (other, one))
        for root in (shorter, shorter[:-1])
    )
