"""Messages of the web chat: what stands in them, and that nothing in them is markup."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Document, Filters, Passage
from rag.types import (
    Answer,
    AnswerStatus,
    Citation,
    Disagreement,
    Hit,
    Sentence,
    Support,
    SupportLevel,
)
from ui.web.render import (
    excerpt,
    render_answer,
    render_problem,
    render_question,
    to_link,
    to_text,
)
from ui.web.welcome import render_header, render_welcome

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=https://evil.example/x.png onerror=alert(1)>",
    "![x](https://evil.example/x.png)",
    "[click](javascript:alert(1))",
    "https://evil.example/ and <https://evil.example>",
    "${alert(1)} {{constructor}} `code`",
    "</div></p><svg onload=alert(1)>",
    "# heading\n\n- list\n\n> quote\n\n---",
    "&lt;script&gt; &#60;b&#62;",
    "$$x$$ \\(y\\) | a | b |",
    "\u202egnp.exe\u202c \u0000\u001b[31m",
]


class Tags(HTMLParser):
    """Every tag and attribute of some HTML, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def make_citation(
    marker: int = 1, start: int = 0, text: str = "It rained.", title: str = "Rain"
) -> Citation:
    return Citation(
        marker=marker,
        doc_id=f"{title}.md",
        version="v",
        passage_id=f"{title}.md#{marker}",
        start=start,
        end=start + len(text),
        quote=text,
        title=title,
        authors=("Ada Wren",),
        published=date(2025, 3, 17),
        outlet="The Gazette",
    )


def make_answer(text: str = "It rained.", title: str = "Rain", model: str | None = None) -> Answer:
    citation = make_citation(text=text, title=title)
    support = Support(level=SupportLevel.SUPPORTED)
    return Answer(
        question="q",
        standalone_question="q",
        filters=Filters(),
        sentences=(Sentence(text=text, citations=(citation,), support=support),),
        hits=(),
        status=AnswerStatus.ANSWERED,
        confidence=0.9,
        model=model,
    )


def make_refusal(text: str = "The bakery opens at six.", title: str = "Bread") -> Answer:
    passage = Passage(passage_id="p", doc_id="bread.md", start=0, end=len(text), text=text)
    return Answer(
        question="q",
        standalone_question="q",
        filters=Filters(),
        sentences=(),
        hits=(Hit(passage=passage, score=0.1, rank=1),),
        status=AnswerStatus.NOT_IN_ARTICLES,
        confidence=0.1,
    )


def test_answer_shows_a_quotation_with_its_marker_when_no_model_wrote_it() -> None:
    shown = Tags(render_answer(make_answer(), "key", {}))
    assert "In the articles’ own words" in shown.text
    assert "“It rained.”Source [1]" in shown.text
    assert ("href", "#byline/key/1") in shown.attributes
    assert "Ada Wren · The Gazette · 17 March 2025" in shown.text


def test_answer_names_the_model_and_quotes_nothing_when_a_model_wrote_it() -> None:
    shown = Tags(render_answer(make_answer(model="small-7b"), "key", {}))
    assert "Written by small-7b" in shown.text
    assert "“" not in shown.text


def test_markers_lead_to_their_own_place_when_one_passage_is_cited_twice() -> None:
    support = Support(level=SupportLevel.SUPPORTED)
    answer = replace(
        make_answer(),
        sentences=(
            Sentence(text="A.", citations=(make_citation(1, 0, "A."),), support=support),
            Sentence(text="B.", citations=(make_citation(1, 9, "B."),), support=support),
        ),
    )
    shown = render_answer(answer, "key", {})
    found = re.findall(r'href="#byline/key/(\d)"[^>]*><span[^>]*>Source </span>(\[\d\])', shown)
    assert found[:2] == [("1", "[1]"), ("2", "[1]")]


def test_sources_are_listed_once_when_two_passages_are_of_one_article() -> None:
    support = Support(level=SupportLevel.SUPPORTED)
    answer = replace(
        make_answer(),
        sentences=(
            Sentence(text="A.", citations=(make_citation(1, 0, "A."),), support=support),
            Sentence(text="B.", citations=(make_citation(2, 9, "B."),), support=support),
        ),
    )
    assert render_answer(answer, "key", {}).count('class="byline-title"') == 1


