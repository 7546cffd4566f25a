"""Spelling correction of a question, by the words of the articles."""

import re

from index.search.snapshot import Snapshot
from index.types import Encoder

_WORD = re.compile(r"(?<![\w'’-])[a-z]{3,}(?![\w'’-])")
_QUESTION_WORDS = re.findall(
    r"\w+", "how who what when where which whose why did does was were the much many about there"
)
_AMOUNTS = re.compile(r"\s+(?:much|many|long|old|far|big|high|often|did)\b")
_ONE_TOKEN = 3
"""A word that the encoder has whole counts so many tokens, with the two special ones."""
LONG = 8
"""From this length on two letters may be wrong."""


def correct_spelling(question: str, snapshot: Snapshot, encoder: Encoder | None) -> str:
    """`question` with words that nobody knows put as the articles have them.

    Only words in small letters are looked at, of which no passage holds any form and which are no
    words of the encoder's vocabulary either: a name that the articles lack stays what it is when it
    is written as a name. The first letter is taken to be right.
    """

    def written(match: re.Match[str]) -> str:
        word = match.group()
        if snapshot.document_frequency(word) > 0 or _is_word(word, encoder):
            return word
        return _question_word(word, question[match.end() :]) or _nearest(word, snapshot) or word

    return _WORD.sub(written, question)


def _is_word(word: str, encoder: Encoder | None) -> bool:
    if word in _QUESTION_WORDS or encoder is None:
        return word in _QUESTION_WORDS
    return encoder.count_tokens([word])[0] <= _ONE_TOKEN


def _question_word(word: str, after: str) -> str | None:
    near = [known for known in _QUESTION_WORDS if edit_distance(word, known) == 1]
    if "how" in near and "who" in near:
        return "how" if _AMOUNTS.match(after) else "who"
    return near[0] if near else None


def _nearest(word: str, snapshot: Snapshot) -> str | None:
    """The commonest of the nearest words in the passages that hold one like it."""
    most = 0 if len(word) < 4 else 1 if len(word) < LONG else 2
    if not most:
        return None
    found: dict[str, tuple[int, float]] = {}
    for passage in snapshot.passages_like(word):
        for other in set(re.findall(r"[^\W\d_]{3,}", passage.text)):
            distance = edit_distance(word, other.lower())
            if other[0].lower() == word[0] and distance <= most:
                found[other] = (distance, -snapshot.document_frequency(other))
    return min(found, key=lambda other: (found[other], other), default=None)


def edit_distance(one: str, other: str) -> int:
    """Letters put in, left out, changed or swapped with the next (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row, last = row, [i], before
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
