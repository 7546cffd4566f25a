"""Feeds, mails, saved pages, web archives and EPUBs, sound and broken."""

from __future__ import annotations

import gzip
import io
import zlib
from datetime import date

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from index.errors import ReadError
from index.readers.formats import read_document, read_documents
from index.readers.kinds import Unreadable, suffix_of
from index.types import Document
from tests.support.packages import make_package


def articles(data: str | bytes, name: str) -> dict[str, Document | str]:
    """Item key -> its document, or the reason why there is none."""
    data = data.encode() if isinstance(data, str) else data
    return {
        found.item: found.reason if isinstance(found, ReadError) else found
        for found in read_documents(data, name)
    }


def texts(data: str | bytes, name: str) -> dict[str, str]:
    found = articles(data, name).items()
    return {key: item if isinstance(item, str) else item.text for key, item in found}


def one(data: str | bytes, name: str) -> Document:
    (found,) = articles(data, name).values()
    assert isinstance(found, Document), found
    return found


def removed(document: Document) -> list[tuple[str, str]]:
    return [(line.text, line.reason) for line in document.removed]


def rss(items: str) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Thornley &amp; Ellsby
 Courier</title><link>https://c.example/</link><language>en-gb</language>{items}</channel></rss>"""


LONG = (
    "<p>The council voted for a new wall. " + "It was a long night for all of them. " * 20 + "</p>"
)


def test_an_item_of_rss_is_read_with_its_own_words_and_not_its_pictures() -> None:
    item = f"""<item><title>Mayor&amp;#8217;s &lt;i&gt;plan&lt;/i&gt;</title>
<link>https://c.example/1</link>
<guid isPermaLink="false">tag:c.example,2024:1</guid><dc:creator>Imke Sorley</dc:creator>
<media:content url="https://c.example/1.jpg">
<media:description>The wall in 1987.</media:description>
</media:content><description>A teaser.</description><content:encoded><![CDATA[{LONG}<p>The post
<a href="https://c.example/1">Plan</a> appeared first on <a href="https://c.example">C</a>.</p>]]>
</content:encoded><category>Harbour</category>
<pubDate>Tue, 04 Jun 2024 23:10:00 BST</pubDate></item>"""
    found = articles(rss(item), "news.xml")["tag:c.example,2024:1"]
    assert isinstance(found, Document)
    assert (found.title, found.authors) == ("Mayor’s plan", ("Imke Sorley",))
    assert (found.published, found.outlet) == (date(2024, 6, 4), "Thornley & Ellsby Courier")
    assert (found.uri, found.tags, found.language) == ("https://c.example/1", ("Harbour",), "en-GB")
    assert found.text.startswith("The council voted for a new wall. It was")
    assert not found.text.endswith("C.")
    assert [line for line in removed(found) if "1987" in line[0]] == [
        ("The wall in 1987.", "caption")
    ]
    assert not found.warnings


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("<author>desk@marlow.press (Anna Pym)</author>", ("Anna Pym",)),
        ("<author>desk@marlow.london</author>", ()),
        ("<author>desk@marlow.com (Anna Pym)</author>", ("Anna Pym",)),
        (
            "<dc:creator>Anna Pym</dc:creator><dc:creator>Olu Hart</dc:creator>",
            ("Anna Pym", "Olu Hart"),
        ),
        ("<author>Anna Pym</author>", ("Anna Pym",)),
    ],
)
def test_authors_of_rss_are_names(author: str, names: tuple[str, ...]) -> None:
    item = f"<item><guid>1</guid><title>T</title>{author}<description>{LONG}</description></item>"
    assert one(rss(item.replace("<p>", "").replace("</p>", "")), "a.rss").authors == names


