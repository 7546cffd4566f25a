"""The routes of the source panel: whose answer, which article, in which version."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from index.index import Index
from rag.answerer import Answerer
from tests.support.waiting import wait_until
from ui.web.chat.answering import Answering
from ui.web.context import Context
from ui.web.conversations.store import Conversations
from ui.web.library.library import Library
from ui.web.routes import sources
from ui.web.routes.replies import add_error_replies
from ui.web.values import USER_KEY, AskSettings, Exchange, ExchangeState, User

STORM = "The storm tore a hole of fourteen metres in the harbour wall."
ARTICLES = {
    "wall.md": (
        "---\ntitle: Storm tears hole in wall\nauthor: Imogen Tasker\ndate: 2024-02-12\n"
        "url: https://gazette.example/wall\n---\n\nThe town woke early.\n\n"
        f"{STORM} Nobody was hurt.\n"
    ),
    "oven.md": "# The village oven\n\nThe village oven bakes sourdough bread every Saturday.\n",
}
QUESTION = "How big was the hole that the storm tore in the harbour wall?"
ASKING = AskSettings(conversation="c" * 16)

WriteArticles = Callable[[dict[str, str]], Path]


@pytest.fixture
def context(empty_index: Index, write_articles: WriteArticles, tmp_path: Path) -> Context:
    empty_index.sync(write_articles(ARTICLES))
    library = Library(empty_index.path, lambda path: empty_index)
    conversations = Conversations.open(tmp_path / "kept")
    return Context(
        library=library,
        conversations=conversations,
        answering=Answering(library, conversations),
        kept=tmp_path / "kept",
        runs=tmp_path,
    )


def client(context: Context, owner: str = "ada") -> TestClient:
    """The routes, as `owner` sees them."""
    app = FastAPI()
    app.include_router(sources.routes(context))
    add_error_replies(app)

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        scope[USER_KEY] = User(owner=owner)
        await app(scope, receive, send)

    return TestClient(guarded)


def asked(context: Context, question: str = QUESTION) -> Exchange:
    """A question of ada, answered and kept."""
    begun = context.conversations.begin("ada", ASKING.conversation, question, ASKING)
    index = context.library.index
    answer = Answerer(index).answer(question)
    done = replace(begun, state=ExchangeState.ANSWERED, answer=answer)
    cited = [citation.doc_id for citation in answer.citations]
    context.conversations.settle(done, index.snapshot().documents(cited).values())
    return done


def get(context: Context, address: str, owner: str = "ada") -> dict[str, Any]:
    reply = client(context, owner).get(f"/byline/api/answers/{address}")
    assert reply.status_code == 200, reply.text
    found = reply.json()
    assert isinstance(found, dict)
    return found


def marked(source: dict[str, Any]) -> str:
    return "".join(p["text"] for b in source["blocks"] for p in b["parts"] if p["mark"] == "cited")


def test_source_opens_the_article_at_the_cited_sentence(context: Context) -> None:
    source = get(context, f"{asked(context).exchange_id}/sources/1")
    assert marked(source) == STORM
    assert (source["title"], source["authors"]) == ("Storm tears hole in wall", "Imogen Tasker")
    assert (source["link"], source["note"]) == ("https://gazette.example/wall", "")


def test_cited_version_is_shown_when_the_article_changes_or_goes(
    context: Context, write_articles: WriteArticles
) -> None:
    exchange = asked(context)
    address = f"{exchange.exchange_id}/sources/1"
    context.library.index.sync(write_articles({**ARTICLES, "wall.md": "# Other\n\nNew text.\n"}))
    changed = get(context, address)
    assert (marked(changed), changed["changed"]) == (STORM, True)
    assert "has changed since it was cited" in changed["note"]
    context.library.index.sync(write_articles({"oven.md": ARTICLES["oven.md"]}))
    gone = get(context, address)
    assert (marked(gone), gone["title"]) == (STORM, "Storm tears hole in wall")
    assert "no longer in the index" in gone["note"]


def test_cited_version_is_shown_when_the_index_is_deleted(context: Context) -> None:
    address = f"{asked(context).exchange_id}/sources/1"
    shutil.rmtree(context.library.path)
    gone = get(context, address)
    assert marked(gone) == STORM
    assert "no longer in the index" in gone["note"]


def test_nearest_passages_open_when_the_articles_do_not_say(context: Context) -> None:
    source = get(context, f"{asked(context, 'Who won the cup?').exchange_id}/sources/near-1")
    assert source["kind"] == "near"
    assert marked(source)


@pytest.mark.parametrize(
    ("owner", "place"), [("bo", "1"), ("ada", "99"), ("ada", "near-0"), ("ada", "x")]
)
def test_source_is_not_found_when_it_is_of_somebody_else_or_not_there(
    context: Context, owner: str, place: str
) -> None:
    exchange = asked(context)
    reply = client(context, owner).get(
        f"/byline/api/answers/{exchange.exchange_id}/sources/{place}"
    )
    assert reply.status_code == 404
    assert reply.json()["problem"].endswith(".")


def test_source_is_not_found_when_there_is_no_answer_yet(context: Context) -> None:
    begun = context.conversations.begin("ada", ASKING.conversation, QUESTION, ASKING)
    reply = client(context).get(f"/byline/api/answers/{begun.exchange_id}/sources/1")
    assert (reply.status_code, reply.json()["problem"]) == (404, "This question has no answer yet.")


class SlowModel:
    """Writes a sentence, then waits until it may go on."""

    name = "slow-model"

    def __init__(self) -> None:
        self.may_go_on = threading.Event()

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        yield f"{STORM[:-1]} [1]. Nobody was "
        self.may_go_on.wait(60)
        yield "hurt [1]."


def test_source_is_that_of_the_growing_answer_while_it_is_written(context: Context) -> None:
    model = SlowModel()
    context.library.models[model.name] = model
    settings = ASKING.model_copy(update={"model": model.name})
    job = context.answering.ask("ada", QUESTION, settings)
    wait_until(lambda: (answer := job.now.exchange.answer) and answer.citations)
    assert marked(get(context, f"{job.now.exchange.exchange_id}/sources/1")).startswith(STORM)
    assert not job.now.done
    model.may_go_on.set()
    wait_until(lambda: job.now.done)


def test_long_article_comes_in_pieces(context: Context, write_articles: WriteArticles) -> None:
    filler = "\n\n".join(f"Paragraph {n} tells of other things in town." for n in range(2000))
    article = ARTICLES["wall.md"].replace(STORM, f"{filler}\n\n{STORM}\n\n{filler}\n\n")
    context.library.index.sync(write_articles({"wall.md": article}))
    exchange = asked(context)
    source = get(context, f"{exchange.exchange_id}/sources/1")
    assert marked(source) == STORM
    assert len(str(source)) < 100_000
    for address in (source["earlier"], source["later"]):
        piece = get(context, address.removeprefix("/byline/api/answers/"))
        assert piece["blocks"]
        assert marked(piece) == ""


def test_exchange_tells_what_was_asked_and_by_which_filters(context: Context) -> None:
    exchange = asked(context, "What did the articles of February 2024 say about the wall?")
    found = get(context, exchange.exchange_id)
    assert found["question"] == exchange.question
    assert found["read_filters"]["published_from"] == "2024-02-01"
    assert found["filters"]["published_to"] == "2024-02-29"
    assert found["settings"]["conversation"] == ASKING.conversation
    assert (
        client(context, "bo").get(f"/byline/api/answers/{exchange.exchange_id}").status_code == 404
    )
