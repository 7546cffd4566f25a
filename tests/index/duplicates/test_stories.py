"""Near-duplicates: what links two articles, and what does not."""

from __future__ import annotations

import random
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from index.duplicates.stories import (
    SAME_STORY,
    bands,
    find_same_story,
    same_story,
    signature,
)


def story(seed: int, words: int = 300) -> str:
    chance = random.Random(seed)
    return " ".join(f"word{chance.randrange(5000)}" for _ in range(words))


def first_words(text: str, share: float) -> str:
    words = text.split()
    return " ".join(words[: int(len(words) * share)])


def test_signature_is_the_same_on_every_platform() -> None:
    text = (
        "The council voted on Monday to close the old harbour bridge for good next spring, it said."
    )
    assert signature(text)[:8].hex() == "25a175badb50c5d8"
    assert signature(text.upper().replace(",", " -")) == signature(text)


def test_signature_is_empty_when_a_text_is_too_short_to_tell() -> None:
    assert signature("More on this story soon.") == b""
    assert bands(b"") == []


@given(st.text(max_size=300))
def test_bands_fit_a_signed_64_bit_column(text: str) -> None:
    keys = bands(signature(text))
    assert len(keys) <= 32
    assert all(0 <= key < 2**63 for key in keys)


def test_same_story_is_one_when_an_article_was_cut() -> None:
    assert same_story(story(1), first_words(story(1), 0.5)) == 1.0


def test_same_story_stays_high_when_paragraphs_are_reordered() -> None:
    parts = [story(seed, 60) for seed in range(5)]
    assert same_story("\n\n".join(parts), "\n\n".join(reversed(parts))) > 0.9


def test_same_story_is_low_when_only_a_quotation_is_shared() -> None:
    quotation = story(9, 50)
    assert same_story(f"{story(1)} {quotation}", f"{story(2)} {quotation}") < SAME_STORY


def test_same_story_is_zero_when_a_brief_stands_in_a_long_roundup() -> None:
    brief = story(1, 60)
    assert same_story(brief, "\n\n".join([brief, story(2), story(3)])) == 0.0


def test_same_story_compares_characters_when_words_are_not_spaced() -> None:
    text = "市議会は月曜日に古い港の橋を来春閉鎖することを決めた。反対は二人だった。"
    assert same_story(text, text[:28]) > 0.9


def test_find_same_story_finds_the_cut_article_among_others() -> None:
    known = {f"a{seed}.md": story(seed) for seed in range(30)}
    table: dict[int, list[str]] = defaultdict(list)
    for name, text in known.items():
        for key in bands(signature(text)):
            table[key].append(name)
    found = find_same_story(
        first_words(story(7), 0.5),
        lambda keys: [name for key in keys for name in table[key]],
        known.__getitem__,
    )
    assert found == [("a7.md", 1.0)]
