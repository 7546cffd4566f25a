"""How much one reader may ask and add where others look on; time is told, not spent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from index.index import Index
from ui.web.chat.answering import WAITING_PER_CLIENT, BusyError
from ui.web.context import Context
from ui.web.gate import BrowserAccess
from ui.web.gate.rate_limit import HOUR_S, Quota
from ui.web.routes import articles
from ui.web.routes.replies import add_error_replies
from ui.web.values import USER_KEY, AskSettings, User

SENTENCE = "The storm tore a hole of fourteen metres in the harbour wall."


class Held:
    """A model that writes when it is let go."""

    name = "held"

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        self.let_go.wait(120)
        yield f"{SENTENCE} [1]"


@pytest.fixture
def model() -> Iterator[Held]:
    model = Held()
    yield model
    model.let_go.set()


@pytest.fixture
def context(
    empty_index: Index,
    write_articles: Callable[[dict[str, str]], Path],
    make_context: Callable[..., Context],
    model: Held,
) -> Context:
    empty_index.sync(write_articles({"wall.md": f"# The wall\n\n{SENTENCE}\n"}))
    return make_context(empty_index, models={model.name: model})


def _ask(context: Context, number: int, client: str) -> None:
    """A question of a reader who was never here."""
    settings = AskSettings(conversation=f"conversation-{number:04}", model=Held.name)
    context.answering.ask(f"reader{number}{client}", "How wide was the hole?", settings, client)


def test_readers_at_one_address_leave_others_their_turn(context: Context) -> None:
    for number in range(WAITING_PER_CLIENT):
        _ask(context, number, "192.0.2.7")
    with pytest.raises(BusyError, match="from your network"):
        _ask(context, 99, "192.0.2.7")
    _ask(context, 100, "192.0.2.8")
    for number in range(WAITING_PER_CLIENT + 1):
        _ask(context, 200 + number, "")  # readers with a login, or on this machine


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("127.0.0.1", ""),
        ("127.8.8.8", ""),
        ("::1", ""),
        ("::ffff:127.0.0.1", ""),
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::7", "2001:db8::/64"),
    ],
)
def test_browser_counts_by_its_address_when_it_is_elsewhere(address: str, client: str) -> None:
    scope = {"type": "http", "path": "/", "headers": [], "client": (address, 1)}
    user = BrowserAccess().admit(scope).user
    assert user is not None
    assert user.client == client
    assert user.quota_key == (client or user.owner)


def test_quota_is_each_readers_own_and_comes_back_in_an_hour() -> None:
    now = [0.0]
    quota = Quota(10, clock=lambda: now[0])
    assert quota.take("mara", 6)
    now[0] = 1
    assert quota.take("mara", 4)
    assert not quota.take("mara", 1)
    assert not quota.take("ines", 11)
    assert quota.take("ines", 10)
    now[0] = HOUR_S
    assert quota.take("mara", 6)
    assert not quota.take("mara", 1)


@pytest.mark.parametrize(
    ("shared", "statuses"), [(False, [200, 200, 200]), (True, [200, 200, 429])]
)
def test_who_adds_too_much_is_told_where_others_look_on(
    context: Context, shared: bool, statuses: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(articles, "UPLOADED_BYTES_AN_HOUR", 2 * articles.COUNTED_BYTES)
    app = FastAPI()
    app.include_router(articles.routes(replace(context, shared=shared)))
    add_error_replies(app)

    async def known(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, USER_KEY: User(owner="mara")}, receive, send)

    client = TestClient(known)
    address = "/byline/api/articles/files"
    sent = [client.post(address, params={"path": f"{n}.md"}, content=b"# A") for n in range(3)]
    assert [one.status_code for one in sent] == statuses
    assert all("\n" not in one.text for one in sent)
    if shared:
        assert "within an hour" in sent[-1].json()["problem"]
