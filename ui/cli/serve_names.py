"""Allowed host names and trusted proxies of the web server."""

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from index.errors import UsageError

LOOPBACK = ("127.0.0.1", "::1")

_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_ORIGIN = re.compile(r"https?://[a-z0-9._-]+(?::\d+)?|https?://\[[0-9a-f:]+\](?::\d+)?")


def hosts_of(host: str, allowed: Iterable[str]) -> frozenset[str]:
    """The names by which the page may be asked for: this machine's, the bound one, the allowed.

    Raises:
        UsageError: one of `allowed` is a name that no browser asks for.
    """
    from ui.web.gate.admission import HOSTS

    return HOSTS | ({_plain(host)} - {""}) | {_checked(name) for name in allowed}


def check_origins(origins: Iterable[str]) -> None:
    """Raise `UsageError` when no browser names one of `origins` so."""
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise UsageError(
                f"--allow-origin {origin}: write an origin such as https://desk.example.org"
            )


def trusted_proxies(addresses: Iterable[str]) -> tuple[str, ...]:
    """The proxies that are believed: those on this machine, and at `addresses` or in networks.

    Raises:
        UsageError: one of `addresses` is neither an address nor a network.
    """
    networks = [_network(address) for address in addresses]
    # So a listener for addresses of both kinds writes an IPv4 address.
    mapped = [
        f"::ffff:{network.network_address}/{96 + network.prefixlen}"
        for network in networks
        if network.version == 4
    ]
    return (*LOOPBACK, *map(str, networks), *mapped)


def _checked(given: str) -> str:
    if name := _plain(given):
        return name
    asked = _plain(_asked_for(given))
    advice = f"write --allow-host {asked}" if asked else "write a name such as desk.example.org"
    raise UsageError(f"--allow-host {given}: this must be the name alone: {advice}")


def _plain(given: str) -> str:
    """The name as a browser sends it; "" when it is none."""
    name = given.strip().lower().removeprefix("[").removesuffix("]").removesuffix(".")
    if _is_address(name):
        return name
    try:
        sent = name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return sent if _NAME.fullmatch(sent) else ""


def _asked_for(given: str) -> str:
    """The name in an address; "" when there is none."""
    try:
        return urlsplit(given if "://" in given else f"//{given}").hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _network(address: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(address.strip(), strict=False)
    except ValueError as error:
        raise UsageError(
            f"--proxy-address {address}: this is no address: write the one that the proxy comes"
            f" from, such as 172.17.0.2, or its network, such as 172.16.0.0/12"
        ) from error
