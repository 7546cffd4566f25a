"""Patterns of names, dates, quantities and speech (NER) in English; is a name a person?"""

import re
from functools import lru_cache

from eval.proposing.grammar import RE, read_pairs
from index.text.calendar import MONTHS
from index.types import Document

NAME = RE.source("name")
_NOT_A_PERSON = read_pairs("not_a_person").keys() | {month.lower() for month in MONTHS}
# Words for people: "Who", where other nouns take "What".


def is_person(name: str, document: Document) -> bool:
    """Whether the article treats `name` as a person's: a title, an age, somebody who speaks."""
    if re.match(rf"{RE.source('titles')}\.?\s", name):
        return True
    words = name.split()
    if not 1 <= len(words) <= 4 or any(word.lower() in _NOT_A_PERSON for word in words):
        return False
    return words[-1] in _people(document.text)


@lru_cache(maxsize=64)
def _people(text: str) -> frozenset[str]:
    """The last words of the names that a text treats as people's."""
    found = [match[1] or match[2] for match in RE.treated_as_person.finditer(text)]
    return frozenset(name.split()[-1] for name in found)


def is_people_noun(phrase: str) -> bool:
    """Whether the noun at the end of `phrase` stands for people: "the mayor", "residents"."""
    return bool(RE.people.search(phrase))


def is_name(phrase: str) -> bool:
    """Whether all of `phrase` is a name, "the" aside."""
    return bool(re.fullmatch(rf"(?:[Tt]he\s)?{NAME}", phrase))
