"""The near-duplicate benchmark: its pairs and its measure."""

from __future__ import annotations

import random

from benchmarks.duplicates.main import candidate_links, link_stories, precision_and_recall
from benchmarks.duplicates.pairs import build_pairs
from benchmarks.duplicates.stories import Story


def _sentence(chance: random.Random) -> str:
    words = ("".join(chance.choices("abcdefgh", k=4)) for _ in range(14))
    return f"Item {' '.join(words)} rose."


def stories(count: int) -> list[Story]:
    chance = random.Random(0)
    return [
        Story(
            subject=f"subject {number % 5}",
            headline=f"Headline {number}",
            paragraphs=tuple(" ".join(_sentence(chance) for _ in range(4)) for _ in range(4)),
        )
        for number in range(count)
    ]


def test_precision_and_recall_count_links() -> None:
    links = {frozenset("ab"), frozenset("cd")}
    assert precision_and_recall(links, {frozenset("ab"), frozenset("ef")}) == (0.5, 0.5)
    assert precision_and_recall(set(), {frozenset("ab")}) == (0.0, 0.0)


def test_build_pairs_uses_no_story_twice_and_repeats_itself() -> None:
    pairs = build_pairs(stories(60), 30, seed=1)
    assert pairs == build_pairs(stories(60), 30, seed=1)
    assert sum(pair.same for pair in pairs) == 18
    firsts = [pair.stories[0].headline for pair in pairs]
    assert len(firsts) == len(set(firsts)) == 30


def test_link_stories_finds_the_republished_and_leaves_the_controls() -> None:
    pairs = build_pairs(stories(60), 30, seed=1)
    pool = {
        f"{number}{side}": story.text
        for number, pair in enumerate(pairs)
        for side, story in zip("ab", pair.stories, strict=True)
    }
    wanted = {frozenset((f"{n}a", f"{n}b")) for n, pair in enumerate(pairs) if pair.same}
    assert link_stories(pool) == wanted
    assert not candidate_links(pool) <= wanted