def test_badge_says_so_when_a_sentence_is_only_partly_supported() -> None:
    answer = make_answer(model="m")
    partial = Support(level=SupportLevel.PARTIAL, reasons=("“4 million” is not in the passage",))
    answer = replace(answer, sentences=(replace(answer.sentences[0], support=partial),))
    shown = Tags(render_answer(answer, "key", {}))
    assert "partly supported" in shown.text
    assert ("title", "“4 million” is not in the passage") in shown.attributes


def test_refusal_says_so_and_shows_the_nearest_passage() -> None:
    document = Document(doc_id="bread.md", version="v", text="", title="Bread")
    shown = Tags(render_answer(make_refusal(), "key", {"bread.md": document}))
    assert "The articles do not say." in shown.text
    assert "The bakery opens at six." in shown.text
    assert ("href", "#byline/key/near-1") in shown.attributes


def test_notices_come_first_in_plain_words() -> None:
    answer = replace(make_answer(), notices=("run `byline sync FOLDER`",))
    shown = render_answer(answer, "key", {})
    assert Tags(shown).text.startswith("Run byline sync FOLDER.")
    assert "<code>byline sync FOLDER</code>" in shown


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_becomes_markup_when_texts_are_hostile(hostile: str) -> None:
    document = Document(
        doc_id="bread.md", version="v", text="", title=hostile, authors=(hostile,), outlet=hostile
    )
    messages = [
        render_question(hostile),
        render_problem(hostile.replace("`", "")),
        render_answer(replace(make_answer(hostile, hostile), notices=(hostile,)), "key", {}),
        render_answer(make_answer(hostile, hostile, model=hostile), "key", {}),
        render_answer(make_refusal(hostile), "key", {"bread.md": document}),
        render_header([document], hostile),
    ]
    for message in messages:
        shown = Tags(message)
        assert set(shown.tags) <= {"div", "p", "span", "a", "ul", "li", "code"}
        assert {name for name, _ in shown.attributes} <= {"class", "href", "title"}
        links = [value or "" for name, value in shown.attributes if name == "href"]
        assert all(re.fullmatch(r"#byline/key/(near-)?\d+", link) for link in links)
        assert not re.search(r"[\n\x00-\x1f\u202a-\u202e]", message)


@given(st.text())
def test_text_comes_back_whole_when_it_is_read_as_html(value: str) -> None:
    flat = "".join(c for c in " ".join(value.split()) if c.isprintable() or c in "\u200c\u200d")
    assert html.unescape(to_text(value)) == flat
    assert not set(re.sub(r"&#\d+;", "", to_text(value))) & set("<>&\"'`*_[](){}$#|\\~!/:.-+=@\n")


@pytest.mark.parametrize(
    ("uri", "usable"),
    [
        ("https://gazette.example/a", True),
        ("http://gazette.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//gazette.example/a", False),
        ("https://", False),
        ("http://[", False),
        ("", False),
        (None, False),
    ],
)
def test_link_is_made_only_of_web_addresses(uri: str | None, usable: bool) -> None:
    assert to_link(uri) == (uri if usable else None)


def test_excerpt_is_cut_between_words_when_long() -> None:
    assert excerpt("one two three", 9) == "one two …"
    assert excerpt("one\n two", 9) == "one two"


def test_welcome_says_how_to_add_articles_when_there_are_none(tmp_path: Path) -> None:
    folder = tmp_path / "my index"
    shown = Tags(render_welcome(folder, (), "")).text
    assert "There are no articles yet" in shown
    assert f"byline sync FOLDER --index '{folder}'" in shown


def test_welcome_says_what_is_wrong_when_the_index_cannot_be_read(tmp_path: Path) -> None:
    shown = Tags(render_welcome(tmp_path, (), "x is damaged: run `byline doctor`")).text
    assert shown == "X is damaged: run byline doctor."


def test_differing_articles_stand_side_by_side_with_their_markers() -> None:
    answer = make_answer("It cost £3.")
    one = answer.sentences[0].citations[0]
    other = replace(one, marker=2, doc_id="other.md", published=date(2024, 3, 5))
    differing = Disagreement(figures=("£3", "£<b>4"), citations=(one, other))
    shown = Tags(render_answer(replace(answer, disagreements=(differing,)), "k", {}))
    assert "The articles differ: £3" in shown.text
    assert "£<b>4" in shown.text
    assert "(5 March 2024)" in shown.text
    assert ("href", "#byline/k/2") in shown.attributes


def test_what_was_searched_is_told_when_it_is_not_the_question() -> None:
    answer = replace(make_answer(), searched=("Why?", "Why? The storm"))
    assert "Searched for: Why? / Why? The storm." in Tags(render_answer(answer, "k", {})).text
