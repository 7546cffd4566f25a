"""The parts that every model is made of: settings, reading, waiting, hiding."""

from __future__ import annotations

import base64
import contextlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelError, UsageError
from rag.models import configured_model
from rag.models.address import read_address
from rag.models.failures import SYSTEM, advised_wait, status_error
from rag.models.redaction import Redactor
from rag.models.reply import read_in_background
from rag.models.response_parser import MAX_CHARACTERS, error_message, read_pieces
from rag.settings import ModelSettings
from tests.support.fault_bytes import chunk, event, stream

REPLY = stream("Zwölf “Boote” 港🚢 sank.").replace(b"\n", b"\r\n")


@given(st.lists(st.integers(0, len(REPLY)), max_size=30))
def test_pieces_do_not_depend_on_how_the_bytes_are_cut(cuts):
    places = [0, *sorted(cuts), len(REPLY)]
    chunks = [REPLY[a:b] for a, b in pairwise(places)]
    assert "".join(read_pieces(chunks)) == "Zwölf “Boote” 港🚢 sank. "


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_pieces_or_a_model_error(data):
    with contextlib.suppress(ModelError):
        assert all(isinstance(piece, str) for piece in read_pieces([data]))


@given(st.integers(1, len(stream()) - 30))
def test_stream_that_is_cut_anywhere_is_never_complete(length):
    data = stream()[:length]
    if b'"finish_reason": "stop"' not in data:
        with pytest.raises(ModelError):
            list(read_pieces([data]))


def test_reply_is_limited_in_length():
    given = []
    with pytest.raises(ModelError, match="endless"):
        given.extend(read_pieces(chunk("ha " * 100) for _ in range(1000)))
    assert sum(map(len, given)) <= MAX_CHARACTERS


def choice(delta, **more):
    return event({"choices": [{"index": 0, "delta": delta, **more}]})


def part(kind, value):
    return choice({"content": [{"type": kind, kind: value}]})


END = choice({}, finish_reason="stop")


@pytest.mark.parametrize(
    "data",
    [
        choice({"content": "a "}, finish_reason="") + choice({"content": "b"}) + END,
        choice({"content": "a b"}) + choice({"content": ""}, finish_reason="unknown"),
        choice({"content": "a b"}) + choice({}, finish_reason="STOP"),
        part("thinking", [{"type": "text", "text": "Hm."}]) + part("text", "a b") + END,
        choice({"content": "a b"}, index=None) + choice({}, index=None, finish_reason="end_turn"),
        event({"choices": [{"delta": {"content": "a b"}}]}) + END,
        event({"choices": None}) + event({"choices": [], "usage": {}}) + stream("a b"),
        event({"usage": {"total_tokens": 3}}) + event({"type": "ping"}) + stream("a b"),
        choice({"content": None, "reasoning_content": "Hm."}) + stream("a b"),
        event({"choices": [{"index": 0, "message": {"content": "a b"}}]}) + event("[DONE]"),
    ],
)
def test_odd_streams_are_read(data):
    assert "".join(read_pieces([data])).strip() == "a b"


@pytest.mark.parametrize("reason", ["length", "MAX_TOKENS", "content_filter", "SAFETY", "aborted"])
def test_reply_that_was_cut_short_is_an_error(reason):
    with pytest.raises(ModelError, match="cut its answer short"):
        list(read_pieces([choice({"content": "a b"}) + choice({}, finish_reason=reason)]))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "Conversation roles must alternate user/assistant/user/assistant/..."),
        (400, "System role not supported"),
        (400, "Unsupported value: 'messages[0].role' does not support 'system' with this model."),
        (422, "Input should be 'user' or 'assistant', role system is not permitted"),
        (500, "Jinja Exception: System role not supported"),
        (400, "Developer instruction is not enabled for models/gemma-3-27b-it"),
        (400, "This model does not support system messages."),
        (400, "Only user and assistant roles are supported!"),
    ],
)
def test_endpoint_that_knows_no_system_role_is_understood(status, said):
    error = status_error(status, {}, said.encode(), Redactor([]), has_key=False)
    assert error.unwanted == {SYSTEM}


