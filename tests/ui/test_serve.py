"""`byline serve` before it serves: where, to whom, and what it says."""

from __future__ import annotations

import asyncio
import re
import socket
from pathlib import Path
from typing import Any

import pytest

from index.errors import UsageError
from ui.cli.serve import (
    HOST,
    ServeOptions,
    address_of,
    check_login,
    find_kept,
    is_loopback,
    listen,
    serve,
    server_config,
    warn,
)
from ui.cli.serve_names import hosts_of, trusted_proxies
from ui.web.gate.users import Account, changing

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
            serve(ServeOptions(port=port))


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


def test_serve_does_not_warn_of_a_page_that_it_does_not_serve(
    capsys: pytest.CaptureFixture[str],
) -> None:
    warn(ServeOptions(host="0.0.0.0", page=False))  # programs need a token there
    assert capsys.readouterr().err == ""


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


def test_serve_warns_when_a_proxy_is_known_by_its_address_alone(
    users: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BYLINE_PROXY_KEY", raising=False)
    warn(ServeOptions(users=users, behind_proxy=True))
    assert "set BYLINE_PROXY_KEY" in capsys.readouterr().err


def test_serve_warns_when_passwords_travel_in_clear(
    users: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    warn(ServeOptions(users=users, host="0.0.0.0"))
    assert capsys.readouterr().err.count("travel in clear") == 1
    monkeypatch.setenv("BYLINE_PROXY_KEY", "a key of the proxy's")
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
    allowed = ("Desk.example ", "[fd00::1]", "desk.example.org.", "b\u00fccher.example", "my_desk")
    assert hosts_of("192.168.1.5", allowed) == {
        "127.0.0.1",
        "localhost",
        "::1",
        "192.168.1.5",
        "desk.example",
        "fd00::1",
        "desk.example.org",
        "xn--bcher-kva.example",
        "my_desk",
    }


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("desk.example.org:8443", "write --allow-host desk.example.org"),
        ("https://Desk.example.org/chat?a=b", "write --allow-host desk.example.org"),
        ("desk.example.org/", "write --allow-host desk.example.org"),
        ("[fd00::1]:8443", "write --allow-host fd00::1"),
        ("*.example.org", "such as desk.example.org"),
        ("a..b", "such as desk.example.org"),
        ("http://[", "such as desk.example.org"),
        ("x" * 70, "such as desk.example.org"),
        ("a b", "such as desk.example.org"),
        ("", "such as desk.example.org"),
    ],
)
def test_name_that_no_browser_asks_for_is_refused_with_what_to_write(
    name: str, advice: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(advice)) as raised:
        serve(ServeOptions(port=0, allow_hosts=("desk.example", name)))
    assert str(raised.value).startswith(f"--allow-host {name}: ")


@pytest.mark.parametrize("address", ["proxy", "10.0.0.300", "10.0.0.0/33", "10.0.0.1:80", ""])
def test_proxy_that_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"--proxy-address .* such as 172\.17\.0\.2"):
        serve(ServeOptions(port=0, auth=True, proxy_addresses=(address,)))


def test_proxy_elsewhere_makes_the_page_public() -> None:
    with pytest.raises(UsageError, match="behind a proxy"):
        check_login(ServeOptions(proxy_addresses=("172.17.0.2",)))


@pytest.mark.parametrize(
    ("client", "proxies", "expected"),
    [
        ("127.0.0.1", (), "http 127.0.0.1"),
        ("127.0.0.1", trusted_proxies(()), "https 203.0.113.9"),
        ("::1", trusted_proxies(()), "https 203.0.113.9"),
        ("172.17.0.2", trusted_proxies(()), "http 172.17.0.2"),
        ("172.17.0.2", trusted_proxies(("172.17.0.2",)), "https 203.0.113.9"),
        ("172.17.0.3", trusted_proxies(("172.17.0.2",)), "http 172.17.0.3"),
        ("172.18.3.4", trusted_proxies(("172.16.5.1/12", "fd00::/8")), "https 203.0.113.9"),
        ("::ffff:172.18.3.4", trusted_proxies(("172.16.0.0/12",)), "https 203.0.113.9"),
        ("fd00::7", trusted_proxies(("172.16.0.0/12", "fd00::/8")), "https 203.0.113.9"),
        ("10.0.0.1", trusted_proxies(("172.16.0.0/12", "fd00::/8")), "http 10.0.0.1"),
    ],
)
def test_only_a_proxy_that_is_known_is_believed(
    client: str, proxies: tuple[str, ...], expected: str
) -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(f"{scope['scheme']} {scope['client'][0]}")

    config = server_config(app, proxies)
    config.load()
    headers = [(b"x-forwarded-proto", b"https"), (b"x-forwarded-for", b"203.0.113.9")]
    scope = {"type": "http", "scheme": "http", "client": (client, 1), "headers": headers}
    asyncio.run(config.loaded_app(scope, None, None))  # type: ignore[arg-type]
    assert seen == [expected]


@pytest.mark.parametrize(
    ("client", "sent", "expected"),
    [
        ("127.0.0.1", [b"a long key"], "https 203.0.113.9"),
        ("127.0.0.1", [], "http 127.0.0.1"),
        ("127.0.0.1", [b""], "http 127.0.0.1"),
        ("127.0.0.1", [b"a long ke"], "http 127.0.0.1"),
        ("127.0.0.1", [b"another key", b"a long key"], "http 127.0.0.1"),
        ("127.0.0.1", [b"\xff"], "http 127.0.0.1"),
        ("192.0.2.7", [b"a long key"], "http 192.0.2.7"),
    ],
)
def test_program_at_the_proxys_address_is_believed_by_its_key_alone(
    client: str, sent: list[bytes], expected: str
) -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert not [name for name, _ in scope["headers"] if name == b"x-byline-proxy"]
        seen.append(f"{scope['scheme']} {scope['client'][0]}")

    config = server_config(app, trusted_proxies(()), "a long key")
    config.load()
    headers = [(b"x-forwarded-proto", b"https"), (b"x-forwarded-for", b"203.0.113.9")]
    headers += [(b"x-byline-proxy", key) for key in sent]
    scope = {"type": "http", "scheme": "http", "client": (client, 1), "headers": headers}
    asyncio.run(config.loaded_app(scope, None, None))  # type: ignore[arg-type]
    assert seen == [expected]


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


def test_no_browser_gets_in_without_a_name_when_the_bound_one_is_strange() -> None:
    assert "" not in hosts_of("", ()) | hosts_of("a..b", ())
