"""Paraphrasing of generated questions by synonyms: readers do not ask in an article's words."""

import re
from dataclasses import replace
from random import Random

from eval.proposing.clauses import Clause
from eval.proposing.grammar import (
    RE,
    TABLES,
    base_of_participle,
    base_of_past,
    base_of_present,
    form_of,
    is_participle,
    read_pairs,
)
from eval.proposing.sources import stems

VERBS_CHANGED = 0.8
WORDS_CHANGED = 0.9
TAILS_DROPPED = 0.9
OPENINGS_CHANGED = 0.9
_OTHER_VERBS = read_pairs("other_verbs")
_OTHER_WORDS = read_pairs("other_words")
"""A word and what may be put in its place: readers seldom ask in the words of the article."""
_BEFORE_PARTICIPLE = frozenset({"is", "are", "was", "were", "has", "have", "had"})
_PARTICLES = frozenset({"off", "up", "out", "down", "away", "over"})
_WORDS_BEFORE_TAIL = 2
_OPENINGS = {re.compile(begins): forms for begins, forms in TABLES["openings"].items()}


class Rewording:
    """Puts a question into other words; the same `random` gives the same ones."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def clause(self, clause: Clause) -> Clause:
        """The clause with another verb, where there is one."""
        base = _base(clause)
        other = _OTHER_VERBS.get(base) if base else None
        return _with_verb(clause, other) if other and self._happens(VERBS_CHANGED) else clause

    def shorten(self, predicate: str) -> str:
        """The predicate without its last phrase, where enough is left."""
        found = RE.rewording_tail.search(predicate)
        enough = found and len(predicate[: found.start()].split()) >= _WORDS_BEFORE_TAIL
        return (
            predicate[: found.start()]
            if found and enough and self._happens(TAILS_DROPPED)
            else predicate
        )

    def subject(self, subject: str) -> str:
        """ "divers from the field station" -> "divers from the field station" or "divers"."""
        head = RE.head.split(subject)[0]
        enough = len(stems(head)) >= 2 and not is_participle(head.split()[-1])
        return head if enough and self._happens(TAILS_DROPPED) else subject

    def question(self, text: str) -> str:
        """Some nouns and adjectives changed, most adverbs left out."""
        shorter = RE.rewording_adverb.sub("", text)
        other = RE.plain_word.sub(lambda match: self._other(match.group()), shorter)
        return _mend_articles(other) if other != text else text

    def opening(self, text: str, answer: str) -> str:
        """ "Who" may become "Which person", "When" "In what year", and so on."""
        choices = _openings(text, answer)
        return self._random.choice(choices) if self._happens(OPENINGS_CHANGED) else text

    def _other(self, word: str) -> str:
        other = _OTHER_WORDS.get(word)
        return other if other and self._happens(WORDS_CHANGED) else word

    def _happens(self, share: float) -> bool:
        return self._random.random() < share


def _openings(text: str, answer: str) -> list[str]:
    word, _, rest = text.partition(" ")
    if word == "When" and RE.four_digits.fullmatch(answer):
        return [f"In what year {rest}", f"In which year {rest}"]
    if word == "When" and RE.month_and_day.fullmatch(answer):
        return [f"On what date {rest}" if re.search(r"\d", answer) else f"In which month {rest}"]
    for begins, forms in _OPENINGS.items():
        found = begins.match(text)
        if found:
            return [found.expand(form) for form in forms]
    return [text]


def _base(clause: Clause) -> str | None:
    verb, _, following = clause.predicate.partition(" ")
    if following.split(" ")[0] in _PARTICLES:
        return None
    return base_of_participle(verb) if clause.auxiliary in _BEFORE_PARTICIPLE else verb


def _with_verb(clause: Clause, base: str) -> Clause:
    _, _, predicate_rest = clause.predicate.partition(" ")
    finite_verb, _, finite_rest = clause.finite.partition(" ")
    if clause.auxiliary in _BEFORE_PARTICIPLE:
        base = form_of(base, "VBN")
    changed = f"{base} {predicate_rest}".strip()
    finite = f"{clause.auxiliary} {changed}"
    if clause.auxiliary == "did" and base_of_past(finite_verb):
        finite = f"{form_of(base, 'VBD')} {finite_rest}".strip()
    if clause.auxiliary == "does" and base_of_present(finite_verb):
        finite = f"{form_of(base, 'VBZ')} {finite_rest}".strip()
    return replace(clause, predicate=changed, finite=finite)


def _mend_articles(text: str) -> str:
    """ "a assault" -> "an assault"."""
    text = re.sub(r"\ba (?=[aeio][a-z])", "an ", text)
    return re.sub(r"\ban (?=(?!hour|honest|heir|honou?r)[bcdfghjklmnpqrstvwxyz][a-z])", "a ", text)