@pytest.mark.parametrize(
    "said", ["The system is overloaded", "no such thing here", "operating system"]
)
def test_other_errors_have_nothing_to_do_with_roles(said):
    assert not status_error(400, {}, said.encode(), Redactor([]), has_key=False).unwanted


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"error": {"message": "a\nb"}}, "a b"),
        ({"error": "plain"}, "plain"),
        ({"error": {}}, "no reason given"),
        ({"object": "error", "message": "as vLLM says it"}, "as vLLM says it"),
        ({"error": None, "choices": []}, ""),
        ({"detail": "as FastAPI says it"}, "as FastAPI says it"),
    ],
)
def test_error_object_is_told_in_one_line(value, expected):
    assert error_message(value) == expected


def test_event_without_choices_is_an_error():
    with pytest.raises(ModelError, match="overloaded"):
        list(read_pieces([chunk("a"), event({"type": "error", "message": "overloaded"})]))


@pytest.mark.parametrize(
    ("headers", "low", "high"),
    [
        ({"retry-after": "2"}, 2, 2),
        ({"retry-after": " 0.5 "}, 0.5, 0.5),
        ({"retry-after": "9", "retry-after-ms": "250"}, 0.25, 0.25),
    ],
)
def test_wait_is_the_one_that_was_advised(headers, low, high):
    assert low <= (advised_wait(headers) or 0) <= high


def test_wait_is_until_the_date_that_was_advised():
    soon = format_datetime(datetime.now(UTC) + timedelta(minutes=9))
    wait = advised_wait({"retry-after": soon})
    assert wait is not None
    assert 500 <= wait <= 540


@pytest.mark.parametrize(
    "text", ["", "soon", "-1", "0", "nan", "inf", "1e999", "Mon, 01 Jan 2001 00:00:00 GMT", "٣x"]
)
def test_wait_is_our_own_when_the_advice_is_no_use(text):
    assert advised_wait({"retry-after": text}) is None


@given(
    st.text("abcXYZ019+/=-_%&", min_size=8, max_size=40),
    st.text(st.characters(codec="ascii"), max_size=9),
    st.text(st.characters(codec="ascii"), max_size=9),
)
def test_secret_is_hidden_in_plain_text_and_in_base64(secret, before, after):
    redactor = Redactor([secret])
    assert secret not in redactor.hide(f"{before}{secret}{after}")
    encoded = base64.b64encode(f"{before}{secret}{after}".encode()).decode()
    assert redactor.hide(encoded) != encoded


def test_short_secrets_are_left_alone():
    assert Redactor(["no", ""]).hide("no one") == "no one"
    assert not Redactor(["ollama"]).finds_key("ollama is a program")


def test_address_is_shown_without_credentials():
    address = read_address("https://me:p%40ss@example.org:8443/v1/?api_key=abc&x=1")
    assert address.url == "https://example.org:8443/v1"
    assert (address.user, address.password) == ("me", "p@ss")
    assert address.query == (("api_key", "abc"), ("x", "1"))
    assert "p@ss" not in repr(address)
    assert "abc" not in repr(address)
    assert read_address("http://[::1]:8000/v1").url == "http://[::1]:8000/v1"


def test_background_work_that_fails_says_what_kind_of_failure_it_was():
    def produce(reply):
        raise ValueError("holds a key")

    with pytest.raises(ModelError, match=r"failed unexpectedly \(ValueError\)"):
        list(read_in_background(produce, 1.0, who="it"))


def test_background_work_is_stopped_when_its_reader_leaves():
    stopped = []

    def produce(reply):
        reply.at_stop(lambda: stopped.append(True))
        reply.put("a")
        reply.stopped.wait(5)

    pieces = read_in_background(produce, 5.0, who="it")
    assert next(pieces) == "a"
    pieces.close()
    assert stopped == [True]


@pytest.mark.parametrize(
    ("name", "value"), [("TIMEOUT_S", "soon"), ("TIMEOUT_S", "-1"), ("BUDGET_TOKENS", "0")]
)
def test_settings_of_the_wrong_kind_are_one_line(monkeypatch, name, value):
    monkeypatch.setenv(f"BYLINE_{name}", value)
    monkeypatch.setenv("BYLINE_API_KEY", "sk-secret-secret")
    with pytest.raises(UsageError, match=f"BYLINE_{name}: ") as caught:
        ModelSettings()
    assert "\n" not in str(caught.value)
    assert "sk-secret" not in str(caught.value)


def test_configured_model_is_the_endpoint_then_the_local_one_then_none():
    endpoint = ModelSettings(base_url="http://h/v1", model="m", local_model="folder")
    assert configured_model(endpoint).name == "m"
    assert configured_model(ModelSettings(local_model="someone/model")).name == "someone/model"
    assert configured_model(ModelSettings()) is None
