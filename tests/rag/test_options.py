"""Mistakes in a call: each is one error that names what is meant."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

import pytest

from index.errors import OptionError, QuestionError
from rag import Answerer, Filters, Turn
from rag.options import check_filters, check_options


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"filter": Filters()}, "no option 'filter': did you mean 'filters'?"),
        ({"max_sentence": 2}, "did you mean 'max_sentences'?"),
        ({"temperature": 0.2}, "no option 'temperature': there are filters, history,"),
        ({"max_sentences": 9}, "max_sentences: input should be less than or equal to 4, not 9"),
        ({"hits": 0}, "hits: input should be greater than or equal to 1, not 0"),
        ({"hits": "20"}, "hits: input should be a valid integer, not '20'"),
        ({"history": "Who paid?"}, "history: "),
        ({"history": ["Who paid?"]}, "history: "),
        ({"filters": {"authors": "Imogen"}}, "filters: "),
        ({"refuse": "no"}, "refuse: "),
        ({"today": "2024-03-05"}, "today: "),
    ],
)
def test_names_the_mistake_when_an_option_is_wrong(options, told):
    with pytest.raises(OptionError) as caught:
        check_options(options)
    assert str(caught.value).startswith(told) or told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, TypeError)


def test_takes_options_as_they_are_meant():
    turns = (Turn(question="Who?"),)
    given = {"filters": Filters(tags="sea"), "history": turns, "hits": 5, "today": date(2024, 3, 5)}
    assert check_options(given) == {**given, "filters": Filters(tags=("sea",))}  # type: ignore[arg-type]


def test_filters_take_one_name_and_written_days():
    found = check_filters(
        Filters(authors="Imogen", outlets=["Gazette"], published_from="2024-03-05")
    )
    assert found.authors == ("Imogen",)
    assert found.outlets == ("Gazette",)
    assert found.published_from == date(2024, 3, 5)
    assert check_filters(Filters(published_to=datetime(2024, 3, 5, 12))).published_to == date(
        2024, 3, 5
    )


@pytest.mark.parametrize("wrong", [{"authors": 7}, {"tags": [None]}, {"published_from": "May"}])
def test_filters_refuse_what_is_no_name_or_day(wrong):
    with pytest.raises(OptionError, match=next(iter(wrong))):
        check_filters(Filters(**wrong))


def test_answerer_tells_of_a_question_that_is_no_text(empty_index, write_articles):
    empty_index.sync(write_articles({"a.md": "The wall cost £5 million."}))
    with Answerer(empty_index) as answerer:
        with pytest.raises(QuestionError, match="no text"):
            answerer.answer(None)  # type: ignore[arg-type]
        with pytest.raises(OptionError):
            answerer.search("What did the wall cost?", filter=Filters())  # type: ignore[call-arg]


def test_answers_alike_in_an_event_loop(empty_index, write_articles):
    empty_index.sync(write_articles({"a.md": "The wall cost £5 million."}))
    answerer = Answerer(empty_index)

    async def ask():
        streamed = [found async for found in answerer.astream("What did the wall cost?")]
        return await answerer.aanswer("What did the wall cost?"), streamed[-1]

    assert asyncio.run(ask()) == (answerer.answer("What did the wall cost?"),) * 2
