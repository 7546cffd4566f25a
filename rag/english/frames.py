"""Predicate-argument frames by word order: who does what to whom, without a parser.

Active, passive ("was sued by"), relative clauses, appositions, infinitives and shared subjects are
read; what a pronoun stands for is left open, and so is whatever else is not plain.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from index.text.calendar import CALENDAR_WORDS
from rag.english.grammar import Grammar
from rag.english.number_words import SMALL
from rag.english.words import Word, find_words

_RE = Grammar("rag.english", "frames")
_BE, _AUXILIARY = _RE.word_list("be"), _RE.word_list("auxiliary")
_OPENS_NOUN, _PREPOSITIONS = _RE.word_list("opens_noun"), _RE.word_list("prepositions")
_PARTICLES = frozenset(("up", "down", "out", "off", "over"))
_CLAUSE, _RELATIVE = _RE.word_list("clause"), frozenset(("who", "which", "that"))
_JOINS, _PRONOUNS = frozenset(("and", "or", "but")), _RE.word_list("pronouns")
DATIVE, SYMMETRIC = _RE.word_list("dative"), _RE.word_list("symmetric")
OBJECT, BECAUSE = "object", "because"
_ADDS = frozenset(("by", "and", "or", "with", "plus"))

Roles = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A verb with the stems of its doer and, by role, of what else goes with it.

    A role is "object" or a preposition. `doer` is empty where it is not told.
    """

    verb: str
    text: str
    doer: frozenset[str]
    is_named: bool  # the doer is written in capitals
    roles: Roles

    @property
    def others(self) -> frozenset[str]:
        return frozenset[str]().union(*self.roles.values())


@lru_cache(maxsize=2048)
def read_frames(sentence: str) -> tuple[Frame, ...]:
    """The frames of one sentence, in the order of their verbs."""
    reader = _Reader(sentence)
    return tuple(reader.frame(place) for place in reader.verbs)


@lru_cache(maxsize=8192)
def verb_lemmas(word: str) -> frozenset[str]:
    """Whose forms `word` may be, as a verb: "found" of "find" and of "found"."""
    return frozenset(_lemmas(word).get("VERB", ()))


@lru_cache(maxsize=8192)
def _lemmas(word: str) -> dict[str, tuple[str, ...]]:
    from lemminflect import getAllLemmas

    return dict(getAllLemmas(word.lower()))


@lru_cache(maxsize=8192)
def lemmas_of(word: str) -> frozenset[str]:
    """Whose forms `word` may be, as any part of speech, and the word itself in small letters."""
    return frozenset(lemma for found in _lemmas(word).values() for lemma in found) | {word.lower()}


def is_noun(word: str) -> bool:
    """Whether `word` may be a noun; a word that no dictionary holds may be one."""
    lemmas = _lemmas(word)
    return not lemmas or "NOUN" in lemmas or "PROPN" in lemmas


