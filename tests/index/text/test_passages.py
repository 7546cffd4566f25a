"""Passages: coverage, limits, paragraphs, headings."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.encoded import encoded_text
from index.text.passages import split_passages
from index.types import Document, Heading, Passage


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) + 2 for text in texts]


def count_unevenly(texts: Sequence[str]) -> list[int]:
    """A count that no sum predicts: a long text has more tokens than its parts."""
    return [2 + len(text) // 3 + len(text) ** 2 // 2000 for text in texts]


def document(text: str, *, title: str = "", headings: tuple[Heading, ...] = ()) -> Document:
    return Document(doc_id="a.md", version="1", text=text, title=title, headings=headings)


def split(text: str, *, max_tokens: int = 40, title: str = "") -> list[Passage]:
    return split_passages(
        document(text, title=title), count_tokens=count_words, max_tokens=max_tokens
    )


def sentences(count: int, words: int = 9) -> str:
    return " ".join("Word " + "word " * (words - 2) + f"end{i}." for i in range(count))


def test_split_passages_is_empty_when_text_is_blank() -> None:
    assert split(" \n\n ") == []


def test_split_passages_packs_short_paragraphs_when_they_fit() -> None:
    (passage,) = split("One here.\n\nTwo here.\n")
    assert passage.passage_id == "a.md#0-20"
    assert passage.text == "One here.\n\nTwo here."


def test_split_passages_divides_evenly_when_a_paragraph_is_long() -> None:
    passages = split(sentences(6))
    assert [len(p.text.split()) for p in passages] == [27, 27]


def test_split_passages_starts_anew_when_a_heading_begins() -> None:
    text = "Before it.\n\nRents\n\nAfter it."
    headings = (Heading(start=12, text="Rents"),)
    passages = split_passages(
        document(text, headings=headings), count_tokens=count_words, max_tokens=40
    )
    assert [(p.text, p.heading) for p in passages] == [
        ("Before it.", None),
        ("Rents\n\nAfter it.", "Rents"),
    ]


def test_split_passages_cuts_at_a_clause_when_a_sentence_is_too_long() -> None:
    passages = split("word " * 22 + "stops; " + "more " * 22 + "words.")
    assert passages[0].text.endswith("stops;")
    assert passages[1].text.startswith("more")


def test_split_passages_cuts_between_characters_when_there_is_no_space() -> None:
    passages = split("x" * 1000, max_tokens=20)
    assert "".join(p.text for p in passages) == "x" * 1000
    assert max(len(p.text) for p in passages) <= 160


def test_split_passages_gives_one_when_asked_for_the_whole_document() -> None:
    (passage,) = split_passages(
        document(" " + sentences(50)),
        count_tokens=count_words,
        max_tokens=10,
        whole_document=True,
    )
    assert passage.start == 1
    assert passage.text == sentences(50)


def test_split_passages_leaves_room_when_the_headline_is_long() -> None:
    for passage in split(sentences(20), title="Long " * 200):
        assert count_words([encoded_text(passage.text, "Long " * 200, None)])[0] <= 32 + 2 + 16


def test_encoded_text_puts_headline_and_heading_before_the_text() -> None:
    assert encoded_text("Text.", "Title", "Heading") == "Title\nHeading\nText."


def test_encoded_text_leaves_out_what_is_not_there_or_said_twice() -> None:
    assert encoded_text("Text.", None, None) == "Text."
    assert encoded_text("Text.", "Same", "Same") == "Same\nText."
    assert encoded_text("Rents\n\nText.", "Title", "Rents") == "Title\nRents\n\nText."


WORDS = st.text(alphabet="abcXé1😀.!?;,\"”' \n\u3000", max_size=400)
PROSE = st.lists(
    st.sampled_from(
        ["One two three. ", "Dr. X said so; ", "\n\n", "5 p.m. Monday, ", "- a\n", "é" * 70]
    ),
    max_size=80,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(
    text=st.one_of(WORDS, PROSE),
    starts=st.lists(st.integers(0, 400), max_size=4),
    counter=st.sampled_from([count_words, count_unevenly]),
    max_tokens=st.integers(24, 64),
)
def test_split_passages_covers_the_text_within_the_limit(
    text: str, starts: list[int], counter: object, max_tokens: int
) -> None:
    assert callable(counter)
    headings = tuple(Heading(start=start, text="Rents rise") for start in sorted(starts))
    source = document(text, title="A title", headings=headings)
    passages = split_passages(source, count_tokens=counter, max_tokens=max_tokens)
    position = 0
    for passage in passages:
        assert not text[position : passage.start].strip()
        assert text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        encoded = encoded_text(passage.text, "A title", passage.heading)
        assert counter([encoded])[0] <= max_tokens
        position = passage.end
    assert not text[position:].strip()


def test_split_passages_keeps_a_question_and_its_answer_together() -> None:
    filler = sentences(16)
    text = f"{filler}\n\nWho will sail the boat?\n\nOlu Hart.\n\n{filler}"
    passages = split_passages(document(text), count_tokens=count_words, max_tokens=200)
    (asked,) = [p for p in passages if "Who will sail" in p.text]
    assert "Who will sail the boat?\n\nOlu Hart." in asked.text
