"""Duplicates: what else answers a question, or nothing once its articles are held out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from eval.proposing.sources import SourceSentence, folded
from eval.questions.overlap import content_words
from index.duplicates.stories import bands, find_same_story, signature
from index.types import Document

_FEWEST_OWN_WORDS = 2
_SAME_WORDS = 0.85
"""Share of the longer sentence's words that stand in the other, in a near-duplicate article."""


class Twins:
    """Finds what a question has to accept besides its own sentence."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        sentences: Mapping[str, Sequence[SourceSentence]],
    ) -> None:
        self._documents = documents
        self._sentences = sentences
        self._same: dict[str, list[SourceSentence]] = defaultdict(list)
        for sentence in (s for found in sentences.values() for s in found):
            self._same[folded(sentence.text)].append(sentence)
        self._by_key: dict[int, list[str]] = defaultdict(list)
        for doc_id, document in documents.items():
            for key in bands(signature(document.text)):
                self._by_key[key].append(doc_id)

    @cache  # noqa: B019  # it lives as long as its articles do
    def articles(self, doc_id: str) -> tuple[str, ...]:
        """The other articles that tell the story of `doc_id`, sorted."""
        found = find_same_story(
            self._documents[doc_id].text,
            lambda keys: (other for key in keys for other in self._by_key[key] if other != doc_id),
            lambda other: self._documents[other].text,
        )
        return tuple(sorted(other for other, _ in found))

    def sentences(self, sentence: SourceSentence, answers: Sequence[str]) -> list[SourceSentence]:
        """`sentence` first, then those that say the same: anywhere word for word, and in
        near-duplicate articles with nearly the same words and one of the answers."""
        same = list(self._same[folded(sentence.text)])
        for doc_id in self.articles(sentence.document.doc_id):
            same += [
                other
                for other in self._sentences[doc_id]
                if other not in same
                and _shared(sentence.text, other.text) >= _SAME_WORDS
                and (not answers or any(answer in other.text for answer in answers))
            ]
        return [sentence, *(other for other in same if other is not sentence)]


class HeldOut:
    """Tells whether the other articles could answer."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._words = {
            doc_id: content_words(f"{document.title} {document.text}")
            for doc_id, document in documents.items()
        }
        self._articles = Counter(word for words in self._words.values() for word in words)

    def answers_nowhere_else(self, question: str, left_out: Sequence[str]) -> bool:
        """Whether at least two of the question's words stand in none of the other articles.

        False when no other article is left.
        """
        if len(left_out) >= len(self._words):
            return False
        own = [
            word
            for word in content_words(question)
            if self._articles[word] == sum(word in self._words[doc_id] for doc_id in left_out) > 0
        ]
        return len(own) >= _FEWEST_OWN_WORDS


def _shared(one: str, other: str) -> float:
    first, second = set(folded(one).split()), set(folded(other).split())
    return len(first & second) / max(len(first), len(second), 1)
