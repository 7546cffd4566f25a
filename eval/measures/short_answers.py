"""Short answers (SQuAD style): exact match, F1 of words, and whether a text contains one.

EM and F1 are SQuAD's, with its normalisation (Rajpurkar et al., EMNLP 2016, ACL 2018).
"""

import re
import string
from collections import Counter
from collections.abc import Sequence

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLE = re.compile(r"\b(a|an|the)\b")


def exact_match(text: str, answers: Sequence[str]) -> float:
    """1 when `text` equals one of `answers` after SQuAD v1.1's normalisation, else 0."""
    return float(any(_words(text) == _words(answer) for answer in answers))


def word_f1(text: str, answers: Sequence[str]) -> float:
    """SQuAD v1.1's F1 of the words of `text` against the best of `answers`."""
    return max((_f1(_words(text), _words(answer)) for answer in answers), default=0.0)


def holds_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether `text` holds one of `answers`, letter case and white space aside.

    An answer counts only as whole words: "18" is not in "1890".
    """
    folded, wanted = _fold(text), map(_fold, answers)
    return any(_as_words(answer).search(folded) for answer in wanted if answer in folded)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _as_words(folded: str) -> re.Pattern[str]:
    before = r"(?<!\w)" if folded[:1].isalnum() else ""
    after = r"(?!\w)" if folded[-1:].isalnum() else ""
    return re.compile(before + re.escape(folded) + after)


def _words(text: str) -> list[str]:
    return _ARTICLE.sub(" ", text.lower().translate(_PUNCTUATION)).split()


def _f1(said: list[str], wanted: list[str]) -> float:
    if not said or not wanted:
        return float(said == wanted)
    shared = sum((Counter(said) & Counter(wanted)).values())
    return harmonic(shared / len(said), shared / len(wanted))


def harmonic(precision: float, recall: float) -> float:
    """The harmonic mean of two shares; 0 when both are."""
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0
