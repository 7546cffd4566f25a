"""How far passages bear a sentence out by words and by meaning: one probability.

A logistic regression over `FEATURES`. `support.json` is written by `python -m eval.calibrate_checks`
and says there from which data.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from math import exp, log1p

import numpy as np
from numpy.typing import NDArray

from index.types import Encoder
from rag.checks.sources import Array, Source, holds, share_held
from rag.words import find_words

WORD_FEATURES = ("cover", "cover_passage", "missing", "pairs", "length")
FEATURES = (*WORD_FEATURES, "maxsim", "maxsim_passage", "least", "cosine")
WIDEST_SPAN = 3
EACH_FURTHER_SENTENCE = 0.05
"""What a longer span must gain for each sentence that it is longer."""
FUNCTION_WEIGHT = 0.3
LEAST_SHARE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A sentence as it is compared: content stems in order, and token vectors with weights."""

    text: str
    stems: tuple[str, ...]
    vectors: Array | None
    weights: Array | None


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """A claim beside one passage: the best span of its sentences, and how like each token is."""

    source: Source
    first: int  # of the span's sentences
    last: int  # inclusive
    similar: Array | None  # shape (sentences, claim tokens): the best cosine in each sentence
    worth: float  # of the span, comparable within one claim

    @property
    def stems(self) -> frozenset[str]:
        return frozenset().union(*self.source.sentence_stems[self.first : self.last + 1])

    @property
    def place(self) -> tuple[int, int]:
        """Of the span, in the document's text."""
        start = self.source.hit.passage.start
        return start + self.source.spans[self.first][0], start + self.source.spans[self.last][1]


def read_claim(text: str, encoder: Encoder | None) -> Claim:
    """Analyse a sentence; it is encoded when there is an encoder."""
    words = find_words(text)
    stems = tuple(dict.fromkeys(word.stem for word in words if word.is_content))
    if encoder is None:
        return Claim(text, stems, None, None)
    vectors, offsets = encoder.encode_tokens([text])[0]
    if not len(vectors):
        return Claim(text, stems, None, None)
    weights = np.zeros(len(vectors), dtype=np.float32)
    for word in words:
        inside = (offsets[:, 0] >= word.start) & (offsets[:, 0] < word.end)
        weights[inside] = 1.0 if word.is_content else FUNCTION_WEIGHT
    return Claim(text, stems, vectors, weights if weights.any() else np.ones_like(weights))


def align(claim: Claim, source: Source) -> Aligned:
    """The one to three neighbouring sentences that bear most of the claim.

    Ties go to fewer sentences, then to the earlier ones.
    """
    similar = _similar(claim, source)
    best: Aligned | None = None
    for width in range(1, min(WIDEST_SPAN, len(source.spans)) + 1):
        for first in range(len(source.spans) - width + 1):
            last = first + width - 1
            worth = _worth(claim, source, similar, first, last)
            worth -= EACH_FURTHER_SENTENCE * (width - 1)
            if best is None or worth > best.worth + 1e-9:
                best = Aligned(source, first, last, similar, worth)
    assert best is not None
    return best


def measure(claim: Claim, aligned: Sequence[Aligned]) -> NDArray[np.float64]:
    """`FEATURES` of a claim over the passages it rests on together; at least one."""
    titles = frozenset[str]().union(*(one.source.title_stems for one in aligned))
    spans = titles.union(*(one.stems for one in aligned))
    passages = titles.union(*(one.source.stems for one in aligned))
    pairs = list(pairwise(claim.stems))
    held_pairs = frozenset().union(*(one.source.pairs for one in aligned))
    missing = sum(not holds(passages, stem) for stem in claim.stems)
    values = [
        share_held(spans, claim.stems),
        share_held(passages, claim.stems),
        log1p(missing),
        sum(pair in held_pairs for pair in pairs) / len(pairs) if pairs else 1.0,
        log1p(len(claim.stems)),
    ]
    return np.array([*values, *_meaning(claim, aligned)], dtype=np.float64)


def probability(features: NDArray[np.float64], *, with_encoder: bool) -> float:
    """How likely it is, 0 to 1, that passages with these features bear the claim out."""
    return load_weights()["full" if with_encoder else "words"].probability(features)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A logistic regression over standardised features, and the bars that are set on it."""

    names: tuple[str, ...]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    line: NDArray[np.float64]
    intercept: float
    supported: float  # from this probability on a sentence is borne out
    partial: float  # and from this one on in part
    clear: float  # and from this one on clearly enough to give it a citation that it lacks

    def probability(self, features: NDArray[np.float64]) -> float:
        chosen = features[[FEATURES.index(name) for name in self.names]]
        logit = float((chosen - self.mean) / self.scale @ self.line) + self.intercept
        return 1.0 / (1.0 + exp(-min(max(logit, -30.0), 30.0)))


@cache
def load_weights() -> dict[str, Weights]:
    """The constants of `support.json`: "full" with an encoder, "words" without."""
    path = resources.files("rag.checks").joinpath("support.json")
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {
        kind: Weights(
            tuple(stored[kind]["features"]),
            *(np.array(stored[kind][name]) for name in ("mean", "scale", "line")),
            *(stored[kind][name] for name in ("intercept", "supported", "partial", "clear")),
        )
        for kind in ("full", "words")
    }


def _worth(
    claim: Claim, source: Source, similar: Array | None, first: int, last: int
) -> float:
    stems = frozenset().union(*source.sentence_stems[first : last + 1])
    cover = sum(stem in stems for stem in claim.stems) / (len(claim.stems) or 1)
    if similar is None or claim.weights is None:
        return cover
    best = similar[first : last + 1].max(axis=0)
    return 0.5 * cover + 0.5 * float(best @ claim.weights / claim.weights.sum())


def _similar(claim: Claim, source: Source) -> Array | None:
    if claim.vectors is None or source.vectors is None:
        return None
    found = source.vectors @ claim.vectors.T
    owners, starts = np.unique(source.token_owner, return_index=True)
    similar = np.zeros((len(source.spans), len(claim.vectors)), dtype=np.float32)
    similar[owners] = np.maximum.reduceat(found, starts, axis=0)
    return similar


def _meaning(claim: Claim, aligned: Sequence[Aligned]) -> list[float]:
    known = [one for one in aligned if one.similar is not None]
    if not known or claim.vectors is None or claim.weights is None:
        return [0.0, 0.0, 0.0, 0.0]
    weights = claim.weights / claim.weights.sum()
    span = np.max([_rows(one).max(axis=0) for one in known], axis=0)
    passage = np.max([_every(one).max(axis=0) for one in known], axis=0)
    telling = np.sort(span[claim.weights >= claim.weights.max()])
    least = telling[: max(1, round(LEAST_SHARE * len(telling)))].mean()
    mean = _unit(claim.vectors.mean(axis=0))
    cosine = max(float(mean @ _span_mean(one)) for one in known)
    return [float(span @ weights), float(passage @ weights), float(least), cosine]


def _rows(one: Aligned) -> Array:
    return _every(one)[one.first : one.last + 1]


def _every(one: Aligned) -> Array:
    assert one.similar is not None
    return one.similar


def _span_mean(one: Aligned) -> Array:
    source = one.source
    assert source.vectors is not None
    inside = (source.token_owner >= one.first) & (source.token_owner <= one.last)
    if not inside.any():
        return np.zeros(source.vectors.shape[1], dtype=np.float32)
    return _unit(source.vectors[inside].mean(axis=0))


def _unit(vector: Array) -> Array:
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-9), dtype=np.float32)
