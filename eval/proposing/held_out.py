"""Unanswerable questions: those whose articles are held out of the index when they are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from eval.questions.overlap import content_words
from index.types import Document

_FEWEST_OWN_WORDS = 2


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
