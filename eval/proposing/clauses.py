"""Clause parser: the main clause of an English sentence as opening, subject, predicate.

No parser: the first word that can only be the verb of the main clause is taken for it, and a
sentence in which that is doubtful is left alone. A clause that is not found costs a question; one
that is wrong would make a bad question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from eval.proposing.verbs import (
    AUXILIARIES,
    base_of_past,
    base_of_present,
    is_participle,
)
from eval.proposing.word_sets import word_set
from index.text.calendar import MONTH

_ASIDE = re.compile(
    r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\s[–—-]{1,2}\s[^–—]*\s[–—-]{1,2}(?=\s)|—[^—]*—)"
)
_QUOTE_MARKS = re.compile(r"[\"“”«»*_`]|(?<!\w)['‘](?=\w)|(?<=[^s\W])['’](?!\w)")
_OPENING = re.compile(
    r"(?:in|on|at|by|during|since|until|after|before|from|under|with|for|to|as of|according to"
    r"|around|about|throughout|between|within|despite|like|unlike|among)\s[^,]{2,80},\s+",
    re.IGNORECASE,
)
_SHORT_OPENING = re.compile(
    rf"""
    (?: in | on | by | during | around ) \s
    (?: (?:the\s)? (?: early | late | mid-? | (?:summer|winter|spring|autumn)[ ]of ) \s? )?
    (?: \d{{1,2}} \s )?  # 9 March
    (?: {MONTH} \s )?
    (?: \d{{1,2}}, \s )?  # March 9,
    \d{{4}} s? \s+ (?= [a-z] )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_APPOSITION = re.compile(r",\s(?!and\b|or\b)[^,]{2,80},\s*$")
_WORD = re.compile(r"(?:[^\s,;:]|[,:](?=\d))+")
_UNFIT_SUBJECT = re.compile(
    r"\b(?:who|which|that|what|when|where|whose|whom|if|because|while|although|though|as|there|"
    r"he|she|it|they|we|you|i|his|her|their|its|our|my|your|this|these|those|such|another|other|"
    r"others|both|either|neither|each|some|many|most|few|several|one|not|than|so|to|former|latter)\b"
    r"|[,;:]",
    re.IGNORECASE,
)
_DETERMINERS = word_set(
    "a an the his her its their our my your this that these those some any each every no"
)
_PREPOSITIONS = word_set(
    "of in on at by for with from to into onto over under between among about against during "
    "through without within as than and or nor but"
)
_AFTER_PRESENT = _DETERMINERS | _PREPOSITIONS | word_set("not only")
_ADVERB = re.compile(r"[a-z]+ly$|^(?:also|then|now|still|later|soon|once|often|never|first)$")
_CUT = re.compile(
    r"\s*(?:,(?!\d)|;|:(?!\d)|[–—]|\s-\s|\b(?:who|which|whose|whom|because|while|although|though|whereas|"
    r"when|where|whether|unless|until|since|before|after|if|but|so that|such as|including|"
    r"as well as|according to|for the (?:first|second|third|last) time)\b)"
)
_LOOSE = word_set(
    "meanwhile since then now today perhaps maybe soon later last next once only "
    "even "
    "yesterday historically originally initially currently recently finally however "
    "eventually traditionally typically generally usually often sometimes also"
)
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
    words = list(_WORD.finditer(rest))
    for place, match in enumerate(words[1 : _MOST_SUBJECT_WORDS + 12], start=1):
        taken = _take_apart(words, place, rest)
        if taken is None:
            continue
        subject = _APPOSITION.sub("", rest[: match.start()]).strip()
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
    cut = _CUT.search(predicate, 1)
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
    without = _QUOTE_MARKS.sub("", _ASIDE.sub("", sentence))
    return " ".join(without.split()).rstrip(".!? ")


def _split_opening(sentence: str) -> tuple[str, str]:
    match = _SHORT_OPENING.match(sentence) or _OPENING.match(sentence)
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
    while len(words) > 1 and _ADVERB.search(words[-1]):
        words.pop()
    return " ".join(words)


def _is_unfit(subject: str) -> bool:
    words = subject.split()
    return (
        not 1 <= len(words) <= _MOST_SUBJECT_WORDS
        or bool(_UNFIT_SUBJECT.search(subject))
        or words[0].lower() in _PREPOSITIONS | _LOOSE
    )
