"""How far a question leans on what was said before it: read from its words alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.conversation.names import find_names
from rag.types import Turn
from rag.words import FUNCTION_WORDS, find_words

WHOLLY = 1.0
PARTLY = 0.5
PERHAPS = 0.25
STANDS_ALONE = 0.0

FEW_WORDS = 3
"""A question of so few words of meaning, and without a name, may be about anything."""

SUBJECT_WORDS = 2
"""So many words of meaning before a pronoun give it something in the question to stand for."""

_VERBS_OF_ASKING = frozenset(
    ("name", "tell", "give", "list", "describe", "explain", "say", "show", "find", "anyone")
)
_OPENS = re.compile(
    r"^(?:and|but|so|or|then|also|what about|how about|why not|how so|who else|what else)\b"
    r"|\b(?:who|what|where|when|which|why|how|anyone|anybody|anything) else\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs)\b", re.I)
_OBJECT_AT_END = re.compile(r"\b(?:it|them|him|her)\s*[?.!]*$", re.I)
_POINTS = re.compile(
    r"\b(?:this|these|those|the same|the former|the latter)\b"
    # "that" joins clauses more often than it points: it points at the end, behind a preposition
    # or behind "was".
    r"|\b(?:that|(?<!are )(?<!is )there|then|so|one|ones|instead|too|either)\s*[?.!]*$"
    r"|\b(?:in|on|at|of|by|for|from|with|after|before|about|was|is|were|did|does)\s+that\b"
    r"|\b(?:next|last|other|new|old|first|second|which) ones?\b",
    re.IGNORECASE,
)
_EMPTY_IT = re.compile(r"\bit\b[^?]*\bthat\b|\bit (?:takes?|rains?|snows?)\b", re.I)


def leaning(question: str, history: Sequence[Turn]) -> float:
    """How far the question leans on the history: 0 stands alone, 1 cannot be understood alone.

    A question without anything that points back and with a name of its own, or with more than
    three words of meaning, stands alone. A pronoun behind a name or another subject in the same
    question is taken to mean that, unless it ends the question: "When did Egypt attack it?"
    """
    if not history:
        return STANDS_ALONE
    names = find_names(question)
    if _OPENS.search(question) or _POINTS.search(question) or _has_loose_pronoun(question, names):
        return PARTLY if names else WHOLLY
    if names or _opens_with_subject(question):
        return STANDS_ALONE
    content = [word for word in find_words(question) if word.is_content]
    if not content:
        return WHOLLY
    return PERHAPS if len(content) <= FEW_WORDS else STANDS_ALONE


def _has_loose_pronoun(question: str, names: Sequence[str]) -> bool:
    if _OBJECT_AT_END.search(question):
        return True
    pronoun = _PRONOUN.search(question)
    if pronoun is None or _EMPTY_IT.search(question):
        return False
    before = [word for word in find_words(question[: pronoun.start()]) if word.is_content]
    named = any(question.find(name) < pronoun.start() for name in names)
    return not named and len(before) < SUBJECT_WORDS and not _opens_with_subject(question)


def _opens_with_subject(question: str) -> bool:
    """ "Imperialism is confused with what?": a first word that is no verb and asks nothing."""
    words = question.split()
    first = re.sub(r"\W+", "", words[0]).lower() if words else ""
    return bool(first) and first not in FUNCTION_WORDS and first not in _VERBS_OF_ASKING
