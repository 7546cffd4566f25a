"""`byline models` as a user types it."""

from __future__ import annotations

import json
import os
import re
import sys

import pytest

from eval.running.judging import JudgeSettings
from rag.models import configured_model
from rag.settings import ModelSettings
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


@pytest.fixture(autouse=True)
def saved(tmp_path, monkeypatch):
    """The models file of these tests, and no keyring."""
    monkeypatch.setenv("BYLINE_MODELS", str(tmp_path / "settings" / "models.json"))
    monkeypatch.setitem(sys.modules, "keyring", None)
    return tmp_path / "settings" / "models.json"


class Keyring:
    """A keyring in memory, or one that keeps nothing, or that is locked."""

    def __init__(self, *, forgets=False, locked=False):
        self.kept, self.forgets, self.locked = {}, forgets, locked

    def set_password(self, service, name, key):
        if self.locked:
            raise RuntimeError("locked")
        if not self.forgets:
            self.kept[service, name] = key

    def get_password(self, service, name):
        return self.kept.get((service, name))

    def delete_password(self, service, name):
        del self.kept[service, name]


def models(*arguments, check=0, stdin="", **settings):
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("BYLINE_")]:
            if name == "BYLINE_MODELS":
                continue
            patch.delenv(name)
        for name, value in settings.items():
            patch.setenv(f"BYLINE_{name.upper()}", value)
        done = run_byline("models", *arguments, stdin=stdin)
    assert done.returncode == check, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert KEY not in done.stdout + done.stderr
    return done


def test_models_says_how_to_configure_one_when_there_is_none():
    done = models()
    assert "* quotes" in done.stdout
    assert "byline models add NAME --url http://127.0.0.1:11434/v1" in done.stderr


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


def add(name, *arguments, url="http://127.0.0.1:9/v1", **options):
    return models("add", name, "--url", url, "--model", "m", *arguments, **options)


def marked():
    listed = json.loads(models("list", "--json").stdout)["models"]
    return [row["name"] for row in listed if row["used"]]


def test_the_first_model_that_is_added_is_used_until_another_is(saved):
    assert marked() == ["quotes"]
    add("one")
    add("two")
    assert marked() == ["one"]
    models("use", "two")
    assert configured_model(ModelSettings()).name == "m"
    assert marked() == ["two"]
    assert models("remove", "two").stdout == "two is removed. Answers are quotations now.\n"
    assert marked() == ["quotes"]
    assert configured_model(ModelSettings()) is None
    models("use", "one")
    models("use", "quotes")
    assert marked() == ["quotes"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_models_file_is_for_its_owner_alone_and_holds_the_key_where_there_is_no_keyring(saved):
    assert "Its key is in the file." in add("one", "--key", stdin=f"{KEY}\n").stdout
    assert saved.stat().st_mode & 0o777 == 0o600
    assert saved.parent.stat().st_mode & 0o777 == 0o700
    assert KEY in saved.read_text()
    assert ModelSettings().secret().get_secret_value() == KEY
    assert KEY not in repr(ModelSettings())
    models("list")
    models("test", "one", check=1)


def test_a_key_goes_into_the_keyring_and_out_of_it(saved, monkeypatch):
    ring = Keyring()
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert "in the system's keyring" in add("one", "--key", stdin=KEY).stdout
    assert KEY not in saved.read_text()
    assert ModelSettings().secret().get_secret_value() == KEY
    ring.kept.clear()
    assert "the key of one is not in the system's keyring" in models("test", check=1).stdout
    models("remove", "one")
    add("one", "--key", stdin=KEY)
    models("remove", "one")
    assert ring.kept == {}


@pytest.mark.parametrize("how", [{"forgets": True}, {"locked": True}])
def test_a_keyring_that_does_not_keep_a_key_is_not_trusted_with_it(saved, monkeypatch, how):
    monkeypatch.setitem(sys.modules, "keyring", Keyring(**how))
    add("one", "--key", stdin=KEY)
    assert ModelSettings().secret().get_secret_value() == KEY


def test_a_key_may_stand_in_a_variable(saved, monkeypatch):
    add("one", "--key-env", "DESK_KEY")
    assert "the key of one is not in $DESK_KEY" in models("test", check=1).stdout
    assert "(key in $DESK_KEY (not set))" in models("list").stdout
    monkeypatch.setenv("DESK_KEY", KEY)
    assert ModelSettings().secret().get_secret_value() == KEY
    assert KEY not in saved.read_text()


def test_a_saved_key_never_goes_to_an_endpoint_of_the_environment(monkeypatch):
    add("one", "--key", stdin=KEY)
    monkeypatch.setenv("BYLINE_MODEL", "other")  # at the same endpoint
    assert (ModelSettings().model, ModelSettings().saved) == ("other", "one")
    for name, value in [("BASE_URL", "http://h/v1"), ("BASE_URL", ""), ("LOCAL_MODEL", "folder")]:
        monkeypatch.setenv(f"BYLINE_{name}", value)
        assert ModelSettings().secret().get_secret_value() == ""
        monkeypatch.delenv(f"BYLINE_{name}")
    monkeypatch.delenv("BYLINE_MODEL")
    monkeypatch.setenv("BYLINE_API_KEY", "another-key")
    assert ModelSettings().secret().get_secret_value() == "another-key"
    assert "the environment goes first" in models("list", base_url="http://h/v1", model="z").stderr


def test_the_judge_is_not_the_model_that_writes():
    add("one")
    assert configured_model(JudgeSettings()) is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--url", f"ftp://me:{KEY}@h"], "--url is no address of an endpoint"),
        (["--url", "http://h/v1", "--key-env", KEY], "never the key"),
    ],
)
def test_add_refuses_what_cannot_be_meant_and_repeats_no_secret(saved, arguments, told):
    assert told in models("add", "one", "--model", "m", *arguments, check=2).stderr
    assert not saved.exists()


def test_names_are_told_apart_and_unknown_ones_with_those_there_are(saved):
    add("one")
    assert "one is there already" in add("one", check=2).stderr
    assert "no model two: there are one" in models("use", "two", check=2).stderr
    assert "no model two" in models("remove", "two", check=2).stderr
    assert "letters, digits" in add("quotes", check=2).stderr


@pytest.mark.parametrize("damaged", ["{", f'{{"models": {{"one": {{"key": "{KEY}"}}}}}}', "[]", ""])
def test_a_damaged_models_file_is_one_line_that_repeats_no_key(saved, damaged):
    saved.parent.mkdir()
    saved.write_text(damaged)
    assert f"{saved}: damaged" in models("list", check=2).stderr


def test_a_model_on_this_machine_needs_no_address(tmp_path):
    models("add", "mine", "--model", str(tmp_path))
    assert ModelSettings().local_model == str(tmp_path)
    assert "no transformers model" in models("test", "mine", check=1).stdout
