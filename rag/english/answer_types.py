"""Counts of answer candidates by type (date, number, name, reason): a feature of the ranker."""

from collections.abc import Sequence

from rag.english.grammar import Grammar
from rag.english.question import AnswerType, Question
from rag.english.words import Word

_RE = Grammar("rag.english", "answer_types")

_FOUND_BY_PATTERN = {
    AnswerType.DATE: _RE.date,
    AnswerType.NUMBER: _RE.number,
    AnswerType.MONEY: _RE.money,
    AnswerType.DURATION: _RE.duration,
    AnswerType.REASON: _RE.reason,
    AnswerType.MANNER: _RE.manner,
    AnswerType.PLACE: _RE.place,
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
        if _RE.month_or_day.fullmatch(word.text):
            continue
        if position == 0 and not (len(words) > 1 and words[1].is_capitalised):
            continue
        names.append(word)
    return names


def new_numbers(question: Question, words: Sequence[Word]) -> list[Word]:
    """Numbers in digits that the question does not hold."""
    return [word for word in words if word.is_numeric and word.stem not in question.stems]
