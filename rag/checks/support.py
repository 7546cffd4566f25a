"""Groundedness (support) score of a claim: logistic regression over overlap and MaxSim features.

The claim is aligned with its evidence spans first (`align`); `FEATURES` are measured on them.
`support.json` is written by `python -m benchmarks calibrate` and says there from which data.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from math import exp, log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.types import Encoder, Offsets
from rag.checks.evidence import Aligned, Array, Evidence, Meanings, holds, share_held
from rag.english.words import find_words

WORD_FEATURES = ("cover", "cover_passage", "missing", "pairs", "length")
FEATURES = (*WORD_FEATURES, "maxsim", "maxsim_passage", "least", "cosine")
WIDEST_SPAN = 3
EACH_FURTHER_SENTENCE = 0.05
"""What a longer span must gain for each sentence that it is longer."""
FUNCTION_WEIGHT = 0.3
LEAST_SHARE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class ClaimTokens:
    """A sentence's token vectors, how much each counts (1 in all), and the passages' tokens."""

    vectors: Array
    offsets: Offsets
    mean: Array
    weights: Array
    meanings: Meanings


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A sentence as it is compared: its content stems in order, and its tokens if it is encoded."""

    text: str
    stems: tuple[str, ...]
    tokens: ClaimTokens | None = None


def read_claim(text: str, counted: Sequence[tuple[int, int]]) -> Claim:
    """A sentence by its words alone, those inside the spans `counted` (numbers, dates) left out:
    the same number is written in many ways, and is compared by what it is worth."""
    content = [
        word.stem
        for word in find_words(text)
        if word.is_content and not any(start <= word.start < end for start, end in counted)
    ]
    return Claim(text, tuple(dict.fromkeys(content)))


def encode_claim(claim: Claim, encoder: Encoder, meanings: Meanings) -> Claim:
    """The same sentence with its tokens; without them when it has none."""
    vectors, offsets = encoder.encode_tokens([claim.text])[0]
    weights = np.zeros(len(vectors), dtype=np.float32)
    for word in find_words(claim.text):
        inside = (offsets[:, 0] >= word.start) & (offsets[:, 0] < word.end)
        weights[inside] = 1.0 if word.is_content else FUNCTION_WEIGHT
    if not weights.any():
        return claim
    tokens = ClaimTokens(
        vectors=vectors,
        offsets=offsets,
        mean=_unit(vectors.mean(axis=0)),
        weights=weights / weights.sum(),
        meanings=meanings,
    )
    return Claim(claim.text, claim.stems, tokens)


def align(claim: Claim, evidence: Evidence, number: int) -> Aligned:
    """The one to three neighbouring sentences of a passage that bear most of the claim.

    `number` is the place, from 0, of the passage among those that were sent.

    Ties go to fewer sentences, then to the earlier ones.
    """
    similar = _similar(claim, evidence, number)
    held = np.array(
        [[stem in stems for stem in claim.stems] for stems in evidence.sentence_stems],
        dtype=np.float32,
    )
    best: Aligned | None = None
    wide, wide_similar = held, similar
    for width in range(1, min(WIDEST_SPAN, len(evidence.spans)) + 1):
        if width > 1:
            wide = _with_next(wide, held, width)
            if similar is not None and wide_similar is not None:
                wide_similar = _with_next(wide_similar, similar, width)
        worths = _worths(claim, wide, wide_similar) - EACH_FURTHER_SENTENCE * (width - 1)
        first = int(np.argmax(worths))
        if best is None or worths[first] > best.worth + 1e-6:
            best = Aligned(
                evidence, number, first, first + width - 1, similar, float(worths[first])
            )
    assert best is not None
    return best


