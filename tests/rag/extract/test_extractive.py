"""The writer that quotes: which sentences, in which order, and exactly where they stand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from index.types import Document, Offsets, Passage, Vectors
from rag.english.words import stem
from rag.extract.extractive import write_extract
from rag.search.filters.reading import DateRange
from rag.types import Hit


class WordEncoder:
    """A pure function of the text: one fixed random unit vector for each stem."""

    name = "words"
    fingerprint = "words"
    dimension = 32
    max_tokens = 256

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 2 for text in texts]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        means = [vectors.sum(axis=0) for vectors, _ in self.encode_tokens(texts)]
        return np.stack([mean / (np.linalg.norm(mean) + 1e-9) for mean in means])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[Vectors, Offsets]]:
        return [self._tokens(text) for text in texts]

    def _tokens(self, text: str) -> tuple[Vectors, Offsets]:
        places = [match.span() for match in re.finditer(r"\w+", text)]
        rows = [_vector(stem(text[start:end]), self.dimension) for start, end in places]
        return (
            np.asarray(rows, dtype=np.float32).reshape(-1, self.dimension),
            np.asarray(places, dtype=np.int32).reshape(-1, 2),
        )


def _vector(word: str, dimension: int) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
    vector = np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector))


def hits_of(*texts: str) -> tuple[list[Hit], dict[str, Document]]:
    hits, documents = [], {}
    for position, text in enumerate(texts):
        name = f"{position}.txt"
        documents[name] = Document(doc_id=name, version="1", text=text, title=f"Article {position}")
        passage = Passage(passage_id=name, doc_id=name, start=0, end=len(text), text=text)
        score = 1.0 - position / 10
        hits.append(
            Hit(
                passage=passage, score=score, rank=position + 1, dense_score=score / 2,
                lexical_score=10 * score,
            )
        )  # fmt: skip
    return hits, documents


BRIDGE = (
    "The harbour bridge is painted every spring. It was opened in 1932 by the mayor, Ada Moss. "
    "Ferries still cross below the harbour bridge at night."
)


def test_write_extract_puts_the_answer_first_when_words_alone_decide():
    hits, documents = hits_of(BRIDGE, "The museum sells tea. Its garden has roses.")
    extract = write_extract(
        "When was the harbour bridge opened?", hits, documents, encoder=None,
        document_frequency=lambda word: 0.1,
    )  # fmt: skip
    assert "1932" in extract.spans[0].text


def test_write_extract_puts_the_article_of_the_year_first_when_the_question_names_one():
    hits, documents = hits_of("The ferry fare is £4.", "The ferry fare is £5.")
    for name, year in (("0.txt", 2025), ("1.txt", 2024)):
        documents[name] = replace(documents[name], published=date(year, 3, 1))
    asked = DateRange(first=date(2024, 1, 1), last=date(2024, 12, 31))
    firsts = [
        write_extract(
            "What was the ferry fare?", hits, documents, encoder=None,
            document_frequency=lambda word: 0.1, periods=periods,
        ).spans[0].text
        for periods in ((), (asked,))
    ]  # fmt: skip
    assert firsts == ["The ferry fare is £4.", "The ferry fare is £5."]


def test_write_extract_quotes_exactly_when_it_returns_spans():
    hits, documents = hits_of(BRIDGE, "The museum sells tea. Its garden has roses.")
    extract = write_extract(
        "Who opened the bridge?", hits, documents, encoder=None,
        document_frequency=lambda word: 0.1,
    )  # fmt: skip
    for span in extract.spans:
        assert documents[span.doc_id].text[span.start : span.end] == span.text


@pytest.mark.parametrize("encoder", [None, WordEncoder()])
def test_write_extract_gives_nothing_when_there_are_no_hits(encoder):
    extract = write_extract("Who?", [], {}, encoder=encoder, document_frequency=lambda word: 0.0)
    assert extract.spans == ()
    assert extract.confidence == 0.0


@pytest.mark.parametrize("question", ["???", "AND OR NOT", "x" * 2000, "ما هو الجسر؟"])
@pytest.mark.parametrize("encoder", [None, WordEncoder()])
def test_write_extract_stays_exact_when_the_question_is_odd(question, encoder):
    hits, documents = hits_of(BRIDGE, "One line", "")
    extract = write_extract(
        question, hits, documents, encoder=encoder, document_frequency=lambda word: 0.0
    )
    assert 0.0 <= extract.confidence <= 1.0
    for span in extract.spans:
        assert documents[span.doc_id].text[span.start : span.end] == span.text


def test_write_extract_answers_both_parts_when_the_question_joins_two():
    hits, documents = hits_of(
        "Ada Moss founded the tea museum. Roses grow in the yard of the museum.",
        "The ferry line to Alder Point opened in 1951. Gulls follow the ferry.",
    )
    extract = write_extract(
        "Who founded the tea museum and when did the ferry line open?", hits, documents,
        encoder=None, document_frequency=lambda word: 0.1,
    )  # fmt: skip
    assert {span.doc_id for span in extract.spans[:2]} == {"0.txt", "1.txt"}


def test_write_extract_quotes_no_character_twice_when_sentences_lean():
    text = "Ada Moss built the bridge. She painted the bridge. She sold the bridge in 1940."
    hits, documents = hits_of(text)
    extract = write_extract(
        "Who sold the bridge?", hits, documents, encoder=None, document_frequency=lambda word: 0.1
    )
    places = sorted((span.start, span.end) for span in extract.spans)
    assert all(one[1] <= two[0] for one, two in pairwise(places))
    assert extract.spans[0].text.startswith("Ada Moss")


def test_takes_the_short_answer_that_stands_under_the_same_question() -> None:
    interview = "How many seats has the stage?\n\nForty.\n\nWho drew the curtain?\n\nLena Prow."
    hits, documents = hits_of("The stage has many seats, it was said.", interview)
    extract = write_extract(
        "How many seats has the stage?",
        hits,
        documents,
        encoder=None,
        document_frequency=lambda word: 0.1,
    )
    assert extract.spans[0].text == "How many seats has the stage?\n\nForty."
