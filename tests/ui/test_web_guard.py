"""The guard: what is served, to whom, under which policy."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Sequence
from typing import Any

import pytest

from ui.web.guard import LARGEST_BODY_BYTES, Guard, policy

PAGE = b"<html><script>let a = 1</script><script src='x.js'></script></html>"


class Inner:
    """Answers everything with one page, and counts the requests that reach it."""

    def __init__(self, kind: bytes = b"text/html; charset=utf-8") -> None:
        self.kind = kind
        self.scopes: list[Any] = []
        self.received: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        self.received.append(await receive())
        headers = [(b"content-type", self.kind), (b"content-security-policy", b"none")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": PAGE[:10], "more_body": True})
        await send({"type": "http.response.body", "body": PAGE[10:]})


def ask(
    inner: Inner,
    path: str,
    method: str = "GET",
    headers: Sequence[tuple[bytes, bytes]] = ((b"host", b"127.0.0.1:7860"),),
    body: bytes = b"",
) -> tuple[int, dict[str, str], bytes]:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": list(headers)}
    asyncio.run(Guard(inner)(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(m.get("body", b"") for m in sent[1:])


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/config",
        "/theme.css",
        "/assets/index-Ab_1.js",
        "/byline/page.js",
        "/byline/source/k-_9/near-2",
        "/gradio_api/queue/data",
        "/gradio_api/heartbeat/abc123",
    ],
)
def test_guard_lets_through_what_the_page_needs(path: str) -> None:
    assert ask(Inner(), path)[0] == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/gradio_api/file=http://evil.example/x.png"),
        ("HEAD", "/gradio_api/file=https://evil.example/x.png"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://evil.example/"),
        ("GET", "/file=http://evil.example/"),
        ("GET", "/monitoring"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/assets/../config"),
        ("GET", "/assets/http://evil.example"),
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/"),
        ("DELETE", "/"),
    ],
)
def test_guard_closes_everything_else(method: str, path: str) -> None:
    inner = Inner()
    status, headers, _ = ask(inner, path, method)
    assert (status, inner.scopes) == (404, [])
    assert headers["content-security-policy"] == policy()


@pytest.mark.parametrize("host", [b"evil.example", b"evil.example:7860", b"127.0.0.1.evil", b""])
def test_guard_refuses_when_the_page_is_asked_for_under_another_name(host: bytes) -> None:
    inner = Inner()
    assert ask(inner, "/", headers=[(b"host", host)])[0] == 421
    assert inner.scopes == []


@pytest.mark.parametrize("host", [b"localhost:7860", b"LOCALHOST", b"127.0.0.1", b"[::1]:1"])
def test_guard_serves_this_machine_by_any_of_its_names(host: bytes) -> None:
    assert ask(Inner(), "/", headers=[(b"host", host)])[0] == 200


def test_guard_allows_the_inline_scripts_of_the_page_by_their_hash_only() -> None:
    digest = base64.b64encode(hashlib.sha256(b"let a = 1").digest()).decode()
    _, headers, body = ask(Inner(), "/")
    assert body == PAGE
    assert f"script-src 'self' 'sha256-{digest}';" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_guard_allows_no_inline_script_when_the_response_is_no_page() -> None:
    _, headers, body = ask(Inner(b"application/json"), "/config")
    assert (body, headers["content-security-policy"]) == (PAGE, policy())


def test_guard_asks_for_the_page_uncompressed() -> None:
    inner = Inner()
    ask(inner, "/", headers=[(b"host", b"localhost"), (b"accept-encoding", b"br")])
    assert inner.scopes[0]["headers"] == [(b"host", b"localhost")]


def test_guard_refuses_when_a_body_is_announced_as_too_large() -> None:
    length = str(LARGEST_BODY_BYTES + 1).encode()
    headers = [(b"host", b"localhost"), (b"content-length", length)]
    assert ask(Inner(), "/gradio_api/queue/join", "POST", headers)[0] == 413


def test_guard_ends_a_body_that_is_larger_than_announced() -> None:
    inner = Inner()
    ask(inner, "/gradio_api/queue/join", "POST", body=b"x" * (LARGEST_BODY_BYTES + 1))
    assert inner.received == [{"type": "http.disconnect"}]
