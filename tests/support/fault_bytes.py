"""The bytes that the scripted server's answers are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable

TRUTH = "The storm took twelve boats from the harbour on Friday. [1]"
PARTIAL = "The mayor resigned in disgrace"  # begins a reply that never ends well


def head(status: int = 200, *headers: str, kind: str = "text/event-stream") -> bytes:
    """Status line and headers of an answer that ends with its connection."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def whole(body: object, status: int = 200, *headers: str) -> bytes:
    """An answer with JSON in it, or with `body` itself when it is bytes."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "application/json"
    return head(status, f"Content-Length: {len(data)}", *headers, kind=kind) + data


def completion(content: object = TRUTH, finish: object = "stop") -> dict[str, object]:
    """A chat completion that is not streamed."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion", "model": "m", "choices": [choice]}


def event(value: object) -> bytes:
    """One server-sent event."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"data: {text}\n\n".encode()


def chunk(content: object = None, finish: object = None) -> bytes:
    """One event of a streamed chat completion."""
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
    return event({"id": "c", "object": "chat.completion.chunk", "choices": [choice]})


def words(text: str = TRUTH) -> bytes:
    """A chunk for each word."""
    return b"".join(chunk(f"{word} ") for word in text.split(" "))


def stream(text: str = TRUTH, ends: Iterable[bytes] = ()) -> bytes:
    """A whole stream: role, words, finish reason, [DONE]."""
    opening = event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": None}}]})
    return opening + words(text) + b"".join(ends or (chunk(finish="stop"), event("[DONE]")))


def refusal(status: int, message: str, *headers: str) -> bytes:
    """An error as OpenAI words it."""
    return whole({"error": {"message": message, "type": "x", "code": None}}, status, *headers)
