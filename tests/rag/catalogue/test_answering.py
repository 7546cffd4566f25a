"""Answers about the articles themselves: right articles, and citations that match the store."""

from __future__ import annotations

import pytest

from rag.answerer import Answerer
from rag.types import AnswerStatus, Turn

ARTICLES = {
    "storm.md": "---\ntitle: Storm hits the harbour\nauthor: Ann Lee\ndate: 2024-03-01\n"
    "outlet: The Gazette\n---\n\nThe storm took twelve boats. Nobody was hurt.\n",
    "ferry.md": "---\ntitle: Ferry runs again\nauthors: [Ann Lee, Bo Ray]\ndate: 2025-03-01\n"
    f"---\n\nThe ferry runs again from Monday. A ticket costs £4. {'It has a new bell. ' * 60}\n\n"
    f"{'Its old engine is sold. ' * 60}The storm of 2024 had sunk it.\n",
    "note.txt": "The lighthouse keeper has a cat, and the cat has a bell that rings all night.\n",
}


@pytest.fixture
def ask(empty_index, write_articles):
    empty_index.sync(write_articles(ARTICLES))
    return Answerer(empty_index).answer


def test_every_sentence_cites_articles_by_words_of_theirs(ask, empty_index):
    answer = ask("How many articles are there about the storm?")
    assert [s.text for s in answer.sentences] == [
        "There is 1 article about “storm”.",
        "“Storm hits the harbour” (Ann Lee, The Gazette, 1 March 2024).",
        "1 more article mentions “storm”.",
    ]
    documents = empty_index.snapshot().documents(c.doc_id for c in answer.citations)
    for citation in answer.citations:
        text = documents[citation.doc_id].text
        assert text[citation.start : citation.end] == citation.quote
    assert all(sentence.citations for sentence in answer.sentences)
    assert not answer.is_quoted


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who wrote the article about the ferry?", "is by Ann Lee and Bo Ray."),
        ("When was the article about the storm published?", "was published on 1 March 2024."),
        ("Which paper published the article about the ferry?", "names no outlet."),
        ("Who wrote the article about the lighthouse?", "names no author."),
        ("What is the latest article?", "“Ferry runs again” (Ann Lee, Bo Ray, 1 March 2025)."),
        ("Which authors are there?", "Ann Lee: 2 articles."),
    ],
)
def test_particulars_are_told_or_said_to_be_missing(ask, question, said):
    assert ask(question).sentences[0].text.endswith(said)


def test_nothing_found_is_said_and_is_no_answer(ask):
    answer = ask("How many articles mention Greenland?")
    assert answer.status is AnswerStatus.NOT_IN_ARTICLES
    assert answer.notices == ("No article mentions “Greenland”.",)


def test_that_is_the_article_of_the_last_answer(ask):
    cited = Turn(question="What does a ticket cost?", answer="£4.", doc_ids=("ferry.md",))
    quoted = Turn(question="What does a ticket cost?", answer="The ferry runs again from Monday.")
    for turn in (cited, quoted):
        assert "Bo Ray" in ask("Who wrote that?", history=[turn]).text


def test_what_was_understood_can_be_taken_away(ask):
    assert ask("List all articles by Ann Lee").understood == "which articles by Ann Lee"
    assert not ask("List all articles by Ann Lee", reads_filters=False).understood


def test_an_article_is_told_in_its_own_sentences(ask):
    answer = ask("Summarise the article about the storm")
    assert [s.text for s in answer.sentences][:1] == ["The storm took twelve boats."]
    assert answer.is_quoted
    assert ask("What happened on 1 March 2024?").sentences[0].text == "The storm took twelve boats."


def test_more_is_told_of_the_article_just_cited(ask):
    turn = Turn(question="What did the storm do?", answer="The storm took twelve boats.")
    assert [s.text for s in ask("Tell me more", history=[turn]).sentences] == ["Nobody was hurt."]