@pytest.mark.parametrize(
    ("body", "is_teaser"),
    [
        ("<description>Short.</description>", True),
        ("<content:encoded>Short but whole.</content:encoded>", False),
        (f"<content:encoded><![CDATA[{LONG}<p>And so on […]</p>]]></content:encoded>", True),
        (f"<description><![CDATA[{LONG}]]></description>", False),
        (f"<description><![CDATA[{LONG}<a href='x'>Continue reading</a>]]></description>", True),
    ],
)
def test_an_item_that_only_begins_an_article_has_a_warning(body: str, is_teaser: bool) -> None:
    found = one(rss(f"<item><guid>1</guid><title>T</title>{body}</item>"), "a.rss")
    assert ("teaser" in str(found.warnings)) == is_teaser


ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://c.example/x/">
<title type="html">The &amp;lt;Courier&amp;gt;</title><id>f</id>
<updated>2024-06-05T00:00:00Z</updated>
<entry><id>urn:1</id><title type="html">A &lt;b>wall&lt;/b></title><link href="rel/1"/>
<author><name>Anna Pym</name><email>a@b.press</email></author><author><name>Olu Hart</name></author>
<published>2024-06-04T23:30:00-05:00</published><updated>2024-06-07T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Costs <del>£3m</del> £4m in
2024<sup>2</sup>.</p><p>It holds.</p></div></content></entry><entry><id>urn:2</id>
<title>Depth &lt; 3</title><updated>2024-06-05T00:00:00Z</updated><content type="text">Depth &lt; 3.
</content></entry></feed>"""


def test_entries_of_atom_are_read() -> None:
    first, second = articles(ATOM, "a.atom").values()
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.item, first.title, first.text) == (
        "urn:1",
        "A wall",
        "Costs £4m in 2024.\n\nIt holds.",
    )
    assert (first.authors, first.published) == (("Anna Pym", "Olu Hart"), date(2024, 6, 4))
    assert (first.uri, first.outlet) == ("https://c.example/x/rel/1", "The <Courier>")
    assert (second.title, second.text, second.published) == (
        "Depth < 3",
        "Depth < 3.",
        date(2024, 6, 5),
    )
    assert second.warnings == ("the date is that of the last update",)


def test_a_feed_that_declares_the_namespace_of_exports_is_a_feed() -> None:
    feed = (
        '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Echo</title>'
        "<item><title>Pier</title><guid>a1</guid><description>The pier opens.</description></item>"
        "</channel></rss>"
    )
    assert list(texts(feed, "feed.xml").values()) == ["The pier opens."]


def test_rss_1_is_read() -> None:
    feed = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="x">
<title>Courier</title></channel><item rdf:about="https://c.example/1"><title>One</title>
<dc:date>2024-06-04T10:00:00+01:00</dc:date><dc:creator>Anna Pym</dc:creator>
<description>It holds.</description></item></rdf:RDF>"""
    found = one(feed, "a.rdf")
    assert (found.item, found.title, found.text) == ("https://c.example/1", "One", "It holds.")
    assert (found.published, found.authors) == (date(2024, 6, 4), ("Anna Pym",))


MAIL = """From: "Imke Sorley" <imke@c.example>
To: readers@c.example
Subject: =?utf-8?q?The_wall_costs_=C2=A34m?=
Date: Tue, 12 Mar 2024 23:40:00 -0500
Message-ID: <wall.1@c.example>
List-Id: The Courier Letter <letter.c.example>
MIME-Version: 1.0
"""
ALTERNATIVE = """Content-Type: multipart/mixed; boundary="o"

--o
Content-Type: multipart/alternative; boundary="i"

--i
Content-Type: text/plain; charset=utf-8

{plain}
--i
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

{html}
--i--
--o
Content-Type: application/pdf
Content-Disposition: attachment; filename="minutes.pdf"

x
--o--
"""


def test_a_newsletter_is_read_from_its_html() -> None:
    html = """<html><body><div style=3D"display:none">Open me</div><table role=3D"presentation"><tr>
<td><h1>The wall costs =A34m</h1><p>The caf=E9 stays, the m=
ayor said.</p></td></tr></table></body></html>"""
    found = one(MAIL + ALTERNATIVE.format(plain="View this in a browser.", html=html), "letter.eml")
    assert found.doc_id == "letter.eml"
    assert (found.title, found.authors) == ("The wall costs £4m", ("Imke Sorley",))
    assert (found.published, found.outlet) == (date(2024, 3, 12), "The Courier Letter")
    assert found.text == "The café stays, the mayor said."
    assert ("minutes.pdf", "attachment") in removed(found)
    assert ("Open me", "hidden") in removed(found)


