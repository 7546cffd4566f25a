from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from eval.questions.folder import read_folder
from eval.questions.overlap import word_overlap
from eval.questions.places import check_question
from eval.questions.schema import FilterSource, Question, QuestionKind, read_questions
from eval.sample import sample_folder, sample_questions
from index.text.sentences import split_sentences
from index.types import Document, Filters

AT_LEAST = {
    QuestionKind.ANSWERABLE: 45,
    QuestionKind.TWO_ARTICLES: 10,
    QuestionKind.FILTERED: 12,
    QuestionKind.FOLLOW_UP: 14,
    QuestionKind.UNANSWERABLE_EASY: 12,
    QuestionKind.UNANSWERABLE_HARD: 14,
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return read_folder(sample_folder())


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return list(read_questions(sample_questions()))


def test_sample_has_enough_articles_in_each_format(documents: dict[str, Document]) -> None:
    formats = Counter(doc_id.rsplit(".", 1)[1] for doc_id in documents)
    assert formats == {"md": 11, "html": 6, "txt": 3}


def test_sample_spans_outlets_sections_authors_and_two_years(
    documents: dict[str, Document],
) -> None:
    dates = [d.published for d in documents.values() if d.published]
    assert min(dates) == date(2024, 2, 12)
    assert max(dates) == date(2026, 4, 27)
    assert Counter(d.outlet for d in documents.values()) == {
        "The Marlow Bay Gazette": 9,
        "The Pellow Valley Chronicle": 5,
        "Lantern Street Review": 3,
        None: 3,
    }
    assert len({d.section for d in documents.values()} - {None}) >= 6
    authors = Counter(author for d in documents.values() for author in d.authors)
    assert authors["Imogen Tasker"] == 5
    assert authors["J. R. Holt"] == authors["Noor Halvorsen"] == 3


def test_sample_articles_of_outlets_have_title_author_and_address(
    documents: dict[str, Document],
) -> None:
    for document in documents.values():
        if document.outlet:
            assert document.authors, document.doc_id
            assert document.uri, document.doc_id
            assert not document.title_derived, document.doc_id


BOILERPLATE = (
    "Subscribe",
    "newsletter",
    "About The",
    "About Lantern",
    "Share",
    "Sign up",
    "Follow",
    "Become a member",
    "member today",
    "![",
    "https://",
    "Log in",
    "Privacy",
    "Most read",
    "All rights reserved",
    "Get the Gazette app",
    "Join",
    "author:",
)


# Lines that cleaning does not know for sure to be no part of the article, and so leaves in it.
DOUBTFUL = {
    "*Enjoyed this article? Sign up for our free weekly newsletter, Low Tide.*",
    "*Like what you read? Join our mailing list and get every issue first.*",
    "Get the Gazette app and read offline.",
    "Share on social media · Print · Save for later",
    "[Donate to the Kittiwake Trust](https://kittiwake.example.org/donate)",
}


def test_sample_text_holds_no_boilerplate(documents: dict[str, Document]) -> None:
    lines = {line.strip() for document in documents.values() for line in document.text.split("\n")}
    found = {line for line in lines if any(phrase in line for phrase in BOILERPLATE)}
    assert found <= DOUBTFUL


def test_sample_names_no_real_address() -> None:
    files = [*sample_folder().rglob("*.*"), sample_questions()]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    hosts = set(re.findall(r"https?://([^/\s\"')]+)", text)) | set(re.findall(r"@([\w.]+\w)", text))
    allowed = {"schema.org"}  # the vocabulary that JSON-LD must name
    at_words = {"context", "type", "graph", "id"}
    real = {h for h in hosts - allowed - at_words if not h.endswith((".example.org", ".example"))}
    assert real == set()


def test_sample_questions_cover_each_kind(questions: list[Question]) -> None:
    counts = Counter(question.kind for question in questions)
    assert all(counts[kind] >= wanted for kind, wanted in AT_LEAST.items()), counts


def test_sample_asks_nothing_twice(questions: list[Question]) -> None:
    asked = Counter((question.question, question.history) for question in questions)
    assert max(asked.values()) == 1


def test_every_gold_sentence_is_whole_and_at_its_offsets(
    questions: list[Question], documents: dict[str, Document]
) -> None:
    spans = {doc_id: set(split_sentences(d.text)) for doc_id, d in documents.items()}
    for question in questions:
        check_question(question, documents)
        for sentence in question.sentences:
            assert (sentence.start, sentence.end) in spans[sentence.doc_id], sentence.quote


def test_every_short_answer_stands_in_a_gold_sentence(questions: list[Question]) -> None:
    for question in questions:
        for fact in question.facts:
            quotes = " ".join(" ".join(s.quote.split()) for s in fact.sentences).casefold()
            assert all(answer.casefold() in quotes for answer in fact.answers), question.id


def test_questions_share_few_words_with_the_sentences_that_answer_them(
    questions: list[Question],
) -> None:
    shares = [
        max(word_overlap(q.standalone or q.question, s.quote) for s in q.sentences)
        for q in questions
        if q.sentences
    ]
    assert sum(shares) / len(shares) < 0.35
    assert sum(share > 0.7 for share in shares) <= 2


def test_gold_articles_pass_the_filters_of_their_question(
    questions: list[Question], documents: dict[str, Document]
) -> None:
    for question in questions:
        filters = question.filters.to_filters()
        for sentence in question.sentences:
            assert _passes(documents[sentence.doc_id], filters), question.id


def test_filters_shut_out_some_articles(
    documents: dict[str, Document], questions: list[Question]
) -> None:
    for question in questions:
        filters = question.filters.to_filters()
        if filters:
            assert not all(_passes(d, filters) for d in documents.values()), question.id


def test_filters_are_read_out_of_most_filtered_questions(questions: list[Question]) -> None:
    sources = Counter(q.filter_source for q in questions if q.kind is QuestionKind.FILTERED)
    assert sources[FilterSource.QUESTION] >= 10
    assert sources[FilterSource.GIVEN] >= 3


def test_follow_ups_carry_their_conversation_and_a_question_that_stands_alone(
    questions: list[Question],
) -> None:
    for question in questions:
        if question.kind is QuestionKind.FOLLOW_UP:
            assert question.standalone, question.id
            assert all(turn.answer for turn in question.history), question.id


def test_hard_questions_name_the_articles_they_seem_to_be_about(
    questions: list[Question], documents: dict[str, Document]
) -> None:
    for question in questions:
        if question.kind is QuestionKind.UNANSWERABLE_HARD:
            assert question.near, question.id
            assert set(question.near) <= set(documents), question.id


def _passes(document: Document, filters: Filters) -> bool:
    published = document.published
    after = not filters.published_from or (published and published >= filters.published_from)
    before = not filters.published_to or (published and published <= filters.published_to)
    return (
        bool(after and before)
        and (not filters.authors or bool(set(filters.authors) & set(document.authors)))
        and (not filters.outlets or document.outlet in filters.outlets)
        and (not filters.sections or document.section in filters.sections)
        and (not filters.tags or bool(set(filters.tags) & set(document.tags)))
    )
