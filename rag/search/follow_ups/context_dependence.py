"""Context dependence: how far a question leans on what was said before it, read from its words."""

import re
from collections.abc import Sequence

from rag.english.anaphora import has_anaphor
from rag.english.function_words import FUNCTION_WORDS
from rag.english.grammar import Grammar
from rag.english.names import find_names
from rag.english.words import Word, find_words
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
_RE = Grammar("rag.search", "context_dependence")
_SUBJECTS = frozenset(("he", "she", "it", "they"))


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
    if _RE.opens.search(question) or has_anaphor(question) or _has_loose_pronoun(question, names):
        return PARTLY if names else WHOLLY
    if names or _opens_with_subject(question):
        return STANDS_ALONE
    content = _content(question)
    if not content:
        return WHOLLY
    return PERHAPS if len(content) <= FEW_WORDS else STANDS_ALONE


def _has_loose_pronoun(question: str, names: Sequence[str]) -> bool:
    if _RE.object_at_end.search(question):
        return True
    pronoun = next((p for p in _RE.pronoun.finditer(question) if not _is_empty(p, question)), None)
    if pronoun is None:
        return False
    before = question[: pronoun.start()]
    if pronoun.group().lower() in _SUBJECTS and _RE.subject_of_asking.search(before):
        return True
    named = any(question.find(name) < pronoun.start() for name in names)
    few = len(_content(before)) < SUBJECT_WORDS
    return not named and few and not _opens_with_subject(question)


def _is_empty(pronoun: re.Match[str], question: str) -> bool:
    """Whether it is an "it" that stands for nothing: "How long does it take to sail there?"."""
    empty = _RE.empty_it.search(question)
    within = empty is not None and empty.start() <= pronoun.start() < empty.end()
    return within and pronoun.group().lower() == "it"


def _content(text: str) -> list[Word]:
    return [word for word in find_words(_RE.contracted.sub("", text)) if word.is_content]


def _opens_with_subject(question: str) -> bool:
    """ "Imperialism is confused with what?": a first word that is no verb and asks nothing."""
    words = _RE.contracted.sub("", question).split()
    first = re.sub(r"\W+", "", words[0]).lower() if words else ""
    return bool(first) and first not in FUNCTION_WORDS and first not in _VERBS_OF_ASKING
