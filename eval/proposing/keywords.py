"""Keyword queries, as people type them into a search box; they work in any language."""

from collections.abc import Iterator
from random import Random

from eval.proposing.grammar import RE
from eval.proposing.sources import Draft, SourceSentence, Vocabulary, stems, words_of
from rag.english.function_words import FUNCTION_WORDS

_FEWEST, _MOST = 3, 5
_FROM_TITLE = 0.7


def ask_with_headline(sentence: SourceSentence) -> Iterator[Draft]:
    """The headline's own words, for the first sentence of its article."""
    title = sentence.document.title.strip()
    if not sentence.is_lead or sentence.document.title_derived:
        return
    asked = stems(title)
    unspaced = not title.isascii() and len(title) >= 6 and " " not in title
    if unspaced or len(asked & stems(sentence.text)) >= 2:
        words = " ".join(filter(stems, words_of(title)))
        yield Draft(way="headline", text=words, sentence=sentence)


def ask_with_keywords(
    sentence: SourceSentence, vocabulary: Vocabulary, random: Random
) -> Iterator[Draft]:
    """Some of the sentence's rarer words, one from around it, in another order."""
    words = _plain_words(sentence.text)
    if len(words) < _FEWEST + 1:
        parts = RE.part.findall(sentence.text)  # between two marks: no spaces part the words
        if parts and len(sentence.text.split()) <= 3:
            yield Draft(way="keywords", text=random.choice(parts), sentence=sentence)
        return
    near = stems(f"{sentence.document.title} {sentence.around}")
    shared = [word for word in words if stems(word) & near]
    chosen = random.sample(shared, min(len(shared), random.randint(1, _FEWEST)))
    own = [word for word in words if word not in chosen]
    own = [word for word in own if not vocabulary.count_once(word)] or own
    chosen += random.sample(own, min(len(own), max(_FEWEST - len(chosen), 1)))
    chosen.sort(key=words.index)
    known = stems(sentence.text)
    others = [w for w in _plain_words(sentence.document.title) if not stems(w) & known]
    if others and random.random() < _FROM_TITLE:
        chosen[random.randrange(2) * len(chosen) : 0] = others[:2]
    written = [word if vocabulary.is_name(word) else word.lower() for word in chosen]
    yield Draft(way="keywords", text=" ".join(written), sentence=sentence)


def _plain_words(text: str) -> list[str]:
    return list(dict.fromkeys(filter(_is_telling, words_of(text))))


def _is_telling(word: str) -> bool:
    lower = word.lower()
    return bool(RE.plain.fullmatch(word) and stems(word)) and lower not in FUNCTION_WORDS
