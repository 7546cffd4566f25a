"""Other words for some of a question's: readers do not ask in the words of the article."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from eval.proposing.clauses import Clause
from eval.proposing.synonyms import other_verbs, other_words
from eval.proposing.verbs import (
    base_of_past,
    base_of_present,
    base_of_participle,
    participle_of,
    past_of,
    third_person_of,
)

VERBS_CHANGED = 0.6
WORDS_CHANGED = 0.8
_ADVERB = re.compile(
    r"\b(?!only|family|early|daily|monthly|italy|supply|reply|apply|assembly|likely)[a-z]{3,}ly\s"
)
_WORD = re.compile(r"\b[a-z]{3,}\b")


def reword_clause(clause: Clause, random: Random) -> Clause:
    """The clause with another verb, where there is one."""
    base = _base(clause)
    other = other_verbs().get(base) if base else None
    if base is None or other is None or random.random() >= VERBS_CHANGED:
        return clause
    return _with_verb(clause, other)


def _base(clause: Clause) -> str | None:
    verb, _, following = clause.predicate.partition(" ")
    if following.split(" ")[:1] in (["off"], ["up"], ["out"], ["down"], ["away"], ["over"]):
        return None
    if clause.auxiliary in {"is", "are", "was", "were", "has", "have", "had"}:
        return base_of_participle(verb)
    return verb


def _with_verb(clause: Clause, base: str) -> Clause:
    _, _, predicate_rest = clause.predicate.partition(" ")
    finite_verb, _, finite_rest = clause.finite.partition(" ")
    if clause.auxiliary in {"is", "are", "was", "were", "has", "have", "had"}:
        changed = f"{participle_of(base)} {predicate_rest}".strip()
        return replace(clause, predicate=changed, finite=f"{clause.auxiliary} {changed}")
    changed = f"{base} {predicate_rest}".strip()
    if base_of_past(finite_verb) and clause.auxiliary == "did":
        return replace(clause, predicate=changed, finite=f"{past_of(base)} {finite_rest}".strip())
    if base_of_present(finite_verb) and clause.auxiliary == "does":
        finite = f"{third_person_of(base)} {finite_rest}".strip()
        return replace(clause, predicate=changed, finite=finite)
    return replace(clause, predicate=changed, finite=f"{clause.auxiliary} {changed}")


def reword(question: str, random: Random) -> str:
    """The question with some of its nouns and adjectives changed, and without most adverbs."""
    shorter = _ADVERB.sub("", question)
    other = _WORD.sub(lambda match: _other(match.group(), random), shorter)
    return _mend_articles(other) if other != question else question


def _other(word: str, random: Random) -> str:
    other = other_words().get(word)
    return other if other and random.random() < WORDS_CHANGED else word


def _mend_articles(text: str) -> str:
    """ "a assault" -> "an assault"."""
    text = re.sub(r"\ba (?=[aeio][a-z])", "an ", text)
    return re.sub(r"\ban (?=[bcdfgjklmnpqrstvwxyz][a-z])", "a ", text)
