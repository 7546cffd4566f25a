"""Which machines may be asked: public ones, whatever form their address has."""

from __future__ import annotations

import pytest

from index.fetching.addresses import NotFetched, is_public, machines_of, read_address

INNER = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.1.1", "0.0.0.0", "100.64.0.1",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1",
    "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "no",
]  # fmt: skip


@pytest.mark.parametrize("machine", INNER)
def test_a_machine_of_an_inner_network_is_not_public(machine):
    assert not is_public(machine)


@pytest.mark.parametrize(
    "machine", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_a_machine_of_the_internet_is_public(machine):
    assert is_public(machine)


@pytest.mark.parametrize(
    "text", ["ftp://a.example/", "file:///a", "a.example/b", "https://", "http://u:p@a.example/",
             "javascript:0", "https://a.example/" + "x" * 2000],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(text):
    with pytest.raises(NotFetched):
        read_address(text)


def test_an_address_has_one_form():
    assert str(read_address(" HTTPS://Gazette.Example:443/A b#top ")) == (
        "https://gazette.example/A%20b"
    )


def test_a_host_with_one_inner_machine_among_others_is_refused():
    with pytest.raises(NotFetched, match=r"inner network \(10\.0\.0\.1\)"):
        machines_of(
            read_address("https://a.example/"),
            lambda host, port: ["8.8.8.8", "10.0.0.1"],
            is_public,
        )
