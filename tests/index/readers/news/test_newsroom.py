"""Exports of newsrooms: WordPress, NITF, NewsML-G2 and ninjs, sound and broken."""

from __future__ import annotations

import json
from datetime import date

import pytest

from index.errors import ReadError
from index.readers.formats import read_document, read_documents
from index.readers.kinds import Unreadable
from index.types import Document


def articles(data: str | bytes, name: str) -> dict[str, Document | str]:
    """Item key -> its document, or the reason why there is none."""
    data = data.encode() if isinstance(data, str) else data
    return {
        found.item: found.reason if isinstance(found, ReadError) else found
        for found in read_documents(data, name)
    }


def only(data: str | bytes, name: str) -> Document:
    (found,) = articles(data, name).values()
    assert isinstance(found, Document), found
    return found


def removed(document: Document) -> list[tuple[str, str]]:
    return [(line.text, line.reason) for line in document.removed]


def wxr(*items: str, channel: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Thornley Courier</title><link>https://courier.example</link><language>en-GB</language>
<wp:author><wp:author_id>2</wp:author_id><wp:author_login><![CDATA[isorley]]></wp:author_login>
<wp:author_display_name><![CDATA[Imke Sorley]]></wp:author_display_name></wp:author>{channel}
{"".join(items)}</channel></rss>"""


def post(
    body: str, *, number: int = 7, login: str = "isorley", more: str = "", **values: str
) -> str:
    values = {"post_type": "post", "status": "publish", "post_date": "2024-03-12 23:40:00",
              "post_date_gmt": "2024-03-13 04:40:00", **values}  # fmt: skip
    fields = "".join(f"<wp:{key}>{value}</wp:{key}>" for key, value in values.items())
    return f"""<item><title>Mayor&#8217;s plan &amp;amp; the wall</title>
<link>https://courier.example/2024/wall/</link><pubDate>Wed, 13 Mar 2024 04:40:00 +0000</pubDate>
<dc:creator><![CDATA[{login}]]></dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>{fields}{more}</item>"""


def test_a_wordpress_post_has_the_name_the_day_and_the_words_that_its_readers_saw() -> None:
    body = """<!-- wp:paragraph {"dropCap":true} -->
<p class="has-drop-cap">The wall costs £500<sup>1</sup> a metre, the mayor said.</p>
<!-- /wp:paragraph -->
<!-- wp:heading --><h2>Who <em>pays</em></h2><!-- /wp:heading -->
<!-- wp:image {"id":3} --><figure><img src="a.jpg"/><figcaption>The old wall</figcaption></figure>
<!-- /wp:image --><!-- wp:paragraph --><p>The county pays.</p><!-- /wp:paragraph -->"""
    more = ('<category domain="category" nicename="council">Council</category>'
            '<category domain="post_tag" nicename="wall"><![CDATA[Sea &amp; wall]]></category>'
            "<wp:comment><wp:comment_approved>1</wp:comment_approved>"
            "<wp:comment_content>It was stolen!</wp:comment_content></wp:comment>"
            "<wp:comment><wp:comment_approved>0</wp:comment_approved>"
            "<wp:comment_content>Buy pills</wp:comment_content></wp:comment>")  # fmt: skip
    found = articles(wxr(post(body, more=more)), "export.xml")["7"]
    assert isinstance(found, Document)
    assert found.doc_id == "export.xml#7"
    assert found.title == "Mayor’s plan & the wall"
    assert (
        found.text == "The wall costs £500 a metre, the mayor said.\n\nWho pays\n\nThe county pays."
    )
    assert [heading.text for heading in found.headings] == ["Who pays"]
    assert (found.authors, found.published) == (("Imke Sorley",), date(2024, 3, 12))
    assert (found.outlet, found.section, found.tags) == (
        "Thornley Courier",
        "Council",
        ("Sea & wall",),
    )
    assert (found.uri, found.language) == ("https://courier.example/2024/wall/", "en-GB")
    assert removed(found) == [("The old wall", "caption"), ("1", "reference mark"),
                              ("It was stolen!", "reader's comment")]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("First.\n\nSecond\nline.", "First.\n\nSecond\nline."),
        ("<blockquote>One.\n\nTwo.</blockquote>\n\nThree.", "One.\n\nTwo.\n\nThree."),
        ('[caption id="a" width="3"]<img src="x"/> The old wall[/caption]\n\nNew.', "New."),
        ("He said [sic] that [the mayor] left [[gallery]].",
         "He said [sic] that [the mayor] left [gallery]."),
        ('[vc_row full="1"][vc_column_text]The wall [1] holds.[/vc_column_text][/vc_row]',
         "The wall [1] holds."),
        ('Seen.[gallery ids="1,2"] [embed]https://v.example[/embed]', "Seen."),
        ("It holds[ref]Minutes of May[/ref].<!--more--> It leans.", "It holds. It leans."),
        ("Costs <del>£3m</del> <ins>£4m</ins>.<!-- off the record -->", "Costs £4m."),
        ("<table><tr><th>Port</th><th>Tonnes</th></tr><tr><td>Ellsby</td><td>960</td></tr></table>",
         "Port: Ellsby | Tonnes: 960"),
        ("<ul><li>Eleven stops</li><li>Two depots</li></ul>", "- Eleven stops\n- Two depots"),
    ],
)  # fmt: skip
def test_a_wordpress_body_is_read_as_it_was_shown(body: str, text: str) -> None:
    assert only(wxr(post(body)), "export.xml").text == text


def test_only_published_posts_and_pages_of_wordpress_are_read() -> None:
    found = articles(
        wxr(
            post("Draft.", number=1, status="draft"),
            post("Secret.", number=2, status="private"),
            post("Page.", number=3, post_type="page"),
            post("Members.", number=4, post_password="x"),
            post("Picture.", number=5, post_type="attachment", status="inherit"),
            post('<!-- wp:block {"ref":9} /--><!-- wp:paragraph --><p>Own.</p>', number=6),
            post("<p>Shared.</p>", number=9, post_type="wp_block"),
            post("Later.", number=8, status="future"),
        ),
        "export.xml",
    )
    assert {key: item if isinstance(item, str) else item.text for key, item in found.items()} == {
        "1": "not published (draft)",
        "2": "not published (private)",
        "3": "Page.",
        "4": "published behind a password only",
        "6": "Shared.\n\nOwn.",
        "8": "not published (future)",
    }


def test_guest_authors_of_wordpress_and_logins_without_a_name() -> None:
    guest = post("x", number=3, post_type="guest-author", more="".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value>"
        "</wp:postmeta>" for key, value in
        {"cap-user_login": "rosa", "cap-display_name": "Rosa Pym"}.items()))  # fmt: skip
    more = '<category domain="author" nicename="cap-rosa">rosa</category>'
    found = articles(wxr(post("One.", number=1, more=more), post("Two.", number=2, login="web3"),
                         guest), "export.xml")  # fmt: skip
    assert [item.authors for item in found.values() if isinstance(item, Document)] == [
        ("Rosa Pym",),
        (),
    ]
    assert "web3" in str(found["2"].warnings)  # type: ignore[union-attr]


NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.4/specification/dtd/nitf-3-4.dtd">
<nitf><head><title>File title</title><docdata management-status="{status}">
<doc-id id-string="tc.240312.wall"/><date.issue norm="20240312T234000-0500"/>
<del-list><from-src src-name="wire" level-number="1"/></del-list>
<key-list><keyword key="harbour"/></key-list></docdata>
<pubdata name="Thornley Courier" position.section="Local"/></head><body><body.head><hedline>
<hl1>Caf&eacute; by the wall closes</hl1><hl2>Owners protest</hl2></hedline>
<byline>By <person>Imke Sorley</person> and <person>Tobias Renn</person>
<byttl>Staff</byttl></byline>
<dateline><location>Ellsby</location></dateline><abstract><p>A short form.</p></abstract>
</body.head>
<body.content>{body}</body.content><body.end><tagline>Renn reports on ports.</tagline></body.end>
</body></nitf>"""


def test_a_nitf_article_is_read_with_what_stands_beside_it() -> None:
    body = """<block><p>The <org>council</org> paid <money>3<frac><frac-num>1</frac-num><frac-sep/>
<frac-den>2</frac-den></frac></money> million.</p><hl2>Next</hl2><media media-type="image">
<media-reference source="a.jpg"/><media-caption>The old wall.</media-caption></media>
<p>Work <q>begins</q> in May<fn><p>Minutes, page 4</p></fn>.</p></block>
<table><tr><th>Port</th><th>2024</th></tr><tr><td>Ellsby</td><td>960</td></tr></table>"""
    found = only(NITF.format(status="usable", body=body), "wall.xml")
    assert found.doc_id == "wall.xml"
    assert found.title == "Café by the wall closes"
    assert found.authors == ("Imke Sorley", "Tobias Renn")
    assert (found.published, found.outlet, found.section) == (
        date(2024, 3, 12), "Thornley Courier", "Local")  # fmt: skip
    assert found.text == (
        "Owners protest\n\nThe council paid 3 1/2 million.\n\nNext\n\nWork “begins” in May.\n\n"
        "Port: Ellsby | 2024: 960"
    )
    assert removed(found) == [("The old wall.", "caption"), ("Minutes, page 4", "footnote"),
                              ("A short form.", "abstract"),
                              ("Renn reports on ports.", "tagline")]  # fmt: skip
    assert found.extra["doc-id"] == "tc.240312.wall"
    assert found.extra["dateline"] == "Ellsby"


@pytest.mark.parametrize("status", ["withheld", "canceled", "killed"])
def test_nitf_that_is_not_to_be_published_is_refused(status: str) -> None:
    with pytest.raises(Unreadable, match=f"not indexed: its publisher calls it {status}"):
        read_document(NITF.format(status=status, body="<p>Secret.</p>").encode(), "wall.xml")


def news_item(
    content: str,
    *,
    guid: str = "urn:tc:1",
    version: int = 1,
    status: str = "stat:usable",
    more: str = "",
) -> str:
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}"
 version="{version}" standard="NewsML-G2" standardversion="2.33"
 conformance="power" xml:lang="en-GB">
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:TC"><name>Thornley Courier</name>
</provider><versionCreated>2024-03-20T09:00:00Z</versionCreated>{more}
<pubStatus qcode="{status}"/><edNote>Check the sum.</edNote></itemMeta>
<contentMeta><contentCreated>2024-03-12T23:40:00-05:00</contentCreated><by>By Imke Sorley</by>
<headline role="hlrole:short">Wall</headline><headline role="hlrole:main">Wall costs rise</headline>
<subject qcode="medtop:1"><name>harbour</name></subject></contentMeta>
<contentSet>{content}</contentSet></newsItem>"""


XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>x</title></head><body><h2>Costs</h2><p>The wall costs £4<sup>1</sup>&#160;million.</p>
</body></html></inlineXML>"""