def test_a_mail_whose_html_is_a_stub_is_read_from_its_plain_text() -> None:
    plain = "The wall holds.\n\nIt was built in 1911 and mended twice, the engineer said."
    data = MAIL + ALTERNATIVE.format(plain=plain, html="<p>Your program cannot show this.</p>")
    assert one(data, "letter.eml").text == plain


@pytest.mark.parametrize(
    ("body", "text", "left_out"),
    [
        ("Mine.\n\nOn Mon, 11 Mar 2024, Rosa Pym wrote:\n> Hers.\n> Hers too.\n\nMine again.",
         "Mine.\n\nMine again.", "> Hers."),
        ("Mine.\n\n-----Original Message-----\nFrom: Rosa\nHers.", "Mine.", "Hers."),
        ("Mine.\n\n---------- Forwarded message ---------\nFrom: Rosa\nHers.", "Mine.", "Hers."),
        ("Mine.\n\nBegin forwarded message:\n\nHers.", "Mine.", "Hers."),
        ("Mine.\n\nFrom: Rosa Pym\nSent: Monday\nTo: Imke\n\nHers.", "Mine.", "Hers."),
        ("Mine.\n\n-- \nImke Sorley\nCourier", "Mine.", "Courier"),
        ("We decided:\n-The wall closes\n-The ferry stays", None, None),
        ("The mayor wrote:\n\nThe wall stays.", None, None),
    ],
)  # fmt: skip
def test_what_others_wrote_in_a_mail_is_left_out(
    body: str, text: str | None, left_out: str | None
) -> None:
    found = one(f"{MAIL}Content-Type: text/plain\n\n{body}\n", "a.eml")
    assert found.text == (text or body)
    assert left_out is None or left_out in [line for line, _ in removed(found)]


@pytest.mark.parametrize(
    "quoted",
    ['<blockquote type="cite">Hers.</blockquote>', '<div class="gmail_quote">Hers.</div>',
     '<div id="appendonsend"></div><div>Hers.</div>', '<div class="yahoo_quoted">Hers.</div>'],
)  # fmt: skip
def test_what_others_wrote_in_a_mail_in_html_is_left_out(quoted: str) -> None:
    html = f"<p>Mine.</p><blockquote>Quoted by me.</blockquote>{quoted}"
    found = one(f"{MAIL}Content-Type: text/html\n\n<div>{html}</div>", "a.eml")
    assert found.text == "Mine.\n\nQuoted by me."
    assert ("Hers.", "earlier mail") in removed(found)


@pytest.mark.parametrize(
    ("sender", "names"),
    [
        ("Imké Sorley <a@c.example>", ("Imké Sorley",)),
        ("=?utf-8?q?Sorley=2C_Imke?= <a@c.example>", ("Sorley, Imke",)),
        ('"Rosa Pym" <r@c.example>, Olu Hart <o@c.example>', ("Rosa Pym", "Olu Hart")),
        ("a@c.example", ()),
        ("undisclosed-recipients:;", ()),
    ],
)
def test_the_sender_of_a_mail_is_its_author(sender: str, names: tuple[str, ...]) -> None:
    assert one(f"From: {sender}\nSubject: T\n\nThe wall holds.", "a.eml").authors == names


def test_what_frames_a_newsletter_is_left_out() -> None:
    body = (
        "View this email in your browser\n\nReaders who unsubscribe lose the quiz.\n\nUnsubscribe"
    )
    found = one(f"{MAIL}\n{body}", "a.eml")
    assert found.text == "Readers who unsubscribe lose the quiz."


def test_soft_line_ends_of_a_mail_are_joined() -> None:
    body = "The wall holds, \nthe mayor said.\n\nIt leans."
    data = f"{MAIL}Content-Type: text/plain; format=flowed\n\n{body}"
    assert one(data, "a.eml").text == "The wall holds, the mayor said.\n\nIt leans."


def test_the_mails_of_a_mailbox_are_items() -> None:
    first = f"{MAIL}\nThe wall holds.\n\n>From May on it closes.\n\nFrom Monday it leans.\n"
    second = MAIL.replace("wall.1", "wall.2") + "\n> All hers.\n"
    third = "Subject: T\nFrom: Rosa\n\nNo number.\n"
    box = "".join(
        f"From MAILER Tue Mar 12 23:40:00 2024\n{mail}\n" for mail in (first, second, third)
    )
    found = texts(box, "box.mbox")
    assert found.pop("wall.1@c.example") == (
        "The wall holds.\n\nFrom May on it closes.\n\nFrom Monday it leans."
    )
    assert found.pop("wall.2@c.example").startswith(
        "no text: only attachments or words of an earlier"
    )
    assert list(found.values()) == ["No number."]


