"""Sessions, their expiry, and the throttle of failed logins."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index.errors import StorageError
from ui.web.gate.rate_limit import (
    FAILURES_OF_ADDRESS,
    FAILURES_OF_NAME_AT_ADDRESS,
    WINDOW_S,
    Throttle,
)
from ui.web.gate.sessions import LASTS_S, Sessions

HOUR_S = 3600


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(tmp_path: Path, clock: Clock) -> Sessions:
    return Sessions.open(tmp_path / "kept" / "sessions.sqlite3", clock)


def test_session_is_found_by_its_token_only(sessions: Sessions) -> None:
    token = sessions.begin("mara", "mark")
    found = sessions.find(token)
    assert found is not None
    assert (found.name, found.password_mark, found.renewed) == ("mara", "mark", False)
    assert sessions.find(token[:-1]) is None
    assert sessions.find("") is None


def test_file_holds_no_token(sessions: Sessions, tmp_path: Path) -> None:
    token = sessions.begin("mara", "mark")
    assert token.encode() not in (tmp_path / "kept" / "sessions.sqlite3").read_bytes()


def test_session_outlives_the_server(sessions: Sessions, tmp_path: Path, clock: Clock) -> None:
    token = sessions.begin("mara", "mark")
    assert Sessions.open(tmp_path / "kept" / "sessions.sqlite3", clock).find(token) is not None


def test_session_is_over_when_it_was_not_used_for_thirty_days(
    sessions: Sessions, clock: Clock
) -> None:
    token = sessions.begin("mara", "mark")
    clock.now += LASTS_S
    assert sessions.find(token) is None


def test_session_lasts_on_when_it_is_used(sessions: Sessions, clock: Clock) -> None:
    token = sessions.begin("mara", "mark")
    for _ in range(3):
        clock.now += LASTS_S - 1
        found = sessions.find(token)
        assert found is not None
        assert found.renewed
    clock.now += HOUR_S
    found = sessions.find(token)
    assert found is not None
    assert not found.renewed


def test_session_is_over_when_it_was_ended(sessions: Sessions) -> None:
    token, other = sessions.begin("mara", "mark"), sessions.begin("mara", "mark")
    sessions.end(token)
    assert sessions.find(token) is None
    assert sessions.find(other) is not None


def test_old_sessions_are_forgotten_when_one_begins(
    sessions: Sessions, clock: Clock, tmp_path: Path
) -> None:
    sessions.begin("mara", "mark")
    clock.now += LASTS_S
    sessions.begin("jan", "mark")
    with sqlite3.connect(tmp_path / "kept" / "sessions.sqlite3") as connection:
        assert connection.execute("SELECT name FROM session").fetchall() == [("jan",)]


def test_sessions_are_refused_in_one_line_when_the_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite3"
    path.write_bytes(b"not a database " * 100)
    with pytest.raises(StorageError, match="log in again"):
        Sessions.open(path)


def test_name_waits_when_it_was_tried_five_times_from_an_address(clock: Clock) -> None:
    throttle = Throttle(clock)
    assert [throttle.enter("mara", "a") for _ in range(5)] == [0] * 5
    assert throttle.enter("mara", "a") == WINDOW_S
    assert throttle.enter("mara", "b") == 0
    assert throttle.enter("jan", "a") == 0
    clock.now += WINDOW_S
    assert throttle.enter("mara", "a") == 0


def test_address_waits_when_it_tried_twenty_names(clock: Clock) -> None:
    throttle = Throttle(clock)
    assert [throttle.enter(f"name{number}", "a") for number in range(20)] == [0] * 20
    assert throttle.enter("another", "a") > 0
    assert throttle.enter("another", "b") == 0


def test_addresses_of_one_ipv6_network_wait_together(clock: Clock) -> None:
    throttle = Throttle(clock)
    for number in range(FAILURES_OF_ADDRESS):
        assert throttle.enter(f"reader{number}", f"2001:db8:0:1:{number:x}::7") == 0
    assert throttle.enter("mara", "2001:db8:0:1:ffff:ffff:ffff:ffff") > 0
    assert throttle.enter("mara", "2001:db8:0:2::7") == 0
    throttle.succeeded("reader1", "2001:db8:0:1::9")
    assert throttle.enter("mara", "2001:db8:0:1::8") == 0


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:0:ffff::1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("unknown", "other", False),
    ],
)
def test_one_network_is_one_address(clock: Clock, one: str, other: str, together: bool) -> None:
    throttle = Throttle(clock)
    for _ in range(FAILURES_OF_NAME_AT_ADDRESS):
        throttle.enter("mara", one)
    assert (throttle.enter("mara", other) > 0) is together


def test_name_waits_when_it_was_tried_fifty_times_from_anywhere(clock: Clock) -> None:
    throttle = Throttle(clock)
    assert [throttle.enter("mara", f"address{number}") for number in range(50)] == [0] * 50
    assert throttle.enter("mara", "another") > 0


def test_failures_are_forgotten_when_the_login_succeeds(clock: Clock) -> None:
    throttle = Throttle(clock)
    for _ in range(10):
        for _ in range(3):
            assert throttle.enter("mara", f"a{clock.now}") == 0
        throttle.succeeded("mara", f"a{clock.now}")
        clock.now += 1
    for _ in range(100):
        assert throttle.enter("jan", "a") == 0
        throttle.succeeded("jan", "a")


def test_waiting_is_not_prolonged_by_trying(clock: Clock) -> None:
    throttle = Throttle(clock)
    for _ in range(5):
        throttle.enter("mara", "a")
    clock.now += WINDOW_S - 1
    assert throttle.enter("mara", "a") == 1
    clock.now += 1
    assert throttle.enter("mara", "a") == 0


def test_a_session_lasts_and_ends_though_the_file_cannot_be_written(
    sessions: Sessions, clock: Clock
) -> None:
    token = sessions.begin("mara", "mark")
    clock.now += 2 * HOUR_S
    sessions._connection.execute("PRAGMA query_only=ON")  # as a full or read-only disk
    found = sessions.find(token)
    assert found is not None
    assert not found.renewed
    sessions.end(token)
    assert sessions.find(token) is None
    with pytest.raises(StorageError, match="no session can be kept"):
        sessions.begin("mara", "mark")
