"""Exported answers: footnotes, numbers over a conversation, and text that stays text."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from index.errors import StorageError, UsageError
from index.types import Filters
from rag.export.escaping import escape_markdown, to_link
from rag.export.view_model import build_page, number_through
from rag.export.write import SUFFIXES, check_export_path, write_export
from rag.types import (
    Answer,
    AnswerStatus,
    Citation,
    Disagreement,
    Sentence,
    Support,
    SupportLevel,
)

HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) **bold** `code` | {{7*7}} ]]> -- \x1b[2J"
    " \u202eevil & \\input{/etc/passwd} $x$ 100 % #1 a_b ~ ^ \x00 { unbalanced"
)
SUPPORTED = Support(level=SupportLevel.SUPPORTED)


def citation(marker: int = 1, place: str = "a.md#0-40", **changed: object) -> Citation:
    plain = Citation(
        marker=marker, doc_id=place.partition("#")[0], version="1", passage_id=place, start=0,
        end=20, quote="The ferry has a bell.", title="Ferry gets a bell", authors=("Ann Lee",),
        published=date(2024, 3, 5), outlet="The Gazette", uri="https://gazette.example.org/bell",
        page=3, also_in=("wire/bell.md",),
    )  # fmt: skip
    return replace(plain, **changed)


def answer(*citations: Citation, question: str = "Has the ferry a bell?", **changed: object):
    sentences = tuple(Sentence(text=c.quote, citations=(c,), support=SUPPORTED) for c in citations)
    plain = Answer(
        question=question, standalone_question=question, filters=Filters(), sentences=sentences,
        hits=(), confidence=0.9,
        status=AnswerStatus.ANSWERED if citations else AnswerStatus.NOT_IN_ARTICLES,
    )  # fmt: skip
    return replace(plain, **changed)


def exported(tmp_path: Path, suffix: str, *answers: Answer) -> str:
    path = tmp_path / f"taken{suffix}"
    write_export(path, answers)
    if suffix != ".docx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as parts:
        return parts.read("word/document.xml").decode() + parts.read("docProps/core.xml").decode()


def shown(tmp_path: Path, suffix: str, *answers: Answer) -> str:
    """What a reader sees, without the markup."""
    return re.sub(r"<[^>]+>|\\(?=[^\w\s])", "", exported(tmp_path, suffix, *answers))


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
def test_write_export_gives_the_whole_source_when_a_sentence_is_cited(tmp_path, suffix):
    written = shown(tmp_path, suffix, answer(citation()))
    for part in (
        "Has the ferry a bell?", "The ferry has a bell.", "Ferry gets a bell", "Ann Lee",
        "The Gazette", "5 March 2024", "page 3", "a.md", "wire/bell.md",
    ):  # fmt: skip
        assert part in written, part


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
def test_write_export_says_so_when_the_articles_do_not_say(tmp_path, suffix):
    assert "The articles do not say." in shown(tmp_path, suffix, answer())


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
def test_write_export_says_so_when_the_articles_may_not_say(tmp_path, suffix):
    unsure = answer(citation(), status=AnswerStatus.UNSURE)
    written = shown(tmp_path, suffix, unsure)
    assert "The articles may not say. The nearest they come:" in written
    assert "own words" not in written


@pytest.mark.parametrize(
    ("suffix", "bold"),
    [
        (".md", "The ferry has a **bell & a horn**.".replace("&", "&amp;")),
        (".html", "The ferry has a <strong>bell &amp; a horn</strong>."),
        (".docx", "<w:rPr><w:b/></w:rPr><w:t>bell &amp; a horn</w:t>"),
    ],
)
def test_write_export_marks_the_words_that_answer(tmp_path, suffix, bold):
    text = "The ferry has a bell & a horn."
    sentence = Sentence(text=text, citations=(citation(),), support=SUPPORTED, focus=(16, 29))
    assert bold in exported(tmp_path, suffix, answer(citation(), sentences=(sentence,)))


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
def test_write_export_gives_the_verdict_when_a_sentence_is_not_supported(tmp_path, suffix):
    doubtful = Support(level=SupportLevel.UNSUPPORTED, reasons=("87 is not 85",))
    sentence = Sentence(text="It has 87 bells.", citations=(citation(),), support=doubtful)
    written = shown(tmp_path, suffix, answer(sentences=(sentence,), model="tiny",
                                             status=AnswerStatus.ANSWERED))  # fmt: skip
    assert "not supported: 87 is not 85" in written
    assert "Written by tiny" in written


@pytest.mark.parametrize(
    ("suffix", "apart"),
    [
        (".md", "\n\n> ⚠ It sank. *(not supported)*\n\n"),
        (".html", '<p class="prose apart" dir="auto">'),
        (".docx", '<w:pStyle w:val="IntenseQuote"/></w:pPr><w:r><w:t>⚠ It sank.</w:t>'),
    ],
)
def test_write_export_sets_apart_and_counts_what_is_not_borne_out(tmp_path, suffix, apart):
    sunk = Sentence(text="It sank.", citations=(), support=Support(level=SupportLevel.UNSUPPORTED))
    given = answer(citation(), model="tiny")
    given = replace(given, sentences=(*given.sentences, sunk, *given.sentences))
    written = exported(tmp_path, suffix, given)
    assert apart in written
    assert "1 of 3 sentences is not borne out" in written


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
def test_write_export_says_how_the_question_was_completed(tmp_path, suffix):
    filters = Filters(published_from=date(2024, 3, 1), authors=("Ann Lee", "J. Holt"))
    asked = answer(
        citation(), standalone_question="And the bell? (the ferry)",
        searched=("And the bell?", "And the bell? It has one."), filters=filters,
        notices=("No meaning.",), read_filters=Filters(authors=("Ann Lee", "J. Holt")),
    )  # fmt: skip
    written = shown(tmp_path, suffix, asked)
    for part in (
        "Understood as: And the bell, about the ferry?", "published from 1 March 2024",
        "author Ann Lee or J. Holt (read in the question)", "Note: No meaning.",
    ):  # fmt: skip
        assert part in written, part


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
def test_write_export_shows_both_sides_when_articles_disagree(tmp_path, suffix):
    one = citation(quote="It cost £3 million.")
    other = citation(2, "b.md#0-40", quote="It cost £4 million.", published=date(2024, 4, 1))
    found = Disagreement(figures=("£3 million", "£4 million"), citations=(one, other))
    written = shown(tmp_path, suffix, answer(one, disagreements=(found,)))
    assert "The articles disagree" in written
    assert written.index("£3 million") < written.index("£4 million")
    assert "1 April 2024" in written


def test_number_through_keeps_one_number_when_answers_share_a_passage():
    first = answer(citation(1, "a.md#0-9"), citation(2, "b.md#0-9"))
    second = answer(citation(1, "c.md#0-9"), citation(2, "a.md#0-9"))
    numbered = number_through([first, second])
    assert numbered[0] == first
    assert [c.marker for c in numbered[1].citations] == [3, 1]


def test_number_through_counts_on_when_an_article_has_changed_in_between():
    first, second = answer(citation(version="1")), answer(citation(version="2"))
    assert [c.marker for a in number_through([first, second]) for c in a.citations] == [1, 2]


def test_number_through_keeps_gaps_when_a_sentence_was_dropped():
    assert number_through([answer(citation(2))])[0].citations[0].marker == 2


def test_build_page_has_one_footnote_when_a_passage_is_quoted_twice():
    page = build_page(
        [answer(citation(), citation(start=30, quote="It rings.")), answer(citation())]
    )
    assert [source.number for source in page.sources] == [1]
    assert page.sources[0].quotes == ("“The ferry has a bell.”", "“It rings.”")


def hostile_answer() -> Answer:
    bad = citation(
        title=HOSTILE, quote=HOSTILE, authors=(HOSTILE,), outlet=HOSTILE, doc_id=HOSTILE,
        uri="javascript:alert(1)", also_in=(HOSTILE,),
    )  # fmt: skip
    found = Disagreement(figures=(HOSTILE, HOSTILE), citations=(bad, bad))
    return answer(
        bad, question=HOSTILE, notices=(HOSTILE,), searched=(HOSTILE,), disagreements=(found,),
        model=HOSTILE,
    )  # fmt: skip


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_write_export_holds_no_control_character_when_the_text_does(tmp_path, suffix):
    written = exported(tmp_path, suffix, hostile_answer(), hostile_answer())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", written.replace("\r", ""))


def test_html_holds_only_our_markup_when_the_text_is_hostile(tmp_path):
    page = lxml_html.fromstring(exported(tmp_path, ".html", hostile_answer()))
    assert not page.xpath("//script | //*[@onerror] | //*[@style] | //img | //iframe")
    assert all(link.startswith("#source-") for link in page.xpath("//a/@href"))
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert HOSTILE.partition(" --")[0] in page.xpath("string(//h1)")


def test_html_shows_its_own_style_when_opened(tmp_path):
    import hashlib
    from base64 import b64encode

    written = exported(tmp_path, ".html", answer(citation()))
    style = re.search("<style>(.*)</style>", written, re.DOTALL)[1]
    assert b64encode(hashlib.sha256(style.encode()).digest()).decode() in written


def test_html_links_every_marker_when_there_are_sources(tmp_path):
    answers = [answer(citation(), citation(2, "b.md#0-9")), answer(citation(1, "c.md#0-9"))]
    page = lxml_html.fromstring(exported(tmp_path, ".html", *answers))
    targets = {f"#{name}" for name in page.xpath("//li/@id")}
    assert set(page.xpath("//sup/a/@href")) == targets == {"#source-1", "#source-2", "#source-3"}


def test_markdown_renders_no_markup_of_articles_when_the_text_is_hostile(tmp_path):
    written = exported(tmp_path, ".md", hostile_answer())
    rendered = MarkdownIt("commonmark").enable("table").render(written)
    page = lxml_html.fromstring(rendered)
    assert not page.xpath("//script | //strong | //code | //a | //img")
    assert "<script>alert(1)" in page.xpath("string(//h1)")


@pytest.mark.parametrize(
    "text",
    ["# head", "- item", "1. one", "> quote", "a_b_c", "<b>", "&amp;", "[a](b)", "![a](b)", "```x",
     "===", "---", "| a | b |", "https://x.example", "www.x.example", "@ann", "\\*x\\*", "+ a",
     "two\n\nparagraphs", "    code", "[^1]: note", "~~gone~~", "$x$", "Müller: „ja“"],
)  # fmt: skip
def test_escape_markdown_renders_as_the_text_when_it_looks_like_markup(text):
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    page = lxml_html.fromstring(rendered.render(escape_markdown(text)))
    assert page.tag == "p"
    assert len(page) == 0
    assert page.text == " ".join(text.split())


@pytest.mark.parametrize(
    "uri", ["javascript:alert(1)", "data:text/html,x", "ftp://a/b", "/etc/passwd", "https://", None,
            "https://[bad", "https://a.example/\u202egpj"],
)  # fmt: skip
def test_to_link_is_none_when_the_address_is_none_for_a_browser(uri):
    assert to_link(uri) is None


def test_markdown_links_end_where_they_should_when_the_address_is_odd(tmp_path):
    odd = "https://a.example/b (c)>[d]?q=<x>&y=1"
    page = lxml_html.fromstring(
        MarkdownIt("commonmark").render(exported(tmp_path, ".md", answer(citation(uri=odd))))
    )
    [link] = page.xpath("//a/@href")
    assert link == "https://a.example/b%20%28c%29%3E%5Bd%5D?q=%3Cx%3E&y=1"


def test_word_document_has_links_to_bookmarks_when_it_is_opened(tmp_path):
    import docx

    path = tmp_path / "taken.docx"
    write_export(path, [answer(citation(), citation(2, "b.md#0-9")), answer()])
    document = docx.Document(str(path))
    xml = document.element.xml
    anchors = set(re.findall('w:anchor="(source_[0-9]+)"', xml))
    assert anchors == set(re.findall('w:name="(source_[0-9]+)"', xml)) == {"source_1", "source_2"}
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == ["Has the ferry a bell?", "Has the ferry a bell?", "Sources"]
    assert document.core_properties.author == "Byline"
    assert document.core_properties.title == "Has the ferry a bell?"
    links = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert set(links) == {"https://gazette.example.org/bell"}


@pytest.mark.parametrize("name", ["a.txt", "a", "a.pdf", ".md"])
def test_write_export_names_the_formats_when_the_suffix_is_unknown(tmp_path, name):
    with pytest.raises(UsageError, match=r"\.md, \.html, \.docx, \.json or \.bib"):
        write_export(tmp_path / name, [answer()])


@pytest.mark.parametrize("name", ["folder.md", "missing/a.md"])
def test_check_export_path_complains_when_no_file_could_be_there(tmp_path, name):
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(UsageError, match="folder"):
        check_export_path(tmp_path / name)


def test_write_export_complains_when_there_is_no_answer(tmp_path):
    with pytest.raises(UsageError, match="no answer"):
        write_export(tmp_path / "a.md", [])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_write_export_replaces_the_old_file_when_there_is_one(tmp_path, suffix):
    path = tmp_path / f"taken{suffix.upper()}"
    path.write_text("old")
    write_export(path, [answer(citation())])
    assert path.read_bytes()[:3] != b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_write_export_leaves_the_old_file_when_the_disk_refuses(tmp_path, monkeypatch):
    import index.files

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "taken.md"
    path.write_text("old")
    monkeypatch.setattr(index.files.os, "replace", refuse)
    with pytest.raises(StorageError, match="No space left"):
        write_export(path, [answer(citation())])
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
