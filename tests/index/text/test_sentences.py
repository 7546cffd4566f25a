"""Sentence boundaries: properties, and the cases that news text is full of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.sentences import split_paragraphs, split_sentences


def split(marked: str, language: str | None = None) -> str:
    """The sentences of `marked` without its bars, with bars put where they are found."""
    text = marked.replace(" | ", " ")
    return " | ".join(text[start:end] for start, end in split_sentences(text, language))


@pytest.mark.parametrize(
    "marked",
    [
        "Doors open at 5 p.m. Monday at the hall. | Come along.",
        "He left at 5 p.m. | The hall was empty.",
        "Polls close at 10 a.m. EST on Oct. 4. | Vote early.",
        "From 5 a.m. Jan. 5 to noon. | Then it closed.",
        '"We won." she said. | Then she left.',
        "“We won.” | She sat down.",
        "“Where is he?” Ann Lee asked. | Nobody knew.",
        '"Why?" | She left.',
        "George R.R. Martin met J. K. Rowling. | They talked.",
        "Dr. Smith, Ms. Lee and Mr. Jones sat in the U.S. Senate. | It was late.",
        "No. 5 won on Jan. 5 at St. Mary vs. Acme Inc. lawyers. | It rained.",
        "It works at Acme Inc. | The firm grew.",
        "It grew 3.5 percent... and then some. | Wait... | What?",
        "See https://a.example.com/x.y?z=1. | It is there.",
        "Done! | It flew. 😀",
        "The '90s were good. | We won. | It's the boys' club.",
        "There was a crater. | (It had been seen before.) | All samples were lost.",
        "It is so. [12] | Nobody knows.[citation needed]",
        "The answer was no. | Pym left at once. | See no. 10 and no. A4.",
        "“Is that a promise?” Tomás de la Cruz asked. | Nobody knew.",
        "About approx. 500 came in vol. 3 of it. | Few left.",
    ],
)
def test_split_sentences_keeps_news_sentences_whole(marked: str) -> None:
    assert split(marked) == marked


def test_split_sentences_follows_the_language_when_it_is_known() -> None:
    assert split("Am 5. Mai kam er. | Gut.", "de-AT") == "Am 5. Mai kam er. | Gut."
    assert split("こんにちは。 | 元気です。", "ja") == "こんにちは。 | 元気です。"


def test_split_sentences_parts_headings_and_list_items() -> None:
    text = "## Rents\nThey rise again in\nevery town. Why?\n- one\n- two and more\n1. three"
    found = [text[start:end] for start, end in split_sentences(text)]
    assert found == [
        "## Rents",
        "They rise again in\nevery town.",
        "Why?",
        "- one",
        "- two and more",
        "1. three",
    ]


def test_split_sentences_parts_a_short_line_when_the_next_word_would_have_fitted() -> None:
    text = "What comes next\nThe council will meet in June to vote on the new plan for the harbour."
    assert len(split_sentences(text)) == 2


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abC1.!?\"”'’()[]-#*;, \n\t\r😀。\u3000", max_size=300))
def test_split_sentences_covers_the_text_in_order(text: str) -> None:
    position = 0
    for start, end in split_sentences(text):
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        assert "\n\n" not in text[start:end]
        position = end
    assert not text[position:].strip()


def test_split_sentences_ends_when_a_line_is_long() -> None:
    text = "word " * 100_000
    spans = split_sentences(text)
    assert max(end - start for start, end in spans) <= 200_000
    assert sum(end - start + 1 for start, end in spans) == len(text)


def test_split_paragraphs_parts_at_blank_lines() -> None:
    assert split_paragraphs("\n a b\nc \n \n\nd") == [(2, 7), (12, 13)]


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "ill",
        "me",
        "ok",
        "fed",
        "miss",
        "art",
        "may",
        "id",
        "ore",
        "pa",
        "OK",
        "May",
        "Fed",
        "No",
    ],
)
@pytest.mark.parametrize(
    "after", ["Pym resigned.", "I resigned.", "“Pym left,” he said.", "£5 went."]
)
def test_ends_a_sentence_at_a_word_that_is_an_abbreviation_too(word: str, after: str) -> None:
    text = f"She said it was {word}. {after}"
    assert [text[a:b] for a, b in split_sentences(text)] == [f"She said it was {word}.", after]


@pytest.mark.parametrize(
    "text",
    [
        "He lives at No. 10 Mill Road.",
        "She was no. 1 of the list.",
        "See fig. A for more.",
        "In no. XII lives Pym.",
        "It weighs 12 oz. of gold.",
        "Peoria, Ill. Mayor Lee spoke.",
    ],
)
def test_keeps_an_abbreviation_inside_its_sentence(text: str) -> None:
    assert split_sentences(text) == [(0, len(text))]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He is 6'2\" tall. She is 5'9\" tall. Pym left. It rained.", 4),
        ('A 27" screen. Pym saw it. He left. Another 14" one.', 4),
        ("One man is 6'2\". Another is 5'11\". Pym is small.", 3),
        ('He said "it is 5" and left. Then he came. "Go," he said. Bye.', 4),
    ],
)
def test_takes_inch_marks_for_no_quotation(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@pytest.mark.parametrize("space", "\u00a0\u1680\u2003\u2009\u202f\u3000\u0085\u2028\t")
def test_any_space_may_stand_before_a_stop(space: str) -> None:
    text = f"He took vitamin C{space}. Bee went home. Plan C{space}! Bee stayed."
    spans = split_sentences(text)
    assert "".join(text[start:end] for start, end in spans).count("Bee") == 2
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)
