"""Stories for the near-duplicate benchmark, made from the evaluation texts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from benchmarks.shared.workshop import data_file
from index.text.sentences import split_sentences

_STORY_WORDS = 250
_LEAST_WORDS = 120
_ABSTRACTS = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A text with a headline; stories of one `subject` are about the same thing."""

    subject: str
    headline: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """Headline and paragraphs, parted by blank lines."""
        return "\n\n".join((self.headline, *self.paragraphs))

    @property
    def sentences(self) -> list[str]:
        """The sentences of all paragraphs, each on one line."""
        text = "\n\n".join(self.paragraphs)
        return [" ".join(text[start:end].split()) for start, end in split_sentences(text)]


def reporting_stories(data: Path) -> list[Story]:
    """SQuAD's and ClapNQ's reporting halves, and 700 SciFact abstracts of the same half."""
    return [
        *squad_stories(data_file(data, "squad/dev-visible.json"), is_reporting),
        *_clapnq_stories(data_file(data, "clapnq/pool.jsonl")),
        *_scifact_stories(data_file(data, "scifact/corpus.jsonl")),
    ]


def is_reporting(name: str) -> bool:
    """Whether `name` falls into the half on which figures are reported, by its SHA-256."""
    return int(sha256(name.encode()).hexdigest()[-1], 16) % 2 == 1


def squad_stories(path: Path, is_wanted: Callable[[str], bool]) -> list[Story]:
    """Consecutive paragraphs of each wanted article, in groups of 250 words or more."""
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    return [
        story
        for article in articles
        if is_wanted(article["title"])
        for story in _grouped(
            article["title"], [paragraph["context"].strip() for paragraph in article["paragraphs"]]
        )
    ]


def _clapnq_stories(path: Path) -> list[Story]:
    texts: dict[str, list[str]] = defaultdict(list)
    for row in _rows(path):
        if is_reporting(row["_id"]):
            texts[row["title"]].append(row["text"].strip())
    return [story for title in texts for story in _grouped(title, texts[title])]


def _scifact_stories(path: Path) -> list[Story]:
    stories = [
        Story(subject="scifact", headline=row["title"], paragraphs=(row["text"].strip(),))
        for row in _rows(path)
        if is_reporting(row["_id"]) and len(row["text"].split()) >= _LEAST_WORDS
    ]
    return stories[:_ABSTRACTS]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _grouped(subject: str, paragraphs: Sequence[str]) -> Iterator[Story]:
    group: list[str] = []
    for paragraph in paragraphs:
        group.append(paragraph)
        if sum(len(p.split()) for p in group) >= _STORY_WORDS:
            yield _story(subject, group)
            group = []
    if sum(len(p.split()) for p in group) >= _LEAST_WORDS:
        yield _story(subject, group)


def _story(subject: str, paragraphs: Sequence[str]) -> Story:
    headline = f"{subject.replace('_', ' ')}: {' '.join(paragraphs[0].split()[:6])}"
    return Story(subject=subject, headline=headline, paragraphs=tuple(paragraphs))
