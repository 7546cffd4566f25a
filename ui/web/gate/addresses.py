"""Client addresses as limits count them: an IPv6 network of 64 bits is one customer's."""

import ipaddress
from collections.abc import Iterable

IPV6_PREFIX_BITS = 64
LOOPBACK = ("127.0.0.0/8", "::1")


def to_client(address: str) -> str:
    """The address that counts: an IPv4 address by itself, an IPv6 address by its network.

    >>> to_client("2001:db8::7")
    '2001:db8::/64'
    """
    try:
        found = _address(address)
    except ValueError:
        return address
    if found.version == 4 or found.is_loopback:
        return str(found)
    return str(ipaddress.ip_network((int(found), IPV6_PREFIX_BITS), strict=False))


def is_among(address: str, networks: Iterable[str]) -> bool:
    """Whether one of `networks`, which may be single addresses, holds the address."""
    try:
        found = _address(address)
    except ValueError:
        return False
    return any(found in ipaddress.ip_network(network) for network in networks)


def _address(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