def test_a_news_item_of_newsml_is_read() -> None:
    found = only(news_item(XHTML), "item.xml")
    assert found.doc_id == "item.xml"
    assert (found.title, found.authors) == ("Wall costs rise", ("Imke Sorley",))
    assert (found.published, found.outlet) == (date(2024, 3, 12), "Thornley Courier")
    assert (found.language, found.tags) == ("en-GB", ("harbour",))
    assert found.text == "Costs\n\nThe wall costs £4 million."
    assert ("Check the sum.", "editor's note") in removed(found)


@pytest.mark.parametrize(
    "content",
    [
        '<inlineData contenttype="text/plain">The wall holds.</inlineData>',
        '<inlineData contenttype="text/html">&lt;p&gt;The wall holds.&lt;/p&gt;</inlineData>',
        '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10'
        '-18/"><body><body.head/><body.content><p>The wall holds.</p></body.content></body></nitf>'
        "</inlineXML>",
        '<remoteContent href="wall.jpg"/><inlineXML contenttype="application/xhtml+xml">'
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>The wall holds.</p></div></inlineXML>',
        '<inlineData contenttype="text/plain" encoding="http://cv.iptc.org/newscodes/encoding/base64">'
        "VGhlIHdhbGwgaG9sZHMu</inlineData>",
    ],
)
def test_each_way_in_which_newsml_holds_a_text_is_read(content: str) -> None:
    found = only(news_item(content), "item.xml")
    assert (found.text, found.title) == ("The wall holds.", "Wall costs rise")


