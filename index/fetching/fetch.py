"""Fetch: addresses of pages and feeds -> files in the folder, each where it was the last time.

address -> visit -> page    -> HOST/WORDS-DIGEST.html, the page as it came and a note behind it
                 -> feed    -> each item's page, or the item alone where its page is not to be had
                 -> another -> a file with the suffix of its kind
"""

import mimetypes
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import httpx2

from index.fetching.addresses import NotFetched, read_address
from index.fetching.feed_items import FeedItem, feed_items
from index.fetching.ledger import Entry, digest_of, read_ledger, write_entry
from index.fetching.visits import Manners, Reply, Visitor
from index.files import replace_file
from index.readers.html.origin import Origin, split_origin
from index.readers.kinds import READ_SUFFIXES, Kind, Unreadable, detect_kind, suffix_of

MOST_ADDRESSES = 1000  # in one run, the items of feeds among them
_XML = ("text/xml", "application/xml", "application/rss+xml", "application/atom+xml")
_SUFFIXES = {**dict.fromkeys(_XML, ".xml"), "application/xhtml+xml": ".html"}
_VAGUE = ("", "application/octet-stream", "binary/octet-stream", "text/plain")
_LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of an address: saved, updated, unchanged or failed; `reason` may say more."""

    url: str
    outcome: str
    path: str = ""
    reason: str = ""


def fetch(
    addresses: Iterable[str],
    folder: Path,
    *,
    manners: Manners | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[Fetched]:
    """Save what is at the addresses, in their order; tells of each as soon as it is done.

    What was saved stays when this is interrupted, and is not asked for in full again.

    Args:
        addresses: Of pages, feeds and other files that can be read.
        folder: Where to put them; made where it is missing.
        manners: How to behave; tests may reach their own machine by it.
        now: The time that is noted.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with Visitor(manners or Manners()) as visitor:
        yield from _Fetch(folder, visitor, now).all(addresses)


