"""What is read of a web page: its words, and an account of those left out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers.formats import read_document
from index.types import Document

LEAD = (
    "<p>The council of Thornley voted on Tuesday to close the library in Mill Street from "
    "January and to move its books to the school in Baxter Lane.</p>"
)
END = (
    "<p>Opponents handed over a petition with many names, and they said that the school is "
    "locked after four o'clock on every day of the week.</p>"
)


def read(inside: str, *, head: str = "", lang: str = "en") -> Document:
    page = (
        f"<!doctype html><html lang={lang}><head><title>Library to close</title>{head}</head><body>"
        f"<article><h1>Library to close</h1>{LEAD}{inside}{END}</article></body></html>"
    )
    return read_document(page.encode(), "a.html")


def between(document: Document) -> str:
    """The text without its first and last paragraph."""
    return "\n\n".join(document.text.split("\n\n")[1:-1])


def removed(document: Document) -> dict[str, str]:
    return {line.text: line.reason for line in document.removed if line.reason != "title"}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("fell to 48,200 in 2023<sup>4</sup> and rose", "fell to 48,200 in 2023 and rose"),
        ("cost £1.4 million<sup>[5]</sup> in all", "cost £1.4 million in all"),
        ("is £500<a href='#n1'><sup>1</sup></a> at first", "is £500 at first"),
        ("is £500<sup><a href='#n1'>1</a></sup> at first", "is £500 at first"),
        ("has 36 m<sup><a href='#n2'>2</a></sup> now", "has 36 m now"),
        ("has 36<a class=footnote-ref href='notes.html#2'>2</a> beds", "has 36 beds"),
        ("has 36<span style='vertical-align: super'>2</span> beds", "has 36 beds"),
        ("has 36<span class=up>2</span> beds", "has 36 beds"),
        ("has 36<a role=doc-noteref href='#fn1'>*</a> beds", "has 36 beds"),
        ("takes 3 × 10<sup>6</sup> litres", "takes 3 × 10⁶ litres"),
        ("takes 10<span class=up>-9</span> metres", "takes 10⁻⁹ metres"),
        ("covers 320 m<sup>2</sup> of land", "covers 320 m² of land"),
        ("on the 4<sup>th</sup> of May", "on the 4th of May"),
        ("is <math><msup><mn>10</mn><mn>6</mn></msup></math> litres", "is 10⁶ litres"),
        ("CO<sub>2</sub> is measured", "CO2 is measured"),
        ("holds<sup>[<i>citation needed</i>]</sup> still", "holds still"),
        ("says E = mc<sup>2</sup> now", "says E = mc² now"),
    ],
)
def test_a_reference_mark_is_dropped_and_a_power_kept(html: str, text: str) -> None:
    document = read(
        f"<p>The ferry {html}, as the trust said.</p>",
        head="<style>@media print{.x{color:red}} .note, .up { vertical-align: super }</style>",
    )
    assert between(document) == f"The ferry {text}, as the trust said."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("costs <del>£12.50</del> <ins>£14.80</ins> now", "costs £14.80 now"),
        ("takes <s>nine</s> eleven weeks", "takes eleven weeks"),
        ("begins on <strike>4 May</strike> 18 May", "begins on 18 May"),
        ("is <span style='text-decoration: line-through'>3</span> 4 km", "is 4 km"),
        ("is <span style='TEXT-DECORATION-LINE:line-through;color:red'>3</span> 4 km", "is 4 km"),
        ("is <span class='old'>3</span> 4 km", "is 4 km"),
        ("is <b id=was>3</b> 4 km", "is 4 km"),
        ("is <span role=deletion>3</span> 4 km", "is 4 km"),
        ("is <del><b>3</b> or so</del>4 km", "is 4 km"),
    ],
)
def test_what_is_struck_out_is_left_out_and_listed(html: str, text: str) -> None:
    document = read(
        f"<p>The trip {html}, as the operator said.</p>",
        head="<style>p .old, p > #was { text-decoration: line-through }</style>",
    )
    assert between(document) == f"The trip {text}, as the operator said."
    assert "struck out" in removed(document).values()


@pytest.mark.parametrize(
    "html",
    [
        "<p style='display: none'>Rosa, off the record, says so.</p>",
        "<p hidden>Rosa, off the record, says so.</p>",
        "<div style='visibility:hidden'><p>Rosa, off the record, says so.</p></div>",
        "<p style='position:absolute; left:-9999px'>Rosa, off the record, says so.</p>",
        "<p style='font-size:0'>Rosa, off the record, says so.</p>",
        "<p class=note>Rosa, off the record, says so.</p>",
        "<section class='inner note'><p>Rosa, off the record, says so.</p></section>",
        "<!-- Rosa, off the record, says so. -->",
        "<p>The vote was nine to six.<!-- Rosa, off the record, says so. --></p>",
        "<dialog>Rosa, off the record, says so.</dialog>",
        "<span class=sr-only>Rosa, off the record, says so.</span>",
        "<p aria-hidden=true>Rosa, off the record, says so.</p>",
    ],
)
def test_hidden_text_is_no_text_and_listed(html: str) -> None:
    document = read(html, head="<style>.x{color:red} .note{display:none}</style>")
    assert "Rosa" not in document.text
    assert removed(document) in (
        {"Rosa, off the record, says so.": "hidden"},
        {"Rosa, off the record, says so.": "HTML comment"},
    )


@pytest.mark.parametrize(
    "html",
    [
        "<div id=comments><p>I heard that the mayor set the fire.</p></div>",
        "<ol class='comment-list'><li>I heard that the mayor set the fire.</li></ol>",
        "<section class=article__comments><p>I heard that the mayor set the fire.</p></section>",
        "<div id=disqus_thread>I heard that the mayor set the fire.</div>",
        "<div id=respond><p>I heard that the mayor set the fire.</p></div>",
        "<div itemscope itemtype='https://schema.org/Comment'>I heard that the mayor set the fire."
        "</div>",
        "<section class=feedback><h2>Comments (3)</h2><p>I heard that the mayor set the fire.</p>"
        "</section>",
        "<h2>Kommentare</h2><p>I heard that the mayor set the fire.</p>",
    ],
)
def test_a_readers_comment_is_never_the_article(html: str) -> None:
    page = f"<html><body><article><h1>Fire</h1>{LEAD}{END}{html}</article></body></html>"
    document = read_document(page.encode(), "a.html")
    assert "mayor" not in document.text
    assert "mayor set the fire." in " ".join(removed(document))
    assert set(removed(document).values()) == {"reader's comment"}


@pytest.mark.parametrize("name", ["comment", "article comment opinion", "no-comments"])
def test_a_piece_whose_class_says_comment_is_an_article(name: str) -> None:
    page = f"<html><body><h1>Why I went</h1><div class='{name}'>{LEAD}{END}</div></body></html>"
    assert read_document(page.encode(), "a.html").text.startswith("The council of Thornley")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("took place on <time datetime=2024-03-05>5 March</time> in", "took place on 5 March in"),
        ("said <q>no tax will rise</q> and left", "said “no tax will rise” and left"),
        ("ran <code>make all</code> at noon", "ran make all at noon"),
        ("gave <output>31</output> as sum", "gave 31 as sum"),
        ("calls it <button>a glossary word</button> here", "calls it a glossary word here"),
        ("for <label>all members</label> of it", "for all members of it"),
        ("a <data value=1>first</data> <abbr title='a b'>AB</abbr>", "a first AB"),
        ("Super<wbr>cali<b>frag</b>ilistic", "Supercalifragilistic"),
        ("har&shy;bour wall", "harbour wall"),
        ("<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby> wins", "東京 wins"),
        ("at 10&nbsp;000 francs", "at 10 000 francs"),
        ("in two<br>lines", "in two\nlines"),
    ],
)
def test_a_sentence_keeps_its_words(html: str, text: str) -> None:
    assert between(read(f"<p>The vote {html}, she said.</p>")) == f"The vote {text}, she said."


@pytest.mark.parametrize(
    "name",
    ["shareholders", "share-price", "social-affairs", "cookies-recipe", "menu-prices", "sharing",
     "meta-analysis", "next-week", "player-ratings", "attachment", "message", "social", "menu",
     "tags", "permission", "options", "embed", "rating", "widget", "banner-year", "button",
     "premium", "slide", "author-rights", "related-deaths", "newsletter-fraud", "ad-hoc"],
)  # fmt: skip
def test_no_section_is_lost_for_its_name(name: str) -> None:
    told = "The meeting approved a dividend of 14 pence a share."
    document = read(f"<section class='{name}'><h2>Money</h2><p>{told}</p></section>")
    assert between(document) == f"Money\n\n{told}" or any(
        told in text for text in removed(document)
    )
    if name not in ("sharing", "widget"):
        assert told in document.text


@pytest.mark.parametrize("name", ["sidebar", "related", "newsletter", "byline", "author-bio"])
def test_a_box_is_listed_when_it_is_left_out(name: str) -> None:
    told = "The meeting approved a dividend of 14 pence a share."
    document = read(f"<div class='{name}'><p>{told}</p></div>")
    assert told not in document.text
    assert told in removed(document)


@pytest.mark.parametrize(
    "html",
    [
        "<aside><p>The bridge fell in May, the paper wrote.</p></aside>",
        "<figure><img src=a.png><figcaption>The bridge fell in May.</figcaption></figure>",
        "<p><a href=/x>Related: Bridge fell in May</a></p>",
        "<p><strong>Read also:</strong> <a href=/y>The bridge fell in May.</a></p>",
        "<ul class=related><li><a href=/x>The bridge fell in May.</a></li></ul>",
        "<article class=card><h3><a href=/b>The bridge</a></h3><p>The bridge fell in May.</p>"
        "</article>",
        "<form><label>The bridge fell in May.</label><input></form>",
    ],
)
def test_what_is_another_article_is_no_text_of_this_one(html: str) -> None:
    document = read(html)
    assert between(document) == ""
    assert "ridge fell in May" in " ".join(removed(document))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol><li>Oak</li><li>Elm</li></ol>", "1. Oak\n2. Elm"),
        ("<ol start=4><li>Oak<li value=9>Elm<li>Ash</ol>", "4. Oak\n9. Elm\n10. Ash"),
        ("<ol reversed><li>Oak</li><li>Elm</li></ol>", "2. Oak\n1. Elm"),
        ("<ol type=a><li>Oak</li><li>Elm</li></ol>", "a. Oak\nb. Elm"),
        ("<ul><li>Oak<ul><li>Red oak</li></ul></li><li>Elm</li></ul>", "- Oak\n  - Red oak\n- Elm"),
        ("<ul><li><p>Oak</p></li><li><p>Elm</p></li></ul>", "- Oak\n- Elm"),
        ("<dl><dt>Oak</dt><dd>A tree.</dd></dl>", "Oak\n\nA tree."),
        ("<pre>Oak\n  Elm</pre>", "Oak\nElm"),
        ("<blockquote><p>It holds.</p><footer>Ada Quist</footer></blockquote>",
         "It holds.\n\nAda Quist"),
        ("<div>It opened in May.<br><br>It closed in June.</div>",
         "It opened in May.\n\nIt closed in June."),
        ("<table><tr><th>Port</th><th>2024</th></tr><tr><td>Ellsby</td><td>960</td></tr></table>",
         "Port: Ellsby | 2024: 960"),
        ("<table><caption>Tonnes</caption><tr><th>Port<th>2023<th>2024<tr><td rowspan=2>Ellsby"
         "<td>1<td>2<tr><td colspan=2>closed</table>",
         "Tonnes\nPort: Ellsby | 2023: 1 | 2024: 2\nPort: Ellsby | 2023, 2024: closed"),
        ("<table><tr><td><b>Port</b><td><strong>2024</strong><tr><td>Ellsby<td>960</table>",
         "Port: Ellsby | 2024: 960"),
        ("<table><tr><td><b>Port</b><td>Mayor<tr><td><b>Ellsby</b><td>Orr</table>",
         "Port | Mayor\nEllsby | Orr"),
        ("<figure><table><tr><th><th>2023<th>2024<tr><th>Adults<td>4.50<td>5.20</table><figcaption>"
         "Fares</figcaption></figure>", "Fares\nAdults | 2023: 4.50 | 2024: 5.20"),
        ("<p>It fell.</p>", "It fell."),
        ("<table role=presentation><tr><td><p>It opened in May 2019.</p></td><td><p>It closed in "
         "June 2020.</p></td></tr></table>", "It opened in May 2019.\n\nIt closed in June 2020."),
    ],
)  # fmt: skip
def test_lists_and_tables_keep_their_form(html: str, text: str) -> None:
    assert between(read(html)) == text


BRIDGE = "The county closes the bridge to all lorries over 7 tonnes."
DETOUR = "Lorries are sent through Baxter, a detour of 23 kilometres."


@pytest.mark.parametrize(
    "entry",
    [
        "<article class=post><time>{}</time><h2>{}</h2><p>{}</p></article>",
        "<li><span class=when><time>{}</time></span><h2>{}</h2><p>{}</p></li>",
        "<div class=entry><p class=timestamp>{}</p><h3>{}</h3><p>{}</p></div>",
        "<section><time datetime=2024-10-03>{}</time><h3>{}</h3><div>{}</div></section>",
    ],
)
def test_an_entry_of_a_live_blog_keeps_its_time_and_heading(entry: str) -> None:
    entries = entry.format("14:02", "Bridge closes", BRIDGE) + entry.format(
        "2.55 pm", "Tour", DETOUR
    )
    page = f"<html><body><main><h1>As it happened</h1><div>{entries}</div></main></body></html>"
    assert read_document(page.encode(), "a.html").text == (
        f"14:02 Bridge closes\n\n{BRIDGE}\n\n2.55 pm Tour\n\n{DETOUR}"
    )


def test_a_time_stays_with_its_entry_where_there_is_no_heading() -> None:
    entry = "<div><p><time>{}</time> Imke Sorley</p><p>{}</p></div>"
    entries = entry.format("14:02", BRIDGE) + entry.format("14:55", DETOUR)
    page = f"<html><body><main><h1>As it happened</h1>{entries}</main></body></html>"
    assert read_document(page.encode(), "a.html").text == (
        f"14:02 Imke Sorley\n{BRIDGE}\n\n14:55 Imke Sorley\n{DETOUR}"
    )


def test_menus_and_columns_beside_the_article_are_no_part_of_it() -> None:
    page = (
        "<body><div><div><ul><li><a href=/1>Politics</a></li><li><a href=/2>Sport</a></li></ul>"
        f"</div><div><h1>Library to close</h1><div>{LEAD}{END}</div><p>It opened in 1911.</p></div>"
        f"<div><h3>Also today</h3><p>{DETOUR}</p></div></div></body>"
    )
    document = read_document(page.encode(), "a.html")
    assert document.text.endswith("week.\n\nIt opened in 1911.")
    assert document.text.startswith("The council")
    assert {"links", "outside the article"} >= set(removed(document).values())


def test_a_list_of_links_is_text_where_it_is_announced() -> None:
    items = "<ul><li><a href=/r>Rosa Pellam</a></li><li><a href=/a>Ada Quist</a></li></ul>"
    assert between(read(f"<p>Two members of the council voted against it:</p>{items}")) == (
        "Two members of the council voted against it:\n\n- Rosa Pellam\n- Ada Quist"
    )
    assert between(read(items)) == ""


def test_a_standfirst_without_a_full_stop_is_read() -> None:
    told = "An adult will pay 5.20 pounds from May, and children ride free"
    assert between(read(f"<p class=standfirst>{told}</p>")) == told


@pytest.mark.parametrize("tag", ["main", "article", "section", "div"])
def test_a_page_that_opens_no_body_is_read(tag: str) -> None:
    page = f"<!doctype html><title>T</title><style>.a{{}}</style><{tag}><h1>Vote</h1>{LEAD}{END}"
    document = read_document(page.encode(), "a.html")
    assert (document.title, len(document.text.split("\n\n"))) == ("Vote", 2)


def test_each_comment_is_listed_once() -> None:
    thread = "<div id=comments><ol class=comment-list><li class=comment>I saw it.</li></ol></div>"
    assert removed(read(thread)) == {"I saw it.": "reader's comment"}
    assert len(read(thread).removed) == 2


_ELEMENTS = st.recursive(
    st.tuples(st.sampled_from(["span", "b", "time", "q", "sup", "del", "a", "code", "label"])),
    lambda inner: st.tuples(
        st.sampled_from(
            ["p", "div", "section", "ul", "ol", "li", "table", "tr", "td", "h2", "blockquote",
             "aside", "nav", "figure", "figcaption", "footer", "header", "pre", "article", "del",
             "dl", "dd", "details", "form", "button", "span", "em"]
        ),
        st.sampled_from(["", " class=related", " class=share-price", " hidden", " id=comments",
                         " class=byline", " style='text-decoration:line-through'"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)  # fmt: skip


def _markup(element: Any, words: list[str]) -> str:
    words.append(f"word{len(words)}x")
    mine = words[-1]
    attributes, inside = element[1:] if len(element) == 3 else ("", [])
    parts = " ".join(_markup(child, words) for child in inside)
    words.append(f"word{len(words)}x")
    return f"<{element[0]}{attributes}> {mine} {parts}</{element[0]}> {words[-1]}"


@settings(max_examples=60, deadline=None)
@given(st.lists(_ELEMENTS, max_size=6))
def test_each_word_of_a_page_is_read_or_listed(elements: list[Any]) -> None:
    words: list[str] = []
    document = read("".join(_markup(element, words) for element in elements))
    account = f"{document.text} {' '.join(line.text for line in document.removed)}"
    assert [word for word in words if word not in account] == []
    assert not re.findall(r"word\d+x(?=\w)", document.text)
