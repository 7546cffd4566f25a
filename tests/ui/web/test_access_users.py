"""The users file and the passwords in it."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from index.errors import UsageError
from ui.web.gate.passwords import hash_password, matches
from ui.web.gate.users import (
    Account,
    Accounts,
    changing,
    check_name,
    find_users,
    is_open_to_others,
    read_accounts,
)

HASH = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")


def write(path: Path, *names: str) -> None:
    with changing(path) as file:
        for name in names:
            file.accounts = file.accounts.with_account(Account(name=name, password_hash=HASH))


def test_hash_is_argon2id_and_matches_its_password_only() -> None:
    hashed = hash_password("correct horse")
    assert hashed.startswith("$argon2id$")
    assert hashed != hash_password("correct horse")
    assert matches(hashed, "correct horse")
    assert not matches(hashed, "correct horses")


def test_password_matches_however_its_accents_are_sent() -> None:
    assert matches(hash_password("cr\u00e8me br\u00fbl\u00e9e"), "cre\u0300me bru\u0302le\u0301e")


def test_nothing_matches_when_there_is_no_hash() -> None:
    assert not matches(None, "correct horse")


def test_nothing_matches_when_the_password_is_huge_or_the_hash_is_none() -> None:
    assert not matches(hash_password("x" * 1000), "x" * 100_000)
    assert not matches(HASH, "anything")


@pytest.mark.parametrize(("password", "word"), [("ninechars", "short"), ("x" * 1001, "longer")])
def test_password_is_refused_when_it_is_too_short_or_too_long(password: str, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        hash_password(password)


def test_users_are_found_however_they_are_capitalised(tmp_path: Path) -> None:
    path = tmp_path / "new" / "users.json"
    write(path, "Mara", "zoë@desk")
    accounts = read_accounts(path)
    assert [account.name for account in accounts.users] == ["Mara", "zoë@desk"]
    assert accounts.find("MARA") == accounts.users[0]
    assert accounts.find("ZOË@desk") == accounts.users[1]
    assert accounts.find("mar") is None


def test_user_takes_the_place_of_the_one_of_the_same_name(tmp_path: Path) -> None:
    write(tmp_path / "users.json", "mara", "MARA")
    assert [account.name for account in read_accounts(tmp_path / "users.json").users] == ["MARA"]


@posix
def test_users_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    write(path, "mara")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not is_open_to_others(path)
    path.chmod(0o640)
    assert is_open_to_others(path)


def test_nobody_is_there_when_there_is_no_file(tmp_path: Path) -> None:
    assert read_accounts(tmp_path / "users.json").users == ()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "EOF"),
        (b"\xff\xfe", "no UTF-8"),
        (b'{"users": [{"name": "a b"}]}', "users.0.name"),
        (b'{"users": [{"name": "a", "password_hash": "secret-password"}]}', "password_hash"),
        (b'{"user": []}', "user"),
        (json.dumps({"users": [{"name": n, "password_hash": HASH} for n in "aA"]}).encode(), "A"),
    ],
)
def test_users_file_is_refused_in_one_line_when_it_is_damaged(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    path = tmp_path / "users.json"
    path.write_bytes(content)
    with pytest.raises(UsageError) as raised:
        read_accounts(path)
    assert str(path) in str(raised.value)
    assert problem in str(raised.value)
    assert "secret-password" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_users_file_stays_as_it_is_when_a_change_fails(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    write(path, "mara")
    before = path.read_bytes()

    def change() -> None:
        with changing(path) as file:
            file.accounts = file.accounts.without("mara")
            file.find("jan")

    with pytest.raises(UsageError, match="no user jan"):
        change()
    assert path.read_bytes() == before


def test_users_file_is_changed_by_one_command_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    with changing(path), pytest.raises(UsageError, match="another command"), changing(path):
        pass


@pytest.mark.parametrize("name", ["", "a b", "a/b", "a\nb", "x" * 65, "a\n", "e\u0301"])
def test_name_is_refused_when_nobody_can_be_called_so(name: str) -> None:
    with pytest.raises(UsageError):
        check_name(name)
    with pytest.raises(ValidationError):
        Account(name=name, password_hash=HASH)


@given(st.text(max_size=70) | st.from_regex(r"[\w.@+-]{1,64}", fullmatch=True))
def test_file_takes_every_name_that_can_be_added(name: str) -> None:
    try:
        check_name(name)
    except UsageError:
        return
    account = Account(name=name, password_hash=HASH)
    assert Accounts(users=(account,)).find(name) is account


def test_users_file_is_the_one_named_or_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_users(tmp_path / "a.json") == tmp_path / "a.json"
    monkeypatch.setenv("BYLINE_USERS", str(tmp_path / "b.json"))
    assert find_users() == tmp_path / "b.json"
    monkeypatch.delenv("BYLINE_USERS")
    assert find_users().name == "users.json"
