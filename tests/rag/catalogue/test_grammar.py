"""Questions about the articles themselves are read whole, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from index.types import Document, Filters
from rag.catalogue.grammar import read_catalogue_question
from rag.catalogue.types import CatalogueTask, Order

TODAY = date(2026, 5, 1)


def article(title: str, author: str, outlet: str, section: str) -> Document:
    return Document(
        doc_id=f"{title}.md",
        version="1",
        text="",
        title=title,
        authors=(author,),
        outlet=outlet,
        section=section,
        published=date(2024, 3, 1),
    )


ABOUT = [
    article("Storm hits the harbour", "Ann Lee", "The Marlow Gazette", "News"),
    article("Ferry runs again", "Bo Ray", "The Pellow Chronicle", "Transport"),
]


def read(question, **options):
    return read_catalogue_question(question, ABOUT, TODAY, **options)


@pytest.mark.parametrize(
    ("question", "task", "topic"),
    [
        ("Who wrote the article about the ferry?", CatalogueTask.AUTHOR, "ferry"),
        ("I'd like to know who the author of the ferry article is.", CatalogueTask.AUTHOR, "ferry"),
        ("Who has written about the old ferry?", CatalogueTask.AUTHOR, "old ferry"),
        ("When did the story on the storm come out?", CatalogueTask.DATE, "storm"),
        ("How many pieces do we have on the storm?", CatalogueTask.COUNT, "storm"),
        ("How often has the Gazette written about the storm?", CatalogueTask.COUNT, "storm"),
        ("In how many articles is Mayor Orr mentioned?", CatalogueTask.COUNT, "Mayor Orr"),
        ("Do we have anything on the lighthouse?", CatalogueTask.LIST, "lighthouse"),
        ("Which paper carried the article about the ferry?", CatalogueTask.OUTLET, "ferry"),
        ("Draw up a chronology of the storm", CatalogueTask.TIMELINE, "storm"),
        ("What topics do the articles cover?", CatalogueTask.TAGS, ""),
    ],
)
def test_grammar_reads_task_and_topic(question, task, topic):
    found = read(question)
    assert (found.task, found.selection.topic) == (task, topic)


def test_grammar_reads_names_dates_and_order():
    found = read("Show me the two latest ferry stories by Ann Lee in the Gazette since 2024")
    assert found.selection.filters == Filters(
        published_from=date(2024, 1, 1), authors=("Ann Lee",), outlets=("The Marlow Gazette",)
    )
    assert (found.selection.order, found.selection.most) == (Order.NEWEST, 2)


def test_grammar_finds_an_article_by_its_headline():
    found = read("Who wrote “Storm hits the harbour”?")
    assert found.selection.filters.doc_ids == ("Storm hits the harbour.md",)


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the report on the ferry's batteries?",
        "Who wrote the story that won the prize?",
        "How many articles of clothing were found?",
        "How many articles does the treaty have?",
        "How many articles about the storm did the mayor ignore?",
        "How many people were hurt?",
        "What did Ann Lee write about the ferry?",
        "What are the particles in the harbour?",
        "When was the letter about the storm written?",
        "List the reasons for the storm",
        "What is the latest on the ferry?",
        "Do the articles say who owns the ferry?",
        "Who wrote it?",
    ],
)
def test_grammar_leaves_questions_about_what_articles_say(question):
    assert read(question) is None


def test_grammar_takes_it_for_an_article_only_after_such_a_question():
    assert read("And when was it published?") is None
    assert read("And when was it published?", goes_on=True).selection.points_back
    assert read("When was that article published?").selection.points_back
