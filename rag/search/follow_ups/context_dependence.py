"""Context dependence: how far a question leans on what was said before it, read from its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.english.anaphora import has_anaphor
from rag.english.names import find_names
from rag.english.words import FUNCTION_WORDS, Word, find_words
from rag.types import Turn

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
    r"^(?:and|but|so|or|then|also|what about|how about|why not|how so)\b", re.IGNORECASE
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs)\b", re.I)
_SUBJECTS = frozenset(("he", "she", "it", "they"))
_OBJECT_AT_END = re.compile(r"\b(?:it|them|him|her)\s*[?.!]*$", re.I)
_EMPTY_IT = re.compile(
    r"""
      \b(?:is|was|be)\ it\b [^?]* \bthat\b  # a cleft: was it Ann that came
    | \b(?:(?:what|which)\ \w+|ago)\ (?:is|was)\ it\ when\b  # what time was it when
    | \bit(?:['’]s|\ is|\ was|\ seems?|\ appears?)\b [^?]* \bthat\b  # it seems that
    | \b(?:is|was)\ it\ (?:estimated|believed|thought|said|claimed|reported|expected)\b
    | \bit\ (?:takes?|took)\b [^?]* \b(?:to|for|before|until)\b  # how long does it take to
    | \bit\ (?:rains?|snows?)\b
    | \bit\ called\ (?:when|if)\b
    | \b(?:is|was)\ it\ to\b
      # is it safe to eat mussels, but not "is it safe to eat"
    | \bit\ (?:like|possible|impossible|legal|illegal|safe|dangerous|easy|easier|hard|harder
        |difficult|important|necessary|cheaper|better|likely|common)
      \ (?:(?:for\b[^?]*\b)?to\ \w+\ \w|when\b|if\b|that\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""An "it" that is expletive: it stands for nothing."""
_AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|may|might|shall|should|must)"
)
_SUBJECT_OF_ASKING = re.compile(
    rf"^(?:(?!\b{_AUXILIARY}\b)[^,])*\b(?:what|which|how|who|whom|whose|when|where|why)\b"
    rf"(?:(?!\b{_AUXILIARY}\b)[^,])*\b{_AUXILIARY}\s*$",
    re.I,
)
"""Before a pronoun: it is the subject of the question, and what is asked for is not its name."""

_CONTRACTED = re.compile(r"\b\w+n['’]t\b|['’](?:s|re|ve|ll|d|m)\b", re.I)


def context_dependence(question: str, history: Sequence[Turn]) -> float:
    """How far the question leans on the history: 0 stands alone, 1 cannot be understood alone.

    A question without anything that points back and with a name of its own, or with more than
    three words of meaning, stands alone. A pronoun behind a name or another subject in the same
    question is taken to mean that, unless it ends the question ("When did Egypt attack it?") or
    is its subject ("Which company did it buy?").
    """
    if not history:
        return STANDS_ALONE
    names = [name.text for name in find_names(question, greedy=True)]
    if _OPENS.search(question) or has_anaphor(question) or _has_loose_pronoun(question, names):
        return PARTLY if names else WHOLLY
    if names or _opens_with_subject(question):
        return STANDS_ALONE
    content = _content(question)
    if not content:
        return WHOLLY
    return PERHAPS if len(content) <= FEW_WORDS else STANDS_ALONE


def _has_loose_pronoun(question: str, names: Sequence[str]) -> bool:
    if _OBJECT_AT_END.search(question):
        return True
    pronoun = next((p for p in _PRONOUN.finditer(question) if not _is_empty(p, question)), None)
    if pronoun is None:
        return False
    before = question[: pronoun.start()]
    if pronoun.group().lower() in _SUBJECTS and _SUBJECT_OF_ASKING.search(before):
        return True
    named = any(question.find(name) < pronoun.start() for name in names)
    few = len(_content(before)) < SUBJECT_WORDS
    return not named and few and not _opens_with_subject(question)


def _is_empty(pronoun: re.Match[str], question: str) -> bool:
    """Whether it is an "it" that stands for nothing: "How long does it take to sail there?"."""
    empty = _EMPTY_IT.search(question)
    within = empty is not None and empty.start() <= pronoun.start() < empty.end()
    return within and pronoun.group().lower() == "it"


def _content(text: str) -> list[Word]:
    return [word for word in find_words(_CONTRACTED.sub("", text)) if word.is_content]


def _opens_with_subject(question: str) -> bool:
    """ "Imperialism is confused with what?": a first word that is no verb and asks nothing."""
    words = _CONTRACTED.sub("", question).split()
    first = re.sub(r"\W+", "", words[0]).lower() if words else ""
    return bool(first) and first not in FUNCTION_WORDS and first not in _VERBS_OF_ASKING
