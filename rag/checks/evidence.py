"""Evidence: a sent passage, read once; alignment of words by stem, form and embedding."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.text.sentences import split_sentences
from index.types import Document, Encoder, Offsets, Passage
from rag.english.concepts import to_concept
from rag.english.dates import DateMention, find_dates
from rag.english.folding import fold_name, fold_quoted
from rag.english.frames import Frame, lemmas_of, read_frames
from rag.english.name_match import NamesHeld, read_names_held
from rag.english.polarity import Polarity, read_polarity
from rag.english.quantities import Quantity, find_quantities, read_shares
from rag.english.words import Word, find_words
from rag.search.token_cache import encode_hits
from rag.types import Hit

Array = NDArray[np.float32]
Pair = tuple[str, str]
WordVectors = list[tuple[Word, Array]]


class Evidence:
    """One passage with all that sentences are compared with, worked out when first asked for."""

    def __init__(self, passage: Passage, document: Document) -> None:
        self.passage = passage
        self.document = document
        self.text = passage.text

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Of the sentences, counted from the passage's start."""
        return split_sentences(self.text, self.document.language) or [(0, len(self.text))]

    @cached_property
    def sentence_stems(self) -> list[frozenset[str]]:
        """The content stems of each sentence."""
        return [frozenset(stems) for stems in self._stems_in_order]

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset().union(*self.sentence_stems)

    @cached_property
    def title_stems(self) -> frozenset[str]:
        """Of what a sentence may take up besides the text: headline, heading, who, where."""
        return frozenset(word.stem for text in self._particulars for word in find_words(text))

    @cached_property
    def forms(self) -> frozenset[str]:
        """Stems, lemmas and concepts of every word, the particulars' among them."""
        words = find_words(self.with_particulars)
        forms = (lemmas_of(w.text) | {w.stem, to_concept(w.stem)} for w in words)
        return frozenset[str]().union(*forms)

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """Neighbouring content stems."""
        return frozenset(pair for stems in self._stems_in_order for pair in pairwise(stems))

    @cached_property
    def dates(self) -> list[DateMention]:
        return find_dates(self.with_particulars)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The numbers, dates left out; those of the headline come last."""
        taken = [(mention.start, mention.end) for mention in self.dates]
        found = find_quantities(self.with_particulars, taken)
        return [*found, *read_shares(self.with_particulars, found)]

    @cached_property
    def names(self) -> NamesHeld:
        return read_names_held([self.text, *self._particulars])

    @cached_property
    def article_letters(self) -> str:
        """The article without anything but letters and digits, folded."""
        return "".join(c for c in fold_name(self.document.text) if c.isalnum())

    @cached_property
    def folded_article(self) -> str:
        return fold_quoted("\n".join([self.document.text, *self._particulars]))

    @cached_property
    def polarities(self) -> list[Polarity]:
        return [read_polarity(self.text[start:end]) for start, end in self.spans]

    @cached_property
    def frames(self) -> list[Frame]:
        return [f for start, end in self.spans for f in read_frames(self.text[start:end])]

    @cached_property
    def with_particulars(self) -> str:
        """The passage, then headline, heading, authors and outlet."""
        return "\n\n".join([self.text, *self._particulars])

    @cached_property
    def _particulars(self) -> list[str]:
        document = self.document
        known = [
            document.title, self.passage.heading, *document.authors, document.outlet,
            document.section,
        ]  # fmt: skip
        return [text for text in known if text]

    @cached_property
    def _stems_in_order(self) -> list[list[str]]:
        return [
            [word.stem for word in find_words(self.text[start:end]) if word.is_content]
            for start, end in self.spans
        ]


def read_evidence(hits: Sequence[Hit], documents: Mapping[str, Document]) -> list[Evidence]:
    """The passages of `hits`; those that were read for an earlier answer are not read again."""
    passages = [hit.passage for hit in hits]
    return [
        _remembered(_Key(p, documents[p.doc_id], documents[p.doc_id].version)) for p in passages
    ]


@dataclass(frozen=True, slots=True)
class _Key:
    """A passage of a version of an article; the version stands for all of its content."""

    passage: Passage
    document: Document = field(compare=False)
    version: str


@lru_cache(maxsize=512)
def _remembered(key: _Key) -> Evidence:
    return Evidence(key.passage, key.document)


class Meanings:
    """The token vectors of the passages that were sent, encoded when first asked for.

    Most sentences are decided by words alone, and the others rest on a passage or two: what
    nobody asks for is not encoded.
    """

    def __init__(
        self,
        hits: Sequence[Hit],
        evidence: Sequence[Evidence],
        documents: Mapping[str, Document],
        encoder: Encoder,
    ) -> None:
        self._hits, self._evidence = hits, evidence
        self._documents, self._encoder = documents, encoder
        self._read: dict[int, tuple[Array, NDArray[np.int64]]] = {}
        self._words: dict[int, WordVectors] = {}

    def of(self, place: int) -> tuple[Array, NDArray[np.int64]]:
        """Of the passage at `place`, from 0: a row for each token, and the token's sentence."""
        self.read([place])
        return self._read[place]

    def words(self, place: int) -> WordVectors:
        """The words of the passage at `place` that have tokens."""
        self.read([place])
        return self._words[place]

    def read(self, places: Sequence[int]) -> None:
        """Encode these passages together, as far as they are not read or remembered."""
        missing = [place for place in places if place not in self._read]
        hits = [self._hits[place] for place in missing]
        found = encode_hits(hits, self._documents, self._encoder)
        for place, (vectors, offsets) in zip(missing, found, strict=True):
            self._read[place] = vectors, _owners(self._evidence[place].spans, offsets)
            self._words[place] = word_vectors(self._evidence[place].text, vectors, offsets)


