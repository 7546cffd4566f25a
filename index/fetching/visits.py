"""Visits: requests as a polite guest makes them, every redirect checked like the first address.

robots.txt (RFC 9309) is obeyed, a host is asked once a second or as seldom as it wishes, and one
that wants to be left alone is. What comes is limited in size and time. No cookies, no proxy.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from protego import Protego

from index.fetching.addresses import (
    IsAllowed,
    NotFetched,
    Resolve,
    is_public,
    machines_of,
    read_address,
    resolve_host,
)

AGENT = "Byline"
_HEADERS = {
    "user-agent": f"{AGENT}/0.1 (saves the articles that a person asks for)",
    "accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, "
    "*/*;q=0.8",
    "accept-encoding": "gzip",
}
_MOST_REDIRECTS = 5
_MOST_MACHINES = 3  # of one host, that are tried
_REDIRECTS = (301, 302, 303, 307, 308)
_WAIT = (429, 503)
_LARGEST_ROBOTS_BYTES = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a guest behaves. `is_allowed` says which machines may be asked at all."""

    every_s: float = 1.0  # between two requests to a host that does not say
    seconds: float = 60.0  # for one answer
    largest_bytes: int = 20_000_000
    resolve: Resolve = resolve_host
    is_allowed: IsAllowed = is_public
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered at the end of its redirects."""

    url: httpx2.URL
    status: int
    headers: httpx2.Headers
    data: bytes


class Visitor:
    """`with Visitor(Manners()) as visitor: visitor.get(url, ...)`; one request at a time."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._rules: dict[str, Protego | NotFetched] = {}
        self._closed: dict[str, NotFetched] = {}
        self._next: dict[str, float] = {}  # when a host may be asked again
        # A connection is not kept: it belongs to a machine, and that may hold several hosts.
        limits = httpx2.Limits(max_keepalive_connections=0)
        self._transport = httpx2.HTTPTransport(trust_env=False, limits=limits)

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *problem: object) -> None:
        self._transport.close()

    def get(self, url: httpx2.URL, known: Callable[[str], Mapping[str, str]]) -> Reply:
        """The answer of success, or that nothing has changed (304).

        `known` gives for an address the headers that ask only for what is new.

        Raises:
            NotFetched: For any other answer, and when there is none.
        """
        reply = self._follow(url, known, asks_first=True)
        if reply.status in _WAIT:
            wish = reply.headers.get("retry-after", "")
            until = f" for {wish} s" if wish.isdigit() else ""
            closed = NotFetched(f"asks to be left alone{until} ({reply.status})", wait=True)
            self._closed[reply.url.host] = closed
            raise closed
        if reply.status not in (200, 304):
            words = httpx2.codes.get_reason_phrase(reply.status)
            raise NotFetched(f"answered {reply.status} {words}".rstrip())
        return reply

    def _follow(
        self, url: httpx2.URL, known: Callable[[str], Mapping[str, str]], *, asks_first: bool
    ) -> Reply:
        for _ in range(_MOST_REDIRECTS + 1):
            delay = self._permission(url) if asks_first else self._manners.every_s
            reply = self._request(url, known(str(url)), delay)
            if reply.status not in _REDIRECTS:
                return reply
            try:
                url = read_address(str(url.join(reply.headers.get("location", ""))))
            except (httpx2.InvalidURL, ValueError) as error:
                raise NotFetched("redirects to what is no web address") from error
        raise NotFetched(f"redirects more than {_MOST_REDIRECTS} times")

    def _permission(self, url: httpx2.URL) -> float:
        """How many seconds its host wants between requests; raises where it wants none."""
        if url.host in self._closed:
            raise self._closed[url.host]
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if origin not in self._rules:
            self._rules[origin] = self._read_rules(httpx2.URL(f"{origin}/robots.txt"))
        rules = self._rules[origin]
        if isinstance(rules, NotFetched):
            raise rules
        if not rules.can_fetch(str(url), AGENT):
            raise NotFetched("its robots.txt does not allow it")
        return max(self._manners.every_s, rules.crawl_delay(AGENT) or 0)

    def _read_rules(self, url: httpx2.URL) -> Protego | NotFetched:
        """One without robots.txt allows all; one that cannot tell at the moment allows nothing."""
        try:
            reply = self._follow(url, lambda _: {}, asks_first=False)
        except NotFetched as error:
            return error
        if reply.status in _WAIT or reply.status >= 500:
            return NotFetched(f"its robots.txt cannot be read now ({reply.status})")
        text = reply.data[:_LARGEST_ROBOTS_BYTES].decode("utf-8", "replace")
        return Protego.parse(text if reply.status == 200 else "")

    def _request(self, url: httpx2.URL, headers: Mapping[str, str], delay: float) -> Reply:
        """One request, not before its time, to a machine that may be asked."""
        machines = machines_of(url, self._manners.resolve, self._manners.is_allowed)
        now = self._manners.clock()
        if (early := self._next.get(url.host, now) - now) > 0:
            self._manners.sleep(early)
        problem: Exception | None = None
        for machine in machines[:_MOST_MACHINES]:
            try:
                return self._ask(machine, url, headers)
            except httpx2.ConnectError as error:
                problem = error
            except httpx2.TimeoutException as error:
                raise NotFetched("did not answer in time") from error
            except (httpx2.HTTPError, OSError) as error:
                raise NotFetched(f"broke off ({type(error).__name__})") from error
            finally:
                self._next[url.host] = self._manners.clock() + delay
        raise NotFetched(f"cannot be reached ({problem})") from problem

    def _ask(self, machine: str, url: httpx2.URL, headers: Mapping[str, str]) -> Reply:
        request = httpx2.Request(
            "GET",
            url.copy_with(host=machine),
            headers={**_HEADERS, **headers, "host": url.netloc.decode("ascii")},
        )
        with _cut_after(self._manners.seconds) as trace:
            # Who is behind a certificate is judged by the name that was asked for.
            request.extensions = {
                "sni_hostname": url.raw_host.decode("ascii"),
                "timeout": dict.fromkeys(("connect", "read", "write", "pool"), 20.0),
                "trace": trace,
            }
            response = self._transport.handle_request(request)
            with contextlib.closing(response):
                data = b"".join(self._limited(response)) if response.status_code == 200 else b""
        return Reply(url=url, status=response.status_code, headers=response.headers, data=data)

    def _limited(self, response: httpx2.Response) -> Iterator[bytes]:
        """The body, unpacked; in a packing not asked for, a byte may stand for a million."""
        packing = response.headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("identity", "gzip", "x-gzip", ""):
            raise NotFetched(f"came in a compression that was not asked for ({packing})")
        total = 0
        for chunk in response.iter_bytes():
            total += len(chunk)
            if total > self._manners.largest_bytes:
                raise NotFetched(f"bigger than {self._manners.largest_bytes / 1e6:g} MB")
            yield chunk


@contextlib.contextmanager
def _cut_after(seconds: float) -> Iterator[Callable[[str, Mapping[str, Any]], None]]:
    """Ends the connection when the time is up: a server that drips never lets a read time out."""
    handles: list[socket.socket] = []
    late = threading.Event()

    def keep(event: str, info: Mapping[str, Any]) -> None:
        if event.endswith("connect_tcp.complete"):
            handles.append(info["return_value"].get_extra_info("socket").dup())

    def cut() -> None:
        late.set()
        for handle in handles:
            with contextlib.suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield keep
    except (httpx2.HTTPError, OSError) as error:
        raise NotFetched(f"took longer than {seconds:g} s") if late.is_set() else error from error
    finally:
        timer.cancel()
        timer.join()
        for handle in handles:
            handle.close()
    if late.is_set():
        raise NotFetched(f"took longer than {seconds:g} s")
