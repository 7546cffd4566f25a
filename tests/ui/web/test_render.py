"""Messages of the web chat: what stands in them, and that nothing in them is markup."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Document, Filters, Passage
from rag.export.escaping import to_link
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
from ui.web.chat.messages import to_messages
from ui.web.chat.render import render_answer, render_problem, render_question, render_welcome
from ui.web.text import excerpt, to_text
from ui.web.values import AskSettings, Exchange, ExchangeState

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


def make_exchange(
    question: str = "q",
    state: ExchangeState = ExchangeState.ANSWERED,
    answer: Answer | None = None,
    problem: str = "",
) -> Exchange:
    return Exchange(
        exchange_id="key",
        question=question,
        asked_at=datetime(2025, 3, 17, tzinfo=UTC),
        settings=AskSettings(conversation="c" * 22),
        state=state,
        answer=answer,
        problem=problem,
    )


def outcome(exchange: Exchange, ahead: int | None = None) -> str:
    return Tags(to_messages(exchange, {}, ahead)[1]["content"]).text


def test_unsure_answer_says_so_in_place_of_the_kicker() -> None:
    shown = Tags(render_answer(replace(make_answer(), status=AnswerStatus.UNSURE), "key", {}))
    assert "The articles may not say. The nearest they come:“It rained.”" in shown.text
    assert "own words" not in shown.text


@pytest.mark.parametrize(
    ("focus", "shown"),
    [
        ((0, 5), "“<strong>Forty</strong> boats <span"),
        ((6, 11), "“Forty <strong>boats</strong> <span"),
        ((12, 16), '“Forty boats <span class="byline-last"><strong>sank</strong>.”<a'),
        ((0, 16), '“<span class="byline-last"><strong>Forty boats sank</strong>.”<a'),
    ],
)
def test_words_that_answer_are_bold_wherever_they_stand(focus: tuple[int, int], shown: str) -> None:
    answer = make_answer("Forty boats sank.")
    marked = replace(answer, sentences=(replace(answer.sentences[0], focus=focus),))
    assert shown in html.unescape(render_answer(marked, "key", {}))


def test_answer_shows_a_quotation_with_its_marker_when_no_model_wrote_it() -> None:
    shown = Tags(render_answer(make_answer(), "key", {}))
    assert "In the articles’ own words" in shown.text
    assert "“It rained.”Source [1]" in shown.text
    assert ("href", "#byline/key/1/1") in shown.attributes
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
    found = re.findall(r'href="#byline/key/(\d)/\d"[^>]*><span[^>]*>Source </span>(\[\d\])', shown)
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
    assert "partly supported: “4 million” is not in the passage" in shown.text


def test_sentence_that_is_not_borne_out_is_set_apart_counted_and_given_its_reason() -> None:
    answer = make_answer(model="m")
    [good] = answer.sentences
    made_up = Support(level=SupportLevel.UNSUPPORTED, reasons=("“Boskalis” is in no article",))
    bad = replace(good, text="Boskalis built it.", support=made_up)
    answer = replace(answer, sentences=(good, good, bad))
    shown = render_answer(answer, "key", {})
    assert "1 of 3 sentences is not borne out by the articles." in Tags(shown).text
    assert "not supported: “Boskalis” is in no article" in Tags(shown).text
    assert "checked" not in Tags(shown).text
    apart = shown.partition('<p class="byline-prose byline-apart">')[2].partition("</p>")[0]
    assert "Boskalis built" in apart
    assert "#byline/key/1/3" in apart
    assert shown.count('<p class="byline-prose') == 2


def test_model_is_said_to_be_checked_when_every_sentence_was_borne_out() -> None:
    shown = Tags(render_answer(make_answer(model="m"), "key", {})).text
    assert "Written by m, each sentence checked against the articles" in shown


def test_unsure_answer_looks_unsure() -> None:
    unsure = render_answer(replace(make_answer(), status=AnswerStatus.UNSURE), "key", {})
    assert unsure.count("byline-unsure") == 1


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
        *(message["content"] for message in to_messages(make_exchange(hostile), {})),
    ]
    for message in messages:
        shown = Tags(message)
        assert set(shown.tags) <= {"div", "p", "span", "a", "ul", "li", "code"}
        assert {name for name, _ in shown.attributes} <= {
            "class",
            "href",
            "title",
            "role",
            "tabindex",
        }
        links = [value or "" for name, value in shown.attributes if name == "href"]
        assert all(re.fullmatch(r"#(byline/key/(near-)?\d+(/\d+)?|do/\w+/key)", at) for at in links)
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


def test_welcome_says_what_there_is_and_nothing_when_there_is_nothing() -> None:
    days = (date(2024, 2, 1), date(2025, 3, 17))
    documents = [
        Document(doc_id=f"{day}.md", version="v", text="", title="T", published=day) for day in days
    ]
    shown = Tags(render_welcome(documents)).text
    assert "2 articles, from 1 February 2024 to 17 March 2025." in shown
    assert render_welcome(()) == ""


def test_differing_articles_stand_in_one_table_with_their_markers() -> None:
    answer = make_answer("It cost £3.")
    one = answer.sentences[0].citations[0]
    other = replace(one, marker=2, doc_id="other.md", published=date(2024, 3, 5))
    third = replace(one, marker=3, doc_id="third.md")
    pairs = (("£3", one, "£<b>4", other), ("£3", one, "£5", third))
    differing = tuple(Disagreement(figures=(f, g), citations=(c, d)) for f, c, g, d in pairs)
    html = render_answer(replace(answer, disagreements=differing), "k", {})
    shown = Tags(html)
    assert (html.count("<table>"), html.count("<tr>")) == (1, 3)
    assert "£<b>4" in shown.text
    assert "5 March 2024" in shown.text
    assert ("href", "#byline/k/2") in shown.attributes


@pytest.mark.parametrize(
    ("standalone", "searched", "told"),
    [
        ("Why?", (), ""),
        ("Why?", ("Why",), ""),
        ("Why?", ("Why?", "Why? What did it cost? It rained."), ""),
        ("Why? (the storm)", ("Why?", "Why? It rained."), "Why, about the storm?"),
        ("Who? (wall, Ada Wren)", ("Who?", "Who? It rained."), "Who, about wall and Ada Wren?"),
        ("Why did it rain?", ("Why?", "Why did it rain?"), "Why did it rain?"),
        ("Why (or how)?", (), ""),
    ],
)
def test_follow_up_is_told_as_it_was_completed_and_nothing_else(
    standalone: str, searched: tuple[str, ...], told: str
) -> None:
    answer = replace(make_answer(), searched=searched, standalone_question=standalone)
    shown = Tags(render_answer(answer, "k", {})).text
    assert shown.partition("In the articles")[0] == (f"Understood as: {told}" if told else "")


def test_mark_says_so_when_byline_found_the_source_of_a_supported_sentence() -> None:
    answer = make_answer(model="m")
    answer = replace(answer, sentences=(replace(answer.sentences[0], repaired=True),))
    assert "the source was found by Byline" in Tags(render_answer(answer, "key", {})).text


def test_filters_stand_as_chips_and_those_that_the_question_set_can_be_taken_away() -> None:
    filters = Filters(published_from=date(2024, 3, 1), outlets=("The Gazette",))
    read = Filters(published_from=date(2024, 3, 1))
    shown = Tags(render_answer(replace(make_answer(), filters=filters, read_filters=read), "k", {}))
    assert "published from 1 March 2024" in shown.text
    assert "outlet The Gazette" in shown.text
    assert ("href", "#do/plain/k/published") in shown.attributes
    assert ("href", "#do/plain/k/outlets") not in shown.attributes


def test_outcome_says_how_many_come_before_when_it_waits() -> None:
    asked = make_exchange(state=ExchangeState.ASKED)
    assert outcome(asked, 1) == "Waiting: 1 question comes before yours …"
    assert outcome(asked, 2) == "Waiting: 2 questions come before yours …"
    assert outcome(asked, 0) == outcome(asked) == "Reading the articles …"


def test_outcome_offers_to_ask_again_when_there_is_no_whole_answer() -> None:
    failed = outcome(make_exchange(state=ExchangeState.FAILED, problem="it broke"))
    stopped = outcome(make_exchange(state=ExchangeState.STOPPED, answer=make_answer()))
    assert failed == "It broke.Ask againEdit question"
    assert "It rained." in stopped
    assert "You stopped this answer before it was whole." in stopped
    assert "Helpful" not in stopped
