"""The lexical index: words, not operators; only rows that are alive; a sentinel that vouches."""

from __future__ import annotations

import pytest

from index.search.lexical import LexicalIndex

TEXTS = [
    (1, "The mayor of Orra opened the harbour wall."),
    (2, "Cats sleep on the harbour wall."),
    (3, "Müller's cafés close at noon."),
]


@pytest.fixture
def lexical() -> LexicalIndex:
    index = LexicalIndex.create("en")
    index.add(TEXTS, covered=3)
    return index


def rows(lexical, question, allowed=None, alive=frozenset({1, 2, 3})):
    found = lexical.search(lexical.query_tokens(question), 10, allowed, set(alive))
    return [row for row, _ in found]


def test_search_finds_inflections_and_accents(lexical):
    assert rows(lexical, "cat") == [2]
    assert rows(lexical, "Muller cafe") == [3]


@pytest.mark.parametrize(
    "question", ['"', "AND OR NOT", "a:b", "((", "+ - && ||", "wall^9~", "*", "\x00", "🙂"]
)
def test_search_takes_punctuation_and_operators_for_words(lexical, question):
    assert isinstance(rows(lexical, question), list)


def test_search_ignores_question_words_unless_nothing_else_is_there(lexical):
    assert lexical.query_tokens("Who is the mayor of Orra?") == ["mayor", "orra"]
    assert lexical.query_tokens("Who is it?") == ["who", "is", "it"]


def test_search_returns_only_allowed_and_living_rows(lexical):
    assert rows(lexical, "harbour", allowed=[2]) == [2]
    assert rows(lexical, "harbour", alive={1, 3}) == [1]


def test_scores_are_the_ones_of_the_search_and_zero_elsewhere(lexical):
    tokens = lexical.query_tokens("harbour mayor")
    found = dict(lexical.search(tokens, 10, None, {1, 2, 3}))
    scores = lexical.scores(tokens, [1, 2, 3])
    assert scores == pytest.approx({**found, 3: 0.0})


def test_document_frequency_is_a_share_of_the_passages(lexical):
    assert lexical.document_frequency("harbour") == pytest.approx(2 / 3)
    assert lexical.document_frequency("zebra") == 0


def test_index_on_disk_says_what_it_covers(tmp_path):
    LexicalIndex.create("en", tmp_path / "words").add(TEXTS, covered=3)
    opened = LexicalIndex.open(tmp_path / "words", "en")
    assert opened is not None
    assert (opened.manifest.covered, opened.manifest.written) == (3, 3)
    assert opened.rows() == [1, 2, 3]
    assert LexicalIndex.open(tmp_path / "words", "de") is None
    assert LexicalIndex.open(tmp_path / "nowhere", "en") is None
