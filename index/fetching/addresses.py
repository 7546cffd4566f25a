"""Web addresses: which may be asked, and the machines behind them, which must be public ones."""

import ipaddress
import socket
from collections.abc import Callable, Sequence

import httpx2

LONGEST_CHARS = 2000


class NotFetched(Exception):
    """An address was not fetched; the message is the reason, short enough for a line.

    `wait`: its host wants to be left alone for now.
    """

    def __init__(self, reason: str, *, wait: bool = False) -> None:
        self.wait = wait
        super().__init__(reason)


Resolve = Callable[[str, int], Sequence[str]]
IsAllowed = Callable[[str], bool]


def read_address(text: str) -> httpx2.URL:
    """The address in the one form that it is known by: no fragment, the host in small letters.

    Raises:
        NotFetched: It is none of the web.
    """
    try:
        url = httpx2.URL(text.strip()).copy_with(fragment=None)
    except (httpx2.InvalidURL, TypeError, ValueError) as error:
        raise NotFetched("not a web address") from error
    if url.scheme not in ("http", "https") or not url.host or len(text) > LONGEST_CHARS:
        raise NotFetched("not a web address: one begins with https:// or http://")
    if url.userinfo:
        raise NotFetched("an address with a password in it is not fetched")
    return url


def machines_of(url: httpx2.URL, resolve: Resolve, is_allowed: IsAllowed) -> Sequence[str]:
    """The numeric addresses of the machines behind it, to connect to as they are.

    Who connects to the name instead asks a second time, and may be told another machine.

    Raises:
        NotFetched: There is none, or one of them is not public.
    """
    try:
        found = resolve(url.host, url.port or {"http": 80, "https": 443}[url.scheme])
    except (OSError, UnicodeError) as error:
        raise NotFetched(f"no such host: {url.host}") from error
    if inner := [machine for machine in found if not is_allowed(machine)]:
        raise NotFetched(f"a machine of an inner network ({inner[0]}) is not asked")
    return found


def resolve_host(host: str, port: int) -> list[str]:
    """What the system says a name stands for, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


# The networks that carry an address of the older kind inside one of the newer.
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


def is_public(machine: str) -> bool:
    """Whether a numeric address belongs to the public internet, and to one machine there."""
    try:
        address = ipaddress.ip_address(machine)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id or address.sixtofour or address.teredo:
            return False
        inner = address.ipv4_mapped
        if any(address in network for network in _NAT64):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            address = inner
    return address.is_global and not (address.is_multicast or address.is_reserved)