@dataclass(slots=True)
class _Fetch:
    folder: Path
    visitor: Visitor
    now: Callable[[], datetime]
    done: set[str] = field(default_factory=set)

    def all(self, addresses: Iterable[str]) -> Iterator[Fetched]:
        """Each address once, the items of a feed in its place."""
        for text in addresses:
            yield from self._one(text)

    def _one(self, text: str, item: FeedItem | None = None) -> Iterator[Fetched]:
        """What is at an address; of the item of a feed, what the feed has, if need be."""
        try:
            if not text:
                raise NotFetched("names no page")
            reply = self._visit(text)
            if reply is None:
                return
            suffix, kind = _kind_of(reply) if reply.status == 200 else ("", None)
            if kind is Kind.FEED and item is None:
                yield from self._feed(reply)
            else:
                yield self._saved(text, reply, suffix)
        except (NotFetched, Unreadable) as error:
            if item is None:
                yield Fetched(url=text, outcome="failed", reason=str(error))
                return
            yield self._without_page(item, str(error))

    def _without_page(self, item: FeedItem, problem: str) -> Fetched:
        """What the feed itself holds; a page that came before is better, and stays."""
        url, known = item.url or item.key, read_ledger(self.folder).get(item.key, Entry())
        if known.file and not known.file.endswith(".xml") and self._digest(known.file):
            return Fetched(url=url, outcome="failed", path=known.file, reason=problem)
        found = self._put(item.key, item.key, ".xml", item.alone, httpx2.Headers())
        problem = found.reason or f"as the feed has it, without its page: {problem}"
        return replace(found, url=url, reason=problem)

    def _visit(self, text: str) -> Reply | None:
        """The answer; None where this run had it before."""
        url = read_address(text)
        if str(url) in self.done:
            return None
        if len(self.done) >= MOST_ADDRESSES:
            raise NotFetched(
                f"more than {MOST_ADDRESSES:,} addresses in one run: fetch it in the next"
            )
        self.done.add(str(url))
        return self.visitor.get(url, self._conditions)

    def _conditions(self, url: str) -> Mapping[str, str]:
        """What to ask with; all of it where the file is not as it was saved."""
        entry = read_ledger(self.folder).get(url)
        if entry is None or (entry.file and self._digest(entry.file) != entry.sha256):
            return {}
        return entry.conditions

    def _digest(self, name: str) -> str:
        """Of what came, if the file is there, inside the folder."""
        path = (self.folder / name).resolve()
        try:
            inside = path.is_relative_to(self.folder.resolve())
            return digest_of(split_origin(path.read_bytes())[0]) if inside else ""
        except OSError:
            return ""

    def _saved(self, text: str, reply: Reply, suffix: str) -> Fetched:
        if reply.status == 304:
            entry = read_ledger(self.folder).get(str(reply.url), Entry())
            return Fetched(url=text, outcome="unchanged", path=entry.file)
        return self._put(text, str(reply.url), suffix, reply.data, reply.headers)

    def _put(
        self, text: str, key: str, suffix: str, data: bytes, headers: httpx2.Headers
    ) -> Fetched:
        """Write a file in the place of what was fetched from there before, not of another."""
        known = read_ledger(self.folder).get(key, Entry())
        name, digest = file_name(key) + suffix, digest_of(data)
        there = self._digest(name)
        if there not in ("", digest, known.sha256):
            reason = "changed here since it was fetched: it stays; remove it to fetch it anew"
            return Fetched(url=text, outcome="failed", path=name, reason=reason)
        if there != digest:
            self._write(name, data + self._note(key, suffix, data, headers))
        entry = Entry(file=name, sha256=digest)
        for address in dict.fromkeys((str(httpx2.URL(text).copy_with(fragment=None)), key)):
            old = read_ledger(self.folder).get(address, Entry())
            if old.file not in ("", name) and self._digest(old.file) == old.sha256:
                (self.folder / old.file).unlink()  # the same article as a file of another kind
            validators = _validators(headers) if address == key else {}
            write_entry(self.folder, address, replace(entry, **validators))
        outcome = "unchanged" if there == digest else "updated" if known.file else "saved"
        return Fetched(url=text, outcome=outcome, path=name)

    def _write(self, name: str, data: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        replace_file(path, lambda temporary: temporary.write_bytes(data))

    def _note(self, url: str, suffix: str, data: bytes, headers: httpx2.Headers) -> bytes:
        if suffix != ".html":
            return b""
        charset = headers.get("content-type", "").lower().partition("charset=")[2]
        named = re.match(r"[\"']?([\w.:-]{2,40})", charset, re.ASCII)
        needed = named[1] if named and not _is_utf8(data) else ""
        time = self.now().astimezone(UTC).isoformat(timespec="seconds")
        return Origin(url=url, time=time, charset=needed).note()

    def _feed(self, reply: Reply) -> Iterator[Fetched]:
        """The items; the feed counts as known when all of them came, so that none is missed."""
        items, whole = list(feed_items(reply.data, str(reply.url))), True
        if not items:
            raise NotFetched("no items in it")
        for item in items:
            for found in self._one(item.url, item):
                whole = whole and not found.reason
                yield found
        if whole:
            write_entry(self.folder, str(reply.url), Entry(**_validators(reply.headers)))


def file_name(url: str) -> str:
    """`gazette.example/harbour-vote-1f3c9a2b`: for one address the same for ever."""
    address = httpx2.URL(url)
    host = re.sub(r"[^\w.-]", "-", address.netloc.decode("ascii", "replace")).strip(".-") or "feed"
    last = [part for part in unquote(address.path).split("/") if part][-1:] or ["page"]
    stem = re.sub(r"\.\w{1,5}$", "", last[0])
    words = re.sub(r"[\W_]+", "-", stem).strip("-").lower()[:_LONGEST_WORDS] or "page"
    return f"{host}/{words}-{digest_of(url.encode())[:8]}"


def _kind_of(reply: Reply) -> tuple[str, Kind]:
    """What came, by what the server says and by what it is, with the suffix for it.

    Raises:
        NotFetched: It is of no kind that can be read.
        Unreadable: It is not what it is said to be.
    """
    said = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    suffix = _SUFFIXES.get(said) or mimetypes.guess_extension(said) or ""
    if (named := suffix_of(reply.url.path)) in READ_SUFFIXES and said in _VAGUE:
        suffix = named
    if suffix not in READ_SUFFIXES:
        raise NotFetched(f"of a kind that is not read ({said or 'none said'})")
    kind, _ = detect_kind(reply.data, suffix)
    return ".html" if kind is Kind.HTML else suffix, kind


def _validators(headers: httpx2.Headers) -> dict[str, str]:
    names = {"etag": "etag", "last_modified": "last-modified"}
    return {name: headers.get(header, "") for name, header in names.items()}


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return True