PAGE = """<html><head><title>Wall | Courier</title></head><body><article><h1>Wall</h1>
<p>The wall costs {cost}, the council said on Monday.</p><p>Work begins in May and takes nine
weeks, the engineer told the café.</p></article></body></html>"""
TEXT = ("The wall costs {}, the council said on Monday.\n\nWork begins in May and takes nine "
        "weeks, the engineer told the café.")  # fmt: skip


def mhtml(page: str) -> bytes:
    import quopri

    return b"""From: <Saved by Blink>
Snapshot-Content-Location: https://c.example/wall
Subject: Wall
Date: Tue, 12 Mar 2024 23:40:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/css
Content-Location: cid:css@x

p {}
--b
Content-Type: text/html
Content-ID: <frame@x>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://c.example/wall

%s
--b
Content-Type: text/html
Content-Location: https://ads.example/

<p>Buy a frame.</p>
--b--
""" % quopri.encodestring(page.encode())


def test_a_saved_page_is_read_without_its_frames() -> None:
    found = one(mhtml(PAGE.format(cost="£4m")), "wall.mhtml")
    assert (found.title, found.text) == ("Wall", TEXT.format("£4m"))
    assert (found.uri, found.published) == ("https://c.example/wall", None)


def warc(*, as_gzip: bool) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=as_gzip)
    page = PAGE.format
    for uri, status, kind, day, packed, body in [
        ("a", "200 OK", "text/html; charset=utf-8", "01", "", page(cost="£3m").encode()),
        ("a", "200 OK", "text/html", "02", "gzip", gzip.compress(page(cost="£4m").encode())),
        ("b", "404 Not Found", "text/html", "01", "", page(cost="£1m").encode()),
        ("c", "200 OK", "image/png", "01", "", b"\x89PNG"),
        ("d", "200 OK", "text/html; charset=latin-1", "01", "", page(cost="£5m").encode("latin-1")),
        ("e", "200 OK", "text/html", "01", "br", brotli.compress(page(cost="£6m").encode())),
        ("f", "200 OK", "text/html", "01", "zstd", b"xxx"),
    ]:
        headers = [("Content-Type", kind), *([("Content-Encoding", packed)] if packed else [])]
        record = writer.create_warc_record(
            f"https://c.example/{uri}", "response", payload=io.BytesIO(body),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": f"2024-03-{day}T00:00:00Z"},
        )  # fmt: skip
        writer.write_record(record)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_the_pages_of_a_web_archive_are_items(name: str) -> None:
    found = articles(warc(as_gzip=name.endswith("gz")), name)
    assert found.pop("https://c.example/f") == "compressed in a way that is not read (zstd)"
    assert {key[-1]: item.text for key, item in found.items() if isinstance(item, Document)} == {
        "a": TEXT.format("£4m"), "d": TEXT.format("£5m"), "e": TEXT.format("£6m")
    }  # fmt: skip
    page = found["https://c.example/d"]
    assert isinstance(page, Document)
    assert (page.uri, page.published) == ("https://c.example/d", None)
    assert page.extra["fetched"] == "2024-03-01T00:00:00Z"


XHTML = ('<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head>'
         "<title>t</title></head><body{}>{}</body></html>")  # fmt: skip
OPF = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Courier Weekly</dc:title>
<dc:creator id="a">Imke Sorley</dc:creator><dc:creator id="b">Ed Itor</dc:creator>
<meta refines="#b" property="role">edt</meta>
<dc:date>2024-03-05</dc:date><dc:language>en</dc:language>
</metadata><manifest><item id="nav" href="nav.xhtml" properties="nav"/>
<item id="cov" href="cov.xhtml"/>
<item id="1" href="text/a%20b.xhtml"/><item id="2" href="text/b.xhtml"/>
<item id="3" href="text/c.xhtml"/>
<item id="4" href="text/n.xhtml"/></manifest><spine><itemref idref="cov"/><itemref idref="nav"/>
<itemref idref="1"/><itemref idref="2"/><itemref idref="3"/>
<itemref idref="4"/></spine></package>"""
CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="O/p.opf"/></rootfiles></container>"""
NAV = """<nav epub:type="toc"><ol><li><a href="text/a%20b.xhtml">The wall</a></li><li>
<a href="text/c.xhtml#c1">The port</a></li><li>
<a href="text/c.xhtml#c2">The ferry</a></li></ol></nav>
<nav epub:type="page-list"><ol><li><a href="text/b.xhtml#p">3</a></li></ol></nav>"""


