"""Fault injection: the ways in which a fake endpoint fails, or is odd and still right."""

import gzip
import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote

from tests.support.fault_bytes import (
    PARTIAL,
    TRUTH,
    chunk,
    completion,
    event,
    head,
    refusal,
    stream,
    whole,
    words,
)
from tests.support.fault_server import Script, Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What the server does, and how the asking must end.

    `quoted_for` is a word of the notice with which the answer is quoted; without one the model's
    reply must be shown, and hold `shows`. `tries` is how often the server may be asked, and
    `wait_s` how long at least the second time must come after the first.
    """

    name: str
    script: Script
    quoted_for: str = ""
    shows: str = "twelve boats"
    tries: int = 1
    wait_s: float = 0.0


def all_kinds(key: str, elsewhere: str) -> list[Kind]:
    """Every kind. `key` is repeated by servers that tell; `elsewhere` is another server's URL."""
    return [
        *_odd_and_right(),
        *_connections(),
        *_statuses(),
        *_told_to_wait(),
        *_redirects(elsewhere),
        *_bodies(),
        *_wrong_types(),
        *_broken_streams(),
        *_without_end(),
        *_telling(key),
    ]


def _do(*steps: bytes | Script) -> Script:
    """Send the bytes and do the rest, in this order."""

    def script(wire: Wire) -> None:
        for step in steps:
            if isinstance(step, bytes):
                wire.send(step)
            else:
                step(wire)

    return script


def _once(*steps: bytes | Script) -> Script:
    """Do this the first time; from the second on, answer as one should."""
    fault, right = _do(*steps), _do(head(), stream())
    return lambda wire: (right if wire.attempt > 1 else fault)(wire)


def _slowly(data: bytes, every_s: float) -> Script:
    return lambda wire: wire.send_slowly(data, every_s)


def _forever(data: bytes) -> Script:
    return lambda wire: wire.send_forever(data)


def _nothing(wire: Wire) -> None:
    """Hang up."""


def _odd_and_right() -> Iterator[Kind]:
    right = {
        "right": head() + stream(),
        "whole-json": whole(completion()),
        "no-blank-line-at-end": (head() + stream()).rstrip(b"\n"),
        "crlf": head() + stream().replace(b"\n", b"\r\n"),
        "wrong-content-type": head(kind="text/plain") + stream(),
        "finish-without-done": head() + words() + chunk(finish="stop"),
        "done-without-finish": head() + words() + event("[DONE]"),
        "comments-and-usage": head() + b": ping\n\n" * 50 + event({"choices": []}) + stream(),
    }
    for name, data in right.items():
        yield Kind(name=name, script=_do(data))
    yield Kind(name="cannot-stream", script=_cannot_stream, tries=2)
    letters = "twelve boats “Größe” 港🚢"
    reply = stream(TRUTH.replace("twelve boats", letters))
    yield Kind(name="split-utf8", script=_do(head(), _slowly(reply, 0)), shows=letters)


def _cannot_stream(wire: Wire) -> None:
    streams = refusal(400, "stream is not supported by this model")
    wire.send(streams if wire.asks_to_stream else whole(completion()))


def _connections() -> Iterator[Kind]:
    yield Kind(name="silent", script=Wire.wait_forever, quoted_for="within")
    yield Kind(name="hangs-up", script=_nothing, quoted_for="broke off", tries=3)
    yield Kind(name="resets", script=Wire.reset, quoted_for="broke off", tries=3)
    yield Kind(name="hangs-up-once", script=_once(_nothing), tries=2)
    yield Kind(name="resets-once", script=_once(Wire.reset), tries=2)
    slow = _slowly(head() + stream(), 0.1)
    yield Kind(name="slow-headers", script=slow, quoted_for="within")
    endless = _do(b"HTTP/1.1 200 X\r\n", _forever(b"A: b\r\n"))
    yield Kind(name="endless-headers", script=endless, quoted_for="within")
    huge = _do(b"HTTP/1.1 200 X\r\nA: " + b"a" * 1_000_000 + b"\r\n\r\n")
    yield Kind(name="huge-header", script=huge, quoted_for="broke off", tries=3)
    yield Kind(name="no-http", script=_do(b"SSH-2.0-X\r\n"), quoted_for="broke off", tries=3)
    drip = _do(head(), _slowly(stream(), 1.0))
    yield Kind(name="one-byte-a-second", script=drip, quoted_for="within")


