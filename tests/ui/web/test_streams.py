"""Streams of answers: each reader's own, whatever name the page gives them."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from index.index import Index
from tests.support.visitor import Visitor
from ui.web.gate.streams import Streams
from ui.web.values import USER_KEY, User

SENTENCE = "The storm tore a hole of fourteen metres in the harbour wall."
JOIN, CANCEL = "/gradio_api/queue/join", "/gradio_api/cancel"
LONG_NUMBER = b'{"a": %s}' % (b"1" * 5000)

Serve = Callable[..., AbstractContextManager[str]]


class Inner:
    """Notes what reaches it, and answers nothing."""

    def __init__(self) -> None:
        self.scope: dict[str, Any] = {}
        self.body = b""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scope = scope
        if scope["method"] == "POST":
            self.body = (await receive())["body"]
            assert (await receive())["type"] == "http.disconnect"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def ask(
    path: str, method: str = "GET", *, owner: str = "one", query: bytes = b"", body: bytes = b""
) -> tuple[Inner, int]:
    inner, sent = Inner(), []
    coming = [
        {"type": "http.request", "body": body[:3], "more_body": True},
        {"type": "http.request", "body": body[3:], "more_body": False},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Any:
        return coming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "headers": [(b"content-length", str(len(body)).encode()), (b"a", b"b")],
        USER_KEY: User(owner=owner),
    }
    asyncio.run(Streams(inner, {0: "opened", 1: "ask"})(scope, receive, send))
    return inner, sent[0]["status"]


def joined(owner: str, session: str, path: str = JOIN) -> str:
    fields: dict[str, object] = {"fn_index": 1, "session_hash": session}
    if path == CANCEL:
        fields["event_id"] = "e"
    else:
        fields["data"] = ["é", "{}"] if path == JOIN else []
        fields["fn_index"] = int(path == JOIN)
    body = json.dumps(fields).encode()
    inner, status = ask(path, "POST", owner=owner, body=body)
    assert status == 200
    assert dict(inner.scope["headers"]) == {
        b"content-length": str(len(inner.body)).encode(),
        b"a": b"b",
    }
    found = json.loads(inner.body)
    assert found.get("data") == fields.get("data")
    return str(found["session_hash"])


def streamed(owner: str, session: str) -> str:
    inner, _ = ask(
        "/gradio_api/queue/data", owner=owner, query=f"a=b&session_hash={session}".encode()
    )
    found = parse_qs(inner.scope["query_string"].decode())
    assert list(found) == ["session_hash"]  # nothing else is Gradio's to know
    (name,) = found["session_hash"]
    return name


def beating(owner: str, session: str) -> str:
    inner, _ = ask(f"/gradio_api/heartbeat/{session}", owner=owner)
    assert inner.scope["raw_path"] == inner.scope["path"].encode()
    return str(inner.scope["path"]).rsplit("/", 1)[1]


def test_a_session_has_one_name_wherever_its_reader_names_it() -> None:
    names = {
        joined("one", "h1"),
        joined("one", "h1", CANCEL),
        joined("one", "h1", "/gradio_api/run/predict"),
        streamed("one", "h1"),
        beating("one", "h1"),
    }
    assert len(names) == 1
    assert names != {"h1"}


def test_a_session_is_another_when_somebody_else_names_it() -> None:
    name = joined("one", "h1")
    assert name not in (joined("two", "h1"), joined("one", "h2"))
    # Nor can a reader name a session of somebody else by its inner name.
    assert streamed("two", name) != name
    assert joined("two", name) != name


def test_the_last_mention_of_a_session_counts_when_there_are_several() -> None:
    inner, _ = ask("/gradio_api/queue/data", query=b"session_hash=h1&session%5Fhash=h2")
    names = parse_qs(inner.scope["query_string"].decode())["session_hash"]
    assert names == [streamed("one", "h2")]
    body = b'{"fn_index": 1, "event_id": "e", "session_hash": "h1", "session_hash": "h2"}'
    inner, _ = ask(CANCEL, "POST", body=body)
    assert inner.body.count(b"session_hash") == 1
    assert json.loads(inner.body)["session_hash"] == joined("one", "h2")


def test_nothing_is_changed_of_what_is_not_gradios() -> None:
    inner, _ = ask("/byline/api/library", query=b"session_hash=h1")
    assert inner.scope["query_string"] == b"session_hash=h1"


def test_gradio_learns_nothing_of_an_address_but_its_session() -> None:
    for path in ("/gradio_api/app_id", "/", "/config", "/theme.css"):
        assert ask(path, query=b"deep_link=a&page=b")[0].scope["query_string"] == b""


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"h1"', b'{"session_hash": 1}', b"\xff\xfe", b"[" * 100_000, LONG_NUMBER],
)
def test_body_is_refused_when_it_cannot_be_read(body: bytes) -> None:
    inner, status = ask(JOIN, "POST", body=body)
    assert (inner.scope, status) == ({}, 400)


@pytest.fixture
def home(
    serving: Serve, empty_index: Index, write_articles: Callable[[dict[str, str]], Path]
) -> Any:
    empty_index.sync(write_articles({"harbour.md": f"# Harbour\n\n{SENTENCE}\n"}))
    with serving(empty_index) as address:
        yield address


async def _page(home: str, session: str) -> Visitor:
    visitor = await Visitor.at(home)
    visitor.session = session
    await visitor.client.get("/byline/page.js")  # with the reader's cookie
    return visitor


def test_answer_is_streamed_to_who_asked_when_somebody_else_knows_its_session(home: str) -> None:
    question = "How wide was the hole in the harbour wall?"

    async def ask_and_spy() -> tuple[str, str, str]:
        reader, spy = await _page(home, "shared0"), await _page(home, "shared0")
        await reader.join(question)
        stolen, own = await _streamed(spy), await _streamed(reader)
        reader.client.cookies.clear()  # the page is open still
        reader.conversation = "another-conversation"
        await reader.join(question)
        return stolen, own, await _streamed(reader)

    stolen, own, without_cookies = asyncio.run(asyncio.wait_for(ask_and_spy(), 30))
    assert "fourteen" not in stolen
    assert "fourteen" in own
    assert "fourteen" in without_cookies


async def _streamed(visitor: Visitor) -> str:
    address = f"/gradio_api/queue/data?session_hash={visitor.session}"
    return (await visitor.client.get(address)).text


@pytest.mark.parametrize(
    "address",
    [
        "gradio_api/queue/data?session_hash=nobody",
        "gradio_api/queue/data?session_hash=nobody&session_hash=",
        "gradio_api/queue/data?session_hash=%00",
        "gradio_api/queue/data",
        "gradio_api/app_id/nobody",
        "assets/nobody.js",
        "static/nobody.js",
    ],
)
def test_unknown_session_is_told_and_leaves_no_traceback_in_the_log(
    home: str, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    said = httpx.get(f"{home}{address}", timeout=60)
    assert said.status_code < 500
    assert said.text
    assert not [record for record in caplog.records if record.exc_info]
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
