"""Pages and feeds become files: politely, each under one name, as they came."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import UTC, datetime

import pytest

from index.fetching.fetch import fetch, file_name
from index.readers.formats import read_document
from tests.support.news_site import NewsSite

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def site():
    with NewsSite() as made:
        yield made


@pytest.fixture
def get(site, tmp_path):
    """Fetch paths or addresses; what came of each, as "outcome reason"."""

    def run(*paths, **manners):
        urls = [path if "://" in path else site.url(path) for path in paths]
        found = fetch(urls, tmp_path, manners=site.manners(**manners), now=lambda: NOON)
        return [f"{each.outcome} {each.reason}".strip() for each in found]

    return run


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name[0] != ".")


def read(path):
    return read_document(path.read_bytes(), path.name)


def rss(*items):
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>The Gazette</title>'
        f"{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"
    ).encode()


def test_a_page_is_kept_as_it_came_with_its_address_and_the_time(site, get, tmp_path):
    site.page("/news/harbour-vote.html", "Vote delayed")
    assert get("/news/harbour-vote.html#top") == ["saved"]
    [path] = files(tmp_path)
    assert path.read_bytes().startswith(site.pages["/news/harbour-vote.html"][2] + b"\n<!-- saved")
    document = read(path)
    assert document.uri == site.url("/news/harbour-vote.html")
    assert document.extra["fetched"] == "2026-03-04T12:00:00+00:00"
    assert document.text == "Vote delayed, the clerk said on Monday."


def test_a_second_time_only_what_is_new_is_asked_for(site, get, tmp_path):
    site.page("/a", "Vote delayed", ETag='"1"')
    assert get("/a") + get("/a") == ["saved", "unchanged"]
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    site.page("/a", "Vote held", ETag='"2"')
    assert get("/a") == ["updated"]
    assert [read(path).title for path in files(tmp_path)] == ["Vote held"]


def test_the_same_content_without_validators_leaves_the_file_alone(site, get, tmp_path):
    site.page("/a", "Vote delayed")
    get("/a")
    before = files(tmp_path)[0].stat().st_mtime_ns
    assert get("/a") == ["unchanged"]
    assert files(tmp_path)[0].stat().st_mtime_ns == before


def test_a_file_that_was_deleted_or_damaged_is_asked_for_in_full(site, get, tmp_path):
    site.page("/a", "Vote delayed", ETag='"1"')
    get("/a")
    files(tmp_path)[0].unlink()
    assert get("/a") == ["updated"]


def test_a_file_that_somebody_changed_stays(site, get, tmp_path):
    site.page("/a", "Vote delayed")
    get("/a")
    files(tmp_path)[0].write_text("my own notes")
    [said] = get("/a")
    assert said.startswith("failed changed here")
    assert files(tmp_path)[0].read_text() == "my own notes"


def test_robots_txt_is_obeyed_with_its_wildcards(site, get):
    site.page("/private/a", "Secret")
    site.page("/a?print=1", "Vote")
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\nDisallow: /*?print=")
    assert get("/private/a", "/a?print=1") == ["failed its robots.txt does not allow it"] * 2
    assert site.paths() == []


@pytest.mark.parametrize(("status", "outcome"), [(404, "saved"), (403, "saved"), (500, "failed")])
def test_a_robots_txt_that_is_missing_allows_and_one_that_fails_does_not(
    site, get, status, outcome
):
    site.page("/a", "Vote delayed")
    site.pages["/robots.txt"] = (status, {}, b"")
    assert get("/a")[0].split()[0] == outcome


def test_a_host_is_asked_once_a_second_or_as_seldom_as_it_wishes(site, get):
    site.page("/a", "One")
    site.page("/b", "Two")
    get("/a", "/b")
    assert site.slept == [1.0, 1.0]
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 7")
    site.slept.clear()
    get("/a", "/b")
    assert site.slept == [1.0, 7.0]


def test_a_host_that_wants_to_be_left_alone_is(site, get):
    site.pages["/a"] = (429, {"Retry-After": "30"}, b"")
    site.page("/b", "Two")
    assert get("/a", "/b") == ["failed asks to be left alone for 30 s (429)"] * 2
    assert site.paths() == ["/a"]


def test_a_redirect_is_followed_and_the_page_has_the_address_at_its_end(site, get, tmp_path):
    site.page("/b", "Vote delayed")
    site.pages["/a"] = (301, {"Location": "/b"}, b"")
    assert get("/a", "/b") == ["saved", "unchanged"]
    assert [read(path).uri for path in files(tmp_path)] == [site.url("/b")]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://10.0.0.1/", "a machine of an inner network (10.0.0.1) is not asked"),
        ("http://inner.example/", "a machine of an inner network (192.168.0.9) is not asked"),
        ("file:///etc/hostname", "not a web address: one begins with https:// or http://"),
        ("/a", "redirects more than 5 times"),
        ("/private", "its robots.txt does not allow it"),
    ],
)
def test_every_redirect_is_checked(site, get, location, reason):
    site.pages["/a"] = (302, {"Location": location}, b"")
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private")
    names = {"inner.example": "192.168.0.9", "10.0.0.1": "10.0.0.1"}
    resolve = lambda host, port: [names.get(host, "127.0.0.1")]  # noqa: E731
    assert get("/a", resolve=resolve) == [f"failed {reason}"]


def test_the_machine_that_was_checked_is_the_one_that_is_asked(site, get):
    """A name that stands for another machine the second time gains nothing by it."""
    site.page("/a", "Vote delayed")
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) <= 2 else ["10.0.0.1"]

    assert get("/a", resolve=resolve) == ["saved"]
    assert asked == ["gazette.example"] * 2  # robots.txt, then the page: each checked once


def test_nothing_inner_is_reached_unless_a_test_says_so(site, tmp_path):
    site.page("/a", "Secret")
    [found] = fetch([site.url("/a", host="127.0.0.1")], tmp_path)
    assert found.reason == "a machine of an inner network (127.0.0.1) is not asked"
    assert site.asked == []


def test_what_is_too_big_is_not_saved_packed_or_not(site, get, tmp_path):
    body = b"<html><body>" + b"<p>Much.</p>" * 10_000
    kind = {"Content-Type": "text/html"}
    site.pages["/a"] = (200, kind, body)
    site.pages["/b"] = (200, {**kind, "Content-Encoding": "gzip"}, gzip.compress(body))
    site.pages["/c"] = (200, {**kind, "Content-Encoding": "br"}, b"")
    first, second, third = get("/a", "/b", "/c", largest_bytes=100_000)
    assert first == second == "failed bigger than 0.1 MB"
    assert third == "failed came in a compression that was not asked for (br)"
    assert files(tmp_path) == []


def test_an_answer_that_never_ends_is_cut(site, get):
    with NeverEnding() as url:
        assert get(url, seconds=0.3) == ["failed took longer than 0.3 s"]


def test_other_kinds_keep_their_bytes_and_unreadable_ones_are_not_saved(site, get, tmp_path):
    site.pages["/n"] = (200, {"Content-Type": "text/plain; charset=utf-8"}, b"The vote was held.")
    site.pages["/b.md"] = (200, {"Content-Type": "text/plain"}, b"# Vote\n\nIt was held.")
    site.pages["/c.gif"] = (200, {"Content-Type": "image/gif"}, b"GIF89a")
    site.pages["/d.pdf"] = (200, {"Content-Type": "application/pdf"}, b"<html>Log in</html>")
    said = get("/n", "/b.md", "/c.gif", "/d.pdf")
    assert said[:3] == ["saved", "saved", "failed of a kind that is not read (image/gif)"]
    assert said[3].startswith("failed not a PDF")
    assert sorted(path.suffix for path in files(tmp_path)) == [".md", ".txt"]
    assert b"# Vote\n\nIt was held." in [path.read_bytes() for path in files(tmp_path)]


def test_the_charset_of_the_server_is_kept_where_the_page_needs_it(site, get, tmp_path):
    page = "<html><body><h1>Суд</h1><p>Суд отложил решение до понедельника.</p></body></html>"
    kind = {"Content-Type": "text/html; charset=windows-1251"}
    site.pages["/a"] = (200, kind, page.encode("windows-1251"))
    get("/a")
    assert "отложил решение" in read(files(tmp_path)[0]).text


def test_a_page_cannot_forge_where_it_is_from(site, get, tmp_path):
    for name, head in {
        "/note": "<!-- saved from url=(0024)https://other.example/ "
        "at 2020-01-01T00:00:00+00:00 by Byline -->",
        "/canonical": '<link rel="canonical" href="https://other.example/b">',
        "/og": '<meta property="og:url" content="https://other.example/c">',
    }.items():
        site.page(name, "Vote delayed", head=head)
    get("/note", "/canonical", "/og")
    assert {read(path).uri for path in files(tmp_path)} == {
        site.url("/note"), site.url("/canonical"), site.url("/og")
    }  # fmt: skip


def test_a_page_of_the_same_site_may_say_its_better_address(site, get, tmp_path):
    better = '<link rel="canonical" href="https://www.gazette.example/vote">'
    site.page("/a?utm_source=x", "Vote delayed", head=better)
    get("/a?utm_source=x")
    assert read(files(tmp_path)[0]).uri == "https://www.gazette.example/vote"


def test_an_address_with_two_hyphens_ends_no_comment(site, get, tmp_path):
    site.page("/a--b", "Vote delayed")
    get("/a--b")
    assert read(files(tmp_path)[0]).uri == site.url("/a-%2Db")


def test_items_of_a_feed_are_saved_as_their_pages_or_as_the_feed_has_them(site, get, tmp_path):
    site.page("/one", "Vote delayed")
    site.pages["/feed"] = (
        200,
        {"Content-Type": "application/rss+xml", "ETag": '"1"'},
        rss(
            f"<title>Vote</title><link>{site.url('/one')}</link>",
            f"<title>Ferry</title><link>{site.url('/two')}</link><guid>2</guid>"
            "<pubDate>Mon, 04 Mar 2024 10:00:00 GMT</pubDate>"
            "<description>The ferry runs again from Monday, the company said.</description>",
        ),
    )
    missing = "as the feed has it, without its page: answered 404 Not Found"
    assert get("/feed") == ["saved", f"saved {missing}"]
    ferry = next(read(path) for path in files(tmp_path) if path.suffix == ".xml")
    assert (ferry.title, str(ferry.published), ferry.outlet) == (
        "Ferry", "2024-03-04", "The Gazette"
    )  # fmt: skip
    assert ferry.uri == site.url("/two")
    site.page("/two", "Ferry runs again")  # the page is there now, and takes the item's place
    assert get("/feed") == ["unchanged", "updated"]
    assert sorted(path.suffix for path in files(tmp_path)) == [".html", ".html"]
    assert get("/feed") == ["unchanged"]  # the feed itself: all of it came


def test_a_page_that_came_before_is_not_replaced_by_what_the_feed_has(site, get, tmp_path):
    site.page("/one", "Vote delayed")
    site.pages["/to"] = (302, {"Location": "/one"}, b"")
    feed = rss(f"<link>{site.url('/to')}</link><description>A teaser.</description>")
    site.pages["/feed"] = (200, {"Content-Type": "text/xml"}, feed)
    assert get("/feed") == ["saved"]
    for status in (500, 404):
        site.pages["/one"] = (status, {}, b"")
        assert get("/feed")[0].startswith(f"failed answered {status}")
    assert [read(path).title for path in files(tmp_path)] == ["Vote delayed"]


def test_a_page_behind_a_redirect_takes_the_place_of_what_the_feed_had(site, get, tmp_path):
    feed = rss(f"<link>{site.url('/to')}</link><description>A teaser.</description>")
    site.pages["/feed"] = (200, {"Content-Type": "text/xml"}, feed)
    get("/feed")
    site.page("/one", "Vote delayed")
    site.pages["/to"] = (302, {"Location": "/one"}, b"")
    get("/feed")
    assert [path.suffix for path in files(tmp_path)] == [".html"]


def test_a_ledger_reaches_no_file_outside_the_folder(site, get, tmp_path):
    site.page("/a", "Vote delayed")
    outside = tmp_path.with_name("outside.html")
    outside.write_bytes(b"mine")
    entry = {"file": "../outside.html", "sha256": hashlib.sha256(b"mine").hexdigest()}
    (tmp_path / ".byline-fetched.json").write_text(json.dumps({site.url("/a"): entry}))
    get("/a")
    assert outside.read_bytes() == b"mine"


def test_an_atom_feed_links_by_attributes(site, get, tmp_path):
    site.page("/one", "Vote delayed")
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title><entry><title>Vote</title>'
        '<link rel="enclosure" href="/x.mp3"/><link href="one"/></entry></feed>'
    )
    site.pages["/feed"] = (200, {"Content-Type": "text/xml"}, feed.encode())
    assert get("/feed", "/feed") == ["saved"]
    assert [read(path).uri for path in files(tmp_path)] == [site.url("/one")]


def test_an_empty_feed_is_said_to_be_one(site, get):
    site.pages["/feed"] = (200, {"Content-Type": "text/xml"}, rss())
    assert get("/feed") == ["failed no items in it"]


def test_a_failed_page_leaves_the_old_file(site, get, tmp_path):
    site.page("/a", "Vote delayed")
    get("/a")
    del site.pages["/a"]
    assert get("/a") == ["failed answered 404 Not Found"]
    assert [read(path).title for path in files(tmp_path)] == ["Vote delayed"]


def test_what_was_saved_stays_when_it_is_interrupted(site, tmp_path):
    site.page("/a", "One", ETag='"1"')
    site.page("/b", "Two", ETag='"2"')
    for _ in fetch([site.url("/a"), site.url("/b")], tmp_path, manners=site.manners()):
        break
    assert len(files(tmp_path)) == 1
    again = fetch([site.url("/a"), site.url("/b")], tmp_path, manners=site.manners())
    assert [found.outcome for found in again] == ["unchanged", "saved"]


def test_a_damaged_ledger_only_costs_asking_in_full(site, get, tmp_path):
    site.page("/a", "Vote delayed", ETag='"1"')
    get("/a")
    (tmp_path / ".byline-fetched.json").write_text('{"x": ')
    assert get("/a") == ["unchanged"]
    assert len(json.loads((tmp_path / ".byline-fetched.json").read_text())) == 1


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("https://gazette.example/2024/Harbour_Vote.html?x=1", "gazette.example/harbour-vote-"),
        ("https://gazette.example/", "gazette.example/page-"),
        ("https://gazette.example:8080/..%2F..%2Fetc", "gazette.example-8080/etc-"),
        ("https://[2606:4700::1]/a", "2606-4700--1/a-"),
        ("https://gazette.example/" + "long-" * 50, "gazette.example/long-long-"),
    ],
)
def test_a_file_has_a_name_by_its_address(url, start):
    name = file_name(url)
    assert name.startswith(start)
    assert len(name) < 100
    assert name != file_name(url + "&y=2")


class NeverEnding:
    """A server that sends a byte now and then, for ever."""

    def __enter__(self):
        import socket
        import threading

        self.over = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return f"http://drip.example:{self.listener.getsockname()[1]}/a"

    def __exit__(self, *_):
        self.over.set()
        self.listener.close()

    def _serve(self):
        while not self.over.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                request = connection.recv(65_536)
                if b"robots" in request:
                    connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
                    continue
                try:
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
                    while not self.over.wait(0.02):
                        connection.sendall(b" ")
                except OSError:
                    continue