def test_a_newsml_message_gives_the_latest_version_of_what_may_be_shown() -> None:
    text = '<inlineData contenttype="text/plain">{}</inlineData>'.format
    items = [
        news_item(text("Old."), guid="urn:a", version=2),
        news_item(text("New."), guid="urn:a", version=10),
        news_item(text("Said."), guid="urn:b", version=1),
        news_item(text("Taken back."), guid="urn:b", version=2, status="stat:canceled"),
        news_item(text("Secret."), guid="urn:c", status="stat:withheld"),
        news_item(text("Soon."), guid="urn:d", more="<embargoed>2099-01-01T06:00:00Z</embargoed>"),
        news_item(text("Out."), guid="urn:e", more="<embargoed>2020-01-01T06:00:00Z</embargoed>"),
        news_item('<remoteContent href="a.jpg"/>', guid="urn:f"),
    ]
    message = (
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>'
        f"{''.join(items)}</itemSet></newsMessage>"
    )
    found = articles(message, "message.xml")
    assert {key: item if isinstance(item, str) else item.text for key, item in found.items()} == {
        "urn:a": "New.",
        "urn:b": "not indexed: its publisher calls it canceled",
        "urn:c": "not indexed: its publisher calls it withheld",
        "urn:d": "not indexed: under an embargo until 2099-01-01T06:00:00Z",
        "urn:e": "Out.",
        "urn:f": "not indexed: no text but a text",
    }


