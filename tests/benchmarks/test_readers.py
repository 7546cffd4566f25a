"""The readers' benchmark: its measures, and what its files are made of."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.readers.corpus import make_file, plan_files
from benchmarks.readers.measure import (
    broken_rows,
    broken_sentences,
    lost_and_invented,
    wrong_metadata,
)
from benchmarks.readers.model import Article, Block, make_article, parse
from benchmarks.readers.scoring import score_file
from index.types import Document, RemovedLine


@pytest.mark.parametrize(
    ("text", "lost", "invented"),
    [
        ("A fine of £500 was paid.", [], []),
        ("A fine of £5001 was paid.", [], ["1"]),
        ("A fine of\n£500 was", ["paid"], []),
        ("Menu. A fine of £500 was paid.", [], ["Menu"]),
        ("A fine of £500 was pa id.", [], []),
        ("A fine of £500 was paid. A fine of £500 was paid.", [], ["Afineof£500waspaid"]),
    ],
)
def test_characters_lost_and_invented(text: str, lost: list[str], invented: list[str]) -> None:
    assert lost_and_invented(["A fine of £500 was paid."], [], text, []) == (lost, invented)


def test_what_is_listed_as_left_out_is_not_lost() -> None:
    body = ["The wall fell.", "Nobody was hurt."]
    assert lost_and_invented(body, [], "The wall fell.", ["1 Nobody was hurt."]) == ([], [])


def test_what_may_be_read_is_not_invented() -> None:
    text = "By Ann Lee. By Ann Lee. The wall fell."
    assert lost_and_invented(["The wall fell."], ["By Ann Lee"], text, []) == ([], [])


def test_a_power_has_two_forms() -> None:
    for text in ("3 × 10⁶ litres", "3 × 10^6 litres"):
        assert lost_and_invented(["3 × 10⁶ litres"], [], text, []) == ([], [])


def test_sentences_are_whole_or_broken() -> None:
    text = "- The wall\nfell. Nobody was hurt, said"
    broken = broken_sentences(["The wall fell.", "Nobody was hurt, said Ann."], text, "en")
    assert broken == ["'Nobody was hurt, said Ann.', read 'Nobody was hurt, said'"]


def test_a_row_stands_in_one_line_with_its_heads() -> None:
    rows = (("Port", "Tonnes"), ("Skelling", "4,771"), ("Dunmere", "12"))
    article = _article(Block(kind="table", rows=rows))
    text = "Port: Skelling; Tonnes: 4771\nDunmere 12"
    assert broken_rows(article, text) == ["Dunmere | 12"]


def test_metadata_are_compared_where_they_are_stated() -> None:
    document = Document(doc_id="a", version="", text="x", title="The wall", authors=("Ann",))
    expected = {"headline": "The  wall", "authors": ("Ann", "Bo"), "published": date(2024, 3, 5)}
    assert wrong_metadata(expected, document) == ["authors", "published"]


def test_marks_decide_what_is_read() -> None:
    sentence = parse("It costs [del|£12] [ins|£14] in 2023[note|1], or 10[power|6] [q|in all].")
    assert sentence.text == "It costs £14 in 2023, or 10⁶ “in all”."


def test_an_article_is_the_same_every_time() -> None:
    assert make_article("a", "marks") == make_article("a", "marks")
    assert make_article("a") != make_article("b")


def test_every_format_is_in_both_halves() -> None:
    halves = [{form for _, form, _ in plan_files(half)} for half in ("tuning", "reporting")]
    assert halves[0] == halves[1]


def test_a_file_that_nobody_reads_has_failed_and_one_read_rightly_is_whole() -> None:
    file = make_file("md-plain-1", "md", "plain")
    [article] = file.articles
    text = "\n\n".join(block.text for block in article.blocks)
    document = Document(
        doc_id=file.name,
        version="",
        text=text,
        title=article.headline,
        authors=article.authors,
        published=article.published,
        removed=(RemovedLine(line=1, text="Menu", reason="furniture"),),
    )
    score, examples = score_file(file, [document])
    assert (score.lost, score.invented, score.known_right) == (0, 0, 3)
    assert score.sentences == score.intact + len(examples)
    assert score_file(file, [])[0].failed == 1


def _article(*blocks: Block) -> Article:
    return Article(
        name="a",
        language="en",
        headline="The wall",
        authors=("Ann Lee",),
        published=date(2024, 3, 5),
        outlet="The Courier",
        section="Local",
        blocks=blocks,
    )
