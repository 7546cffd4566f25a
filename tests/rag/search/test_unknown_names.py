"""A filter that asks for a name which no article has says the nearest that there are."""

from __future__ import annotations

import unicodedata

import pytest

from index.search.names import count_names
from index.types import Filters
from rag.answerer import Answerer

HEAD = "---\ntitle: {}\nauthor: {}\noutlet: {}\nsection: {}\ntags: [{}]\n---\n\n"
WALL = "The wall cost £5 million, the council said on Friday.\n"
ARTICLES = {
    "a.md": HEAD.format("Wall", "Imogen West", "The Gazette", "Council", "harbour") + WALL,
    "b.md": HEAD.format("Walls", "imogen west", "The Gazette", "Council", "Sea walls") + WALL * 2,
    "c.md": HEAD.format("Sea", "Zoë O’Hara", "The Courier", "Sport", "harbour") + WALL * 3,
}


@pytest.fixture
def answerer(empty_index, write_articles):
    empty_index.sync(write_articles(ARTICLES))
    return Answerer(empty_index)


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({"authors": "Imogen Wast"}, "No articles by “Imogen Wast”; there is “Imogen West” (2)."),
        ({"authors": "West"}, "No articles by “West”; there is “Imogen West” (2)."),
        ({"authors": "Ms Imogen West"}, "there is “Imogen West” (2)."),
        ({"authors": "Zoe Ohara"}, "there is “Zoë O’Hara” (1)."),
        ({"authors": "The Gazette"}, "by “The Gazette”; there is the outlet “The Gazette”."),
        ({"authors": "Rolf"}, "No articles by “Rolf”: `byline authors` lists those there are."),
        ({"outlets": "Gazette"}, "No articles in “Gazette”; there is “The Gazette” (2)."),
        ({"outlets": "The Currier"}, "there is “The Courier” (1)."),
        ({"sections": "Counsil"}, "No articles in the section “Counsil”; there is “Council” (2)."),
        ({"tags": "harbor"}, "No articles with the tag “harbor”; there is “harbour” (2)."),
        ({"tags": "walls"}, "there is “Sea walls” (1)."),
    ],
)
@pytest.mark.parametrize("question", ["What did the wall cost?", "How many articles are there?"])
def test_an_unknown_name_is_told_with_the_nearest(answerer, filters, told, question):
    answer = answerer.answer(question, filters=Filters(**filters))
    assert any(told in notice for notice in answer.notices), answer.notices
    assert not answer.sentences


def test_an_unknown_name_beside_a_known_one_is_told_and_the_known_one_searched(answerer):
    filters = Filters(authors=("Imogen West", "Rolf"))
    answer = answerer.answer("What did the wall cost?", filters=filters)
    assert "Rolf" in answer.notices[0]
    assert answer.hits


@pytest.mark.parametrize(
    "name", ["imogen  WEST ", "Zoë O'Hara", unicodedata.normalize("NFD", "Zoë O’Hara")]
)
def test_a_name_is_known_however_it_is_typed(answerer, name):
    answer = answerer.answer("What did the wall cost?", filters=Filters(authors=(name,)))
    assert answer.notices == ()
    assert answer.hits


def test_names_are_counted_the_commonest_first(answerer):
    about = answerer.index.snapshot().about.values()
    assert list(count_names(about, "authors").values()) == [2, 1]
    assert count_names(about, "tags") == {"harbour": 2, "Sea walls": 1}
    assert count_names(about, "outlets") == {"The Gazette": 2, "The Courier": 1}