class _Reader:
    """One sentence, its words, and where the verbs are among them."""

    def __init__(self, text: str) -> None:
        self.words = find_words(text)
        self.lower = [word.text.lower() for word in self.words]
        ends = [0, *(word.end for word in self.words)]
        self._breaks = [
            bool(re.search(r"[,;:.!?()—–\"“”]", text[end : word.start]))
            for end, word in zip(ends, self.words, strict=False)
        ]
        self.verbs = [place for place in range(len(self.words)) if self._is_verb(place)]
        self._doers: dict[int, list[Word]] = {}

    def frame(self, place: int) -> Frame:
        before, roles = self._before(place), self._after(place)
        self._doers[place] = before
        doer = before
        if self._is_passive(place):
            roles.setdefault(OBJECT, []).extend(before)
            doer = roles.pop("by", [])
        return Frame(
            verb=min(verb_lemmas(self.lower[place])),
            text=self.words[place].text,
            doer=frozenset(word.stem for word in doer),
            is_named=any(word.is_capitalised and word.start for word in doer),
            roles={role: frozenset(word.stem for word in found) for role, found in roles.items()},
        )

    def _is_verb(self, place: int) -> bool:
        word, lower = self.words[place], self.lower[place]
        if not word.is_content or word.is_capitalised or not (lemmas := verb_lemmas(lower)):
            return False
        last = self.lower[place - 1] if place and not self._breaks[place] else ""
        if last in _OPENS_NOUN or (last in _PREPOSITIONS and last != "to"):
            return False
        if lower.endswith("ing") and (last in SMALL or last[:1].isdigit()):  # "eight sleeping cars"
            return False
        told = last in _AUXILIARY or last in _BE or last in _PRONOUNS or last == "to"
        inflected = lower not in lemmas and (lower.endswith(("ed", "ing")) or lower[-1] != "s")
        following = [word.text for word in self.words[place + 1 : place + 2]]
        opens = any(w in _OPENS_NOUN or w[0].isdigit() or w[0].isupper() for w in following)
        many = last.endswith("s") and lower[-1] != "s" and self._leads_on(place)
        one = bool(last) and self.words[place - 1].is_capitalised and lower[-1] == "s"
        return told or inflected or opens or many or one or "NOUN" not in _lemmas(lower)

    def _leads_on(self, place: int) -> bool:
        """Whether a preposition follows: "Nurses fear for their jobs"."""
        return any(word in _PREPOSITIONS for word in self.lower[place + 1 : place + 2])

    def _is_passive(self, place: int) -> bool:
        lower, first = self.lower[place], self._first_auxiliary(place)
        if lower.endswith("ing"):
            return False
        by = self.lower[place + 1 : place + 2] == ["by"] and lower not in verb_lemmas(lower)
        return by or any(word in _BE for word in self.lower[first:place])

    def _first_auxiliary(self, place: int) -> int:
        while place and not self._breaks[place] and self._is_filler(place - 1):
            place -= 1
        return place

    def _is_filler(self, place: int) -> bool:
        lower = self.lower[place]
        return lower in _AUXILIARY or lower in _BE or lower.endswith("ly")

    def _before(self, place: int) -> list[Word]:
        """The words of the noun phrase before the verb."""
        first = self._first_auxiliary(place)
        last = self.lower[first - 1] if first else ""
        earlier = [verb for verb in self.verbs if verb < first]
        if last in _JOINS or last == "to":
            between = self._noun_before(first - 1) if last == "to" else []
            return between or (self._doers.get(earlier[-1], []) if earlier else [])
        if last in _RELATIVE and first > 1:
            return self._noun_before(first - 1)
        if self._breaks[first] and first:  # "The bidder, Hexatrans, sued"
            named = self._noun_before(first)
            opened = first - 1
            while opened and not self._breaks[opened]:
                opened -= 1
            return named + (self._noun_before(opened) if opened else [])
        return self._noun_before(first)

    def _noun_before(self, end: int) -> list[Word]:
        """The noun phrase that ends before `end`, with those joined to it by "of" and "and".

        "The mayor of the town in the valley" is the mayor of the town; where a preposition is all
        that there is before, what follows it counts.
        """
        found: list[Word] = []
        inner: list[Word] = []
        for place in range(end - 1, -1, -1):
            lower = self.lower[place]
            if place in self.verbs and self._is_reduced(place):
                found, inner = [], found or inner
                continue
            if place in self.verbs or lower in _CLAUSE or lower in _PRONOUNS or lower == "to":
                break
            if lower in _PREPOSITIONS and lower != "of":
                found, inner = [], found or inner
            elif lower in _OPENS_NOUN and not self._goes_on(place):
                break
            elif self._is_argument(place):
                found.append(self.words[place])
            if self._breaks[place]:
                break
        return found or inner

    def phrase_after(self, place: int) -> list[Word]:
        """The content words of the noun phrase that begins after `place`; none before a verb."""
        found: list[Word] = []
        for at in range(place + 1, len(self.words)):
            lower = self.lower[at]
            if (
                self._breaks[at]
                or at in self.verbs
                or self._is_filler(at)
                or (
                    lower in _CLAUSE
                    or lower in _JOINS
                    or (lower in _PREPOSITIONS and lower != "of")
                )
            ):
                break
            if lower.endswith("ing") and at == place + 1:  # "by knocking on the rails"
                break
            if self._is_argument(at):
                found.append(self.words[at])
        return found

    def _is_reduced(self, place: int) -> bool:
        """Whether a participle tells of the noun before it: "a dam built by beavers held"."""
        return self._is_passive(place) and self._first_auxiliary(place) == place

    def _is_argument(self, place: int) -> bool:
        word = self.words[place]
        return word.is_content and len(word.text) > 1 and self.lower[place] not in CALENDAR_WORDS

    def _goes_on(self, place: int) -> bool:
        """Whether the phrase that opens here hangs on one before it."""
        last = self.lower[place - 1] if place and not self._breaks[place] else ""
        return last in _PREPOSITIONS or last in _JOINS or self.lower[place] == "s"

    def _after(self, place: int) -> dict[str, list[Word]]:
        roles: dict[str, list[Word]] = {}
        role = OBJECT
        for at in range(place + 1, len(self.words)):
            lower = self.lower[at]
            if self._breaks[at] or lower in _CLAUSE or lower == "that" or at in self.verbs:
                break
            if lower in _PREPOSITIONS:
                is_particle = at == place + 1 and lower in _PARTICLES
                role = role if lower == "of" or is_particle else lower
            elif self._is_argument(at):
                roles.setdefault(role, []).append(self.words[at])
        return roles


def verb_places(sentence: str) -> frozenset[int]:
    """Where the verbs of a sentence begin."""
    reader = _Reader(sentence)
    return frozenset(reader.words[place].start for place in reader.verbs)


def read_added(sentence: str) -> Iterator[tuple[str, list[Word]]]:
    """Where something is easily added: "by" whom, "and" or "with" whom, and "because" of what.

    Each with its content words; what stands in more than one comes more than once.
    """
    reader = _Reader(sentence)
    for place, lower in enumerate(reader.lower):
        if lower in _ADDS:
            words = reader.phrase_after(place)
            if words:
                yield lower, words
    for match in _RE.cause.finditer(sentence):
        stop = re.search(r"[,;:.!?](?!\w)|\Z", sentence[match.end() :])
        end = match.end() + stop.start() if stop else len(sentence)
        yield BECAUSE, [w for w in reader.words if match.end() <= w.start < end and w.is_content]
