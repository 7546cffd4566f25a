"""Writes articles as web pages, pages saved (MHTML) and crawled (WARC), and as mail."""

from __future__ import annotations

import gzip
import mailbox
import tempfile
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path

from benchmarks.readers.model import Article
from benchmarks.readers.writing import Made, body_html, render

HTML_KINDS = (
    *("plain", "marks", "struck", "private", "inline", "table", "structure", "notes", "comments"),
    *("classes", "related", "graph", "entities", "byline", "liveblog", "interview", "zoned"),
    *("saved", "latin1", "de", "fr", "zh", "ru", "he"),
)
MAIL_KINDS = ("plain", "html", "alternative", "base64")


def _entities(texts: Sequence[str]) -> list[str]:
    return [escape(text).replace("’", "&#8217;") for text in texts]


def page_html(article: Article, kind: str = "plain", charset: str = "utf-8") -> str:
    """A whole page: navigation, the article, readers' comments, teasers, a foot."""
    data = render("linked_data.json", article=article, kind=kind, entities=_entities)
    return render("page.html", article=article, kind=kind, charset=charset, linked_data=data)


def write_html(articles: Sequence[Article], kind: str) -> Made:
    """One page; "saved" has the folder beside it that browsers make."""
    [article] = articles
    charset = "windows-1252" if kind == "latin1" else "utf-8"
    frame = f"<html><body><p>{' '.join(article.private)}</p></body></html>".encode()
    return Made(
        data=page_html(article, kind, charset).encode(charset, "xmlcharrefreplace"),
        allowed=[f"1{n}:05" for n in range(9)] if kind == "liveblog" else (),
        beside={f"{article.name}_files/frame.html": frame} if kind == "saved" else {},
    )


def write_mhtml(articles: Sequence[Article], kind: str) -> Made:
    """A page as browsers save it in one file, with a style and an advertisement's frame."""
    [article] = articles
    message = EmailMessage(policy=SMTP)
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = article.address
    message["Subject"] = article.headline
    message["Date"] = "Fri, 21 Nov 2025 08:00:00 +0000"
    cte = "quoted-printable" if kind == "plain" else "base64"
    message.set_content(page_html(article), subtype="html", cte=cte)
    message["Content-Location"] = article.address
    message.add_related(b"body { color: black }", "text", "css")
    message.add_related(f"<p>{article.private[0]}</p>".encode(), "text", "html")
    return Made(data=message.as_bytes())


def write_warc(articles: Sequence[Article], kind: str) -> Made:
    """A crawl: request and response of each page, one that was not found, a picture."""
    records = [_record("warcinfo", "", "application/warc-fields", b"software: crawler/1.0\r\n")]
    for article in articles:
        head = f"GET /{article.name} HTTP/1.1\r\nHost: news.example.org\r\n\r\n".encode()
        records.append(
            _record("request", article.address, "application/http; msgtype=request", head)
        )
        records.append(_response(article.address, "200 OK", "text/html", page_html(article)))
    gone = "<html><body><h1>Not found</h1><p>There is no such page here.</p></body></html>"
    records.append(_response("https://news.example.org/x", "404 Not Found", "text/html", gone))
    records.append(_response("https://news.example.org/p.gif", "200 OK", "image/gif", "GIF89a"))
    packed = (gzip.compress(record) if kind == "gzip" else record for record in records)
    return Made(data=b"".join(packed))


def _response(address: str, status: str, kind: str, text: str) -> bytes:
    body = text.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n"
    head += f"Content-Length: {len(body)}\r\n\r\n"
    return _record("response", address, "application/http; msgtype=response", head.encode() + body)


def _record(kind: str, address: str, content_type: str, block: bytes) -> bytes:
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2025-11-21T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:example:{kind}:{len(block)}:{address}>\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _letter(article: Article, kind: str) -> EmailMessage:
    """A newsletter: its subject is the headline, its sender the author."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f'"{article.authors[0]}" <desk@news.example.org>'
    message["To"] = "readers@example.org"
    message["Subject"] = article.headline
    message["Date"] = f"{article.published:%a, %d %b %Y} 21:30:00 +0000"
    message["Message-ID"] = f"<{article.name}@news.example.org>"
    text = "\n\n".join(block.text for block in article.blocks) + "\n"
    page = f"<html><body>{body_html(article)}</body></html>"
    cte = "base64" if kind == "base64" else "quoted-printable"
    if kind == "html":
        message.set_content(page, subtype="html", cte=cte)
    else:
        message.set_content(text, cte=cte)
    if kind == "alternative":
        message.add_alternative(page, subtype="html", cte=cte)
    if kind == "base64":
        message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="a.png")
    return message


def _sent(articles: Sequence[Article]) -> dict[str, object]:
    return {"authors": articles[0].authors[:1]} if len(articles) == 1 else {}


def write_eml(articles: Sequence[Article], kind: str) -> Made:
    """One newsletter."""
    return Made(data=_letter(articles[0], kind).as_bytes(), told=_sent(articles))


def write_mbox(articles: Sequence[Article], kind: str) -> Made:
    """A mailbox of newsletters."""
    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.mbox(Path(folder) / "box")
        for article in articles:
            box.add(_letter(article, kind))
        box.close()
        data = (Path(folder) / "box").read_bytes()
    return Made(data=data, states=("headline", "published"))
