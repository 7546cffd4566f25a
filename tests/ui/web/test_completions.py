"""`/v1`, asked by the openai SDK."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from openai import BadRequestError, NotFoundError, OpenAI
from starlette.testclient import TestClient

from index.index import Index
from ui.doors.shapes import to_answer_shape
from ui.web.library.library import Library
from ui.web.routes.completions import routes
from ui.web.routes.replies import add_error_replies

WALL = """---
title: Storm breaks the wall
url: https://gazette.example/wall
---
Mending the harbour wall will cost £5 million, the mayor said. The work begins in May.
"""
QUESTION = "What will mending the harbour wall cost?"
ASKED = [{"role": "user", "content": QUESTION}]


class ScriptedModel:
    """Writes what it is given, in pieces of five letters."""

    name = "scripted"

    def __init__(self, reply: str) -> None:
        self.reply = reply

    def stream(self, messages: Any) -> Iterator[str]:
        for start in range(0, len(self.reply), 5):
            yield self.reply[start : start + 5]


@pytest.fixture
def library(empty_index: Index, write_articles: Callable[[dict[str, str]], Path]) -> Library:
    empty_index.sync(write_articles({"wall.md": WALL}))
    return Library(empty_index.path, lambda path: empty_index)


def client_of(library: Library) -> Any:
    app = FastAPI()
    app.include_router(routes(library))
    add_error_replies(app)
    http = TestClient(app)
    return OpenAI(base_url="http://testserver/v1", api_key="none", http_client=http, max_retries=0)


def test_lists_its_models(library: Library) -> None:
    assert "byline" in [model.id for model in client_of(library).models.list()]


def test_answers_with_citations_at_their_places(library: Library) -> None:
    reply = client_of(library).chat.completions.create(
        model="byline", messages=ASKED, temperature=0.2, tools=[]
    )
    message = reply.choices[0].message
    (mark,) = message.annotations
    place = mark.url_citation
    assert message.content[place.start_index : place.end_index] == "[1]"
    assert (place.url, place.title) == ("https://gazette.example/wall", "Storm breaks the wall")
    told = to_answer_shape(library.answerer().answer(QUESTION))
    assert reply.byline == told.model_dump(mode="json")


def test_streams_what_it_answers_whole(library: Library) -> None:
    client = client_of(library)
    whole = client.chat.completions.create(model="byline", messages=ASKED)
    chunks = list(client.chat.completions.create(model="byline", messages=ASKED, stream=True))
    assert all(len(chunk.choices) == 1 for chunk in chunks)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == whole.choices[0].message.content
    marks = [mark for c in chunks for mark in getattr(c.choices[0].delta, "annotations", [])]
    assert len(marks) == len(whole.choices[0].message.annotations) == 1
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert chunks[-1].byline["status"] == whole.byline["status"]


def test_sources_come_in_one_form_only(library: Library) -> None:
    create = client_of(library).chat.completions.create
    chunks = list(create(model="byline-webui", messages=ASKED, stream=True))
    events = [chunk.event for chunk in chunks if hasattr(chunk, "event")]
    assert [event["data"]["document"] for event in events] == [
        ["Mending the harbour wall will cost £5 million, the mayor said."]
    ]
    assert not any(getattr(chunk.choices[0].delta, "annotations", None) for chunk in chunks)


@pytest.mark.parametrize("stream", [False, True])
def test_says_what_a_model_wrote_that_is_not_borne_out(library: Library, stream: bool) -> None:
    reply = "Mending the harbour wall will cost £5 million [1]. It was built in 1871 [1]."
    library.models["scripted"] = ScriptedModel(reply)
    create = client_of(library).chat.completions.create
    made = create(model="byline", messages=ASKED, stream=stream)
    if stream:
        text = "".join(chunk.choices[0].delta.content or "" for chunk in made)
    else:
        text = made.choices[0].message.content
    assert "It was built in 1871. [1] (not supported" in text
    assert "1 of 2 sentences is not borne out" in text
    quoted = create(model="byline-quotes", messages=ASKED)
    assert "1871" not in quoted.choices[0].message.content


def test_refuses_in_words(library: Library) -> None:
    asked = [{"role": "user", "content": "Who won the chess congress in Lisbon?"}]
    reply = client_of(library).chat.completions.create(model="byline", messages=asked)
    assert reply.choices[0].message.content.startswith("The articles do not say.")
    assert reply.choices[0].message.annotations == []


def test_history_is_what_was_said_before(library: Library) -> None:
    turns = [
        *ASKED,
        {"role": "assistant", "content": "It is £5 million. [1]\n\nIn the articles’ own words."},
    ]
    turns.append({"role": "user", "content": [{"type": "text", "text": "And when does it begin?"}]})
    reply = client_of(library).chat.completions.create(model="byline", messages=turns)
    said = reply.choices[0].message.content
    assert "Understood as: And when does it begin, about harbour wall cost?" in said
    assert "It is £5 million" not in said


def test_titles_are_not_searched_for(library: Library) -> None:
    asked = [{"role": "user", "content": "### Task:\nGenerate a concise title"}]
    reply = client_of(library).chat.completions.create(model="byline", messages=asked)
    assert reply.choices[0].message.content == "{}"


@pytest.mark.parametrize("messages", [[], [{"role": "system", "content": "Be brief."}]])
def test_a_request_without_a_question_is_one_clear_problem(library: Library, messages: Any) -> None:
    with pytest.raises(BadRequestError, match="no message of a user"):
        client_of(library).chat.completions.create(model="byline", messages=messages)


def test_a_question_that_is_too_long_and_no_index_are_problems(
    library: Library, tmp_path: Path
) -> None:
    asked = [{"role": "user", "content": "Who? " * 1000}]
    with pytest.raises(BadRequestError, match="at most 2,000"):
        client_of(library).chat.completions.create(model="byline", messages=asked)
    with pytest.raises(NotFoundError, match="byline sync"):
        client_of(Library(tmp_path / "none")).chat.completions.create(
            model="byline", messages=ASKED
        )
