"""The answer finder that ships: one score and one answer for each sentence."""

from __future__ import annotations

import numpy as np
import pytest

from rag.english.words import find_words
from rag.extract.answer_finder import (
    PASSAGE_TOKENS,
    QUESTION_TOKENS,
    Found,
    shipped_finder,
)
from rag.extract.types import NONE, Tokens

FIRST, SECOND = "The ferry weighs 412 tonnes.", "Its captain is Ada Brandt."
PASSAGE = f"{FIRST} {SECOND}"
SPANS = [(0, len(FIRST)), (len(FIRST) + 1, len(PASSAGE))]
QUESTION = "How heavy is the ferry?"


def tokens(text: str) -> Tokens:
    """Each word a token with a direction of its own."""
    words = tuple(find_words(text))
    vectors = np.stack([np.random.default_rng(len(w.text)).standard_normal(384) for w in words])
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    offsets = np.array([(word.start, word.end) for word in words], np.int32)
    return Tokens(unit.astype(np.float32), offsets, words)


def find(*passages: str, question: str = QUESTION) -> list[Found]:
    weights = {word.stem: 4.0 for word in find_words(question) if word.is_content}
    spans = [SPANS if passage == PASSAGE else [(0, len(passage))] for passage in passages]
    return shipped_finder().find(tokens(question), weights, [tokens(p) for p in passages], spans)


def test_find_gives_a_score_and_an_answer_inside_each_sentence():
    [found] = find(PASSAGE)
    assert found.scores.shape == (2,)
    assert np.isfinite(found.scores).all()
    for answer, (start, end) in zip(found.answers, SPANS, strict=True):
        assert answer
        assert start <= answer[0] < answer[1] <= end


def test_find_says_of_a_passage_the_same_when_it_stands_among_others():
    alone, *_ = find(PASSAGE)
    other, among = find("Rain fell on the moor all week.", PASSAGE)
    assert other.scores.shape == (1,)
    np.testing.assert_allclose(among.scores, alone.scores, rtol=1e-5)


def test_find_reads_only_the_beginning_when_question_and_passage_are_long():
    beyond = PASSAGE + " rain" * PASSAGE_TOKENS
    [found] = find(beyond, question=QUESTION + " please" * QUESTION_TOKENS)
    assert np.isfinite(found.scores).all()


@pytest.mark.parametrize("spans", [[], [(500, 600)]])
def test_find_scores_low_when_a_sentence_has_no_token(spans):
    asked, passage = tokens(QUESTION), tokens(PASSAGE)
    [found] = shipped_finder().find(asked, {}, [passage], [spans])
    assert found.scores.tolist() == [NONE] * len(spans)
    assert found.answers == (None,) * len(spans)
