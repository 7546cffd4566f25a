"""Anaphora: words that point back to what was said before, and the same words used otherwise."""

from __future__ import annotations

import re

from index.text.calendar import WEEKDAY

_BE = r"(?:is|are|was|were|be|been|isn['’]t|aren['’]t|wasn['’]t|weren['’]t)"
_CLAUSE = r"(?:that|which|who|whom|whose|where)"

_ELSE = re.compile(r"\b(?:who|what|where|when|which|why|how|anyone|anybody|anything) else\b", re.I)
_ELSE_THAN = re.compile(
    r"\b(?:besides|beside|in addition to|apart from|aside from|as well as|other than|except)\s+\w"
    r"|\belse (?:besides|but|than|except|apart)\b"
    r"|[^\s,]\W+(?:and|or) \w+ else\s*[?.!]*$",
    re.I,
)
"""The question says itself what it asks more of: "Besides the mayor, who else came?"."""

_THIS = re.compile(
    # Days are counted from today, not from the last answer.
    r"\bthis\b(?! (?:year|month|week|weekend|morning|afternoon|evening|season|decade|century"
    rf"|spring|summer|autumn|fall|winter|{WEEKDAY})\b)"
    r"|\bthese\b(?! days\b)"
    r"|\bthose\b(?! (?:that|which|who|whose|of|in|with|without|from|under|over|on|at|for)\b)",
    re.I,
)
_THE_SAME = re.compile(r"\bthe same\b(?! or\b)(?!.*\b(?:as|that|which|who|whose|whether)\b)", re.I)
_UNCHANGED = re.compile(r"\b(?:remain|stay|look)(?:s|ed|ing)? the same\b", re.I)
_THE_FORMER = re.compile(
    # Before a noun "former" says what something was once, and "latter half" which half.
    r"\bthe (?:former|latter)(?=['’]s|\s*(?:[?.!,;]|$)|\s+(?:and|or|is|are|was|were|of|in|on|to"
    r"|at|for|by|with|from|than|do|does|did|has|have|had|will|would|can|could)\b)"
    r"|\b(?:do|does|did|will|would|can|could) the (?:former|latter) \w+\s*[?.!]*$"
    r"|\bthe latter (?!half|part|years|months|days|decades|stages|phases)\w",
    re.I,
)
_THAT = re.compile(
    r"\bthat\s*[?.!]*$"
    # Otherwise "that" joins clauses more often than it points: it points behind a preposition
    # or "was", but not in "the law passed on that is" and "that power that".
    rf"|\b(?:in|on|at|of|by|for|from|with|after|before|about|was|is|were|did|does)\s+that\b"
    rf"(?! (?:{_BE}|has|have|had|would|could)\b)(?! \w+(?: of \w+)? {_CLAUSE}\b)",
    re.I,
)
_LAST_WORD = re.compile(r"\b(?:there|then|so|one|ones|instead|too|either)\s*[?.!]*$")
_THERE_IS = re.compile(
    rf"\b(?:how (?:many|much)|what|which)\s+(?!{_BE}\b)\w.*\b{_BE} there\s*[?.!]*$", re.I
)
_ONE = re.compile(r"\b(?:next|last|other|new|old|first|second|[Ww]hich) ones?\b(?! of\b)")


def has_anaphor(question: str) -> bool:
    """Whether a word such as "this", "there" or "else" stands for something said before.

    False where the question itself tells what is meant: "the same size as", "those who",
    "that power that enables us", "what else besides", "how many are there".
    """
    if _ELSE.search(question) and not _ELSE_THAN.search(question):
        return True
    if _LAST_WORD.search(question) and not _THERE_IS.search(question):
        return True
    if _THE_SAME.search(_UNCHANGED.sub("", question)):
        return True
    return any(pattern.search(question) for pattern in (_THIS, _THE_FORMER, _THAT, _ONE))
