"""Number normalisation of a query: "11 weeks" finds "eleven weeks", 62000 finds 62,000.

A number that no passage holds as it is written is searched for in the form that passages do hold.
"""

import re
from collections.abc import Callable, Iterator

from rag.english.number_words import SMALL, TENS

_WORDS = {**SMALL, **TENS}
_FIGURES = {value: word for word, value in _WORDS.items()}
_NUMBER = re.compile(
    rf"(?<![\w.,])(?:\d[\d,]*\d|\d|{'|'.join(_WORDS)})(?!\w|[.,]\d)", re.IGNORECASE
)


def in_index_numbers(question: str, document_frequency: Callable[[str], float]) -> str:
    """`question` with each number as the index writes it, where it holds only another form."""

    def written(match: re.Match[str]) -> str:
        number = match.group()
        if document_frequency(number) > 0:
            return number
        held = (form for form in _other_forms(number) if document_frequency(form) > 0)
        return next(held, number)

    return _NUMBER.sub(written, question)


def _other_forms(number: str) -> Iterator[str]:
    plain = number.replace(",", "").lower()
    value = int(plain) if plain.isdecimal() else _WORDS[plain]
    yield from (form for form in (f"{value:,}", str(value)) if form != number)
    if value in _FIGURES and plain.isdecimal():
        yield _FIGURES[value]
