"""The guard: what is served, by which name, to whom, under which policy."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from ui.web.gate import Admission
from ui.web.gate.admission import HOSTS, LARGEST_BODY_BYTES, LARGEST_UPLOAD_BYTES
from ui.web.gate.guard import Guard
from ui.web.gate.programs import ProgramAccess
from ui.web.gate.security_headers import DATA_POLICY, LOGIN_POLICY, page_policy
from ui.web.values import USER_KEY, User

PAGE = b"<html><script>let a = 1</script><script src='x.js'></script></html>"
HOST = (b"host", b"127.0.0.1:7860")
PROGRAMS = ProgramAccess(Path("/nonexistent/tokens.json"), required=True)
READER = User(owner="browser:1")

Headers = Sequence[tuple[bytes, bytes]]


class Inner:
    """Answers everything with one page, and notes the requests that reach it."""

    def __init__(self, kind: bytes = b"text/html; charset=utf-8") -> None:
        self.kind = kind
        self.scopes: list[Any] = []
        self.received: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        self.received.append(await receive())
        headers = [
            (b"content-type", self.kind),
            (b"content-security-policy", b"none"),
            (b"access-control-allow-origin", b"http://localhost:9"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": PAGE[:10], "more_body": True})
        await send({"type": "http.response.body", "body": PAGE[10:]})


class Door:
    """Lets everybody in as one user, or nobody."""

    def __init__(self, user: User | None = READER, cookies: tuple[str, ...] = ()) -> None:
        self.login = user is None
        self.admission = Admission(user=user, cookies=cookies)

    def admit(self, scope: Any) -> Admission:
        return self.admission


def ask(
    inner: Any,
    path: str,
    method: str = "GET",
    headers: Headers = (),
    body: bytes = b"",
    *,
    door: Door | None = None,
    hosts: frozenset[str] = HOSTS,
    query: bytes = b"",
    server: tuple[str, int] = ("127.0.0.1", 7860),
) -> tuple[int, dict[str, str], bytes]:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    named = any(name == b"host" for name, _ in headers)
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "server": server,
        "headers": list(headers) if named else [HOST, *headers],
    }
    guard = Guard(inner, access=door or Door(), programs=PROGRAMS, hosts=hosts)
    asyncio.run(guard(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(m.get("body", b"") for m in sent[1:])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("HEAD", "/"),
        ("GET", "/config"),
        ("GET", "/theme.css"),
        ("GET", "/assets/index-Ab_1.js"),
        ("GET", "/byline/page.js"),
        ("GET", "/byline/api/answers/k-_9/sources/near-2"),
        ("GET", "/byline/api/conversations/k-_9/export.docx"),
        ("PATCH", "/byline/api/conversations/k-_9"),
        ("DELETE", "/byline/api/sync"),
        ("POST", "/byline/api/articles/files"),
        ("GET", "/login"),
        ("POST", "/login"),
        ("POST", "/logout"),
        ("GET", "/gradio_api/queue/data"),
        ("GET", "/gradio_api/heartbeat/abc123"),
        ("POST", "/gradio_api/queue/join"),
    ],
)
def test_guard_lets_through_what_the_page_needs(method: str, path: str) -> None:
    assert ask(Inner(), path, method)[0] == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/gradio_api/file=http://evil.example/x.png"),
        ("HEAD", "/gradio_api/file=https://evil.example/x.png"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://evil.example/"),
        ("GET", "/file=http://evil.example/"),
        ("GET", "/gradio_api/stream/a/b/c/playlist-file"),
        ("GET", "/gradio_api/custom_component/a/client/component/x.js"),
        ("GET", "/gradio_api/run-history/records"),
        ("GET", "/gradio_api/upload_progress"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/dev/reload"),
        ("GET", "/gradio_api/token"),
        ("GET", "/gradio_api/startup-events"),
        ("GET", "/manifest.json"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/monitoring"),
        ("GET", "/monitoring/summary"),
        ("GET", "/logout"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/assets/../config"),
        ("GET", "/assets/http://evil.example"),
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/api/predict"),
        ("POST", "/gradio_api/run/ask"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/byline/page.js"),
        ("POST", "/"),
        ("PUT", "/byline/api/sync"),
        ("OPTIONS", "/byline/api/sync"),
        ("DELETE", "/"),
    ],
)
def test_guard_closes_everything_else(method: str, path: str) -> None:
    inner = Inner()
    status, headers, _ = ask(inner, path, method)
    assert (status, inner.scopes) == (404, [])
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "host", [b"evil.example", b"evil.example:7860", b"127.0.0.1.evil", b"192.168.1.5:7860", b""]
)
def test_guard_refuses_when_the_page_is_asked_for_under_another_name(host: bytes) -> None:
    inner = Inner()
    status, headers, _ = ask(inner, "/", headers=[(b"host", host)])
    assert (status, inner.scopes) == (421, [])
    assert headers["content-security-policy"] == page_policy()


@pytest.mark.parametrize(
    "host", [b"localhost:7860", b"LOCALHOST", b"127.0.0.1", b"[::1]:1", b"localhost.:7860"]
)
def test_guard_serves_this_machine_by_any_of_its_names(host: bytes) -> None:
    assert ask(Inner(), "/", headers=[(b"host", host)])[0] == 200


def test_guard_serves_by_a_name_that_is_allowed() -> None:
    headers = [(b"host", b"Desk.example:7860")]
    assert ask(Inner(), "/", headers=headers, hosts=HOSTS | {"desk.example"})[0] == 200
    assert "--allow-host desk.example" in ask(Inner(), "/", headers=headers)[2].decode()


@pytest.mark.parametrize("server", ["192.168.1.5", "::ffff:192.168.1.5"])
def test_guard_serves_by_the_address_at_which_the_request_arrived(server: str) -> None:
    headers = [(b"host", b"192.168.1.5:7860")]
    assert ask(Inner(), "/", headers=headers, server=(server, 7860))[0] == 200


def test_guard_allows_the_inline_scripts_of_the_page_by_their_hash_only() -> None:
    digest = base64.b64encode(hashlib.sha256(b"let a = 1").digest()).decode()
    _, headers, body = ask(Inner(), "/")
    assert body == PAGE
    assert f"script-src 'self' 'sha256-{digest}';" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/byline/api/conversations/k/export.html", DATA_POLICY),
        ("/login", LOGIN_POLICY),
        ("/config", page_policy()),
    ],
)
def test_guard_allows_no_inline_script_when_it_is_not_the_page(path: str, policy: str) -> None:
    assert ask(Inner(), path)[1]["content-security-policy"] == policy


def test_guard_asks_for_the_page_uncompressed() -> None:
    inner = Inner()
    ask(inner, "/", headers=[HOST, (b"accept-encoding", b"br")])
    assert inner.scopes[0]["headers"] == [HOST]


def test_guard_lets_no_other_origin_read_what_gradio_would_let_it() -> None:
    headers = ask(Inner(), "/config")[1]
    assert "access-control-allow-origin" not in headers
    assert headers["cache-control"] == "no-store"


ELSEWHERE = [
    [(b"origin", b"http://evil.example")],
    [(b"origin", b"http://127.0.0.1:9999")],
    [(b"origin", b"null")],
    [(b"origin", b"http://[")],
    [(b"sec-fetch-site", b"cross-site")],
    [(b"sec-fetch-site", b"same-site"), (b"origin", b"http://127.0.0.1:7860")],
]


@pytest.mark.parametrize("headers", ELSEWHERE)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/login"),
        ("POST", "/logout"),
        ("DELETE", "/byline/api/conversations/k"),
    ],
)
def test_guard_refuses_a_write_when_another_page_sends_it(
    method: str, path: str, headers: Headers
) -> None:
    inner = Inner()
    assert ask(inner, path, method, headers)[0] == 403
    assert inner.scopes == []


@pytest.mark.parametrize(
    "headers",
    [
        [(b"origin", b"http://127.0.0.1:7860"), (b"sec-fetch-site", b"same-origin")],
        [(b"origin", b"http://127.0.0.1:7860")],
        [],  # no browser
    ],
)
def test_guard_passes_a_write_on_when_our_own_page_or_a_program_sends_it(headers: Headers) -> None:
    assert ask(Inner(), "/gradio_api/queue/join", "POST", headers)[0] == 200


def test_guard_refuses_a_read_when_another_page_embeds_it() -> None:
    headers = [(b"sec-fetch-site", b"cross-site"), (b"sec-fetch-mode", b"no-cors")]
    assert ask(Inner(), "/byline/api/library", headers=headers)[0] == 403


def test_guard_lets_the_page_ask_for_itself_when_a_link_elsewhere_led_to_it() -> None:
    inner = Inner()
    headers = [(b"sec-fetch-site", b"cross-site"), (b"sec-fetch-mode", b"navigate")]
    door = Door(cookies=("a=new",))
    status, sent, body = ask(inner, "/", headers=headers, door=door, query=b'a=1&b="><script>')
    assert (status, inner.scopes, "set-cookie" in sent) == (200, [], False)
    assert b'content="0; url=/?a=1&amp;b=&#34;&gt;&lt;script&gt;"' in body


def test_guard_says_who_asks_and_sends_the_cookies() -> None:
    inner = Inner()
    _, headers, _ = ask(inner, "/config", door=Door(READER, cookies=("a=1",)))
    assert inner.scopes[0][USER_KEY] == READER
    assert headers["set-cookie"] == "a=1"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/config"),
        ("GET", "/theme.css"),
        ("GET", "/assets/index.js"),
        ("GET", "/byline/page.js"),
        ("GET", "/byline/api/library"),
        ("GET", "/gradio_api/queue/data"),
        ("GET", "/gradio_api/heartbeat/abc"),
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/gradio_api/reset"),
        ("DELETE", "/byline/api/conversations/k"),
    ],
)
def test_guard_asks_to_log_in_when_there_is_no_user(method: str, path: str) -> None:
    inner = Inner()
    status, headers, body = ask(inner, path, method, door=Door(None))
    assert (status, inner.scopes) == (401, [])
    assert json.loads(body)["problem"] == "You are not logged in. Log in and try again."
    assert "content-security-policy" in headers


def test_guard_leads_to_the_login_when_the_page_is_asked_for_without_a_user() -> None:
    status, headers, _ = ask(Inner(), "/", door=Door(None), query=b"a=1&b=2")
    assert (status, headers["location"]) == (303, "/login?next=/%3Fa%3D1%26b%3D2")
    assert "content-security-policy" in headers
    assert ask(Inner(), "/", door=Door(None))[1]["location"] == "/login"


@pytest.mark.parametrize("path", ["/login", "/byline/login.css", "/favicon.ico"])
def test_guard_shows_the_login_page_to_everybody(path: str) -> None:
    assert ask(Inner(), path, door=Door(None))[0] == 200


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/gradio_api/queue/join", LARGEST_BODY_BYTES),
        ("/login", LARGEST_BODY_BYTES),
        ("/byline/api/articles/files", LARGEST_UPLOAD_BYTES + LARGEST_BODY_BYTES),
    ],
)
def test_guard_refuses_when_a_body_is_announced_as_too_large(path: str, most: int) -> None:
    assert ask(Inner(), path, "POST", [(b"content-length", str(most).encode())])[0] == 200
    assert ask(Inner(), path, "POST", [(b"content-length", str(most + 1).encode())])[0] == 413
    assert ask(Inner(), path, "POST", [(b"content-length", "²".encode())])[0] == 413


def test_guard_names_no_size_that_is_not_the_limit_of_a_file() -> None:
    headers = [(b"content-length", b"250000000")]
    _, _, said = ask(Inner(), "/byline/api/articles/files", "POST", headers)
    assert json.loads(said)["problem"] == "That file is too large."


def test_guard_ends_a_body_that_is_larger_than_announced() -> None:
    inner = Inner()
    body = b"x" * (LARGEST_BODY_BYTES + 1)
    status, _, said = ask(inner, "/gradio_api/queue/join", "POST", body=body)
    assert inner.received == [{"type": "http.disconnect"}]
    assert (status, json.loads(said)["problem"]) == (413, "That is too much at once.")


def test_guard_says_so_when_something_goes_wrong_inside(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise ZeroDivisionError("secret")

    status, headers, body = ask(broken, "/byline/api/library")
    assert (status, headers["content-security-policy"]) == (500, DATA_POLICY)
    assert b"went wrong inside Byline" in body
    assert b"secret" not in body
    assert "ZeroDivisionError" in caplog.text


def test_guard_answers_nothing_when_nobody_is_left() -> None:
    sent: list[Any] = []

    async def left(scope: Any, receive: Any, send: Any) -> None:
        raise ClientDisconnect

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "POST", "path": "/byline/api/sync", "headers": [HOST]}
    asyncio.run(Guard(left, access=Door(), programs=PROGRAMS)(scope, receive, send))
    assert sent == []


def test_guard_refuses_websockets() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {}

    asyncio.run(
        Guard(Inner(), access=Door(), programs=PROGRAMS)({"type": "websocket"}, receive, send)
    )
    assert sent == [{"type": "websocket.close", "code": 1008}]
