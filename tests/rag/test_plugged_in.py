"""What is plugged in: the contract tests, and answers when it does not keep to them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from index.errors import ModelError
from index.index import Index
from rag import Answerer, AnswerStatus
from rag.extract.answer_finder import Found, shipped_finder
from rag.search.retrieve import HybridRetriever
from rag.testing import (
    check_answer_finder,
    check_encoder,
    check_language_model,
    check_retriever,
)
from tests.conftest import WordEncoder

ARTICLES = {
    "storm.md": "# Storm\n\nThe storm took twelve boats from the harbour on Friday.\n",
    "ferry.md": "# Ferry\n\nThe ferry runs again from Monday. A ticket costs £4.\n",
}
QUESTION = "How many boats did the storm take?"
TOLD = "The storm took twelve boats from the harbour on Friday."


@pytest.fixture
def index(empty_index, write_articles):
    empty_index.sync(write_articles(ARTICLES))
    return empty_index


class Model:
    name = "mine"

    def stream(self, messages):
        yield from ("Twelve boats ", "[1].")


def with_(base, **changed):
    """`base` with other members."""
    return type("Changed", (base,), changed)()


def fails(*given, **named):
    raise RuntimeError("no more memory\nand more lines")


def test_our_own_parts_keep_the_contracts(index):
    check_encoder(WordEncoder())
    check_language_model(Model())
    check_retriever(HybridRetriever(index.snapshot(), index.encoder.encoder), QUESTION)
    check_answer_finder(shipped_finder())


@pytest.mark.slow
def test_the_shipped_encoder_keeps_the_contract(packaged_cache, monkeypatch):
    monkeypatch.setenv("BYLINE_CACHE", str(packaged_cache))
    from index.encoders import load_encoder

    check_encoder(load_encoder())


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "name must be a text"),
        ({"dimension": 0}, "dimension must be 1 or more"),
        ({"encode_queries": fails}, "must not raise: RuntimeError: no more memory."),
        ({"encode_passages": lambda s, t: np.ones((len(t), 64), np.float32)}, "rows of length 1"),
        ({"encode_passages": lambda s, t: np.ones((len(t), 64))}, "a float32 array of shape"),
        ({"encode_tokens": lambda s, t: []}, "encode_tokens must give a pair for each text"),
        ({"count_tokens": lambda s, t: [3] * len(t)}, "beyond max_tokens"),
    ],
)
def test_an_encoder_that_breaks_its_contract_is_told_how(changed, told):
    with pytest.raises(AssertionError, match=told):
        check_encoder(with_(WordEncoder, **changed))


@pytest.mark.parametrize(
    ("stream", "told"),
    [
        (fails, "stream must not raise: RuntimeError: no more memory."),
        (lambda *_: iter([b"yes"]), "stream must give pieces of text"),
        (lambda *_: iter([" "]), "a reply that is not empty"),
        (lambda *_: ["yes"], "stream must give an iterator"),
        (lambda *_: None, "stream must not raise: TypeError"),
    ],
)
def test_a_model_that_breaks_its_contract_is_told_and_answers_are_quotations(index, stream, told):
    broken = with_(Model, stream=stream)
    with pytest.raises(AssertionError, match=told):
        check_language_model(broken)
    if told.endswith("iterator"):
        return
    answer = Answerer(index, model=broken).answer(QUESTION, refuse=False)
    assert (answer.model, answer.sentences[0].text) == (None, TOLD)
    assert any("language model was not used: " in notice for notice in answer.notices)


def broken_later(self, messages):
    yield "Twelve boats [1]."
    raise ValueError("cut")


@pytest.mark.parametrize("changed", [{"stream": broken_later}, {"name": property(fails)}])
def test_a_model_that_raises_at_any_moment_leaves_the_quotations(index, changed):
    answer = Answerer(index, model=with_(Model, **changed)).answer(QUESTION, refuse=False)
    assert answer.sentences[0].text == TOLD
    assert [n for n in answer.notices if "cut" in n or "no more memory" in n]


class Finder:
    def find(self, question, weights, passages, sentences):
        return [Found(np.zeros(len(s), np.float32), (None,) * len(s)) for s in sentences]


FINDERS = [
    (fails, "find must not raise"),
    (lambda *_: [], "one Found for each passage"),
    (lambda *_: [None] * len(_[4]), "find must give|NoneType"),
    (lambda *_: [Found(np.zeros(0), ())] * len(_[4]), "for each sentence"),
]


@pytest.mark.parametrize(("find", "told"), FINDERS)
def test_a_finder_that_breaks_its_contract_is_told_and_left_out(index, find, told):
    broken = with_(Finder, find=find)
    with pytest.raises((AssertionError, AttributeError), match=told):
        check_answer_finder(broken)
    answer = Answerer(index, answer_finder=broken).answer(QUESTION)
    assert answer.notices[0].startswith("The answer finder was not used: ")
    assert replace(answer, notices=answer.notices[1:]) == Answerer(index).answer(QUESTION)


def retriever_of(index, change):
    own = HybridRetriever(index.snapshot(), index.encoder.encoder)

    class Changed:
        def retrieve(self, question, *, k, filters):
            return change(own.retrieve(question, k=k, filters=filters))

    return Changed()


def elsewhere(hits):
    return [replace(h, passage=replace(h.passage, doc_id="gone.md")) for h in hits]


def reworded(hits):
    return [
        replace(h, passage=replace(h.passage, text=h.passage.text.replace("twelve", "ninety")))
        for h in hits
    ]


@pytest.mark.parametrize("change", [fails, elsewhere, lambda hits: ["storm.md"], lambda hits: None])
def test_a_retriever_that_fails_is_left_out(index, change):
    answerer = Answerer(index, retriever=retriever_of(index, change))
    answer = answerer.answer(QUESTION)
    assert answer.notices[0].startswith("The retriever was not used: ")
    assert replace(answer, notices=answer.notices[1:]) == Answerer(index).answer(QUESTION)


def test_a_retriever_that_changes_words_is_never_quoted(index):
    answer = Answerer(index, retriever=retriever_of(index, reworded)).answer(QUESTION, refuse=False)
    assert "ninety" not in answer.text


def test_a_retriever_and_a_finder_of_ones_own_are_used(index):
    one = retriever_of(index, lambda hits: hits[:1])
    answer = Answerer(index, retriever=one, answer_finder=Finder()).answer(QUESTION, refuse=False)
    assert (len(answer.hits), answer.notices) == (1, ())
    assert answer.sentences[0].text == TOLD


@pytest.mark.parametrize("change", [list, lambda hits: hits[::-1], lambda hits: hits * 3, fails])
def test_a_retriever_that_breaks_its_contract_is_told_how(index, change):
    if change is list:
        check_retriever(retriever_of(index, change), QUESTION)
        return
    with pytest.raises(AssertionError, match="must"):
        check_retriever(retriever_of(index, change), QUESTION)


@pytest.mark.parametrize("method", ["encode_queries", "encode_tokens"])
def test_an_encoder_that_fails_leaves_words_alone(index, method):
    broken = with_(WordEncoder, **{method: fails})
    answer = Answerer(Index.open(index.path, load=lambda name: broken)).answer(
        QUESTION, refuse=False
    )
    assert answer.notices[0] == "The encoder was not used: RuntimeError: no more memory."
    assert answer.status is not AnswerStatus.NOT_IN_ARTICLES or answer.sentences


def test_an_encoder_that_cannot_be_loaded_leaves_words_alone(index):
    answer = Answerer(Index.open(index.path, load=fails)).answer(QUESTION, refuse=False)
    assert answer.notices == (
        "Searched by words alone, without meaning: RuntimeError: no more memory",
    )


def test_an_error_of_a_model_is_told_in_its_own_words(index):
    def unreachable(self, messages):
        raise ModelError("http://127.0.0.1:1 cannot be reached")

    answer = Answerer(index, model=with_(Model, stream=unreachable)).answer(QUESTION, refuse=False)
    assert any(n.startswith("The language model was not used: http://") for n in answer.notices)
