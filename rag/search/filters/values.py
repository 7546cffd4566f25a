"""Entity linking: the index's own authors, outlets and sections, as a question may name them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from index.types import Document
from rag.english.names import COURTESY_TITLES

_HONORIFICS = "|".join(sorted(COURTESY_TITLES))
_BEFORE = re.compile(r"([^\W\d_][\w’'-]*)\.?\s+$")
_OPENINGS = frozenset(("In", "By", "From", "Has", "Have", "Did", "Does", "Do", "What", "Which"))
_SECTION_NOUN = r"(?:section|pages?|desk|columns?)"


class ValueKind(StrEnum):
    """What a name stands for."""

    AUTHOR = "author"
    OUTLET = "outlet"
    SECTION = "section"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedValue:
    """A stretch of a question that names `value`, as the index writes it."""

    start: int
    end: int
    kind: ValueKind
    value: str


def find_values(question: str, about: Collection[Document]) -> list[NamedValue]:
    """The names in the order of the question; of two that overlap, the longer."""
    found = [
        *_find_authors(question, about),
        *_find_outlets(question, about),
        *_find_sections(question, about),
    ]
    found.sort(key=lambda value: (value.start - value.end, value.start))
    kept: list[NamedValue] = []
    for value in found:
        if all(value.end <= other.start or other.end <= value.start for other in kept):
            kept.append(value)
    return sorted(kept, key=lambda value: value.start)


def _find_authors(question: str, about: Iterable[Document]) -> Iterator[NamedValue]:
    authors = _unique(author for document in about for author in document.authors)
    names = Counter(name.casefold() for author in authors for name in set(author.split()))
    for author in authors:
        words = author.split()
        ends = [words[-1:], words[:1]] if len(words) > 1 else []  # last name or first name alone
        for alias in [words, *(end for end in ends if names[end[0].casefold()] == 1)]:
            yield from _matches(question, alias, ValueKind.AUTHOR, author)


def _find_outlets(question: str, about: Iterable[Document]) -> Iterator[NamedValue]:
    outlets = _unique(document.outlet for document in about if document.outlet)
    endings = Counter(ending for outlet in outlets for ending in map(_fold, _endings(outlet)))
    for outlet in outlets:
        for number, ending in enumerate(_endings(outlet)):
            if number == 0 or endings[_fold(ending)] == 1:
                yield from _matches(question, ending, ValueKind.OUTLET, outlet)


def _find_sections(question: str, about: Iterable[Document]) -> Iterator[NamedValue]:
    for section in _unique(document.section for document in about if document.section):
        name = _written(section.split())
        pattern = rf"\b(?:the )?(?:{name} {_SECTION_NOUN}|{_SECTION_NOUN} {name})\b"
        for match in re.finditer(pattern, question, re.IGNORECASE):
            yield _named(match, ValueKind.SECTION, section)


def _endings(outlet: str) -> list[list[str]]:
    """The name without "The", and each shorter end of it: "Marlow Bay Gazette", ..., "Gazette"."""
    words = outlet.split()
    words = words[1:] if len(words) > 1 and words[0].casefold() == "the" else words
    return [words[start:] for start in range(len(words))]


def _matches(question: str, words: list[str], kind: ValueKind, value: str) -> Iterator[NamedValue]:
    if words[-1].casefold() not in question.casefold():
        return  # most names of an index: no pattern has to be made for them
    lead = r"(?:the )?" if kind is ValueKind.OUTLET else rf"(?:(?:{_HONORIFICS})\.? )?"
    pattern = rf"(?<!\w){lead}(?P<name>{_written(words)})(?!\w|[-’'](?!s\b)\w)"
    for match in re.finditer(pattern, question, re.IGNORECASE):
        if _is_whole(question, match) and (len(words) > 1 or _looks_like_name(question, match)):
            yield _named(match, kind, value)


def _is_whole(question: str, match: re.Match[str]) -> bool:
    """Not a part of a longer name: "Tobias Holt" is not Holt, "Gazette Street" no newspaper."""
    after = re.match(r"\s+([A-Z]\w*)", question[match.end() :])
    if after and not question.isupper():
        return False
    before = _BEFORE.search(question[: match.start()])
    if before is None or before.start() == 0:
        return True
    return not before.group(1)[0].isupper() or before.group(1) in _OPENINGS


def _looks_like_name(question: str, match: re.Match[str]) -> bool:
    """In capitals; or in a question without any, behind "the"."""
    if match["name"][0].isupper():
        return True
    return question.islower() and match.group().startswith("the ")


def _written(words: list[str]) -> str:
    """A pattern for a name: initials with or without stop and space."""
    return r"\s+".join(map(_written_word, words)).replace(r"\.?\s+", r"\.?\s*")


def _written_word(word: str) -> str:
    if re.fullmatch(r"(?:[^\W\d_]\.)+", word):
        return r"\.?\s*".join(word.replace(".", "")) + r"\.?"
    return re.escape(word)


def _named(match: re.Match[str], kind: ValueKind, value: str) -> NamedValue:
    return NamedValue(start=match.start(), end=match.end(), kind=kind, value=value)


def _fold(words: list[str]) -> str:
    return " ".join(words).casefold()


def _unique(values: Iterable[str]) -> list[str]:
    """Each value once, whatever its letter case, sorted."""
    return sorted({value.casefold(): value for value in values if value.strip()}.values())
