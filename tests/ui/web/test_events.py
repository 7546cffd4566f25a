"""What reaches Gradio of an event: the page's own bodies, and nothing that describes a file."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.visitor import Visitor
from ui.web.gate.events import KNOWN, LONGEST_TEXT_CHARS, checked_body

ARTICLES = {"wall.md": "# The wall\n\nThe storm tore a hole of fourteen metres in the wall.\n"}
QUESTION = "How wide was the hole in the wall?"
NAMES = {0: "opened", 1: "ask", 2: "example", 3: "stop", 4: "carry_out", 5: "unknown"}
JOIN, PREDICT = "queue/join", "run/predict"
CANCEL, RESET = "cancel", "reset"
JSON = {"content-type": "application/json"}
OPENED: list[str] = []
"""Paths that this process has opened since the hook below began to listen."""


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        OPENED.append(str(arguments[0]))


def _event(name: str, *data: object, **more: object) -> dict[str, object]:
    number = next(at for at, known in NAMES.items() if known == name)
    return {"fn_index": number, "session_hash": "h1", "data": list(data), **more}


def _example(value: object, **more: object) -> dict[str, object]:
    return _event("example", "{}", event_data={"index": 0, "value": value, **more})


def _file(path: str, **more: str) -> dict[str, object]:
    """A file as Gradio describes one."""
    return {"path": path, **more, "meta": {"_type": "gradio.FileData"}}


REFUSED: list[tuple[str, object]] = [
    *((JOIN, _event("ask", *data)) for data in [
        (), ("a",), ("a", "b", "c"), (None, "{}"), (1, "{}"), ("a", {}), (["a"], "{}"), ("a", True),
        ("\ud800", "{}"), ("x" * (LONGEST_TEXT_CHARS + 1), "{}"),
    ]),
    *((JOIN, {**_event("ask", "a", "{}"), key: value}) for key, value in [
        ("fn_index", "1"), ("fn_index", 1.5), ("fn_index", True), ("fn_index", -1),
        ("fn_index", 99), ("fn_index", 5), ("fn_index", 0), ("fn_index", None),
        ("session_hash", 1), ("session_hash", ""), ("session_hash", "a b"), ("session_hash", None),
        ("session_hash", "h" * 65), ("trigger_id", "1"), ("trigger_id", {}), ("data", "ab"),
        ("data", {"0": "a", "1": "{}"}), ("event_data", {}), ("event_data", {"index": 0}),
        ("event_data", "a"), ("event_id", "e"), ("simple_format", True), ("batched", True),
        ("oauth_token", "t"), ("request", {}), ("api_name", "ask"), ("batch_trigger_ids", [1]),
    ]),
    *((JOIN, _example(value)) for value in [
        "a", None, {}, [], {"text": 1}, {"text": "a", "files": []}, {"text": "a", "icon": "b"},
        {"text": "a", "files": ["b"]}, {"text": ["a"]},
    ]),
    (JOIN, _example({"text": "a"}, selected=True)),
    (JOIN, _event("example", "{}")),
    (PREDICT, _event("stop")),
    (JOIN, _event("stop", "{}")),
    (JOIN, _event("carry_out", {})),
    (PREDICT, _event("opened", "a")),
    (PREDICT, _event("ask", "a", "{}")),
    (CANCEL, {"fn_index": 1, "session_hash": "h1"}),
    (CANCEL, {"fn_index": 1, "session_hash": "h1", "event_id": "e", "data": []}),
    (CANCEL, {"fn_index": 1, "session_hash": "h1", "event_id": ["e"]}),
    (RESET, {"event_id": 1}),
    (RESET, {"event_id": "e", "session_hash": "h1"}),
    (RESET, []),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body"), REFUSED)
def test_only_what_the_page_sends_is_passed_on(home: str, path: str, body: Any) -> None:
    with httpx.Client(base_url=home, trust_env=False, timeout=60) as client:
        said = client.post(f"gradio_api/{path}", content=json.dumps(body), headers=JSON)
    assert (said.status_code, said.text.count("\n")) == (400, 0)
    assert "no request of Byline's page" in said.json()["problem"]


def test_what_describes_a_file_opens_none_and_asks_no_address(home: str, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("The harbour is closed on Friday.")
    sys.addaudithook(_listen)
    with socket.create_server(("127.0.0.1", 0)) as counter, httpx.Client(base_url=home) as client:
        client.timeout = 60
        address = f"http://127.0.0.1:{counter.getsockname()[1]}/notice.txt"
        for one in (_file(str(notice)), _file("a", url=address), _file(address)):
            for path, body in _places(one):
                assert client.post(f"gradio_api/{path}", json=body).status_code == 400
        client.get("config", params={"deep_link": str(notice), "session_hash": address})
        client.get("", params={"deep_link": str(notice), "page": address})
        counter.setblocking(False)
        with pytest.raises(BlockingIOError):
            counter.accept()  # nobody has come
    assert str(notice) not in OPENED


def test_every_event_of_the_page_is_known_by_its_shape(home: str) -> None:
    config = httpx.get(f"{home}config", timeout=60).json()
    assert {event["api_name"] for event in config["dependencies"]} == KNOWN


def test_what_the_page_sends_is_passed_on_without_what_nobody_asks_for() -> None:
    sent = b'{"data": ["a", "{}"], "event_data": null, "fn_index": 1, "trigger_id": 2,'
    sent += b' "session_hash": "h1"}'
    assert checked_body("/gradio_api/queue/join/", sent, NAMES) == {
        "fn_index": 1,
        "session_hash": "h1",
        "data": ("a", "{}"),
        "event_data": None,
    }


def test_an_example_that_is_chosen_is_asked(home: str) -> None:
    async def choose() -> str:
        visitor = await Visitor.at(home)
        chosen = _example({"text": QUESTION, "files": None}) | {
            "fn_index": visitor.events["example"],
            "data": [json.dumps(visitor.settings)],
            "session_hash": visitor.session,
        }
        await visitor.send(chosen)
        address = f"/gradio_api/queue/data?session_hash={visitor.session}"
        return (await visitor.client.get(address)).text

    assert "fourteen metres" in asyncio.run(choose())


def _places(one: dict[str, object]) -> list[tuple[str, object]]:
    """Bodies with `one` wherever an event has a value."""
    event = _event("ask", "a", "{}")
    return [
        (JOIN, _event("ask", one, "{}")),
        (JOIN, _event("ask", "a", one)),
        (JOIN, _event("ask", [one], "{}")),
        (JOIN, {**event, "event_data": one}),
        (JOIN, {**event, "event_data": {"value": {"files": [one]}}}),
        (JOIN, {**event, "data": one}),
        (JOIN, _example(one)),
        (JOIN, _example({"text": one})),
        (JOIN, _example({"text": "a", "files": [one]})),
        (PREDICT, _event("stop", one)),
        (JOIN, _event("carry_out", one)),
        (PREDICT, _event("opened", one)),
        (PREDICT, _event("opened", event_data=one)),
        (CANCEL, {"fn_index": 1, "session_hash": "h1", "event_id": one}),
        (RESET, {"event_id": one}),
    ]
