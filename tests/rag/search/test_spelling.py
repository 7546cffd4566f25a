"""Spelling: words that nobody knows are put as the articles have them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from index.types import Passage
from rag.search.spelling import correct_spelling, edit_distance

TEXT = "The repair of the bridge cost money. Councillor Rosa Pellam carried the library's plans."


@dataclass
class Snapshot:
    """The words of one passage, and itself for every word that is like one of its."""

    text: str = TEXT

    def document_frequency(self, word: str) -> float:
        return float(word.lower() in re.findall(r"\w+", self.text.lower()))

    def passages_like(self, word: str) -> list[Passage]:
        return [Passage.of("a", self.text, 0, len(self.text), None)]


class Encoder:
    """Knows a few words whole."""

    def count_tokens(self, texts: list[str]) -> list[int]:
        known = {"cost", "price", "penn", "of"}
        return [2 + (1 if text in known else 2) for text in texts]


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("hwo much did the bridge reapir cost", "how much did the bridge repair cost"),
        ("hwo paid the bridge", "who paid the bridge"),
        ("whta did the brigde cost?", "what did the bridge cost?"),
        ("what did councilor pelam carry", "what did Councillor Pellam carry"),
        ("the librarys plans", "the library plans"),
        ("the price of the bridge", "the price of the bridge"),  # an English word
        ("What did Reapir cost?", "What did Reapir cost?"),  # a name
        ("what is a kakistocracy", "what is a kakistocracy"),  # nothing is near
        ("what did penn cost", "what did penn cost"),
    ],
)
def test_words_that_nobody_knows_are_put_as_the_articles_have_them(asked, understood):
    encoder = Encoder()
    assert correct_spelling(asked, Snapshot(), encoder) == understood  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("how", "hwo", 1), ("", "ab", 2), ("repair", "repairs", 1), ("kitten", "sitting", 3)],
)
def test_edit_distance(one, other, distance):
    assert edit_distance(one, other) == edit_distance(other, one) == distance