def measure(claim: Claim, aligned: Sequence[Aligned]) -> NDArray[np.float64]:
    """`FEATURES` of a claim over the passages it rests on together; at least one."""
    titles = frozenset[str]().union(*(one.evidence.title_stems for one in aligned))
    spans = titles.union(*(one.stems for one in aligned))
    passages = titles.union(*(one.evidence.stems for one in aligned))
    pairs = list(pairwise(claim.stems))
    held_pairs = frozenset().union(*(one.evidence.pairs for one in aligned))
    missing = sum(not holds(passages, stem) for stem in claim.stems)
    values = [
        share_held(spans, claim.stems),
        share_held(passages, claim.stems),
        log1p(missing),
        sum(pair in held_pairs for pair in pairs) / len(pairs) if pairs else 1.0,
        log1p(len(claim.stems)),
    ]
    return np.array([*values, *_meaning(claim, aligned)], dtype=np.float64)


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
        """How likely it is, 0 to 1, that passages with these features bear the claim out."""
        chosen = features[[FEATURES.index(name) for name in self.names]]
        logit = float((chosen - self.mean) / self.scale @ self.line) + self.intercept
        return 1.0 / (1.0 + exp(-min(max(logit, -30.0), 30.0)))


@cache
def load_weights() -> dict[str, Weights]:
    """The constants of `support.json`: "full" with an encoder, "words" without."""
    path = resources.files("rag.checks").joinpath("support.json")
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {kind: _to_weights(stored[kind]) for kind in ("full", "words")}


def _to_weights(stored: Mapping[str, Any]) -> Weights:
    mean, scale, line = (np.array(stored[name]) for name in ("mean", "scale", "line"))
    numbers = (float(stored[name]) for name in ("intercept", "supported", "partial", "clear"))
    return Weights(tuple(stored["features"]), mean, scale, line, *numbers)


def _with_next(wide: Array, one: Array, width: int) -> Array:
    """The better of each span of `width - 1` sentences and the sentence after it."""
    return np.maximum(wide[:-1], one[width - 1 :])


def _worths(claim: Claim, held: Array, similar: Array | None) -> Array:
    """How much of the claim each span bears: its words, and its meaning where that is known."""
    cover = held.sum(axis=1) / (len(claim.stems) or 1)
    if similar is None or claim.tokens is None:
        return np.asarray(cover)
    return np.asarray(0.5 * cover + 0.5 * (similar @ claim.tokens.weights))


def _similar(claim: Claim, evidence: Evidence, number: int) -> Array | None:
    if claim.tokens is None:
        return None
    vectors, owners = claim.tokens.meanings.of(number)
    found = vectors @ claim.tokens.vectors.T
    similar = np.zeros((len(evidence.spans), found.shape[1]), dtype=np.float32)
    if len(owners):
        sentences, starts = np.unique(owners, return_index=True)
        similar[sentences] = np.maximum.reduceat(found, starts, axis=0)
    return similar


def _meaning(claim: Claim, aligned: Sequence[Aligned]) -> list[float]:
    tokens = claim.tokens
    found = [(one, one.similar) for one in aligned if one.similar is not None]
    if tokens is None or not found:
        return [0.0, 0.0, 0.0, 0.0]
    span = np.max([rows[one.first : one.last + 1].max(axis=0) for one, rows in found], axis=0)
    passage = np.max([rows.max(axis=0) for _, rows in found], axis=0)
    telling = np.sort(span[tokens.weights >= tokens.weights.max()])
    least = telling[: max(1, round(LEAST_SHARE * len(telling)))].mean()
    cosine = max(float(tokens.mean @ _span_mean(one, tokens.meanings)) for one, _ in found)
    return [float(span @ tokens.weights), float(passage @ tokens.weights), float(least), cosine]


def _span_mean(one: Aligned, meanings: Meanings) -> Array:
    vectors, owners = meanings.of(one.number)
    inside = vectors[(owners >= one.first) & (owners <= one.last)]
    if not len(inside):
        return np.zeros(vectors.shape[1], dtype=np.float32)
    return _unit(inside.mean(axis=0))


def _unit(vector: Array) -> Array:
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-9), dtype=np.float32)
