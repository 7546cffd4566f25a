"""An endpoint's model against a scripted server.

`python -m benchmarks endpoint-faults` holds all kinds of faults.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
import traceback

import pytest

from benchmarks.faults.kinds import all_kinds
from index.errors import ModelError
from rag.models import configured_model
from rag.models.endpoint import EndpointModel
from rag.models.http_client import load_libraries
from rag.settings import ModelSettings
from tests.support.fault_bytes import TRUTH, chunk, completion, event, head, refusal, stream, whole
from tests.support.fault_server import FaultServer, Wire
from tests.support.waiting import wait_until

KEY = "sk-test-0123456789abcdef"
ASKED = [{"role": "user", "content": "How many boats?"}]
LATE_S = 9.0  # on a busy machine; a server that is waited for takes 20 s


@pytest.fixture(scope="module", autouse=True)
def libraries():
    load_libraries()  # takes seconds, which some tests count


@pytest.fixture
def serve():
    """Give a script, get settings that lead to it; `serve.server` is the last server."""
    servers = []

    def start(script, **settings):
        server = FaultServer({"it": script}).__enter__()
        servers.append(server)
        start.server = server
        given = {"base_url": server.url("it"), "model": "m", "api_key": KEY, "timeout_s": 9.0}
        return ModelSettings(**{**given, **settings})

    yield start
    for server in servers:
        server.__exit__(None, None, None)


def ask(settings):
    return "".join(EndpointModel(settings).stream(ASKED))


def fails(settings):
    started = time.monotonic()
    with pytest.raises(ModelError) as caught:
        ask(settings)
    assert time.monotonic() - started < settings.timeout_s + LATE_S
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_stream_gives_the_pieces_as_they_come(serve):
    came = threading.Event()

    def script(wire):
        wire.send(head() + chunk("Twelve "))
        if came.wait(5):
            wire.send(chunk("boats.") + chunk(finish="stop"))

    pieces = EndpointModel(serve(script)).stream(ASKED)
    assert next(pieces) == "Twelve "
    came.set()
    assert list(pieces) == ["boats."]


def test_request_holds_the_question_the_key_and_nothing_about_this_machine(serve):
    seen = []
    settings = serve(lambda wire: (seen.append(wire), wire.send(head() + stream())))
    ask(settings)
    (wire,) = seen
    body = json.loads(wire.body)
    assert (body["model"], body["messages"], body["stream"]) == ("m", ASKED, True)
    assert wire.target == "/it/v1/chat/completions"
    assert wire.headers["authorization"] == f"Bearer {KEY}"
    assert not [n for n in wire.headers if n.startswith("x-")]


def test_request_has_no_authorization_without_a_key(serve, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "of-another-service")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Other: of-another-service")
    seen = []
    settings = serve(lambda w: (seen.append(w), w.send(head() + stream())), api_key="")
    ask(settings)
    assert "authorization" not in seen[0].headers
    assert "of-another-service" not in str(seen[0].headers)


def test_endpoint_without_a_system_role_is_asked_again_by_the_user(serve):
    asked = []

    def script(wire):
        asked.append([message["role"] for message in json.loads(wire.body)["messages"]])
        refuses = asked[-1][0] == "system"
        wire.send(refusal(400, "System role not supported") if refuses else head() + stream())

    model = EndpointModel(serve(script))
    told = [{"role": "system", "content": "Count."}, {"role": "user", "content": "Boats?"}]
    assert "twelve" in "".join(model.stream(told))
    assert "twelve" in "".join(model.stream(told))
    assert asked == [["system", "user"], ["user"], ["user"]]


def test_credentials_of_the_url_are_sent_but_not_shown(serve):
    seen = []
    script = lambda wire: (seen.append(wire), wire.send(refusal(401, f"not {KEY}")))  # noqa: E731
    settings = serve(script)
    url = settings.base_url.replace("http://", f"http://user:{KEY}@") + f"?api_key={KEY}"
    shown = fails(ModelSettings(base_url=url, model="m"))
    assert KEY not in shown
    assert "status 401" in shown
    assert seen[0].headers["authorization"].startswith("Basic ")
    assert seen[0].target.endswith(f"/v1/chat/completions?api_key={KEY}")
    assert KEY not in repr(ModelSettings(base_url=url, api_key=KEY))


def test_key_is_in_no_log_and_no_traceback(serve, caplog):
    caplog.set_level(logging.DEBUG)
    settings = serve(lambda wire: wire.send(refusal(400, f"bad key {KEY}", f"X-Key: {KEY}")))
    with pytest.raises(ModelError) as caught:
        ask(settings)
    error = caught.value
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    text = "".join(line for line in told.format() if "test_models_endpoint.py" not in line)
    assert error.__cause__ is None
    assert "bad key [secret]" in text
    assert caplog.records
    assert KEY not in text + caplog.text


def test_closing_the_stream_ends_the_request(serve):
    settings = serve(lambda wire: (wire.send(head() + chunk("a ")), wire.wait_forever()))
    pieces = EndpointModel(settings).stream(ASKED)
    next(pieces)
    pieces.close()
    wait_until(lambda: serve.server.left["it"] == 1, LATE_S)


def test_interruption_passes_through_and_ends_the_request(serve):
    settings = serve(lambda wire: (wire.send(head() + chunk("a ")), wire.wait_forever()))
    pieces = EndpointModel(settings).stream(ASKED)
    next(pieces)
    with pytest.raises(KeyboardInterrupt):
        pieces.throw(KeyboardInterrupt)
    wait_until(lambda: serve.server.left["it"] == 1, LATE_S)


def test_endpoint_that_cannot_stream_is_asked_plainly_from_then_on(serve):
    def script(wire):
        streams = wire.asks_to_stream
        wire.send(refusal(400, "stream is unsupported") if streams else whole(completion()))

    model = EndpointModel(serve(script))
    assert list(model.stream(ASKED)) == list(model.stream(ASKED)) == [TRUTH]
    assert len(serve.server.called["it"]) == 3


def test_endpoint_that_takes_no_temperature_is_asked_without_one(serve):
    def script(wire):
        warm = "temperature" in json.loads(wire.body)
        unwanted = refusal(400, "Unsupported value: 'temperature' does not support 0")
        wire.send(unwanted if warm else head() + stream())

    assert ask(serve(script)).strip() == TRUTH
    assert len(serve.server.called["it"]) == 2


def test_name_server_that_is_silent_is_not_waited_for(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **more: over.wait(5))
    settings = ModelSettings(base_url="http://host.invalid/v1", model="m", timeout_s=0.5)
    assert "within 0.5 s" in fails(settings)
    over.set()


def test_secure_connection_that_never_comes_about_ends_at_the_deadline(serve):
    settings = serve(Wire.wait_forever, timeout_s=0.5)
    url = settings.base_url.replace("http://", "https://")
    assert "within 0.5 s" in fails(ModelSettings(base_url=url, model="m", timeout_s=0.5))


def test_proxy_of_the_environment_is_not_asked_for_this_machine(serve, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert ask(serve(lambda wire: wire.send(head() + stream()))).strip() == TRUTH


@pytest.mark.parametrize("status", [429, 503])
def test_retry_waits_as_long_as_it_is_told(serve, status):
    def script(wire):
        again = refusal(status, "later", "Retry-After: 1")
        wire.send(again if wire.attempt == 1 else head() + stream())

    assert ask(serve(script, timeout_s=9)).strip() == TRUTH
    first, second = serve.server.called["it"]
    assert 1.0 <= second - first < 1.0 + LATE_S


def test_retry_is_not_made_when_the_wait_is_longer_than_the_time(serve):
    settings = serve(lambda wire: wire.send(refusal(429, "later", "Retry-After: 60")))
    assert "asks to wait 60 s" in fails(settings)
    assert len(serve.server.called["it"]) == 1


def test_retry_is_not_made_once_a_piece_was_given(serve):
    def script(wire):
        wire.send(head() + chunk("The mayor "))
        wire.wait(0.1)
        wire.reset()

    assert "broke off" in fails(serve(script))
    assert len(serve.server.called["it"]) == 1


def test_retries_are_few(serve):
    assert "status 500" in fails(serve(lambda wire: wire.send(refusal(500, "broken"))))
    assert len(serve.server.called["it"]) == 3


KINDS = {kind.name: kind for kind in all_kinds(KEY, "http://127.0.0.1:1")}
FAST = [
    "html", "cut-json", "bad-utf8", "no-choices", "null-content", "error-in-200", "long-line",
    "stream-missing-done", "stream-length", "stream-error", "redirect-307", "gzip-bomb",
    "wrong-delta", "tells-finish", "tells-reply", "401", "404",
]  # fmt: skip


@pytest.mark.parametrize("name", FAST)
def test_fault_is_a_model_error_with_its_reason(serve, name):
    message = fails(serve(KINDS[name].script))
    assert KINDS[name].quoted_for in message
    assert KEY not in message


@pytest.mark.parametrize("name", ["silent", "slow-headers", "one-byte-a-second", "endless-pings"])
def test_fault_that_takes_its_time_ends_at_the_deadline(serve, name):
    settings = serve(KINDS[name].script, timeout_s=1.0)
    assert "gave no complete answer within 1 s" in fails(settings)


def test_nothing_stays_behind_after_a_deadline(serve):
    before = set(threading.enumerate())
    fails(serve(Wire.wait_forever, timeout_s=0.5))
    wait_until(lambda: serve.server.left["it"] == 1, LATE_S)
    new = lambda: set(threading.enumerate()) - before  # noqa: E731
    wait_until(lambda: not [thread for thread in new() if thread.name == "byline-model"], LATE_S)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"base_url": "foo", "model": "m"}, "BYLINE_BASE_URL is no address"),
        ({"base_url": "ftp://host/v1", "model": "m"}, "BYLINE_BASE_URL is no address"),
        ({"base_url": "http://[::1", "model": "m"}, "BYLINE_BASE_URL is no address"),
        ({"base_url": "http://h:99999/v1", "model": "m"}, "BYLINE_BASE_URL is no address"),
        ({"model": "m"}, "BYLINE_BASE_URL is not set"),
        ({"base_url": "http://127.0.0.1:1/v1"}, "BYLINE_MODEL is not set"),
        ({"base_url": "http://h/v1", "model": "m", "api_key": "a\nb"}, "BYLINE_API_KEY holds"),
        ({"base_url": "http://127.0.0.1:1/v1", "model": "m"}, "nothing listens there"),
    ],
)
def test_settings_that_cannot_work_are_one_clear_line(settings, expected):
    model = configured_model(ModelSettings(**settings))
    with pytest.raises(ModelError, match=expected) as caught:
        list(model.stream(ASKED))
    assert "\n" not in str(caught.value)


def test_done_alone_ends_a_stream(serve):
    assert ask(serve(lambda wire: wire.send(head() + chunk("Yes.") + event("[DONE]")))) == "Yes."