def _statuses() -> Iterator[Kind]:
    for status in (400, 401, 403, 404, 422, 501):
        refuse = _do(refusal(status, "no such thing here"))
        yield Kind(name=str(status), script=refuse, quoted_for=f"status {status}")
    for status in (408, 409, 429, 500, 502, 503, 504):
        yield Kind(name=f"{status}-once", script=_once(refusal(status, "try again")), tries=2)
    broken = _do(refusal(500, "broken"))
    yield Kind(name="500", script=broken, quoted_for="status 500", tries=3)
    page = _do(head(502, kind="text/html"), b"<html>Bad gateway</html>")
    yield Kind(name="502-page", script=page, quoted_for="status 502", tries=3)
    endless = _do(head(503), _forever(b"x" * 100))
    yield Kind(name="503-endless", script=endless, quoted_for="within")
    yield Kind(name="204", script=_do(head(204)), quoted_for="empty")


def _told_to_wait() -> Iterator[Kind]:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)
    obeyed = {
        "seconds": ("Retry-After: 1", 1.0),
        "milliseconds": ("retry-after-ms: 700", 0.7),
        "date": (f"Retry-After: {soon}", 0.0),
        "past-date": (f"Retry-After: {past}", 0.0),
        "nonsense": ("Retry-After: soon", 0.0),
        "nan": ("Retry-After: nan", 0.0),
        "negative": ("Retry-After: -5", 0.0),
    }
    for name, (header, wait_s) in obeyed.items():
        script = _once(refusal(429, "slow down", header))
        yield Kind(name=f"429-{name}", script=script, tries=2, wait_s=wait_s)
    for name, header in (("long", "3600"), ("endless", "1e999"), ("huge", "9" * 400)):
        script = _do(refusal(429, "slow down", f"Retry-After: {header}"))
        tries = 1 if name == "long" else 3
        yield Kind(name=f"429-{name}", script=script, quoted_for="status 429", tries=tries)


def _redirects(elsewhere: str) -> Iterator[Kind]:
    for status in (301, 302, 307, 308):
        script = _do(head(status, f"Location: {elsewhere}/chat/completions"))
        yield Kind(name=f"redirect-{status}", script=script, quoted_for="elsewhere")


def _bodies() -> Iterator[Kind]:
    page = _do(head(kind="text/html"), b"<!doctype html><html>Welcome</html>")
    yield Kind(name="html", script=page, quoted_for="web page")
    yield Kind(name="empty", script=_do(head()), quoted_for="empty")
    yield Kind(name="empty-json", script=_do(whole(b"")), quoted_for="empty")
    yield Kind(name="blank-reply", script=_do(whole(completion("  \n"))), quoted_for="empty")
    cut = whole(json.dumps(completion()).encode()[:-30])
    yield Kind(name="cut-json", script=_do(cut), quoted_for="JSON")
    promised = head(200, "Content-Length: 9000", kind="application/json")
    yield Kind(
        name="less-than-promised", script=_do(promised, b'{"cho'), quoted_for="broke off", tries=3
    )
    latin = whole(json.dumps(completion("Größe"), ensure_ascii=False).encode("latin-1"))
    yield Kind(name="bad-utf8", script=_do(latin), quoted_for="UTF-8")
    yield Kind(name="plain-text", script=_do(head(), b"hello\n"), quoted_for="no chat")
    yield Kind(name="no-choices", script=_do(whole({"id": "x"})), quoted_for="error")
    yield Kind(name="empty-choices", script=_do(whole({"choices": []})), quoted_for="choice")
    yield Kind(name="null-content", script=_do(whole(completion(None))), quoted_for="empty")
    error = {"error": {"message": "out of memory"}}
    yield Kind(name="error-in-200", script=_do(whole(error)), quoted_for="out of memory")
    yield Kind(name="deep-json", script=_do(whole(b"[" * 100_000)), quoted_for="JSON")
    bomb = gzip.compress(b" " * 50_000_000)
    zipped = head(200, "Content-Encoding: gzip", kind="application/json") + bomb
    yield Kind(name="gzip-bomb", script=_do(zipped), quoted_for="compression")


