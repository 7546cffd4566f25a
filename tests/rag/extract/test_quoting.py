"""Which of the ranked sentences are quoted, and from where."""

from __future__ import annotations

import pytest

from index.types import Document, Heading
from rag.english.question import Question, read_question
from rag.english.words import find_words
from rag.extract.quoting import choose_sentences, quote_from
from rag.extract.types import Candidate, ScoredSentence


def ranked(*texts: str) -> list[ScoredSentence]:
    return [
        ScoredSentence(
            Candidate(
                hit=0, document=0, place=place, start=0, end=len(text), text=text,
                words=tuple(find_words(text)), tokens=None,
            ),
            score=-float(place),
            probability=0.5**place,
        )
        for place, text in enumerate(texts)
    ]  # fmt: skip


def asked(text: str) -> Question:
    return read_question(text, lambda word: 0.1)


def chosen(question: str, *texts: str, count: int = 4, least_share: float = 0.0) -> list[str]:
    found = choose_sentences(asked(question), ranked(*texts), count, least_share)
    return [scored.candidate.text for scored in found]


def document(text: str, *headings: Heading) -> Document:
    return Document(doc_id="a.md", version="1", text=text, title="A", headings=headings)


def test_choose_sentences_leaves_a_repeat_out_when_two_articles_say_the_same():
    assert chosen(
        "When?", "Moss opened the bridge in 1932.", "In 1932 Moss opened the bridge."
    ) == ["Moss opened the bridge in 1932."]


def test_choose_sentences_passes_a_question_over_when_another_sentence_tells():
    assert chosen("When?", "When was it opened?", "The bridge opened in 1932.") == [
        "The bridge opened in 1932."
    ]


def test_choose_sentences_keeps_a_question_when_there_is_nothing_else():
    assert chosen("When?", "When was it opened?") == ["When was it opened?"]


def test_choose_sentences_stops_when_the_rest_is_far_less_likely():
    texts = ("The bridge opened in 1932.", "Ferries cross at night.", "Roses grow nearby.")
    assert len(chosen("When did the bridge open?", *texts, least_share=0.4)) == 2


def test_choose_sentences_hears_both_sides_when_the_question_compares():
    texts = ("Alder Pond is 3 m deep.", "Alder Pond froze in May.", "Birch Lake is 9 m down.")
    found = choose_sentences(
        asked("Which is deeper, Alder Pond or Birch Lake?"),
        [
            ScoredSentence(scored.candidate, score, 0.3)
            for scored, score in zip(ranked(*texts), (1.0, 0.2, 0.1), strict=True)
        ],
        2,
        0.0,
    )
    assert found[1].candidate.text == texts[2]


def test_quote_from_brings_the_sentence_before_when_it_opens_with_a_pronoun():
    text = "Rain fell. Ada Moss built it. She died in 1940."
    start = text.index("She")
    assert (
        text[quote_from(document(text), start, len(text)) :]
        == "Ada Moss built it. She died in 1940."
    )


def test_quote_from_starts_with_the_sentence_when_it_stands_alone():
    text = "Rain fell. Ada Moss died in 1940."
    assert quote_from(document(text), 11, len(text)) == 11


def test_quote_from_stays_under_its_heading_when_the_section_begins_there():
    text = "Rain fell.\n\nShe died in 1940."
    assert quote_from(document(text, Heading(start=12, text="Death")), 12, len(text)) == 12


def test_quote_from_brings_who_said_it_when_only_a_pronoun_does():
    text = 'The diver was asked about it. "Ask the seahorse," she said.'
    assert quote_from(document(text), text.index('"'), len(text)) == 0


@pytest.mark.parametrize(
    "before",
    ["Why it took so long", "The gap, seen from the slip", "Picture: Ann Lee."],
)
def test_quote_from_never_brings_a_heading_a_caption_or_a_credit(before):
    text = f"Rain fell.\n\n{before}\n\nThis was a surprise."
    start = text.index("This")
    assert quote_from(document(text), start, len(text)) == start


def test_quote_from_leaves_the_dateline_out():
    text = "HALE BAY (Coast Wire) - A fault cut off power."
    assert text[quote_from(document(text), 0, len(text)) :] == "A fault cut off power."


def test_quotes_an_answer_with_the_question_above_it() -> None:
    text = "How many work for the trust?\n\nForty-four.\n\nQ: Why?\nA: It grew. It is old."
    document = Document(doc_id="a.md", version="1", text=text, title="")
    at = text.index
    assert quote_from(document, at("Forty"), at("Forty") + 11) == 0
    assert quote_from(document, at("A: It"), at("A: It") + 11) == at("Q:")
    assert quote_from(document, at("It is"), len(text)) != at("Q:")
