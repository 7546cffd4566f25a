"""The sentences of a folder that questions can be generated from, and its vocabulary."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from eval.proposing.grammar import RE
from eval.questions.overlap import content_words
from index.text.sentences import split_sentences
from index.types import Document
from rag.english.function_words import FUNCTION_WORDS
from rag.english.openings import is_boilerplate, is_fragment, tells_nothing

_ENGLISH = frozenset(["the", "of", "and", "to", "in", "is", "was", "a", "that", "for"])
_FEWEST_WORDS, _MOST_WORDS = 6, 60
_NEAR = 3
_FEWEST_CHARS, _MOST_CHARS = 12, 500


@lru_cache(maxsize=100_000)
def stems(text: str) -> frozenset[str]:
    """`content_words`, remembered: questions ask for those of the same sentences many times."""
    return frozenset(content_words(text))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceSentence:
    """A sentence that tells something; `document.text[start:end] == text`."""

    document: Document
    start: int
    end: int
    text: str
    previous: str = ""  # the sentence before it in the same paragraph
    is_lead: bool = False
    is_english: bool = True
    around: str = ""  # the sentences near it


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A question that one sentence answers, before selection; `way` names how it was made."""

    way: str
    text: str
    sentence: SourceSentence
    answers: tuple[str, ...] = ()


class Vocabulary:
    """How often words occur in the folder, and how they are written there."""

    def __init__(self, folder: Mapping[str, tuple[SourceSentence, ...]]) -> None:
        self._sentences = sum(len(found) for found in folder.values()) or 1
        self._frequency: Counter[str] = Counter()
        self._written: Counter[str] = Counter()
        for sentence in (sentence for found in folder.values() for sentence in found):
            self._frequency.update(stems(sentence.text))
            self._written.update(words_of(sentence.text)[1:])

    def rarity(self, word: str) -> float:
        """The inverse sentence frequency of a word's stem, 0 or more."""
        return min(map(self._rarity_of, stems(word)), default=0.0)

    def _rarity_of(self, stem: str) -> float:
        return log(self._sentences / (self._frequency[stem] or 1))

    def is_rare(self, stem: str, share: float) -> bool:
        """Whether a stem stands in at most `share` of all sentences; in three it is rare anyway."""
        return self._frequency[stem] <= max(3, share * self._sentences)

    def count_once(self, text: str) -> int:
        """How many of the words stand in only one sentence of the folder."""
        return sum(self._frequency[stem] == 1 for stem in stems(text))

    def is_name(self, word: str) -> bool:
        """Whether the folder writes `word` with a capital where any other word has none."""
        return self._written[word] > self._written[word.lower()] if word[:1].isupper() else False

    def lower_first(self, text: str) -> str:
        """`text` as it stands inside a sentence: "The wall" -> "the wall"; names keep theirs."""
        match = RE.word.match(text)
        if match is None or self._keeps_capital(match.group(), text[match.end() :]):
            return text
        return text[0].lower() + text[1:]

    def _keeps_capital(self, word: str, following: str) -> bool:
        if word.lower() in FUNCTION_WORDS:
            return word == "I"
        if not word[1:].islower():  # an initial, an abbreviation
            return True
        lower, capital = self._written[word.lower()], self._written[word]
        if lower == capital:  # never seen inside a sentence: a name goes on with a capital
            return following.lstrip()[:1].isupper()
        return capital > lower


def words_of(text: str) -> list[str]:
    """The words of a text, in their order."""
    return [match.group() for match in RE.word.finditer(text)]


def folded(text: str) -> str:
    """Its words alone, without case: what says the same is the same."""
    return " ".join(words_of(text)).casefold()


def usable_sentences(document: Document) -> tuple[SourceSentence, ...]:
    """The sentences of an article that tell something, in their order.

    Left out: headings, lists, captions, boilerplate, questions, fragments, sentences with
    markup, and very short or very long ones.
    """
    english = is_english(document)
    spans = split_sentences(document.text, document.language)
    texts = [document.text[start:end] for start, end in spans]
    places = [n for n, text in enumerate(texts) if _is_usable(text, document, english)]
    return tuple(
        SourceSentence(
            document=document,
            start=spans[place][0],
            end=spans[place][1],
            text=texts[place],
            previous=_previous(document, spans, place),
            around=" ".join(texts[max(place - _NEAR, 0) : place] + texts[place + 1 :][:_NEAR]),
            is_lead=place == places[0],
            is_english=english,
        )
        for place in places
    )


def _previous(document: Document, spans: Sequence[tuple[int, int]], place: int) -> str:
    if place == 0 or "\n\n" in document.text[spans[place - 1][1] : spans[place][0]]:
        return ""
    return document.text[slice(*spans[place - 1])]


def _is_usable(text: str, document: Document, english: bool) -> bool:
    words = len(words_of(text))
    long_enough = words >= _FEWEST_WORDS if english else len(text) >= _FEWEST_CHARS
    if not long_enough or words > _MOST_WORDS or len(text) > _MOST_CHARS:
        return False
    if RE.markup.search(text) or RE.list_item.match(text) or RE.caption.search(text):
        return False
    if " ".join(text.split()).casefold() == document.title.casefold():
        return False
    return not ((is_fragment(text) and english) or is_boilerplate(text) or tells_nothing(text))


def is_english(document: Document) -> bool:
    """Whether the article says so, or else is written with the commonest English words."""
    if document.language:
        return document.language.split("-")[0].lower() == "en"
    words = words_of(document.text[:5000].lower())
    return sum(word in _ENGLISH for word in words) >= 0.1 * max(len(words), 1)
