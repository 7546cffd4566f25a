"""Front matter, sound, broken and hostile."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.readers.text.front_matter import split_front_matter
from index.text.metadata import read_metadata

BODY = "The council met on Monday.\n\nIt voted."


def test_reads_values_as_yaml_when_it_is_sound() -> None:
    front = split_front_matter(
        "---\ntitle: 'It''s a vote'\nyear: 2024\nok: true\nwhen: 2025-03-03\nlang: no\n"
        f"tags: [on, off]\nabout: >\n  two\n  lines\n---\n{BODY}"
    )
    assert front.values == {
        "title": "It's a vote",
        "year": 2024,
        "ok": True,
        "when": "2025-03-03",
        "lang": "no",
        "tags": ["on", "off"],
        "about": "two lines",
    }
    assert (front.body, front.warnings) == (BODY, ())


def test_reads_toml_when_it_stands_between_plus_signs() -> None:
    front = split_front_matter(f'+++\ntitle = "Vote"\ntags = ["a"]\n+++\n{BODY}')
    assert front.values == {"title": "Vote", "tags": ["a"]}
    assert front.body == BODY


def test_reads_key_by_key_when_an_apostrophe_is_escaped_wrongly() -> None:
    front = split_front_matter(
        "---\ntitle: 'One: two'\nsubtitle: 'against AI\\'s advance'\nauthor: 'David Jenkins'\n"
        f"n: 3\n---\n{BODY}"
    )
    assert front.values == {
        "title": "One: two",
        "subtitle": "against AI's advance",
        "author": "David Jenkins",
        "n": 3,
    }
    assert front.body == BODY
    assert front.warnings == ("front matter is not valid YAML: read key by key",)


def test_ends_the_block_at_its_last_key_when_it_is_not_closed() -> None:
    front = split_front_matter(f"---\ntitle: Vote\ntags:\n  - a\n\n{BODY}")
    assert front.values == {"title": "Vote", "tags": ["a"]}
    assert front.body.strip() == BODY
    assert front.warnings == ("front matter is not closed",)


def test_uses_the_first_value_when_a_key_is_doubled() -> None:
    front = split_front_matter(f"---\ntitle: One\ntitle: Two\n---\n{BODY}")
    assert front.values == {"title": "One"}
    assert front.warnings == ("front matter has title more than once: the first is used",)


@pytest.mark.parametrize(
    "text",
    [
        f"---\nA paragraph under a rule.\n\n---\n{BODY}",
        f"---\nNote: a paragraph under a rule.\nIt goes on here.\n\n---\n{BODY}",
        f"Text.\n---\ntitle: none\n---\n{BODY}",
        BODY,
        "",
    ],
)
def test_leaves_the_text_alone_when_it_has_no_front_matter(text: str) -> None:
    front = split_front_matter(text)
    assert (front.values, front.body) == ({}, text)


_BOMB = "a: &a [x, x]\n" + "".join(
    f"{after}: &{after} [*{before}, *{before}, *{before}, *{before}, *{before}, *{before}]\n"
    for before, after in zip("abcdefghijklm", "bcdefghijklmn", strict=True)
)


@pytest.mark.parametrize(
    "block",
    [
        _BOMB,
        "run: !!python/object/apply:os.system ['touch PWNED']\n",
        "title: !!python/name:os.system\n",
        "deep: " + "[" * 50_000 + "\n",
        "deep: " + "{a: " * 10_000 + "\n",
        "date: 2025-02-31\nyear: 0000-00-00\n",
        "notes: " + "x" * 1_000_000 + "\n",
        "".join(f"k{number}: v\n" for number in range(20_000)),
        "key: 'never closed\n",
        'key: "never closed\n',
        "? [a, b]\n: c\n",
        "<<: {a: b}\n",
        "tab:\tx\n\tbad: y\n",
        "null: ~\n~: x\n1: y\n",
        "big: " + "9" * 20_000 + "\n",
    ],
)
def test_takes_the_whole_block_off_when_it_is_hostile(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    started = time.monotonic()
    front = split_front_matter(f"---\n{block}title: Kept\n---\n{BODY}")
    assert front.body == BODY
    assert "Kept" in str(front.values)
    assert not list(tmp_path.iterdir())
    assert time.monotonic() - started < 10


@settings(deadline=None)
@given(block=st.text(alphabet="ab:-'\"[]{}#&*!|>%@`,\n\t \\.0", max_size=60))
@example(block="a: b\n...\nc")
def test_never_fails_when_the_block_is_noise(block: str) -> None:
    front = split_front_matter(f"---\nkey: x\n{block}\n---\n{BODY}")
    assert front.body.endswith(BODY)


@pytest.mark.parametrize(
    "head",
    [
        '{\n  "title": "Vote",\n  "author": "Ann Lee",\n  "tags": ["a", "b"]\n}\n\n',
        '{"title": "Vote", "author": "Ann Lee", "tags": ["a", "b"]}\n',
        '{\n\t"title": "Vote",\n\t"author": "Ann Lee",\n\t"tags": [ "a", "b", ],\n}\n\n',
        "title: Vote\nauthor: Ann Lee\ntags: [a, b]\n\n",
        "Title:   Vote\nAuthor:  Ann Lee\nTags:  a,\n  b\n\n",
        "---\ntitle: Vote\nparams:\n  author: Ann Lee\n  tags: [a, b]\n---\n",
        '+++\ntitle = "Vote"\n[params]\nauthor = "Ann Lee"\ntags = ["a", "b"]\n+++\n',
        '+++\ntitle = "Vote"\n[taxonomies]\ntags = ["a", "b"]\n[extra]\nauthor = "Ann Lee"\n+++\n',
        '{"title": "Vote", "params": {"author": "Ann Lee", "tags": ["a", "b"]}}\n',
        '---\ntitle: "Vote"\nauthor:\n  - "[[Ann Lee]]"\ntags:\n  - "a"\n  - "b"\n---\n',
    ],
)
def test_reads_the_heads_of_other_programs(head: str) -> None:
    front = split_front_matter(head + BODY)
    known = read_metadata(front.values)
    assert (known.title, known.authors, known.tags) == ("Vote", ("Ann Lee",), ("a", "b"))
    assert front.body.strip() == BODY


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("% Vote\n% Ann Lee; Bob Day\n% 3 March 2025\n\n", ("Ann Lee", "Bob Day")),
        ("% Vote\n% Ann Lee\n  Bob Day\n% March 3, 2025\n\n", ("Ann Lee", "Bob Day")),
        ("% Vote\n%\n% 2025-03-03\n\n", ()),
    ],
)
def test_reads_a_title_block_of_pandoc(head: str, authors: tuple[str, ...]) -> None:
    front = split_front_matter(head + BODY)
    known = read_metadata(front.values)
    assert (known.title, known.authors) == ("Vote", authors)
    assert known.published == date(2025, 3, 3)
    assert front.body.strip() == BODY


@pytest.mark.parametrize(
    "text",
    [
        f"---\nThe ferry sank: nobody was hurt.\n---\n{BODY}",
        f"---\nThe ferry sank: nobody was hurt.\n\nIt was old.\n\n---\n{BODY}",
        f"---\nMERTON: The ferry sank.\n\nDivers went down.\n\n---\n{BODY}",
        f"---\n\nThe ferry sank.\n\n---\n\n{BODY}",
        f"***\n\nThe ferry sank.\n\n---\n\n{BODY}",
        f"Chair: Good evening.\nPellam: The closure saves money.\n\n{BODY}",
        f"Q: Why now?\nA: Because of the tide.\n\n{BODY}",
        f"Note: this is a draft.\n\n{BODY}",
        f"{{{{ shortcode }}}}\n\n{BODY}",
        '{"a": 1}\n\nis JSON.',
        f"% of voters in favour: 54\n{BODY}",
        f"{{\nnothing closed\n\n{BODY}",
    ],
)
def test_leaves_what_only_resembles_a_head_in_the_text(text: str) -> None:
    front = split_front_matter(text)
    assert (front.values, front.body) == ({}, text)


def test_ends_a_block_before_the_paragraphs_when_a_rule_far_below_would_close_it() -> None:
    body = "The council met on Monday.\n\nIt voted.\n\n---\n\nThe next vote is in May."
    front = split_front_matter(f"---\ntitle: Vote\nauthor: Ann Lee\n\n{body}")
    assert front.values == {"title": "Vote", "author": "Ann Lee"}
    assert front.body.strip() == body
    assert front.warnings == ("front matter is not closed",)
