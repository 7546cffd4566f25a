"""Patterns of names, dates, quantities and speech (NER) in English; is a name a person?"""

from __future__ import annotations

import re
from functools import lru_cache

from eval.proposing.word_sets import read_words
from index.text.calendar import MONTH, MONTHS, WEEKDAY
from index.types import Document
from rag.english.number_words import SCALES, SMALL, TENS
from rag.english.quantities import DIGITS, HEDGE

_CAPITALISED = (
    r"(?:Dr|Mr|Mrs|Ms|Prof|St|[A-Z])\.|[A-ZÀ-ÖØ-Þ][\w'’&-]*\w(?:\.\w+)*|[A-Z](?:\.[A-Z])+\.?"
)
NAME = rf"(?:{_CAPITALISED})(?:\s(?:(?:of|de|van|von|der|del|la|of\sthe)\s)?(?:{_CAPITALISED}))*"
_YEAR = r"(?:1\d|20)\d\d"
DATE = re.compile(
    rf"""
    \b (?P<preposition> [Ii]n | [Oo]n ) \s
    (?P<date>
      # the summer of 1890, Monday, 3 March 2025, March 3, 2025
      (?:the\s)? (?: (?: early | late | mid-? | (?:summer|spring|autumn|winter)\sof ) \s? )?
      (?: {WEEKDAY},?\s )? (?: \d{{1,2}}\s )? (?: {MONTH}\s )? (?: \d{{1,2}},\s )? {_YEAR}s?
      # Monday, 3 March; March 3; March
    | (?: {WEEKDAY},?\s )? (?: \d{{1,2}}\s{MONTH} | {MONTH}\s\d{{1,2}} | {MONTH} )
    )
    (?! \w | [-–] | \s(?:to|and|or|until)\s\d | ,\d )  # and no range
    """,
    re.VERBOSE,
)
_SITE = (
    r"(?:hall|school|museum|station|church|river|bridge|area|region|district|street|hotel|library|"
    r"prison|palace|castle|valley|basin|peninsula|coast|desert|airport|province|colony|county|city)"
)
PLACE = re.compile(
    rf"\b(?:in|at|near)\s(?P<place>(?:the\s)?{NAME}(?:\s{_SITE}\b)?)"
    r"(?=\Z|[,.;]|\s(?:in|on|at|by|for|with|from|to|after|before|during|and|as|until|since|when)\b)"
)
_SPELLED = "|".join([*list(SMALL)[2:], *TENS])  # from two on
NUMBER = rf"(?:(?:{DIGITS}|{_SPELLED})(?:\s(?:{'|'.join(SCALES)}))?)"
_ABOUT = rf"(?:(?:{HEDGE}|only|an[ ]estimated)\s)?"
COUNTED = re.compile(
    rf"\b{_ABOUT}(?P<number>{NUMBER})\s(?P<counted>(?:(?!(?:of|to|and|or|in|at|percent|per|years?\sold|"
    rf"times)\b)[a-z][a-z-]+\s){{0,2}}?(?!per\b|was\b|is\b|has\b|dollars\b)[a-z]{{2,}}s|people|children|men|women)\b"
)
PERCENTAGE = re.compile(rf"\b{_ABOUT}(?P<number>(?:{DIGITS})\s?(?:%|percent|per\scent))\sof\s")
MONEY = re.compile(
    rf"{_ABOUT}(?P<money>[$£€¥]\s?(?:{DIGITS})(?:\s?(?:million|billion|trillion|[mbk]n?))?"
    rf"|{NUMBER}\s(?:US\s)?(?:dollars|euros|pounds))(?!\w)"
)
TITLES = (
    r"(?:Mr|Mrs|Ms|Dr|Prof|Professor|Mayor|President|King|Queen|Sir|Lord|Lady|Captain|Judge|General|"
    r"Senator|Governor|Emperor|Pope|Saint|St|Colonel|Major|Minister|Chancellor|Duke|Prince|Princess)"
)
SPEECH = (
    r"(?:said|says|argued|argues|claimed|claims|suggested|suggests|believed|believes|warned|warns|"
    r"wrote|writes|announced|announces|promised|promises|stated|states|noted|notes|told|added|"
    r"thought|thinks|explained|explains|proposed|predicted|complained|insisted|concluded|admitted)"
)
_TREATED_AS_PERSON = re.compile(
    rf"\b({NAME})(?=,\swho\b|,\s\d\d,|\s(?:himself|herself)\b|,?\s{SPEECH}\b|\swas\sborn\b)"
    rf"|\b(?:{SPEECH}|{TITLES}\.?)\s({NAME})"
)
_NOT_A_PERSON = read_words("not_a_person") | {month.lower() for month in MONTHS}
# Words for people: "Who", where other nouns take "What".
_PEOPLE = re.compile(
    r"\b(?:\w+(?:ers?|ors?|ists?|ians?|men|man|woman|women|ees?)|people|king|queen|family|families|"
    r"child|children|husband|wife|son|daughter|father|mother|brother|sister|friend|friends|niece|"
    r"nephew|students?|residents?|president|crew|judge|pilots?|chief|mayor|prince|duke|pope|priests?|"
    r"nurses?|victims?|guests?|clerks?|staff|team|troops|couple|person|persons|individuals?|adults?|"
    r"boys?|girls?|inhabitants?|immigrants?|agents?|students?|patients?|population|government)\Z",
    re.IGNORECASE,
)


def is_person(name: str, document: Document) -> bool:
    """Whether the article treats `name` as a person's: a title, an age, somebody who speaks."""
    if re.match(rf"{TITLES}\.?\s", name):
        return True
    words = name.split()
    if not 1 <= len(words) <= 4 or any(word.lower() in _NOT_A_PERSON for word in words):
        return False
    return words[-1] in _people(document.text)


@lru_cache(maxsize=64)
def _people(text: str) -> frozenset[str]:
    """The last words of the names that a text treats as people's."""
    found = [match[1] or match[2] for match in _TREATED_AS_PERSON.finditer(text)]
    return frozenset(name.split()[-1] for name in found)


def is_people_noun(phrase: str) -> bool:
    """Whether the noun at the end of `phrase` stands for people: "the mayor", "residents"."""
    return bool(_PEOPLE.search(phrase))


def is_name(phrase: str) -> bool:
    """Whether all of `phrase` is a name, "the" aside."""
    return bool(re.fullmatch(rf"(?:[Tt]he\s)?{NAME}", phrase))
