"""Pairs for the near-duplicate benchmark: republished stories, and controls that are not."""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from benchmarks.duplicates.stories import Story
from index.text.sentences import split_paragraphs

_REPUBLISHED_SHARE = 0.6
_ALIKE_SHARE = 0.7  # of the controls
_FOOTER = (
    "This newsroom is paid for by its readers. Subscribe for full access to every article, the "
    "morning newsletter and the archive. You can write to our editors with a correction, a "
    "question or a tip at any time, and we read every letter that reaches us."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two stories; `kind` says how the second came about, `same` whether it is the first."""

    kind: str
    same: bool
    stories: tuple[Story, Story]


def build_pairs(stories: Sequence[Story], count: int, seed: int) -> list[Pair]:
    """`count` pairs if the stories suffice, three fifths republished; no story is used twice."""
    chance = random.Random(seed)
    controls = count - int(count * _REPUBLISHED_SHARE)
    alike = _most_alike(stories)[: int(controls * _ALIKE_SHARE)]
    used = {story for pair in alike for story in pair}
    free = [story for story in stories if story not in used]
    chance.shuffle(free)
    quoting = [
        _quoting(free.pop(), free.pop(), free.pop())
        for _ in range(min(controls - len(alike), len(free) // 3))
    ]
    pairs = [
        *(Pair(kind="control: one subject", same=False, stories=pair) for pair in alike),
        *(Pair(kind="control: one quotation", same=False, stories=pair) for pair in quoting),
        *_republished(free[: count - controls], chance),
    ]
    chance.shuffle(pairs)
    return pairs


def _most_alike(stories: Sequence[Story]) -> list[tuple[Story, Story]]:
    """Pairs of different stories on one subject, those with most words in common first."""
    by_subject: dict[str, list[Story]] = defaultdict(list)
    for story in stories:
        by_subject[story.subject].append(story)
    words = {story: set(story.text.casefold().split()) for story in stories}
    ranked = sorted(
        (pair for group in by_subject.values() for pair in combinations(group, 2)),
        key=lambda pair: -_overlap(words[pair[0]], words[pair[1]]),
    )
    used: set[Story] = set()
    chosen: list[tuple[Story, Story]] = []
    for first, second in ranked:
        if first not in used and second not in used:
            used.update((first, second))
            chosen.append((first, second))
    return chosen


def _overlap(first: set[str], second: set[str]) -> float:
    return len(first & second) / min(len(first), len(second))


def _quoting(first: Story, second: Story, source: Story) -> tuple[Story, Story]:
    """Two stories with the same two quoted sentences and the same footer."""
    shared = (" ".join(source.sentences[:2]), _FOOTER)
    return (
        replace(first, paragraphs=first.paragraphs + shared),
        replace(second, paragraphs=second.paragraphs + shared),
    )


def _republished(stories: Sequence[Story], chance: random.Random) -> Iterator[Pair]:
    vocabulary = [word for story in stories[:50] for word in story.text.split()]
    kinds = sorted(_CHANGES)
    for number, story in enumerate(stories):
        kind = kinds[number % len(kinds)]
        changed = _CHANGES[kind](story, vocabulary, chance)
        yield Pair(kind=kind, same=True, stories=(story, changed))


def _in_paragraphs(story: Story, sentences: Sequence[str]) -> Story:
    paragraphs = [" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)]
    return replace(story, paragraphs=tuple(paragraphs))


def _cut(story: Story, vocabulary: Sequence[str], chance: random.Random) -> Story:
    words = "\n\n".join(story.paragraphs).split(" ")
    kept = " ".join(words[: int(len(words) * chance.uniform(0.5, 0.8))])
    return replace(story, paragraphs=tuple(kept[a:b] for a, b in split_paragraphs(kept)))


def _reorder_sentences(story: Story, vocabulary: Sequence[str], chance: random.Random) -> Story:
    sentences = story.sentences
    chance.shuffle(sentences)
    return _in_paragraphs(story, sentences)


def _reorder_paragraphs(story: Story, vocabulary: Sequence[str], chance: random.Random) -> Story:
    paragraphs = list(_in_paragraphs(story, story.sentences).paragraphs)
    chance.shuffle(paragraphs)
    return replace(story, paragraphs=tuple(paragraphs))


def _new_headline(story: Story, vocabulary: Sequence[str], chance: random.Random) -> Story:
    return replace(story, headline=" ".join(chance.choices(vocabulary, k=9)))


def _rewrite(story: Story, vocabulary: Sequence[str], chance: random.Random) -> Story:
    """Every number and one word in ten changed, and a sentence added."""
    sentences = [_change_words(sentence, vocabulary, chance) for sentence in story.sentences]
    added = " ".join(chance.choices(vocabulary, k=20)) + "."
    sentences.insert(chance.randrange(len(sentences) + 1), added)
    return _in_paragraphs(story, sentences)


def _change_words(sentence: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    words = [
        chance.choice(vocabulary) if chance.random() < 0.1 else word for word in sentence.split()
    ]
    return re.sub(r"\d+", lambda match: str(chance.randrange(2, 3000)), " ".join(words))


def _cut_and_rewrite(story: Story, vocabulary: Sequence[str], chance: random.Random) -> Story:
    return _rewrite(_cut(story, vocabulary, chance), vocabulary, chance)


_CHANGES: dict[str, Callable[[Story, Sequence[str], random.Random], Story]] = {
    "cut": _cut,
    "cut and rewritten": _cut_and_rewrite,
    "new headline": _new_headline,
    "paragraphs reordered": _reorder_paragraphs,
    "rewritten": _rewrite,
    "sentences reordered": _reorder_sentences,
}
