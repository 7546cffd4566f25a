"""From question to `Answer`: quotations that match the store, refusals, models that fail."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from index.errors import ModelError, QuestionError
from index.types import Filters
from rag.answerer import Answerer
from rag.types import Answer, AnswerStatus, SupportLevel

ARTICLES = {
    "storm.md": "---\ntitle: Storm hits the harbour\nauthor: Ann Lee\ndate: 2024-03-01\n---\n\n"
    "The storm took twelve boats from the harbour on Friday. Nobody was hurt.\n",
    "ferry.md": "# Ferry runs again\n\nThe ferry runs again from Monday. A ticket costs £4.\n",
}
QUESTION = "How many boats did the storm take?"


class ScriptedModel:
    """Replies with what it was given, or fails."""

    name = "scripted"

    def __init__(self, reply: str | None) -> None:
        self.reply = reply
        self.messages: list[object] = []

    def stream(self, messages):
        self.messages = list(messages)
        if self.reply is None:
            raise ModelError("http://127.0.0.1:1 cannot be reached")
        yield self.reply


@pytest.fixture
def index(empty_index, write_articles):
    empty_index.sync(write_articles(ARTICLES))
    return empty_index


def test_answer_quotes_the_store_word_for_word(index):
    answer = Answerer(index).answer(QUESTION, refuse=False)
    assert answer.sentences[0].text == "The storm took twelve boats from the harbour on Friday."
    for sentence in answer.sentences:
        (citation,) = sentence.citations
        document = index.snapshot().document(citation.doc_id)
        assert document.text[citation.start : citation.end] == citation.quote == sentence.text
        assert citation.version == document.version
    assert answer.sentences[0].citations[0].authors == ("Ann Lee",)


def test_answer_numbers_passages_in_the_order_of_first_use(index):
    answer = Answerer(index).answer(QUESTION, refuse=False)
    markers = [citation.marker for citation in answer.citations]
    assert markers[0] == 1
    assert set(markers) == set(range(1, max(markers) + 1))


def test_answer_is_the_same_on_every_run_and_after_json(index):
    first = Answerer(index).answer(QUESTION)
    assert Answerer(index).answer(QUESTION) == first
    adapter = TypeAdapter(Answer)
    assert adapter.validate_json(adapter.dump_json(first)) == first


def test_answer_refuses_another_subject_and_shows_what_is_near(index):
    answer = Answerer(index).answer("Which composer wrote the opera about Nixon in Beijing?")
    assert answer.status is AnswerStatus.NOT_IN_ARTICLES
    assert answer.sentences == ()
    assert answer.hits


def test_answer_looks_only_at_what_the_filters_let_through(index):
    answer = Answerer(index).answer(QUESTION, filters=Filters(authors=("Nobody",)))
    assert answer.status is AnswerStatus.NOT_IN_ARTICLES
    assert answer.notices == ("No article passes the filters.",)


def test_answer_says_so_when_the_index_is_empty(empty_index):
    answer = Answerer(empty_index).answer(QUESTION)
    assert "no articles yet" in answer.notices[0]


@pytest.mark.parametrize("question", ["", "  \n", "x" * 2001])
def test_answer_refuses_no_question_and_an_endless_one(index, question):
    with pytest.raises(QuestionError):
        Answerer(index).answer(question)


def test_answer_takes_the_models_sentences_and_checks_them(index):
    model = ScriptedModel("The storm took twelve boats [1]. It also sank the moon [1].")
    answer = Answerer(index, model=model).answer(QUESTION, refuse=False)
    assert answer.model == "scripted"
    levels = [sentence.support.level for sentence in answer.sentences]
    assert levels == [SupportLevel.SUPPORTED, SupportLevel.UNSUPPORTED]


def test_answer_quotes_and_says_why_when_the_model_fails(index):
    answer = Answerer(index, model=ScriptedModel(None)).answer(QUESTION, refuse=False)
    assert answer.model is None
    assert answer.sentences[0].support.reasons == ("quoted word for word",)
    assert "cannot be reached" in answer.notices[0]


def test_answer_believes_a_model_that_finds_nothing(index):
    model = ScriptedModel("The articles do not say.")
    answer = Answerer(index, model=model).answer(QUESTION, refuse=False)
    assert answer.status is AnswerStatus.NOT_IN_ARTICLES