NINJS_1 = {
    "uri": "https://courier.example/wall", "type": "text", "versioncreated": "2024-03-20T09:00:00Z",
    "firstcreated": "2024-03-12T23:40:00-05:00", "pubstatus": "usable", "language": "en",
    "headline": "Wall costs rise", "byline": "Imke Sorley", "body_text": "Plain.",
    "body_xhtml": "<p>The wall costs <s>£3m</s> £4m.</p><h2>Who pays</h2><p>The county.</p>",
    "subject": [{"name": "harbour"}], "infosource": [{"name": "Thornley Courier"}],
}  # fmt: skip
NINJS_2 = {
    "uri": "https://courier.example/wall", "versioncreated": "2024-03-20T09:00:00Z",
    "contentcreated": "2024-03-12T23:40:00-05:00", "pubstatus": "usable", "language": "en",
    "headlines": [{"role": "short", "value": "Wall"}, {"role": "main", "value": "Wall costs rise"}],
    "by": "Von Imke Sorley", "subjects": [{"name": "harbour"}],
    "infosources": [{"name": "Thornley Courier"}],
    "bodies": [{"role": "main", "contenttype": "text/plain", "value": "Plain."},
               {"role": "rich", "contenttype": "application/xhtml+xml",
                "value": NINJS_1["body_xhtml"]}],
}  # fmt: skip
NINJS_3 = {
    "uri": "https://courier.example/wall", "versionCreated": "2024-03-20T09:00:00Z",
    "contentCreated": "2024-03-12T23:40:00-05:00", "pubStatus": "usable", "language": "en",
    "headlines": [{"value": "Wall costs rise"}], "subjects": [{"name": "harbour"}],
    "people": [{"name": "Imke Sorley", "rel": "author"}, {"name": "Rosa Pym", "rel": "about"}],
    "infoSources": [{"name": "Thornley Courier"}],
    "bodies": [{"role": "richtext", "contentType": "text/html", "value": NINJS_1["body_xhtml"]}],
}  # fmt: skip


