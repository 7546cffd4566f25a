"""`/api` and `/v1` over HTTP, without the page: what a developer sends and gets."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2 as httpx
import pytest
from jinja2 import Template
from openai import AuthenticationError, BadRequestError, NotFoundError, OpenAI
from starlette.testclient import TestClient

from eval.collections.feedback import read_feedback
from tests.support.browsing import served
from ui.doors.shapes import to_answer_shape
from ui.web.context import Context
from ui.web.doors import build_doors
from ui.web.gate.admission import HOSTS
from ui.web.gate.programs import ProgramAccess
from ui.web.gate.tokens import Token, Tokens, hashed

PATIENCE_S = 120.0
QUESTION = "What will mending the wall cost?"
NAMES = ("one", "other", "reader")


@pytest.fixture
def api(home: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=home, timeout=PATIENCE_S) as client:
        yield client


def give_tokens(context: Context) -> None:
    """Those of `NAMES` are their own texts."""
    tokens = [
        Token(name=name, sha256=hashed(f"byline_{name}"), read_only=name == "reader")
        for name in NAMES
    ]
    context.kept.mkdir(parents=True, exist_ok=True)
    kept = Tokens(tokens=tuple(tokens))
    (context.kept / "tokens.json").write_text(kept.model_dump_json())


def sdk(home: str, key: str = "none") -> OpenAI:
    return OpenAI(base_url=f"{home}v1", api_key=key, max_retries=0)


def events(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.split("\n\n")[:-1]:
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_one_answer_through_every_door(context: Context, api: httpx.Client, home: str) -> None:
    told = to_answer_shape(context.library.answerer().answer(QUESTION)).model_dump(mode="json")
    asked = {"question": QUESTION}
    assert api.post("api/answer", json=asked).json() == told
    streamed = api.post("api/answer", json=asked, headers={"accept": "text/event-stream"})
    assert events(streamed.text)[-1] == ("answer", told)
    assert sdk(home).responses.create(model="byline", input=QUESTION).byline == told  # type: ignore[attr-defined]


def test_responses_cite_at_code_points(home: str) -> None:
    reply = sdk(home).responses.create(model="byline", input="When did the harbour wall break?")
    (mark,) = [m for m in reply.output[0].content[0].annotations if m.title.startswith("Storm")]
    assert "🌊" in reply.output_text[: mark.start_index]
    assert reply.output_text[mark.start_index : mark.end_index] == "[1]"
    assert (mark.type, mark.url) == ("url_citation", "https://gazette.example/wall")
    assert (reply.status, reply.error) == ("completed", None)


def test_responses_stream_what_they_answer_whole(home: str) -> None:
    client = sdk(home)
    whole = client.responses.create(model="byline", input=QUESTION)
    with client.responses.stream(model="byline", input=QUESTION) as stream:
        sent = list(stream)
        final = stream.get_final_response()
    assert final.output_text == whole.output_text
    deltas = [one.delta for one in sent if one.type == "response.output_text.delta"]
    assert "".join(deltas) == whole.output_text
    marks = [one for one in sent if one.type == "response.output_text.annotation.added"]
    assert len(marks) == len(whole.output[0].content[0].annotations) == 1
    assert [one.sequence_number for one in sent] == list(range(len(sent)))
    chat = client.chat.completions.create(
        model="byline", messages=[{"role": "user", "content": QUESTION}]
    )
    assert chat.choices[0].message.content == whole.output_text


def test_what_was_taken_back_leaves_marks_at_their_places(context: Context) -> None:
    class Failing:
        name = "failing"

        def stream(self, messages: Any) -> Iterator[str]:
            yield "Mending it will cost £5 million [1]. "
            yield "The mayor said so. "
            yield "NOT IN ARTICLES"

    context.library.models["failing"] = Failing()
    with (
        served(context, page=False) as home,
        sdk(home).responses.stream(model="byline", input=QUESTION) as stream,
    ):
        final = stream.get_final_response()
    for mark in final.output[0].content[0].annotations:
        assert final.output_text[mark.start_index : mark.end_index].startswith("[")


def test_a_follow_up_names_the_response_before_it(context: Context) -> None:
    give_tokens(context)
    with served(replace(context, shared=True), page=False) as home:
        one, other = (sdk(home, f"byline_{name}") for name in NAMES[:2])
        first = one.responses.create(model="byline", input=QUESTION)
        asked = {"model": "byline", "input": "Who said so?", "previous_response_id": first.id}
        assert "wall" in one.responses.create(**asked).output_text  # the question itself says none
        with pytest.raises(NotFoundError, match="no such response"):
            other.responses.create(**asked)
        unkept = one.responses.create(model="byline", input=QUESTION, store=False)
        with pytest.raises(NotFoundError):
            one.responses.create(**{**asked, "previous_response_id": unkept.id})


@pytest.mark.parametrize("given", ["", [], [{"role": "system", "content": "Be brief."}]])
def test_responses_without_a_question_are_one_clear_problem(home: str, given: Any) -> None:
    with pytest.raises(BadRequestError, match="no message of a user"):
        sdk(home).responses.create(model="byline", input=given)


def test_searches_lists_and_reads(api: httpx.Client) -> None:
    asked = {"query": "the wall and the ferry", "published_to": "2024-12-31", "limit": 5}
    (hit,) = api.get("api/search", params=asked).json()["hits"]
    assert hit["doc_id"] == "news/wall.md"
    listed = api.get("api/articles", params={"limit": 1, "offset": 1}).json()
    assert [one["doc_id"] for one in listed["articles"]] == ["news/wall.md"]
    assert listed["total"] == 2
    assert api.get("api/articles", params={"authors": "bo hay"}).json()["total"] == 1
    read = api.get("api/articles/news%2Fwall.md").json()
    assert read == api.get("api/articles/news/wall.md").json()
    assert read["text"][hit["start"] : hit["end"]] == hit["text"]
    assert [one["passage_id"] for one in read["passages"]] == [hit["passage_id"]]
    part = api.get("api/articles/news/wall.md", params={"start": 4, "end": 11}).json()
    assert (part["text"], part["length"]) == ("harbour", len(read["text"]))


@pytest.mark.parametrize(
    "name", ["wait...what.md", "a b.md", "ü.md", "passages.md", "50%.md", "x?y.md", "export.txt"]
)
def test_an_article_of_any_name_is_read(context: Context, tmp_path: Path, name: str) -> None:
    folder = context.library.index.folder
    assert folder is not None
    (folder / name).write_text("The ferry is blue.")
    context.library.index.sync(folder)
    with served(context, page=False) as home:
        read = httpx.get(f"{home}api/articles/{quote(name, safe='')}", timeout=PATIENCE_S)
        assert read.json()["text"] == "The ferry is blue."


def test_a_sync_is_begun_once_and_tells_what_it_did(context: Context, api: httpx.Client) -> None:
    folder = context.library.index.folder
    assert folder is not None
    (folder / "new.md").write_text("The lantern festival begins in August.")
    (folder / "bad.pdf").write_bytes(b"no PDF")
    begun = api.post("api/sync")
    assert begun.status_code == 202
    assert context.syncing.wait()
    done = api.get("api/sync").json()
    assert (done["state"]["running"], done["state"]["problem"]) == (False, "")
    assert (done["counts"]["added"], done["unread"][0]["path"]) == (1, "bad.pdf")
    assert api.get("api/articles").json()["total"] == 3


def test_while_a_sync_runs_another_is_that_one(context: Context) -> None:
    go, began = threading.Event(), threading.Event()

    def hold() -> tuple[None, str]:
        began.set()
        go.wait()
        return None, ""

    context.syncing._sync = hold  # type: ignore[method-assign]
    first = context.syncing.start(again=False)
    assert began.wait()
    assert context.syncing.start(again=False).number == first.number
    go.set()
    assert context.syncing.wait()
    assert context.syncing.state.number == first.number


def test_feedback_is_written_down_as_the_page_does(context: Context, api: httpx.Client) -> None:
    answer = api.post("api/answer", json={"question": QUESTION}).json()
    cited = [
        {name: source[name] for name in ("doc_id", "quote", "start", "end")}
        for source in answer["sources"]
    ]
    judged = {"question": QUESTION, "verdict": "up", "cited": cited}
    assert api.post("api/feedback", json=judged).status_code == 201
    (one,) = read_feedback(context.kept / "feedback.jsonl")
    assert (one.question, one.cited[0].doc_id) == (QUESTION, "news/wall.md")
    cited[0]["quote"] = cited[0]["quote"].replace("5", "6")
    refused = api.post("api/feedback", json=judged)
    assert (refused.status_code, "does not say this" in refused.json()["detail"]) == (400, True)


@pytest.mark.parametrize(
    ("method", "path", "status", "told"),
    [
        ("GET", "api/search", 422, "query"),
        ("GET", "api/search?query=wall&limit=1000", 422, "limit"),
        ("GET", "api/search?query=wall&autor=Lee", 422, "autor"),
        ("GET", "api/search?query=", 400, "question is empty"),
        ("GET", "api/articles/none.md", 404, "none.md"),
        ("GET", "api/articles?published_from=May", 422, "published_from"),
        ("GET", "api/other", 404, "nothing at this address"),
        ("GET", "mcp", 405, "cannot be done"),
        ("DELETE", "api/sync", 404, "nothing at this address"),
        ("GET", "mcp/other", 404, "nothing at this address"),
        ("POST", "api/answer", 422, "body"),
    ],
)
def test_what_is_wrong_is_a_problem_of_rfc_9457(
    api: httpx.Client, method: str, path: str, status: int, told: str
) -> None:
    reply = api.request(method, path)
    problem = reply.json()
    assert reply.headers["content-type"] == "application/problem+json"
    assert problem.keys() == {"type", "title", "status", "detail"}
    assert problem["status"] == reply.status_code == status
    assert told in problem["detail"]
    assert reply.headers["x-request-id"].startswith("req_")


def test_who_sends_no_token_or_a_wrong_one_is_told_so(shared_home: str) -> None:
    with pytest.raises(AuthenticationError, match="not known") as caught:
        sdk(shared_home, "byline_wrong").responses.create(model="byline", input=QUESTION)
    assert caught.value.request_id
    with httpx.Client(base_url=shared_home, timeout=PATIENCE_S) as client:
        for path in ("api/articles", "api/openapi.json", "mcp", "v1/models"):
            reply = client.get(path)
            assert (reply.status_code, reply.headers["www-authenticate"]) == (401, "Bearer")


def test_a_token_that_only_reads_begins_no_sync(context: Context) -> None:
    give_tokens(context)
    sent = {"authorization": "Bearer byline_reader"}
    with (
        served(replace(context, shared=True), page=False) as home,
        httpx.Client(base_url=home, headers=sent, timeout=PATIENCE_S) as client,
    ):
        assert client.get("api/sync").status_code == 200
        assert client.post("api/sync").status_code == 403
        assert client.post("api/answer", json={"question": QUESTION}).status_code == 200
    assert context.syncing.state.number == 0


def test_no_page_is_served_and_no_other_page_may_ask(api: httpx.Client) -> None:
    for path in ("", "config", "login", "byline/api/library", "gradio_api/info"):
        assert api.get(path).status_code == 404
    origin = {"origin": "https://evil.example"}
    assert api.post("api/sync", headers=origin).status_code == 403
    assert "access-control-allow-origin" not in api.get("api/sync", headers=origin).headers


def test_the_description_says_what_there_is(api: httpx.Client) -> None:
    told = api.get("api/openapi.json").json()
    assert {
        "/api/answer", "/api/search", "/api/articles", "/api/articles/{doc_id}", "/api/sync",
        "/api/feedback",
    } == set(told["paths"])  # fmt: skip
    page = api.get("api/docs").text
    assert "/api/answer" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page
    assert Template("{{ x }}", autoescape=True).render(x="<") == "&lt;"


TURN = {"role": "user", "content": [{"type": "input_text", "text": QUESTION}]}
RIGHT: dict[str, dict[str, Any]] = {
    "api/answer": {
        "question": QUESTION,
        "filters": {"authors": ["Ann Lee"], "published_from": "2024-01-01"},
        "history": [{"question": "What broke?", "answer": "The wall."}],
        "chronological": True,
    },
    "api/feedback": {
        "question": QUESTION,
        "verdict": "up",
        "cited": [{"doc_id": "ferry.md", "quote": "The", "start": 0, "end": 3}],
    },
    "v1/responses": {"model": "byline", "input": [TURN], "stream": False},
    "v1/chat/completions": {"model": "byline", "messages": [TURN], "stream": True},
    "mcp": {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "answer", "arguments": {"question": QUESTION}}},
}  # fmt: skip
WRONG = [
    None, 1, -1.5, True, "", "x" * 3000, "\ud800", "\x00", [], {}, [[]], {"a": {}}, 10**400,
    float("nan"), {"\ud800": 1}, [None], "2024-99-99", [{"text": "\udfff"}],
]  # fmt: skip


def exchanged(rng: random.Random, value: Any) -> Any:
    """The value with something in it that is not what it should be, or is one field more."""
    if rng.random() < 0.3 or not isinstance(value, dict | list) or not value:
        return rng.choice(WRONG)
    if isinstance(value, list):
        return [exchanged(rng, value[0]), *value[1:]]
    name = rng.choice([*value, "other"])
    return {**value, name: exchanged(rng, value.get(name))}


def malformed(path: str, seed: int) -> bytes:
    """A body for `path` whose fields, or whose very form, are wrong."""
    rng = random.Random(seed)
    data = json.dumps(exchanged(rng, RIGHT[path])).encode()
    if rng.random() < 0.75:
        return data
    cut = data[: len(data) // 2]
    return rng.choice([cut, b"", data + b"\xff\xfe", b"[" * 50_000, b"question=x"])


def test_whatever_is_sent_is_one_clear_problem(api: httpx.Client) -> None:
    sent = {"content-type": "application/json", "accept": "application/json"}
    refused = 0
    for seed in range(40):
        for path in RIGHT:
            reply = api.post(path, content=malformed(path, seed), headers=sent)
            assert reply.status_code < 500, (path, seed, reply.text)
            if reply.status_code >= 400:
                refused += 1
                told = reply.json()
                why = told.get("detail") or told["error"]["message"]
                assert "\n" not in why or path == "mcp", (path, seed)
                assert 0 < len(why) < 2_000, (path, seed)
    assert refused > 100


@pytest.mark.parametrize("path", ["api/answer", "v1/responses"])
def test_a_body_of_another_kind_is_told_what_is_needed(api: httpx.Client, path: str) -> None:
    assert "application/json" in api.post(path, data={"question": QUESTION}).text


def test_a_page_of_a_named_origin_may_ask(context: Context) -> None:
    desk = "https://desk.example"
    access = ProgramAccess(context.kept / "tokens.json", required=False)
    app = build_doors(context, access=access, hosts=HOSTS, origins=frozenset({desk}))
    client = TestClient(app, base_url="http://127.0.0.1")
    preflight = {"origin": desk, "access-control-request-method": "POST"}
    assert client.options("/api/answer", headers=preflight).status_code == 200
    sent = {"origin": desk, "sec-fetch-site": "cross-site"}
    reply = client.post("/api/answer", json={"question": QUESTION}, headers=sent)
    assert (reply.status_code, reply.headers["access-control-allow-origin"]) == (200, desk)
    other = {"origin": "https://evil.example"}
    assert client.post("/api/answer", json={"question": "?"}, headers=other).status_code == 403
    page = client.get("/byline/api/library", headers=sent)
    assert (page.status_code, "access-control-allow-origin" in page.headers) == (403, False)


def test_programs_are_served_without_gradio() -> None:
    program = "import sys, ui.web.doors, ui.web.server; print('gradio' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "False", done.stderr
