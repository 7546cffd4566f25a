"""Clause parser: the main clause of an English sentence; coreference of its subject.

No parser: the first word that can only be the verb of the main clause is taken for it, and a
sentence in which that is doubtful is left alone. A clause that is not found costs a question; one
that is wrong would make a bad question.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from eval.proposing.grammar import (
    AUXILIARIES,
    RE,
    WORDS,
    base_of_past,
    base_of_present,
    is_participle,
)
from eval.proposing.names import is_people_noun, is_person
from eval.proposing.sources import SourceSentence

_DETERMINERS = WORDS.word_list("determiners")
_PREPOSITIONS = WORDS.word_list("prepositions")
_AFTER_PRESENT = _DETERMINERS | _PREPOSITIONS | {"not", "only"}
_LOOSE = WORDS.word_list("loose")
_MOST_SUBJECT_WORDS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """`opening subject auxiliary predicate` in the sentence's words.

    A simple past or present is taken apart: "took the coin" has the auxiliary "did" and the
    predicate "take the coin", and `finite` keeps "took the coin" as it was written.
    """

    opening: str  # "In 1348", or ""
    subject: str
    auxiliary: str
    predicate: str
    finite: str  # auxiliary and predicate as the sentence has them

    @property
    def is_passive(self) -> bool:
        first, _, _ = self.predicate.partition(" ")
        return self.auxiliary in {"is", "are", "was", "were"} and is_participle(first)


def find_clause(sentence: str) -> Clause | None:
    """The main clause; None when it cannot be told for sure."""
    plain = _plain(sentence)
    opening, rest = _split_opening(plain)
    words = list(RE.clause_word.finditer(rest))
    for place, match in enumerate(words[1 : _MOST_SUBJECT_WORDS + 12], start=1):
        taken = _take_apart(words, place, rest)
        if taken is None:
            continue
        subject = RE.apposition.sub("", rest[: match.start()]).strip()
        subject = _drop_adverb(subject)
        if _is_unfit(subject):
            return None
        auxiliary, predicate, finite = taken
        return Clause(
            opening=opening,
            subject=subject,
            auxiliary=auxiliary,
            predicate=predicate,
            finite=finite,
        )
    return None


def cut_short(predicate: str, most_words: int) -> str:
    """The beginning of a predicate, up to where another clause begins; never ends in "of the"."""
    cut = RE.cut.search(predicate, 1)
    words = _before_second_verb((predicate[: cut.start()] if cut else predicate).split())
    if len(words) > most_words:
        words = words[:most_words]
        places = [i for i, word in enumerate(words) if word.lower() in _PREPOSITIONS]
        # A phrase that was cut in two is left out from its preposition on.
        words = words[: places[-1]] if places and places[-1] > 1 else words
    while words and words[-1].lower().strip(".") in _DETERMINERS | _PREPOSITIONS:
        words.pop()
    return " ".join(words).rstrip(".,;:!? ")


def _before_second_verb(words: list[str]) -> list[str]:
    """ "met a man and married him" -> "met a man"."""
    for place, (word, following) in enumerate(pairwise(words)):
        if word in {"and", "or"} and (base_of_past(following) or following in AUXILIARIES):
            return words[:place]
    return words


def _plain(sentence: str) -> str:
    without = RE.quote_marks.sub("", RE.aside.sub("", sentence))
    return " ".join(without.split()).rstrip(".!? ")


def _split_opening(sentence: str) -> tuple[str, str]:
    match = RE.short_opening.match(sentence) or RE.opening.match(sentence)
    if match is None:
        return "", sentence
    return match.group().rstrip(", "), sentence[match.end() :]


def _take_apart(words: list[re.Match[str]], place: int, text: str) -> tuple[str, str, str] | None:
    """Auxiliary, predicate and finite predicate if the verb of the clause stands at `place`."""
    word, before = words[place].group(), words[place - 1].group().lower()
    following = words[place + 1].group() if place + 1 < len(words) else ""
    rest, finite = text[words[place].end() :].strip(), text[words[place].start() :].strip()
    if before in _DETERMINERS | _PREPOSITIONS or not word.islower():
        return None
    if following == "not" or following.endswith(("n't", "n’t")):
        return None
    if word in AUXILIARIES:
        if word in {"has", "have", "had", "do", "does", "did"} and not is_participle(following):
            base = "have" if word.startswith("ha") else "do"
            auxiliary = {"has": "does", "does": "does", "had": "did", "did": "did"}.get(word, "do")
            return auxiliary, f"{base} {rest}", finite
        return word, rest, finite
    base_past = base_of_past(word)
    if base_past and not _is_reduced_relative(words, place):
        return "did", f"{base_past} {rest}".strip(), finite
    base_present = base_of_present(word)
    looks_verbal = following.lower() in _AFTER_PRESENT and following.lower() not in {
        "and",
        "or",
        "of",
    }
    if base_present and looks_verbal and place <= 4:
        return "does", f"{base_present} {rest}".strip(), finite
    return None


def _is_reduced_relative(words: list[re.Match[str]], place: int) -> bool:
    """Whether "-ed" belongs to the subject: "the law proposed in 1990 failed"."""
    word = words[place].group()
    if not is_participle(word):
        return False
    if words[place + 1 : place + 2] and words[place + 1].group().lower() == "by":
        return True
    for match in words[place + 1 : place + 12]:
        text = match.group().lower()
        if text in {"and", "but", "that", "which", "who", "when", "as", "because", "while", "to"}:
            return False
        if text in AUXILIARIES or (base_of_past(text) and not text.endswith("ed")):
            return True
        if not match.group()[-1].isalnum() or match.string[match.end() : match.end() + 1] == ",":
            return False
    return False


def _drop_adverb(subject: str) -> str:
    words = subject.split()
    while len(words) > 1 and RE.adverb.search(words[-1]):
        words.pop()
    return " ".join(words)


def _is_unfit(subject: str) -> bool:
    words = subject.split()
    return (
        not 1 <= len(words) <= _MOST_SUBJECT_WORDS
        or bool(RE.unfit_subject.search(subject))
        or words[0].lower() in _PREPOSITIONS | _LOOSE
    )


def with_antecedent(sentence: SourceSentence) -> str:
    """The sentence with the noun or name that its subject stands for, where that is clear."""
    found = RE.pronoun.match(sentence.text)
    before = find_clause(sentence.previous) if found and sentence.previous else None
    if found is None or before is None or not _agrees(found["pronoun"], before, sentence):
        return sentence.text
    start, end = found.span("pronoun")
    return sentence.text[:start] + before.subject + sentence.text[end:]


def _agrees(pronoun: str, before: Clause, sentence: SourceSentence) -> bool:
    subject = before.subject
    person = is_person(subject, sentence.document)
    plural = before.auxiliary in {"are", "were", "have", "do"} or subject.endswith("s")
    match pronoun.lower():
        case "it":
            return not (person or plural or is_people_noun(subject))
        case "they":
            return plural and not person
        case _:
            return person
