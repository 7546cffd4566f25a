"""Tokens: what is kept of them, who comes in with one, and how often."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ui.main import main
from ui.web.gate.programs import ANYBODY, Denied, ProgramAccess
from ui.web.gate.tokens import Token, Tokens, hashed, read_tokens

Run = Callable[..., tuple[int, str, str]]
TEXT = f"byline_{'aB3-' * 10}xyz"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("BYLINE_USERS", str(tmp_path / "users.json"))

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["byline", "tokens", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def test_a_token_is_shown_once_and_only_its_hash_is_kept(run: Run, tmp_path: Path) -> None:
    code, out, told = run("add", "desk", "--read-only", "--until", "2099")
    path = tmp_path / "tokens.json"
    assert code == 0
    assert "not shown again" in told
    assert out.strip() not in path.read_text()
    assert os.stat(path).st_mode & 0o077 == 0
    token = read_tokens(path).known_by(out.strip())
    assert token is not None
    assert (token.name, token.read_only, token.until) == ("desk", True, date(2099, 12, 31))
    listed = "desk\treads only\tuntil 2099-12-31\t8 at once\t120 a minute\n"
    assert run("list") == (0, listed, "")
    assert run("remove", "DESK")[0] == 0
    assert "None yet" in run("list")[2]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["add", "desk"], "there is a token desk"),
        (["add", "Desk"], "there is a token Desk"),
        (["add", "a b"], "cannot be a user's name"),
        (["add", "new", "--until", "soon"], "not a date"),
        (["add", "new", "--until", "2001-01-01"], "that day is past"),
        (["remove", "other"], "no token other"),
    ],
)
def test_a_wrong_command_is_one_line(run: Run, arguments: list[str], told: str) -> None:
    run("add", "desk")
    code, out, error = run(*arguments)
    assert (code, out) == (2, "")
    assert told in error
    assert error.count("\n") == 1


class Clock:
    now_s = 100.0
    today = date(2026, 5, 1)

    def __call__(self) -> float:
        return self.now_s


def access(folder: Path, clock: Clock, *, required: bool = True, **token: Any) -> ProgramAccess:
    path = folder / "tokens.json"
    kept = Tokens(tokens=(Token(name="desk", sha256=hashed(TEXT), **token),))
    path.write_text(kept.model_dump_json())
    return ProgramAccess(path, required=required, clock=clock, today=lambda: clock.today)


def asks(sent: str, path: str = "/api/search", method: str = "GET") -> dict[str, Any]:
    headers = [(b"authorization", sent.encode())] if sent else []
    return {"type": "http", "method": method, "path": path, "headers": headers}


def denied(programs: ProgramAccess, scope: dict[str, Any]) -> Denied:
    with pytest.raises(Denied) as caught, programs.entered(scope):
        pass
    return caught.value


def test_a_token_is_a_user_of_its_own(tmp_path: Path) -> None:
    programs = access(tmp_path, Clock())
    with programs.entered(asks(f"Bearer {TEXT}")) as user:
        assert user.name == "desk"
        assert user.owner != ANYBODY.owner
    with programs.entered(asks(f"bearer  {TEXT}")) as again:
        assert again == user


@pytest.mark.parametrize(
    "sent", ["", "Bearer", f"Basic {TEXT}", "Bearer sk-1", f"Bearer {TEXT}x", f"Bearer {TEXT} x"]
)
def test_nobody_comes_in_with_anything_else(tmp_path: Path, sent: str) -> None:
    refused = denied(access(tmp_path, Clock()), asks(sent))
    assert refused.status == 401
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert "byline tokens add" in refused.message


def test_on_this_machine_a_key_of_another_kind_is_not_heeded(tmp_path: Path) -> None:
    programs = access(tmp_path, Clock(), required=False)
    for sent in ("", "Bearer none", "Bearer sk-1"):
        with programs.entered(asks(sent)) as user:
            assert user == ANYBODY
    assert denied(programs, asks("Bearer byline_wrong")).status == 401


def test_a_token_ends_with_its_last_day_and_when_it_is_removed(tmp_path: Path) -> None:
    clock = Clock()
    programs = access(tmp_path, clock, until=clock.today)
    with programs.entered(asks(f"Bearer {TEXT}")):
        pass
    clock.today = date(2026, 5, 2)
    assert "expired after 2026-05-01" in denied(programs, asks(f"Bearer {TEXT}")).message
    clock.today = date(2026, 5, 1)
    (tmp_path / "tokens.json").unlink()
    assert "not known" in denied(programs, asks(f"Bearer {TEXT}")).message


@pytest.mark.parametrize(
    ("method", "path", "may"),
    [
        ("GET", "/api/sync", True),
        ("POST", "/api/answer", True),
        ("POST", "/v1/responses", True),
        ("POST", "/mcp", True),
        ("POST", "/api/sync", False),
        ("POST", "/api/feedback", False),
        ("POST", "/api/some/new/route", False),
    ],
)
def test_what_only_reads_cannot_change_anything(
    tmp_path: Path, method: str, path: str, may: bool
) -> None:
    programs = access(tmp_path, Clock(), read_only=True)
    scope = asks(f"Bearer {TEXT}", path, method)
    if may:
        with programs.entered(scope):
            pass
    else:
        assert denied(programs, scope).status == 403


def test_requests_that_run_are_limited(tmp_path: Path) -> None:
    programs = access(tmp_path, Clock(), running=2)
    scope = asks(f"Bearer {TEXT}")
    with ExitStack() as running:
        running.enter_context(programs.entered(scope))
        running.enter_context(programs.entered(scope))
        assert denied(programs, scope).status == 429
    with programs.entered(scope):
        pass


def test_requests_a_minute_are_limited(tmp_path: Path) -> None:
    clock = Clock()
    programs = access(tmp_path, clock, a_minute=2)
    for _ in range(2):
        with programs.entered(asks(f"Bearer {TEXT}")):
            clock.now_s += 20
    refused = denied(programs, asks(f"Bearer {TEXT}"))
    assert (refused.status, refused.headers) == (429, {"retry-after": "20"})
    clock.now_s += 20
    with programs.entered(asks(f"Bearer {TEXT}")):
        pass


def test_a_damaged_file_lets_nobody_in(tmp_path: Path) -> None:
    programs = access(tmp_path, Clock())
    (tmp_path / "tokens.json").write_text(json.dumps({"tokens": [{"name": "desk"}]}))
    assert denied(programs, asks(f"Bearer {TEXT}")).status == 401
