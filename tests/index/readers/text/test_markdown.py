"""Markdown as its reader sees it, and what it lacks."""

from __future__ import annotations

import time

import pytest

from index.readers.formats import read_document
from index.readers.text.markdown import read_markdown


@pytest.mark.parametrize(
    ("written", "shown", "words", "reason"),
    [
        ("costs ~~£3 million~~ £4 million", "costs £4 million", "£3 million", "struck out"),
        ("costs ~£3 million~ £4 million", "costs £4 million", "£3 million", "struck out"),
        ("takes <del>nine</del> eleven weeks", "takes eleven weeks", "nine", "struck out"),
        ("takes <S>nine</S> eleven weeks", "takes eleven weeks", "nine", "struck out"),
        ("a <strike>b\n\nc</strike> d", "a d", "b\n\nc", "struck out"),
        ("is {--old--}{++new++} text", "is new text", "old", "struck out"),
        ("is {~~old~>new~~} text", "is new text", "old", "struck out"),
        ('<span style="text-decoration: line-through">£5</span> £6', "£6", "£5", "struck out"),
        ("nine to six. <!-- Rosa\nsays --> It saves.", "nine to six. It saves.", "Rosa\nsays",
         "HTML comment"),
        ("3,911 names. %%ask Rosa%%\nMore.", "3,911 names.\nMore.", "ask Rosa", "comment"),
        ("in 2023 %% check %% it was", "in 2023 it was", "check", "comment"),
        ("%%\nUnpublished\n\n: fraud.\n%%\nIt is.", "It is.", "Unpublished\n\n: fraud.",
         "comment"),
        ("[//]: # (ask Rosa)\nIt is.", "It is.", "(ask Rosa)", "comment"),
        ("It is.{>>really?<<}", "It is.", "really?", "comment"),
        ("{% comment %}ask{% endcomment %} It is.", "It is.", "ask", "comment"),
        ("on 18 May.[^1]", "on 18 May.", "[^1]", "reference mark"),
        ("a fine of £500^1^ and more", "a fine of £500 and more", "1", "reference mark"),
        ("in 2023<sup>4</sup> and", "in 2023 and", "4", "reference mark"),
        ("in x<sup><a href='#n3'>3</a></sup> and", "in x and", "3", "reference mark"),
        ("the pier ![a boat](b.png) is old", "the pier is old", "a boat", "image"),
        ("the pier ![[boat.png]] is old", "the pier is old", "boat.png", "image"),
        ("locked at four. ^abc123", "locked at four.", "^abc123", "name of a block"),
        ("a word^[as told]. End", "a word. End", "as told", "footnote"),
    ],
)  # fmt: skip
def test_leaves_out_and_lists(written: str, shown: str, words: str, reason: str) -> None:
    found = read_markdown(written)
    assert found.text.strip() == shown
    assert [(text.strip(), why) for text, why in found.dropped] == [(words, reason)]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "**bold**, *it*, ***both***, __b__, _i_ and **bold *in* it**",
            "bold, it, both, b, i and bold in it",
        ),
        (
            "See [the plan](https://a.example/x_(y) 'T') and <https://b.example>",
            "See the plan and https://b.example",
        ),
        ("[[people/Ann Lee|Ann]] met [[Bob Day]]", "Ann met Bob Day"),
        (
            "H~2~O, 10^6^ litres, 3 m<sup>2</sup>, the 5<sup>th</sup>",
            "H2O, 10⁶ litres, 3 m², the 5th",
        ),
        ("==locked== <mark>at</mark> <u>four</u>", "locked at four"),
        (r"\*not\* \_x\_ and `**code**`", "*not* _x_ and **code**"),
        ("AT&T &amp; Sons&nbsp;Ltd &#8217; <q>yes</q>", "AT&T & Sons Ltd ’ “yes”"),
        ("# Head {#id .class}", "# Head"),
        (
            "> The mayor wrote\n> that she left.\n>\n> It was late.",
            "> The mayor wrote\nthat she left.\n>\n> It was late.",
        ),
        ("> [!note] Mind\n> the gap", "> Mind\n> \n> the gap"),
        ("text.[^a]\n\n[^a]: The note.", "text.\n\n\nThe note."),
        ("![alone](y.png)", "![alone](y.png)"),
    ],
)
def test_shows_what_a_reader_sees(written: str, shown: str) -> None:
    assert read_markdown(written).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "5 %% of the votes and 7 %% of the seats",
        "rose 5%% and then 7%%.",
        "2 * 3 * 4, snake_case_name, a ~5 and ~6, 5* and 6*",
        "[Reporter]: Why?\n[14:02]: Opening.",
        "x < y and y > z, a <!-- b",
        "``old'' and ``new'' quotes",
        "```\n<!-- %% x %% --> ~~a~~ **b** [c](d)\n```",
        "| a | b \\| c |\n|---|---|",
        "1^2 and 3^4",
    ],
)
def test_leaves_the_rest_alone(text: str) -> None:
    found = read_markdown(text)
    assert (found.text, found.dropped) == (text, ())


def test_hides_all_that_follows_a_comment_that_is_never_closed() -> None:
    found = read_markdown("It is.\n\n<!-- the rest\n\nis private")
    assert (found.text.strip(), found.warnings) == (
        "It is.", ("HTML comment not closed: all text after it is left out",),
    )  # fmt: skip


@pytest.mark.parametrize(
    "part", ["<!-- ", "~~a ", "`a ", "[a](", "**a ", "<b ", "<sup>a ", "%% a "]
)
def test_takes_time_in_proportion_when_nothing_is_closed(part: str) -> None:
    started = time.monotonic()
    read_markdown(part * 20_000)
    assert time.monotonic() - started < 10


def test_quotes_whole_words_and_keeps_offsets_when_lines_are_wrapped() -> None:
    text = "## Dues\n\nThe dues rise in Janu-\nary, the **trust** said.\n\n## Berths\n\nThey stay."
    document = read_document(text.encode(), "dues.txt")
    assert "in January, the trust said." in document.text
    berths = document.headings[-1]
    assert document.text[berths.start :].startswith("## Berths")
