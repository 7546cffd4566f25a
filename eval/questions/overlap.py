"""How much of a question's wording stands in a sentence.

A question that repeats the sentence that answers it tries only whether words are found again. The
share of its words that it has in common with the sentence says how far that is so.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")

_LIST = """
a about above after again all also am an and any anybody anyone anything are as at be because
been before being but by can could did do does doing done each else ever everybody everyone few
for from get gets getting go goes going got had has have having he her hers him his how i if in
into is it its itself just may me might mine more most much must my no nobody nor not nothing of
off on once one ones only onto or other our out over own same shall she should so some somebody
someone something such than that the their theirs them then there these they this those through
to too up us very was we were what when where which while who whole whom whose why will with
would you your yours
"""
_FUNCTION_WORDS = frozenset(_LIST.split())
_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "e", "y")


def content_words(text: str) -> set[str]:
    """The words of `text` that are not function words: lower case, without common endings."""
    words = (_base(match.group().lower()) for match in _WORD.finditer(text))
    return {_stem(word) for word in words if word not in _FUNCTION_WORDS}


def word_overlap(question: str, sentence: str) -> float:
    """The share, 0 to 1, of the question's content words that stand in the sentence too.

    A question without content words shares none: 0.
    """
    asked = content_words(question)
    return len(asked & content_words(sentence)) / len(asked) if asked else 0.0


def _base(word: str) -> str:
    return re.sub(r"['’]s?$|['’](?=s$)", "", word.replace("’", "'")).removesuffix("'s")


def _stem(word: str) -> str:
    if word[0].isdigit():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