def _wrong_types() -> Iterator[Kind]:
    wrong: dict[str, object] = {
        "number-content": completion(7),
        "list-content": completion(["a"]),
        "number-finish": completion(finish=3),
        "object-choices": {"choices": {"0": "a"}},
        "text-choices": {"choices": "stop"},
        "null-choices": {"choices": [None]},
        "list": [1, 2],
    }
    for name, body in wrong.items():
        yield Kind(name=f"wrong-{name}", script=_do(whole(body)), quoted_for="another form")
    streamed = _do(head(), words(PARTIAL), event({"choices": [{"delta": 5}]}))
    yield Kind(name="wrong-delta", script=streamed, quoted_for="another form")


def _broken_streams() -> Iterator[Kind]:
    begun = head() + words(PARTIAL)
    broken: dict[str, tuple[bytes | Script, str]] = {
        "missing-done": (b"", "broke off"),
        "mid-event": (chunk("and")[:-20], "JSON"),
        "bad-json": (event("{oops"), "JSON"),
        "error": (event({"error": {"message": "overloaded"}}), "overloaded"),
        "error-text": (event({"error": "overloaded"}), "overloaded"),
        "bad-utf8": (b'data: {"choices": "\xff\xfe"}\n\n', "UTF-8"),
        "length": (chunk(finish="length"), "cut its answer short"),
        "filter": (chunk(finish="content_filter"), "cut its answer short"),
        "tool-call": (chunk(finish="tool_calls"), "tool"),
        "reset": (Wire.reset, "broke off"),
        "stall": (Wire.wait_forever, "within"),
    }
    for name, (end, reason) in broken.items():
        yield Kind(name=f"stream-{name}", script=_do(begun, end), quoted_for=reason)
    truncated = head(200, "Transfer-Encoding: chunked") + b"ffff\r\n" + words(PARTIAL)
    yield Kind(name="stream-chunk-cut", script=_do(truncated), quoted_for="broke off")


def _without_end() -> Iterator[Kind]:
    begun = head() + words(PARTIAL)
    yield Kind(name="endless", script=_do(begun, _forever(chunk("ha "))), quoted_for="within")
    yield Kind(name="endless-pings", script=_do(head(), _forever(b": p\n\n")), quoted_for="within")
    flood = _do(begun, lambda wire: wire.send_forever(chunk("ha " * 20_000), 0))
    yield Kind(name="flood", script=flood, quoted_for="endless")
    line = _do(head(), b"data: " + b"x" * 10_000_000)
    yield Kind(name="long-line", script=line, quoted_for="endless")
    long_json = whole(completion("x" * 10_000_000))
    yield Kind(name="long-json", script=_do(long_json), quoted_for="endless")


def _telling(key: str) -> Iterator[Kind]:
    told = f"no {key} or {b64encode(f'user:{key}'.encode()).decode()} or {quote(key)}"
    yield Kind(name="tells-401", script=_do(refusal(401, told)), quoted_for="status 401")
    header = head(400, f"X-Key: {key}", "X-Request-Id: " + key)
    yield Kind(name="tells-header", script=_do(header), quoted_for="status 400")
    error = whole({"error": {"message": told}})
    yield Kind(name="tells-in-200", script=_do(error), quoted_for="error")
    yield Kind(
        name="tells-finish",
        script=_do(head(), chunk("a", finish=told)),
        quoted_for="cut its answer short",
    )
    yield Kind(name="tells-reply", script=_do(head(), stream(f"It is {key}.")), quoted_for="key")