def epub(**more: str) -> bytes:
    pages = {
        "nav": XHTML.format("", NAV),
        "cov": XHTML.format(' epub:type="cover"', "<p>A cover</p>"),
        "text/a b": XHTML.format("", """<h1>The wall</h1><p>It costs £4m<a epub:type="noteref"
 href="#n">1</a> and<span epub:type="pagebreak" title="12">12</span> holds,
 the caf&eacute; says.</p><aside epub:type="footnote" id="n"><p>Minutes of May</p></aside>"""),
        "text/b": XHTML.format("", "<p>It goes on here.</p>"),
        "text/c": XHTML.format("", '<h2 id="c1">The port</h2><p>Ellsby landed 960 tonnes.</p><h2>'
                                   '<a id="c2"/>The ferry</h2><p>It sails on Monday.<p>Not HTML.'),
        "text/n": XHTML.format("", '<section epub:type="endnotes"><p>Interview</p></section>'),
    }  # fmt: skip
    return make_package({
        "mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "O/p.opf": OPF,
        **{f"O/{name}.xhtml": page for name, page in pages.items()}, **more,
    })  # fmt: skip


def test_the_entries_of_an_epubs_contents_are_items() -> None:
    found = articles(epub(), "weekly.epub")
    wall, port, ferry = (item for item in found.values() if isinstance(item, Document))
    assert list(found) == ["O/text/a b", "O/text/c#c1", "O/text/c#c2"]
    assert (wall.title, wall.text) == (
        "The wall", "It costs £4m and holds, the café says.\n\nIt goes on here.")  # fmt: skip
    assert (wall.outlet, wall.authors, wall.published) == (
        "The Courier Weekly", ("Imke Sorley",), date(2024, 3, 5))  # fmt: skip
    assert ("Minutes of May", "footnote") in removed(wall)
    assert ("12", "page number") in removed(wall)
    assert (port.title, port.text) == ("The port", "Ellsby landed 960 tonnes.")
    assert (ferry.title, ferry.text) == ("The ferry", "It sails on Monday.\n\nNot HTML.")


def test_the_contents_of_an_epub_2_are_read() -> None:
    package = OPF.replace(' properties="nav"', "").replace('href="nav.xhtml"', 'href="a.ncx" '
        'media-type="application/x-dtbncx+xml"')  # fmt: skip
    entry = '<navPoint><navLabel><text>{}</text></navLabel><content src="{}"/></navPoint>'.format
    contents = f"""<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
{entry("The wall", "text/a%20b.xhtml")}{entry("The port", "text/c.xhtml")}</navMap></ncx>"""
    found = articles(epub(**{"O/p.opf": package, "O/a.ncx": contents}), "a.epub")
    assert [item.title for item in found.values() if isinstance(item, Document)] == [
        "The wall", "The port"]  # fmt: skip


def test_an_epub_with_one_entry_is_one_article() -> None:
    contents = XHTML.format("", '<nav epub:type="toc"><a href="text/a%20b.xhtml">Chapter</a></nav>')
    found = one(epub(**{"O/nav.xhtml": contents}), "a.epub")
    assert (found.doc_id, found.title) == ("a.epub", "The Courier Weekly")
    assert "It sails on Monday." in found.text


def encryption(algorithm: str) -> dict[str, str]:
    return {"META-INF/encryption.xml": '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:'
            f'EncryptedData><e:EncryptionMethod Algorithm="{algorithm}"/></e:EncryptedData>'
            "</encryption>"}  # fmt: skip


