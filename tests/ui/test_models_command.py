"""`byline models` as a user types it."""

from __future__ import annotations

import json
import os
import re

import pytest

from tests.support.command import run_byline
from tests.support.fault_bytes import completion, head, stream, whole
from tests.support.fault_server import FaultServer, Wire

KEY = "sk-test-0123456789abcdef"
SCRIPTS = {
    "streams": lambda wire: wire.send(head() + stream()),
    "whole": lambda wire: wire.send(whole(completion())),
    "silent": Wire.wait_forever,
}


@pytest.fixture(scope="module")
def server():
    with FaultServer(SCRIPTS) as running:
        yield running


def models(*arguments, check=0, **settings):
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("BYLINE_")]:
            patch.delenv(name)
        for name, value in settings.items():
            patch.setenv(f"BYLINE_{name.upper()}", value)
        done = run_byline("models", *arguments)
    assert done.returncode == check, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert KEY not in done.stdout + done.stderr
    return done


def test_models_says_how_to_configure_one_when_there_is_none():
    done = models()
    assert "* quotes" in done.stdout
    assert "BYLINE_BASE_URL=http://127.0.0.1:11434/v1" in done.stderr


@pytest.mark.parametrize(
    ("kind", "verdict"), [("streams", "streams"), ("whole", "does not stream")]
)
def test_models_says_that_an_endpoint_answers_and_how(server, kind, verdict):
    done = models(base_url=server.url(kind), model="some-model", api_key=KEY)
    line = done.stdout.splitlines()[0]
    answers = re.escape("* endpoint   some-model  answers, first piece after ")
    assert re.fullmatch(rf"{answers}\d+\.\d+ s, {verdict}", line)


def test_models_says_why_an_endpoint_fails(server):
    url = server.url("silent", credentials=f"me:{KEY}@")
    done = models("--timeout", "0.5", base_url=url, model="some-model", check=1)
    assert "FAILED: http://127.0.0.1:" in done.stdout
    assert "gave no complete answer within 0.5 s" in done.stdout


def test_models_lists_both_in_json_and_marks_the_one_in_use(server, tmp_path):
    url = server.url("streams")
    done = models("--json", base_url=url, model="m", local_model=str(tmp_path))
    endpoint, local, quotes = json.loads(done.stdout)["models"]
    assert (endpoint["used"], endpoint["trial"]["streams"]) == (True, True)
    assert (local["used"], quotes["used"]) == (False, False)
    assert "no transformers model" in local["trial"]["problem"]


@pytest.mark.parametrize(
    ("settings", "expected", "code"),
    [
        ({"base_url": "foo", "model": "m"}, "BYLINE_BASE_URL is no address", 1),
        ({"base_url": "http://127.0.0.1:1/v1"}, "BYLINE_MODEL is not set", 1),
        ({"timeout_s": "soon"}, "byline: BYLINE_TIMEOUT_S: ", 2),
    ],
)
def test_models_is_one_clear_line_when_settings_are_wrong(settings, expected, code):
    done = models(check=code, **settings)
    assert expected in done.stdout + done.stderr
