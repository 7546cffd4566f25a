"""The doors beside the page: open on this machine, else by token; to no other site's page."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ui.web.app import build_app
from ui.web.chat.answering import Answering
from ui.web.context import Context
from ui.web.conversations.store import Conversations
from ui.web.gate import BrowserAccess
from ui.web.gate.admission import HOSTS
from ui.web.gate.programs import ProgramAccess
from ui.web.library.library import Library

ASKED = {"model": "byline", "messages": [{"role": "user", "content": "Who?"}]}


def client(folder: Path, *, shared: bool) -> TestClient:
    library, kept = Library(folder / "index"), Conversations.open(folder / "kept")
    context = Context(
        library=library,
        conversations=kept,
        answering=Answering(library, kept),
        kept=folder / "kept",
        runs=folder / "runs",
        shared=shared,
    )
    app = build_app(
        context,
        access=BrowserAccess(),
        programs=ProgramAccess(folder / "tokens.json", required=shared),
        hosts=HOSTS,
        host="127.0.0.1",
        port=7860,
    )
    return TestClient(app, base_url="http://127.0.0.1:7860")


@pytest.mark.parametrize(("shared", "status"), [(False, 200), (True, 401)])
def test_programs_need_a_token_where_others_reach_the_page(
    tmp_path: Path, shared: bool, status: int
) -> None:
    asks = client(tmp_path, shared=shared)
    assert asks.get("/v1/models").status_code == status
    told = 401 if shared else 404  # there is no index
    assert asks.post("/v1/chat/completions", json=ASKED).status_code == told
    assert asks.get("/v1/other").status_code == 404


def test_no_other_page_may_ask(tmp_path: Path) -> None:
    asks = client(tmp_path, shared=False)
    foreign = {"origin": "https://evil.example"}
    assert asks.post("/v1/chat/completions", json=ASKED, headers=foreign).status_code == 403
    assert asks.get("/v1/models", headers={"sec-fetch-site": "cross-site"}).status_code == 403