def test_an_epub_with_scrambled_fonts_is_no_protected_one() -> None:
    assert len(articles(epub(**encryption("http://www.idpf.org/2008/embedding")), "a.epub")) == 3


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (rss("<item><title>T</title></item>")[:-30], "a.rss", "truncated feed"),
        (ATOM[:700], "a.xml", "truncated feed"),
        (rss(""), "a.rss", "no articles in it"),
        ("<rss></rss>", "a.xml", "no articles in it"),
        ("Just words.", "a.rss", "not a feed although its name says so"),
        ("Just words.", "a.eml", "not a mail although its name says so"),
        ("Just words.", "a.mbox", "not a mailbox although its name says so"),
        ("Just words.", "a.mhtml", "no web page in it"),
        ("Just words.", "a.warc", "not a web archive although its name says so"),
        ("Just words.", "a.epub", "not an EPUB although its name says so"),
        (MAIL + ALTERNATIVE[:150], "a.eml", "truncated mail"),
        (f"{MAIL}Content-Type: multipart/encrypted; boundary=x\n\n--x--\n", "a.eml",
         "encrypted mail"),
        (mhtml("<p>x</p>")[:-40], "a.mhtml", "truncated saved page"),
        (epub()[:900], "a.epub", "truncated or damaged EPUB"),
        (epub(**encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")), "a.epub",
         "protected against copying (DRM)"),
        (gzip.compress(warc(as_gzip=False)), "a.warc.gz",
         "compressed as a whole, not record by record: unpack it and sync again"),
        (warc(as_gzip=False)[:60], "a.warc", "truncated web archive"),
        (b"GIF89a0000", "a.eml", "binary (a GIF image)"),
        (f"{MAIL}Content-Type: text/html\n\n{'<div>' * 3000}x", "a.eml", "nested too deeply"),
    ],
)  # fmt: skip
def test_a_bad_file_has_one_clear_reason(data: str | bytes, name: str, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_document(data.encode() if isinstance(data, str) else data, name)
    assert str(error.value) == reason


def test_one_bad_item_costs_no_other() -> None:
    deep = f"<![CDATA[{'<div>' * 400}x]]>"
    items = "".join(f"<item><guid>{n}</guid><content:encoded>{text}</content:encoded></item>"
                    for n, text in (("1", deep), ("2", "It holds.")))  # fmt: skip
    assert texts(rss(items), "a.rss") == {"1": "nested too deeply", "2": "It holds."}
    start = "From MAILER Tue Mar 12 23:40:00 2024\n"
    box = (
        f"{start}Message-ID: <1>\nContent-Disposition: {'(' * 5000}\n\nx\n\n{start}{MAIL}\nMine.\n"
    )
    assert texts(box, "a.mbox") == {"1": "nested too deeply", "wall.1@c.example": "Mine."}


def test_pages_before_the_break_of_a_web_archive_are_read() -> None:
    data = warc(as_gzip=False)
    found, reasons = [], []
    try:
        for item in read_documents(data[:-30], "a.warc"):
            found.append(item.doc_id if isinstance(item, Document) else item.reason)
    except Unreadable as error:
        reasons.append(str(error))
    assert found[0] == "a.warc#https://c.example/a"
    assert reasons == ["truncated web archive"]


def test_a_page_of_a_web_archive_that_unpacks_to_too_much_is_refused() -> None:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    body = zlib.compress(b"<p>" + b"x" * 30_000_000)
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "deflate")]
    writer.write_record(writer.create_warc_record(
        "https://c.example/", "response", payload=io.BytesIO(body),
        http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")))  # fmt: skip
    assert list(texts(stream.getvalue(), "a.warc.gz").values()) == ["bigger than 20 MB"]


def test_a_mail_that_is_a_web_page_or_a_mailbox_is_read_as_what_it_is() -> None:
    assert one(PAGE.format(cost="£4m"), "a.eml").warnings[0].startswith("read as a web page")
    box = f"From MAILER Tue Mar 12 23:40:00 2024\n{MAIL}\nThe wall holds.\n"
    assert texts(box, "a.eml") == {"wall.1@c.example": "The wall holds."}


def test_a_web_archive_goes_by_two_suffixes() -> None:
    assert [suffix_of(name) for name in ("a.WARC.gz", "b.tar.gz", "c.x.md", "none")] == [
        ".warc.gz", ".gz", ".md", ""]  # fmt: skip
