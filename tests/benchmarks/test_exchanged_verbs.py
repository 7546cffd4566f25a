"""Sentences with another verb, for the benchmark of the checks."""

from benchmarks.corruptions.deeds import EACH, exchange_verbs
from rag.english.words import find_words


def test_one_word_is_another_and_the_rest_stays():
    true = ["The council closed the bridge on Monday.", "Nobody?", "It carries 900 cyclists."]
    made = list(exchange_verbs(true))
    assert [number for number, _ in made] == [0] * EACH + [2] * EACH
    for number, text in made:
        own, other = find_words(true[number]), find_words(text)
        assert sum(a.text != b.text for a, b in zip(own, other, strict=True)) <= 1
    assert list(exchange_verbs(true)) == made
