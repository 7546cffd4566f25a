"""`byline serve` before it serves: where, to whom, and what it says."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from index.errors import UsageError
from ui.serve_command import (
    HOST,
    ServeOptions,
    address_of,
    check_login,
    find_kept,
    hosts_of,
    is_loopback,
    listen,
    run_serve,
    warn,
)
from ui.web.access.users import Account, changing

HASH = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"


@pytest.fixture
def users(tmp_path: Path) -> Path:
    with changing(tmp_path / "users.json") as file:
        file.accounts = file.accounts.with_account(Account(name="mara", password_hash=HASH))
    return tmp_path / "users.json"


def test_serve_says_in_one_line_that_the_port_is_taken() -> None:
    with listen(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} cannot be used .*--port"):
            run_serve(ServeOptions(port=port))


def test_listen_is_reachable_from_this_machine_only() -> None:
    with listen(0) as listener:
        assert listener.getsockname()[0] == HOST == "127.0.0.1"


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_listen_takes_addresses_of_both_kinds() -> None:
    with listen(0, "::1") as listener:
        assert listener.getsockname()[0] == "::1"
    with listen(0, "0.0.0.0") as listener:
        assert listener.getsockname()[0] == "0.0.0.0"


@pytest.mark.parametrize("host", ["no such host", "256.1.1.1", "203.0.113.7", "a" * 300])
def test_listen_says_in_one_line_that_the_address_is_not_ours(host: str) -> None:
    with pytest.raises(UsageError) as raised:
        listen(0, host)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.8.8.8", True),
     ("0.0.0.0", False), ("::", False), ("192.168.1.5", False)],
)  # fmt: skip
def test_loopback_is_what_only_this_machine_reaches(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    "options",
    [ServeOptions(host="0.0.0.0"), ServeOptions(host="::"), ServeOptions(behind_proxy=True)],
)
def test_serve_is_refused_when_others_would_get_in_without_a_login(options: ServeOptions) -> None:
    with pytest.raises(UsageError, match="--auth, or --without-login"):
        check_login(options)


def test_serve_lets_others_in_when_it_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    options = ServeOptions(host="0.0.0.0", without_login=True)
    check_login(options)
    warn(options)
    assert "without a login" in capsys.readouterr().err


def test_serve_is_refused_when_login_is_wanted_and_not_wanted() -> None:
    with pytest.raises(UsageError, match="choose one"):
        check_login(ServeOptions(auth=True, without_login=True))


def test_serve_is_refused_when_nobody_could_log_in(tmp_path: Path) -> None:
    missing = tmp_path / "users.json"
    with pytest.raises(UsageError, match=f"byline users add NAME --users {missing}"):
        check_login(ServeOptions(users=missing))


def test_serve_is_refused_when_the_users_file_is_damaged(users: Path) -> None:
    users.write_text("{")
    with pytest.raises(UsageError, match="no users file that can be used"):
        check_login(ServeOptions(users=users, host="0.0.0.0"))


def test_login_is_asked_for_when_a_users_file_is_named(
    users: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_login(ServeOptions(users=users, host="0.0.0.0"))
    assert ServeOptions(users=users).login
    monkeypatch.setenv("BYLINE_USERS", str(users))
    check_login(ServeOptions(auth=True))
    assert not ServeOptions().login


def test_serve_warns_when_passwords_travel_in_clear(
    users: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    warn(ServeOptions(users=users, host="0.0.0.0"))
    assert capsys.readouterr().err.count("travel in clear") == 1
    warn(ServeOptions(users=users, host="0.0.0.0", behind_proxy=True))
    warn(ServeOptions(users=users))
    assert capsys.readouterr().err == ""


def test_serve_warns_when_others_can_read_the_users_file(
    users: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    users.chmod(0o644)
    warn(ServeOptions(users=users))
    assert f"chmod 600 {users}" in capsys.readouterr().err


def test_page_is_known_by_this_machines_names_the_bound_one_and_the_allowed() -> None:
    assert hosts_of("192.168.1.5", ("Desk.example ", "[fd00::1]")) == {
        "127.0.0.1",
        "localhost",
        "::1",
        "192.168.1.5",
        "desk.example",
        "fd00::1",
    }


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:1"), ("0.0.0.0", "http://127.0.0.1:1"),
     ("::", "http://[::1]:1"), ("desk.example", "http://desk.example:1")],
)  # fmt: skip
def test_address_is_one_that_a_browser_here_can_open(host: str, address: str) -> None:
    assert address_of(host, 1) == address


def test_conversations_are_kept_by_index_unless_a_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BYLINE_CHATS", raising=False)
    one, other = find_kept(None, Path("/a")), find_kept(None, Path("/b"))
    assert one != other
    assert one == find_kept(None, Path("/a"))
    assert len(one.name) == 16
    assert one.parent.name == "chats"
    monkeypatch.setenv("BYLINE_CHATS", str(tmp_path / "env"))
    assert find_kept(None, Path("/a")) == tmp_path / "env"
    assert find_kept(tmp_path / "given", Path("/a")) == tmp_path / "given"
