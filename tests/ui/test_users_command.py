"""`byline users`, as it is typed."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ui.main import main
from ui.web.gate.passwords import matches
from ui.web.gate.users import read_accounts

PASSWORD = "correct horse battery"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BYLINE_USERS", str(tmp_path / "users.json"))
    return tmp_path / "users.json"


@pytest.fixture
def run(users: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["byline", "users", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def test_user_is_added_with_the_password_that_is_piped(run: Run, users: Path) -> None:
    code, out, _ = run("add", "mara", typed=f"{PASSWORD}\r\nanother line\n")
    assert (code, "mara may log in now" in out) == (0, True)
    assert matches(read_accounts(users).users[0].password_hash, PASSWORD)
    assert PASSWORD not in users.read_text() + out


def test_user_is_added_whatever_letters_the_name_has(run: Run, users: Path) -> None:
    assert run("add", "½x", typed=PASSWORD)[0] == 0
    assert run("list")[1] == "½x\n"


def test_users_are_listed_by_name(run: Run) -> None:
    assert "byline users add NAME" in run("list")[2]
    for name in ("mara", "Jan"):
        run("add", name, typed=PASSWORD)
    assert run("list") == (0, "Jan\nmara\n", "")


def test_password_is_changed(run: Run, users: Path) -> None:
    run("add", "Mara", typed=PASSWORD)
    assert run("password", "mara", typed="another password")[1].startswith("Mara has")
    (account,) = read_accounts(users).users
    assert account.name == "Mara"
    assert matches(account.password_hash, "another password")


def test_user_is_removed(run: Run, users: Path) -> None:
    run("add", "mara", typed=PASSWORD)
    assert "conversations stay" in run("remove", "MARA")[1]
    assert read_accounts(users).users == ()


@pytest.mark.parametrize(
    ("arguments", "typed", "problem"),
    [
        (("add", "jan"), "short", "at least 10 characters"),
        (("add", "jan"), "", "at least 10 characters"),
        (("add", "MARA"), PASSWORD, "is a user already"),
        (("add", "a b"), PASSWORD, "cannot be a user's name"),
        (("password", "jan"), PASSWORD, "there is no user jan"),
        (("password", "mara"), "short", "at least 10 characters"),
        (("remove", "jan"), "", "there is no user jan"),
    ],
)
def test_nothing_changes_when_the_request_is_wrong(
    run: Run, users: Path, arguments: tuple[str, ...], typed: str, problem: str
) -> None:
    run("add", "mara", typed=PASSWORD)
    before = users.read_bytes()
    code, out, err = run(*arguments, typed=typed)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert problem in err
    assert users.read_bytes() == before


def test_users_stand_in_the_file_that_is_named(run: Run, users: Path, tmp_path: Path) -> None:
    run("add", "mara", "--users", str(tmp_path / "others.json"), typed=PASSWORD)
    assert not users.exists()
    assert read_accounts(tmp_path / "others.json").find("mara")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("second", "code"), [(PASSWORD, 0), ("something else", 2)])
def test_password_is_asked_for_twice_without_being_shown(
    users: Path, second: str, code: int
) -> None:
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.environ["BYLINE_USERS"] = str(users)
        source = "from ui.main import main; main()"
        os.execv(sys.executable, [sys.executable, "-c", source, "users", "add", "mara"])
    shown = b""
    for word, answer in ((b"Password for mara: ", PASSWORD), (b"Once more: ", second)):
        while word not in shown:
            shown += os.read(terminal, 1000)
        os.write(terminal, f"{answer}\n".encode())
    while True:
        try:
            part = os.read(terminal, 1000)
        except OSError:
            break
        if not part:
            break
        shown += part
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == code
    assert PASSWORD.encode() not in shown
    assert bool(read_accounts(users).users) == (code == 0)
