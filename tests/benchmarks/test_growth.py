"""What a hostile article makes slow: CPU time, not the clock, at lengths where a square shows."""

from __future__ import annotations

import time
from functools import cache

import pytest

from benchmarks.growth import worker
from benchmarks.growth.controls import CONTROLS
from benchmarks.growth.functions import TextFunction, text_functions
from benchmarks.growth.strings import PATTERNS, Pattern, new_word

CHARS = 200_000
MOST_S = 20.0  # the squares that were here took minutes, what stands here now less than a second


@cache
def functions() -> dict[str, TextFunction]:
    return {function.name: function for function in text_functions()}


MENDED = [
    line.split(" <- ")
    for line in """
index.readers.headline.plain_heading(heading) <- many links
index.readers.assemble.derive_title(doc_id, text) <- a deep list
index.readers.text.front_matter_values.read_block(lines) <- many decimals
index.readers.text.markdown.read_markdown(text) <- spaces after a word
index.readers.text.plain.read_text(text) <- many spaces
index.text.authors.read_authors(value) <- many full stops
index.text.sentences.split_sentences(text) <- many backticks
rag.english.folding.fold_quoted(text) <- many straight quotes
rag.english.polarity.read_polarity(text) <- many negations
rag.english.name_match.read_names_held(texts) <- many names
rag.english.dates.find_dates(text) <- many years
rag.english.question.answer_type(question) <- many mail addresses
rag.export.quoting_marks.in_quotes(text) <- many straight quotes
""".strip().splitlines()
]


@pytest.mark.parametrize(("function", "pattern"), MENDED)
def test_a_text_takes_its_share_of_time(function, pattern):
    run = functions()[function].call(PATTERNS[pattern].of_length(CHARS))
    start = time.process_time()
    run()
    assert time.process_time() - start < MOST_S


def test_a_square_is_caught(monkeypatch):
    monkeypatch.setattr(worker, "SIZES", (1_000, 4_000, 16_000, 64_000))
    monkeypatch.setattr(worker, "QUICK_S", 0.0)
    (by_copies,) = [control for control in CONTROLS if control.name == "quadratic_by_copies"]
    exponent, _ = worker.growth(by_copies.call, PATTERNS["many spaced letters"])
    assert exponent > worker.STEEPEST


def test_a_pattern_is_as_long_as_it_is_asked_to_be():
    assert Pattern(opening="---\n", unit="a ", closing="b").of_length(12) == "---\na a a b"
    assert Pattern(unit="{} ").of_length(14) == "Aaaaaa Baaaaa "
    assert len({new_word(number) for number in range(1000)}) == 1000


def test_functions_are_found_by_their_annotations():
    names = set(functions())
    assert "index.text.sentences.split_sentences(text)" in names
    assert "rag.english.quotations.is_verbatim(quoted, folded_article)" in names
    assert "rag.english.quotations.is_verbatim(quoted)" in names
    assert "reading a file: Markdown" in names
    assert not any("encoders" in name for name in names)
