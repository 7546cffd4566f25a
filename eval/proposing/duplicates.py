"""Duplicates: sentences that say the same elsewhere, and near-duplicate articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from eval.proposing.sources import WORD, SourceSentence
from index.duplicates.stories import bands, find_same_story, signature
from index.types import Document

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
        self._articles: dict[str, tuple[str, ...]] = {}
        self._same: dict[str, list[SourceSentence]] = defaultdict(list)
        for sentence in (s for found in sentences.values() for s in found):
            self._same[_folded(sentence.text)].append(sentence)
        self._by_key: dict[int, list[str]] = defaultdict(list)
        for doc_id, document in documents.items():
            for key in bands(signature(document.text)):
                self._by_key[key].append(doc_id)

    def articles(self, doc_id: str) -> tuple[str, ...]:
        """The other articles that tell the story of `doc_id`, sorted."""
        if doc_id not in self._articles:
            self._articles[doc_id] = self._find_articles(doc_id)
        return self._articles[doc_id]

    def _find_articles(self, doc_id: str) -> tuple[str, ...]:
        found = find_same_story(
            self._documents[doc_id].text,
            lambda keys: (other for key in keys for other in self._by_key[key] if other != doc_id),
            lambda other: self._documents[other].text,
        )
        return tuple(sorted(other for other, _ in found))

    def sentences(self, sentence: SourceSentence, answers: Sequence[str]) -> list[SourceSentence]:
        """`sentence` first, then those that say the same: anywhere word for word, and in
        near-duplicate articles with nearly the same words and one of the answers."""
        same = list(self._same[_folded(sentence.text)])
        for doc_id in self.articles(sentence.document.doc_id):
            same += [
                other
                for other in self._sentences[doc_id]
                if other not in same
                and _shared(sentence.text, other.text) >= _SAME_WORDS
                and (not answers or any(answer in other.text for answer in answers))
            ]
        return [sentence, *(other for other in same if other is not sentence)]


def _folded(text: str) -> str:
    return " ".join(match.group().casefold() for match in WORD.finditer(text))


def _shared(one: str, other: str) -> float:
    first, second = set(_folded(one).split()), set(_folded(other).split())
    return len(first & second) / max(len(first), len(second), 1)
