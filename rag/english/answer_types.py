"""Counts of answer candidates by type (date, number, name, reason): a feature of the ranker."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.calendar import MONTH, MONTH_ABBREVIATION, TIME_UNITS, WEEKDAY
from rag.english.number_words import SCALES, SMALL, TENS
from rag.english.question import AnswerType, Question
from rag.english.words import Word

_MONTH_OR_DAY = rf"\b(?:{MONTH}|{MONTH_ABBREVIATION}|{WEEKDAY})\b"
_AMOUNTS = "half|third|quarter|twice|double|once|first|second|both|single|several"
_COUNTED = "|".join([*list(SMALL)[1:], *TENS, *SCALES, _AMOUNTS])  # from one on
_UNITS = "|".join([*TIME_UNITS, "centurie", "generation"])

_DATE = re.compile(
    rf"\b(?:1\d{{3}}|20\d\d)s?\b|{_MONTH_OR_DAY}"
    r"|\b\d{1,2}(?:st|nd|rd|th) centur\w+|\b\w+teenth centur\w+|\b\d+ ?(?:BC|AD|BCE|CE)\b"
    r"|\b(?:ago|yesterday|tomorrow|tonight|noon|midnight)\b"
)
_NUMBER = re.compile(rf"\d[\d.,]*|\b(?:{_COUNTED})s?\b", re.IGNORECASE)
_MONEY = re.compile(
    r"[$£€¥]\s?\d|\b\d[\d.,]*\s*(?:million|billion|dollars?|euros?|pounds?|cents?|francs?)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    rf"(?:\d[\d.,]*|\b(?:{_COUNTED}|a|an|few|many))[ -]+(?:\w+ )?(?:{_UNITS})s?\b", re.I
)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|so that|in order to|as a result"
    r"|result(?:s|ed|ing)? (?:in|from)|caus(?:e|es|ed|ing)|reasons?|lead(?:s|ing)? to|led to"
    r"|therefore|thus|to (?:avoid|prevent|protect|make|help|allow|reduce|increase|improve|provide"
    r"|create|keep|ensure))\b",
    re.IGNORECASE,
)
_MANNER = re.compile(r"\b(?:by|through|via|using|with|\w+ing)\b")
_PLACE = re.compile(
    r"\b(?:in|at|from|near|to|of|outside|across|around|between|through)\s+(?:the\s+)?[A-Z]\w+"
)
_FOUND_BY_PATTERN = {
    AnswerType.DATE: _DATE,
    AnswerType.NUMBER: _NUMBER,
    AnswerType.MONEY: _MONEY,
    AnswerType.DURATION: _DURATION,
    AnswerType.REASON: _REASON,
    AnswerType.MANNER: _MANNER,
    AnswerType.PLACE: _PLACE,
}


def count_answers(question: Question, text: str, words: Sequence[Word]) -> int | None:
    """How many expressions of the kind asked for `text` holds that the question does not.

    None when the question does not tell what kind it asks for.
    """
    kind = question.answer_type
    if kind in (AnswerType.PERSON, AnswerType.NAME):
        return len(new_names(question, words))
    pattern = _FOUND_BY_PATTERN.get(kind)
    if pattern is None:
        return None
    asked = question.text.lower()
    return sum(1 for match in pattern.finditer(text) if match.group().lower() not in asked)


def new_names(question: Question, words: Sequence[Word]) -> list[Word]:
    """Words in capitals that look like names and are not in the question.

    The first word of a sentence counts only where a second capital follows it.
    """
    names = []
    for position, word in enumerate(words):
        if not word.is_capitalised or word.stem in question.stems or not word.is_content:
            continue
        if re.fullmatch(_MONTH_OR_DAY, word.text):
            continue
        if position == 0 and not (len(words) > 1 and words[1].is_capitalised):
            continue
        names.append(word)
    return names


def new_numbers(question: Question, words: Sequence[Word]) -> list[Word]:
    """Numbers in digits that the question does not hold."""
    return [word for word in words if word.is_numeric and word.stem not in question.stems]
