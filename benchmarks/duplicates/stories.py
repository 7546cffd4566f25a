"""Stories for the near-duplicate benchmark, made from the evaluation texts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.shared.scratch_index import data_file
from benchmarks.shared.squad import read_dev
from eval.collections.clapnq import read_pool
from eval.collections.rows import read_documents
from eval.splits import is_tuning
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
        *_squad_stories(data),
        *_clapnq_stories(data_file(data, "clapnq/pool.jsonl")),
        *_scifact_stories(data_file(data, "scifact/corpus.jsonl")),
    ]


def _squad_stories(data: Path) -> list[Story]:
    """Consecutive paragraphs of each reporting article, in groups of 250 words or more."""
    return [
        story
        for article in read_dev(data)[0]
        if not is_tuning(article.title)
        for story in _grouped(article.title, [text.strip() for text in article.paragraphs])
    ]


def _clapnq_stories(path: Path) -> list[Story]:
    texts: dict[str, list[str]] = defaultdict(list)
    for passage in read_pool(path):
        if not is_tuning(passage.id):
            texts[passage.title].append(passage.text.strip())
    return [story for title in texts for story in _grouped(title, texts[title])]


def _scifact_stories(path: Path) -> list[Story]:
    stories = [
        Story(subject="scifact", headline=abstract.title, paragraphs=(abstract.text.strip(),))
        for abstract in read_documents(path)
        if not is_tuning(abstract.doc_id) and len(abstract.text.split()) >= _LEAST_WORDS
    ]
    return stories[:_ABSTRACTS]


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
