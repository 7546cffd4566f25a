"""The sentences of a folder that questions can be made from, and its vocabulary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

from eval.questions.overlap import content_words
from index.sentences import split_sentences
from index.types import Document
from rag.openings import is_boilerplate, is_fragment, tells_nothing
from rag.words import FUNCTION_WORDS

WORD = re.compile(r"[^\W_]+(?:[-.,'’][^\W_]+)*")
_MARKUP = re.compile(
    r"https?://|www\.|\S@\S|[#|{}<>\\]|\]\(|\[\d+\]|^\W*(?:by|photo|image)\b:?", re.I
)
_LIST_ITEM = re.compile(r"\s*(?:[-*+•‣◦▪·]|\d{1,2}[.)])\s")
_CAPTION = re.compile(r"\((?:photo|image|picture|left|right|above|below)\b|\bpictured\b", re.I)
_ENGLISH = frozenset("the of and to in is was a that for".split())
_FEWEST_WORDS, _MOST_WORDS = 6, 60
_FEWEST_CHARS, _MOST_CHARS = 12, 500


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceSentence:
    """A sentence that tells something; `document.text[start:end] == text`."""

    document: Document
    start: int
    end: int
    text: str
    previous: str = ""  # the sentence before it in the same article
    is_lead: bool = False
    is_english: bool = True


class Vocabulary:
    """How often words occur in the folder, and how they are written there."""

    def __init__(self, folder: Mapping[str, tuple[SourceSentence, ...]]) -> None:
        self._sentences = sum(len(found) for found in folder.values()) or 1
        self._frequency: Counter[str] = Counter()
        self._written: Counter[str] = Counter()
        for sentence in (sentence for found in folder.values() for sentence in found):
            self._frequency.update(content_words(sentence.text))
            self._written.update(_written_inside(sentence.text))

    def rarity(self, word: str) -> float:
        """The inverse sentence frequency of a word's stem, 0 or more."""
        stems = content_words(word)
        return min((log(self._sentences / (self._frequency[s] or 1)) for s in stems), default=0.0)

    def is_rare(self, stem: str, share: float) -> bool:
        """Whether a stem stands in at most `share` of all sentences; in three it is rare anyway."""
        return self._frequency[stem] <= max(3, share * self._sentences)

    def is_name(self, word: str) -> bool:
        """Whether the folder writes `word` with a capital where any other word has none."""
        return self._written[word] > self._written[word.lower()] if word[:1].isupper() else False

    def lower_first(self, text: str) -> str:
        """`text` as it stands inside a sentence: "The wall" -> "the wall"; names keep theirs."""
        match = WORD.match(text)
        if match is None or self._keeps_capital(match.group(), text[match.end() :]):
            return text
        return text[0].lower() + text[1:]

    def _keeps_capital(self, word: str, following: str) -> bool:
        if word.lower() in FUNCTION_WORDS or not word[1:].islower():
            return word == "I" or len(word) > 1 and not word[1:].islower()
        lower, capital = self._written[word.lower()], self._written[word]
        if lower == capital:  # never seen inside a sentence: a name goes on with a capital
            return following.lstrip()[:1].isupper()
        return capital > lower


def _written_inside(sentence: str) -> Iterable[str]:
    words = [match.group() for match in WORD.finditer(sentence)]
    return words[1:]


def usable_sentences(document: Document) -> tuple[SourceSentence, ...]:
    """The sentences of an article that tell something, in their order.

    Left out: headings, lists, captions, boilerplate, questions, fragments, sentences with
    markup, and very short or very long ones.
    """
    english = is_english(document)
    found: list[SourceSentence] = []
    before = ""
    for start, end in split_sentences(document.text, document.language):
        text = document.text[start:end]
        if _is_usable(text, document, english):
            found.append(
                SourceSentence(
                    document=document,
                    start=start,
                    end=end,
                    text=text,
                    previous=before,
                    is_lead=not found,
                    is_english=english,
                )
            )
        before = text
    return tuple(found)


def _is_usable(text: str, document: Document, english: bool) -> bool:
    words = len(WORD.findall(text))
    long_enough = words >= _FEWEST_WORDS if english else len(text) >= _FEWEST_CHARS
    if not long_enough or words > _MOST_WORDS or len(text) > _MOST_CHARS:
        return False
    if _MARKUP.search(text) or _LIST_ITEM.match(text) or _CAPTION.search(text):
        return False
    if " ".join(text.split()).casefold() == document.title.casefold():
        return False
    return not (is_fragment(text) and english or is_boilerplate(text) or tells_nothing(text))


def is_english(document: Document) -> bool:
    """Whether the article says so, or else is written with the commonest English words."""
    if document.language:
        return document.language.split("-")[0].lower() == "en"
    words = [match.group().lower() for match in WORD.finditer(document.text[:5000])]
    return sum(word in _ENGLISH for word in words) >= 0.1 * max(len(words), 1)