def word_vectors(text: str, vectors: Array, offsets: Offsets) -> WordVectors:
    """Each word of `text` with the mean of its tokens' vectors, in length 1."""
    found = []
    starts = offsets[:, 0]
    for word in find_words(text):
        first, last = np.searchsorted(starts, [word.start, word.end])
        if first < last:
            mean = vectors[first:last].mean(axis=0, dtype=np.float32)
            found.append((word, mean / (np.linalg.norm(mean) + 1e-9)))
    return found


def _owners(spans: Sequence[tuple[int, int]], offsets: Offsets) -> NDArray[np.int64]:
    starts = np.array([start for start, _ in spans])
    return np.maximum(np.searchsorted(starts, offsets[:, 0], side="right") - 1, 0)


def holds(stems: frozenset[str], wanted: str) -> bool:
    """Whether `wanted` is among `stems`, or a form of it: a beginning of five letters in common."""
    if wanted in stems:
        return True
    if len(wanted) < 5 or wanted[0].isdigit():
        return False
    return any(_is_form(wanted, other) for other in _by_beginning(stems).get(wanted[:5], ()))


@lru_cache(maxsize=512)
def _by_beginning(stems: frozenset[str]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for stem in stems:
        found.setdefault(stem[:5], []).append(stem)
    return found


def share_held(stems: frozenset[str], wanted: Iterable[str]) -> float:
    """The share of `wanted` that `stems` hold; 1 when nothing is wanted."""
    every = list(wanted)
    return sum(holds(stems, stem) for stem in every) / len(every) if every else 1.0


def _is_form(one: str, other: str) -> bool:
    shared = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return shared >= 0.6 * max(len(one), len(other))


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """A claim beside one passage: the best span of its sentences, and how like each token is."""

    evidence: Evidence
    number: int  # of the passage, from 0
    first: int  # of the span's sentences
    last: int  # inclusive
    similar: Array | None  # shape (sentences, claim tokens): the best cosine in each sentence
    worth: float  # of the span, comparable within one claim

    @property
    def stems(self) -> frozenset[str]:
        return frozenset().union(*self.evidence.sentence_stems[self.first : self.last + 1])

    @property
    def place(self) -> tuple[int, int]:
        """Of the span, in the document's text."""
        start = self.evidence.passage.start
        return start + self.evidence.spans[self.first][0], start + self.evidence.spans[self.last][1]