@pytest.mark.parametrize("item", [NINJS_1, NINJS_2, NINJS_3])
def test_a_news_item_of_each_edition_of_ninjs_is_read(item: dict[str, object]) -> None:
    found = only(json.dumps(item), "wall.json")
    assert found.doc_id == "wall.json"
    assert (found.title, found.published) == ("Wall costs rise", date(2024, 3, 12))
    assert [author.removeprefix("Von ") for author in found.authors] == ["Imke Sorley"]
    assert (found.outlet, found.tags) == ("Thornley Courier", ("harbour",))
    assert found.uri == "https://courier.example/wall"
    assert found.text == "The wall costs £4m.\n\nWho pays\n\nThe county."
    assert removed(found) == [("£3m", "struck out")]


def test_ninjs_items_that_are_not_to_be_published_are_reported() -> None:
    items = [
        {**NINJS_1, "uri": "urn:1"},
        {**NINJS_1, "uri": "urn:2", "pubstatus": "withheld"},
        {**NINJS_3, "uri": "urn:3", "pubStatus": "canceled"},
        {"uri": "urn:4", "pubstatus": "usable", "type": "picture", "headline": "A picture"},
        {**NINJS_2, "uri": "urn:5", "embargoed": "2099-01-01T06:00:00Z"},
    ]
    reasons = {
        "urn:2": "not indexed: its publisher calls it withheld",
        "urn:3": "not indexed: its publisher calls it canceled",
        "urn:4": "not indexed: no text but a picture",
        "urn:5": "not indexed: under an embargo until 2099-01-01T06:00:00Z",
    }
    for name, text in (("a.json", json.dumps(items)),
                       ("a.jsonl", "\n".join(map(json.dumps, items)))):  # fmt: skip
        found = articles(text, name)
        assert isinstance(found.pop("urn:1"), Document)
        assert found == reasons


BOMB = """<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a "lol lol lol lol lol lol lol">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]>
<nitf><body><body.content><p>&g;</p></body.content></body></nitf>"""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (wxr(post("One."))[:900], "truncated or damaged WordPress export"),
        (NITF[:600], "truncated or damaged NITF file"),
        (news_item(XHTML)[:900], "truncated or damaged NewsML-G2 file"),
        (f"<nitf>{'<p>' * 400}x{'</p>' * 400}</nitf>", "nested too deeply"),
        (BOMB, "truncated or damaged NITF file"),
        ("<catalogue><book/></catalogue>", "an XML file of another kind (catalogue)"),
        ("<NewsML><NewsItem/></NewsML>", "an XML file of another kind (NewsML)"),
        ("Just words.", "not XML although its name says so"),
        ("GIF89a0000", "not XML although its name says so"),
        ("<packageItem xmlns='http://iptc.org/std/nar/2006-10-01/'><groupSet/></packageItem>",
         "no articles in it: it only lists or describes other items"),
        ("<nitf><head/></nitf>", "no text: it has no body.content"),
    ],
)  # fmt: skip
def test_bad_xml_has_one_clear_reason(data: str, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_document(data.encode(), "bad.xml")
    assert str(error.value) == reason


def test_what_an_external_entity_names_is_never_read() -> None:
    data = NITF.replace(
        'nitf-3-4.dtd">', 'nitf-3-4.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    )
    found = only(data.format(status="usable", body="<p>Before &x; after.</p>"), "wall.xml")
    assert "root" not in found.text
