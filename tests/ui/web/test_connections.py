"""Slow clients are cut off, and many give way; time is told, not spent."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any
from urllib.parse import urlsplit

import pytest
from uvicorn.server import ServerState

from ui.cli.serve import server_config
from ui.web.gate import connections
from ui.web.gate.addresses import is_among, to_client
from ui.web.gate.connections import BODY_S, HEAD_S, REPLY_S, SLOWEST_BYTES_S, PatientProtocol

ARTICLES = {"wall.md": "# The wall\n\nThe storm tore a hole of fourteen metres in the wall.\n"}
HEAD = b"POST /login HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000000\r\n\r\n"
GET = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"


class Timer:
    def __init__(self, at_s: float, call: Callable[[], None]) -> None:
        self.at_s, self.call, self.cancelled = at_s, call, False

    def cancel(self) -> None:
        self.cancelled = True


class Loop:
    """A clock that moves when it is told to; what is begun in it is never run."""

    def __init__(self) -> None:
        self.now_s, self.timers = 100.0, list[Timer]()

    def time(self) -> float:
        return self.now_s

    def call_later(self, delay_s: float, call: Callable[[], None]) -> Timer:
        self.timers.append(Timer(self.now_s + delay_s, call))
        return self.timers[-1]

    def create_task(self, coroutine: Any) -> Future[None]:
        coroutine.close()
        return Future()

    def pass_time(self, seconds: float) -> None:
        """Let it pass, with all that is due meanwhile."""
        end_s = self.now_s + seconds
        while due := [one for one in self.timers if not one.cancelled and one.at_s <= end_s]:
            first = min(due, key=lambda one: one.at_s)
            self.timers.remove(first)
            self.now_s = first.at_s
            first.call()
        self.now_s = end_s


class Transport:
    def __init__(self, address: str) -> None:
        self.address, self.is_open, self.written, self.read_paused = address, True, b"", False

    def get_extra_info(self, name: str, default: object = None) -> object:
        return {"peername": (self.address, 5000), "sockname": ("127.0.0.1", 80)}.get(name, default)

    def write(self, data: bytes) -> None:
        self.written += data

    def close(self) -> None:
        self.is_open = False

    def abort(self) -> None:
        self.is_open = False

    def is_closing(self) -> bool:
        return not self.is_open

    def pause_reading(self) -> None:
        self.read_paused = True

    def resume_reading(self) -> None:
        self.read_paused = False


class House:
    """A server without a network, whose clients come one by one."""

    def __init__(self, proxies: tuple[str, ...] = ()) -> None:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            raise AssertionError("never run")

        self.loop, self.state = Loop(), ServerState()
        self.config = server_config(app, proxies)

    def visit(self, address: str = "192.0.2.7") -> tuple[PatientProtocol, Transport]:
        loop: Any = self.loop
        client = PatientProtocol(self.config, self.state, {}, _loop=loop)
        transport: Any = Transport(address)
        client.connection_made(transport)
        return client, transport


def test_client_that_sends_nothing_is_cut_off_when_its_time_is_over() -> None:
    house = House()
    _, transport = house.visit()
    house.loop.pass_time(HEAD_S - 1)
    assert transport.is_open
    house.loop.pass_time(1)
    assert not transport.is_open


def test_head_that_comes_byte_by_byte_has_no_more_time_than_another() -> None:
    house = House()
    client, transport = house.visit()
    for byte in GET[:-1]:
        client.data_received(bytes([byte]))
        house.loop.pass_time(HEAD_S / 10)
    assert not transport.is_open


def test_request_that_is_whole_may_be_answered_as_late_as_it_takes() -> None:
    house = House()
    client, transport = house.visit()
    client.data_received(GET)
    house.loop.pass_time(3600)
    assert transport.is_open


@pytest.mark.parametrize(("bytes_each", "is_open"), [(0, False), (1, False), (20_000, True)])
def test_body_may_be_slow_but_not_slower_than_anybody_sends(bytes_each: int, is_open: bool) -> None:
    house = House()
    client, transport = house.visit()
    client.data_received(HEAD)
    for _ in range(20):
        if bytes_each and transport.is_open:
            client.data_received(b"x" * bytes_each)
            client.flow.resume_reading()  # as the application does that reads it
        house.loop.pass_time(bytes_each / SLOWEST_BYTES_S if bytes_each > 1 else BODY_S / 10)
    assert transport.is_open is is_open


def test_body_that_we_do_not_read_is_not_its_senders_fault() -> None:
    house = House()
    client, transport = house.visit()
    client.data_received(HEAD + b"x" * 70_000)
    assert transport.read_paused
    house.loop.pass_time(BODY_S * 10)
    assert transport.is_open
    client.flow.resume_reading()
    house.loop.pass_time(BODY_S * 10)
    assert not transport.is_open


def test_client_that_takes_nothing_of_its_reply_is_cut_off() -> None:
    house = House()
    client, transport = house.visit()
    client.data_received(GET)
    client.pause_writing()
    house.loop.pass_time(REPLY_S - 1)
    client.resume_writing()
    house.loop.pass_time(REPLY_S)
    assert transport.is_open
    client.pause_writing()
    house.loop.pass_time(REPLY_S)
    assert not transport.is_open


def test_client_that_has_left_leaves_no_deadline() -> None:
    house = House()
    client, _ = house.visit()
    client.data_received(HEAD)
    client.pause_writing()
    client.connection_lost(None)
    assert all(timer.cancelled for timer in house.loop.timers)


def test_half_sent_requests_give_way_to_new_ones_the_oldest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "MOST_OF_ALL", 3)
    house = House()
    body, bodys = house.visit("192.0.2.1")
    body.data_received(HEAD)  # on its way, and so the last to go
    opened = []
    for number in range(5):
        client, transport = house.visit(f"192.0.2.{number + 2}")
        client.data_received(GET[:20])
        opened.append(transport)
        house.loop.pass_time(1)
    assert [one.is_open for one in opened] == [False, False, False, True, True]
    assert bodys.is_open
    assert len(house.state.connections) == 3


def test_one_address_takes_only_its_own_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_OF_ADDRESS", 2)
    house = House()
    _, other = house.visit("192.0.2.9")
    opened = []
    for number in range(1, 5):
        opened.append(house.visit(f"2001:db8::{number}")[1])
        house.loop.pass_time(1)
    assert [one.is_open for one in opened] == [False, False, True, True]
    assert other.is_open


def test_new_client_is_told_when_everybody_is_being_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "MOST_OF_ALL", 2)
    house = House()
    for _ in range(2):
        house.visit()[0].data_received(GET)
    _, transport = house.visit()
    assert not transport.is_open
    assert b"503" in transport.written
    assert transport.written.endswith(b"Try again in a minute.\n")


def test_proxy_that_is_believed_stands_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_OF_ADDRESS", 1)
    house = House(proxies=("127.0.0.1", "172.16.0.0/12"))
    for address in ("127.0.0.1", "172.18.0.2", "::ffff:172.18.0.3"):
        assert all(house.visit(address)[1].is_open for _ in range(3))
    first = house.visit("192.0.2.7")[1]
    second = house.visit("192.0.2.7")[1]
    assert (first.is_open, second.is_open) == (False, True)


def test_page_is_served_to_who_comes_after_many_half_sent_requests(
    home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_OF_ADDRESS", 20)
    place = urlsplit(home)
    assert place.hostname
    assert place.port
    address = (place.hostname, place.port)
    half = [socket.create_connection(address) for _ in range(60)]
    for one in half:
        one.sendall(GET[:20])
    visitor = http.client.HTTPConnection(*address, timeout=60)
    visitor.request("GET", "/login")
    assert visitor.getresponse().status in (200, 303)
    for one in half:
        one.close()
    visitor.close()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1::7", "2001:db8:0:1::/64"),
        ("2001:db8:0:1:ffff::1", "2001:db8:0:1::/64"),
        ("2001:db8:0:2::7", "2001:db8:0:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::1"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_addresses_of_one_customer_count_as_one(address: str, expected: str) -> None:
    assert to_client(address) == expected


def test_what_is_no_address_is_no_proxy() -> None:
    assert not is_among("testclient", ("127.0.0.1",))
