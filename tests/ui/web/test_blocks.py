"""An article as blocks: what is a heading, an item or a row, and that no character is lost."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Document, Heading
from ui.web.source.blocks import (
    AROUND_CHARS,
    PIECE_CHARS,
    Block,
    Mark,
    piece_after,
    piece_around,
    piece_before,
    to_blocks,
    to_piece,
    without_signs,
)


def article(text: str, *headings: str, name: str = "a.md") -> Document:
    found = tuple(Heading(start=text.index(heading), text=heading) for heading in headings)
    return Document(doc_id=name, version="v", text=text, title="A", headings=found)


def blocks(text: str, *headings: str, name: str = "a.md") -> list[Block]:
    return to_blocks(article(text, *headings, name=name), 0, len(text), ())


def kinds(text: str, *headings: str, name: str = "a.md") -> list[tuple[str, str]]:
    """Kind and shown text of each block."""
    return [(block["kind"], shown(block)) for block in blocks(text, *headings, name=name)]


def shown(block: Block) -> str:
    return "".join(part["text"] for part in block["parts"] if part["style"] != "sign")


def marked(found: list[Block], mark: str = "cited") -> str:
    return "".join(p["text"] for block in found for p in block["parts"] if p["mark"] == mark)


def test_headings_paragraphs_and_items_are_told_apart() -> None:
    assert kinds("Intro:\n- one\n- two\n  goes on\n\n## Next\nText.", "## Next") == [
        ("text", "Intro:"),
        ("item", "one"),
        ("item", "two\n  goes on"),
        ("heading", "Next"),
        ("text", "Text."),
    ]


def test_heading_is_shown_without_its_line_when_it_is_underlined() -> None:
    assert kinds("Later\n=====\n\nText.", "Later") == [("heading", "Later\n"), ("text", "Text.")]


def test_number_begins_an_item_only_where_a_list_can_begin() -> None:
    text = "1. one\n2. two\n\nThe street counts forty-four houses and his was No.\n58. He said so."
    assert [kind for kind, _ in kinds(text)] == ["number", "number", "text"]


def test_rows_quotes_and_rules_are_told_apart() -> None:
    assert kinds("| a | b |\n|---|---|\n\n> said\n> she\n\n* * *") == [
        ("row", "a | b"),
        ("row", ""),
        ("quote", "said\nshe"),
        ("rule", ""),
    ]


def test_line_breaks_stay_only_where_lines_are_not_full() -> None:
    full = "A street of 44 houses has built itself an oven, and\non Saturdays you can smell it."
    assert [block["kind"] for block in blocks(full, name="a.txt")] == ["text"]
    assert [block["kind"] for block in blocks("Roses\nare red", name="a.txt")] == ["lines"]


def test_signs_are_shown_as_they_are_in_plain_text() -> None:
    assert kinds("The *Patient Griselda*", name="a.txt") == [("text", "The *Patient Griselda*")]


def test_mark_runs_through_emphasis_and_the_main_mark_is_shown_where_two_overlap() -> None:
    text = "It was *very* cold."
    marks = (Mark(start=3, end=13, place=2), Mark(start=0, end=19, place=1, main=False))
    found = to_blocks(article(text), 0, len(text), marks)
    assert marked(found) == "was *very*"
    assert marked(found, "also") == "It  cold."
    assert {p["place"] for p in found[0]["parts"] if p["mark"] == "cited"} == {2}


def test_page_is_told_at_the_first_block_that_begins_on_it() -> None:
    text = "One.\n\nTwo.\n\nThree."
    document = Document(
        doc_id="a.pdf", version="v", text=text, title="A", page_starts=(0, text.index("Two"))
    )
    assert [b["page"] for b in to_blocks(document, 0, len(text), ())] == [1, 2, None]


def test_pieces_of_a_long_article_join_without_gap_or_overlap() -> None:
    document = article("\n\n".join(f"Paragraph {n} " + "word " * 80 for n in range(200)))
    middle = len(document.text) // 2
    first, last = piece_around(document, middle, middle + 10)
    assert AROUND_CHARS <= middle - first <= AROUND_CHARS + 500
    piece = to_piece(document, (first, last), (), "/a?b=c")
    assert (piece["earlier"], piece["later"]) == (f"/a?b=c&to={first}", f"/a?b=c&from={last}")
    ends = [(first, last)]
    while ends[0][0] > 0:
        ends.insert(0, piece_before(document, ends[0][0]))
    while ends[-1][1] < len(document.text):
        ends.append(piece_after(document, ends[-1][1]))
    assert "".join(document.text[a:b] for a, b in ends) == document.text
    assert all(document.text[a:].startswith("Paragraph") for a, _ in ends)


def test_piece_has_a_limit_when_there_is_no_place_to_cut() -> None:
    document = article("x" * 5 * PIECE_CHARS)
    assert piece_after(document, 7) == (7, PIECE_CHARS + 7)
    assert piece_before(document, 10**9)[1] == len(document.text)


@given(st.text("ab \n#*_-=|>1.[]()", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_blocks_hold_every_character_and_mark_exactly_the_cited_ones(
    text: str, one: int, other: int
) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = to_blocks(article(text), 0, len(text), (Mark(start=start, end=end),))
    whole = "".join(part["text"] for block in found for part in block["parts"])
    assert "".join(whole.split()) == "".join(text.split())
    assert "".join(marked(found).split()) == "".join(text[start:end].split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("## Why it took so long\n\nThe wall", "Why it took so long The wall"),
        ("- Two boats", "Two boats"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
    ],
)
def test_signs_of_markdown_are_left_out_when_a_line_is_shown(text: str, shown: str) -> None:
    assert without_signs(text) == shown


LONG = 100_000
HOSTILE = {
    "row rule": f"|{'-' * LONG}x",
    "dashes": f"{'- ' * (LONG // 2)}x",
    "stars": f"{'* ' * (LONG // 2)}x",
    "underlines": f"{'_' * LONG}x",
    "underlined": f"{'=' * LONG}x",
    "spaces": f"{' ' * LONG}x",
    "bullet": f"-{' ' * LONG}x",
    "bars": f"{'| ' * (LONG // 2)}x",
    "colons": f"|{':' * LONG}x",
    "hashes": f"#{' ' * LONG}x",
    "number": f"1.{' ' * LONG}x",
    "unclosed strong": "**a " * (LONG // 4),
    "unclosed em": "*a " * (LONG // 3),
    "unclosed links": "[a](" * (LONG // 4),
    "unclosed titles": '[a](x "' * (LONG // 7),
    "brackets": "[" * LONG,
    "em": "*a*," * (LONG // 4),
    "links and em": "[a](b) *c* " * (LONG // 11),
    "nested": "**a *b* c** " * (LONG // 12),
    "items": "- a\n" * (LONG // 4),
    "rows": "| a |\n" * (LONG // 6),
    "quotes": "> a\n" * (LONG // 4),
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_blocks_are_there_soon_when_an_article_is_made_to_take_long(text: str) -> None:
    started = time.thread_time()
    found = blocks(text)
    without_signs(text)
    assert time.thread_time() - started < 5  # a second or less; minutes when it was quadratic
    assert sum(len(part["text"]) for block in found for part in block["parts"]) > len(text) / 2


@pytest.mark.parametrize("sign", ["*a*,", "[a](b) *c* "])
def test_styles_of_a_piece_are_found_soon(sign: str) -> None:
    text = (sign * PIECE_CHARS)[:PIECE_CHARS]
    started = time.thread_time()
    blocks(text)
    without_signs(text)
    assert time.thread_time() - started < 1


def test_pages_are_told_soon_when_an_article_has_many() -> None:
    def seconds(pages: int) -> float:
        text = "One.\n\n" * pages
        starts = tuple(range(0, len(text), 6))
        document = Document(doc_id="a.pdf", version="v", text=text, title="A", page_starts=starts)
        started = time.thread_time()
        assert to_blocks(document, 0, len(text), ())[-1]["page"] == len(starts)
        return time.thread_time() - started

    seconds(100)
    few, many = (min(seconds(pages) for _ in range(2)) for pages in (1000, 10_000))
    assert many < 40 * few  # ten times as long; a hundred times when every page looked at all


@given(st.text(" \t|:-x", max_size=12))
def test_row_rule_is_a_line_of_dashes_bars_and_colons(rest: str) -> None:
    rule = re.fullmatch(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*", f"|{rest}")
    assert kinds(f"|{rest}") == [("row", "" if rule else rest.strip(" \t|"))]


@given(
    st.text("ab *_[]()", max_size=50),
    st.lists(st.tuples(st.integers(-3, 60), st.integers(0, 20), st.booleans()), max_size=4),
)
def test_parts_are_those_of_looking_at_every_mark_and_style(
    rest: str, places: list[tuple[int, int, bool]]
) -> None:
    text = f"It{rest}"
    marks = [
        Mark(start=start, end=start + length, place=at, main=main)
        for at, (start, length, main) in enumerate(places)
    ]
    (block,) = to_blocks(article(text), 0, len(text), marks)
    at = 0
    for part in block["parts"]:
        for here in range(at, at + len(part["text"])):
            mark = next((mark for mark in marks if mark.start <= here < mark.end), None)
            assert part["mark"] == ("" if mark is None else "cited" if mark.main else "also")
            assert part["place"] == (mark.place if mark else 0)
            assert part["style"] == ""
        at += len(part["text"])
    assert at == len(text)


def test_sign_is_one_still_where_a_mark_begins_within_it() -> None:
    text = "> It rained."
    (block,) = to_blocks(article(text), 0, len(text), (Mark(start=1, end=5),))
    shown = [(part["text"], part["style"], part["mark"]) for part in block["parts"]]
    assert shown == [
        (">", "sign", ""),
        (" ", "sign", "cited"),
        ("It ", "", "cited"),
        ("rained.", "", ""),
    ]
