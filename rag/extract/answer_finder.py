"""Answer finder: a small transformer that reads question and passage together (extractive QA).

It is run in NumPy over the token vectors that the encoder has made anyway. `python -m benchmarks
train-finder` made its weights, `answer_finder.npz`, and describes its parts
(`benchmarks.reader.network`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.settings import DEFAULT_ENCODER
from index.text.sentences import CharSpan
from index.types import Offsets
from rag.extract.softmax import softmax
from rag.extract.types import NONE, Tokens

Array = NDArray[np.float32]

FINDER_ENCODER = DEFAULT_ENCODER
"""The encoder whose vectors the shipped finder was trained on."""
QUESTION_TOKENS, PASSAGE_TOKENS = 40, 240
"""What is read; the rest of a longer question or passage is not."""
FUNCTION_WORD = 0.15
UNWEIGHTED = 0.01
SHARPNESS = 8.0
LONGEST_ANSWER_TOKENS = 16
HEADS, LAYERS, SIMILARITIES = 4, 2, 5
SCALE = np.float32(np.sqrt(384))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What the finder makes of one passage."""

    scores: Array
    """For each sentence the log-odds that it answers, against that nothing does."""
    answers: tuple[CharSpan | None, ...]
    """For each sentence its likeliest answer, in characters of the passage."""


class AnswerFinder(Protocol):
    """Says whether and where sentences answer; the same input always gives the same output."""

    def find(
        self,
        question: Tokens,
        weights: dict[str, float],
        passages: Sequence[Tokens],
        sentences: Sequence[Sequence[CharSpan]],
    ) -> Sequence[Found]:
        """One `Found` for each passage.

        Args:
            question: the question's tokens.
            weights: idf, 0 to 8, of the stems of its telling words.
            passages: the passages found for it.
            sentences: for each passage where its sentences stand in it.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """Question or passage: a row, characters, a weight and a stem ("" for none) for each token."""

    vectors: Array
    offsets: Offsets
    weights: Array
    stems: NDArray[np.str_]


class TokenAnswerFinder:
    """Says whether and where sentences answer. Thread-safe; the same input, the same output.

    All passages stand below one another in one matrix, since NumPy is quick on few large ones;
    only attention goes passage by passage.
    """

    def __init__(self, weights: dict[str, Array]) -> None:
        self._weights = weights

    def find(
        self,
        question: Tokens,
        weights: dict[str, float],
        passages: Sequence[Tokens],
        sentences: Sequence[Sequence[CharSpan]],
    ) -> list[Found]:
        """See `AnswerFinder`."""
        asked = _read_question(question, weights)
        read = [_read_passage(passage) for passage in passages]
        full = [n for n, side in enumerate(read) if len(side.vectors)]
        similar = [asked.vectors @ read[n].vectors.T for n in full]
        states = self._encode(asked, [read[n] for n in full], similar) if full else []
        found = [_nothing(spans) for spans in sentences]
        for n, alike, own in zip(full, similar, states, strict=True):
            found[n] = self._score(asked, read[n], alike, own, sentences[n])
        return found

    def _encode(
        self, asked: _Side, sides: Sequence[_Side], similar: Sequence[Array]
    ) -> list[Array]:
        """The states of each passage's tokens."""
        own = self._linear("project", asked.vectors * SCALE)
        heeded = self._linear("aligned", asked.vectors * SCALE)
        vectors = np.concatenate([side.vectors for side in sides]) * SCALE
        ends = np.cumsum([len(side.vectors) for side in sides])[:-1]
        theirs = np.split(self._linear("project", vectors), ends)
        offered = np.split(self._linear("aligned", vectors), ends)
        parts = []
        for side, alike, mine, other in zip(sides, similar, theirs, offered, strict=True):
            equal = (asked.stems[:, None] == side.stems) & (asked.stems[:, None] != "")
            weighed = equal * asked.weights[:, None]
            parts += [
                self._enter(own, other, alike, equal, weighed, asked, 0),
                self._enter(mine, heeded, alike.T, equal.T, weighed.T, side, 1),
            ]
        x = self._norm("enter", np.concatenate(parts))
        lengths = [len(asked.vectors) + len(side.vectors) for side in sides]
        for layer in range(LAYERS):
            x = self._block(f"layers.{layer}.", x, np.cumsum(lengths)[:-1])
        x = self._norm("leave", x)
        return [part[len(asked.vectors) :] for part in np.split(x, np.cumsum(lengths)[:-1])]

    def _enter(
        self,
        own: Array,
        other: Array,
        similar: Array,
        equal: NDArray[np.bool_],
        weighed: Array,
        side: _Side,
        number: int,
    ) -> Array:
        """Each token of one side, with what the other side has that is like it."""
        columns = [similar.max(1), equal.any(1), weighed.max(1), side.weights]
        matches = self._linear("match", np.stack(columns, axis=1).astype(np.float32))
        heeded = softmax(SHARPNESS * similar) @ other
        return np.asarray(own + heeded + matches + self._weights["side"][number])

    def _block(self, name: str, x: Array, cuts: NDArray[np.intp]) -> Array:
        size = x.shape[1]
        parts = self._linear(f"{name}qkv", self._norm(f"{name}norm_1", x))
        heeded = [_attend(part, size // HEADS) for part in np.split(parts, cuts)]
        x = x + self._linear(f"{name}mix", np.concatenate(heeded))
        wide = _gelu(self._linear(f"{name}wide", self._norm(f"{name}norm_2", x)))
        return x + self._linear(f"{name}narrow", wide)

    def _score(
        self, asked: _Side, side: _Side, similar: Array, states: Array, spans: Sequence[CharSpan]
    ) -> Found:
        """The sentences of one passage."""
        ends = self._linear("ends", states)
        weighed = similar * asked.weights[:, None]
        total = max(float(asked.weights.sum()), 1e-3)
        mean = _unit(asked.vectors.sum(axis=0))
        around = float(weighed.max(axis=1).sum()) / total
        near = float(mean @ _unit(side.vectors.sum(axis=0)))
        whole = states.mean(axis=0)
        scores = np.full(len(spans), NONE, np.float32)
        answers: list[CharSpan | None] = [None] * len(spans)
        rows = {}
        for place, span in enumerate(spans):
            inside = slice(*np.searchsorted(side.offsets[:, 0], span).tolist())
            own = states[inside]
            if not len(own):
                continue
            covered = float(weighed[:, inside].max(axis=1).sum()) / total
            cosine = float(mean @ _unit(side.vectors[inside].sum(axis=0)))
            similarities = [covered, around, cosine, near, np.log1p(len(own)) / 4]
            pooled = (own.mean(axis=0), own.max(axis=0), whole, ends[inside].max(axis=0))
            rows[place] = np.concatenate([*pooled, similarities])
            answers[place] = _likeliest(ends[inside], side.offsets[inside])
        if rows:
            seen = np.array(list(rows.values()), np.float32)
            alike = self._linear("skip", seen[:, -SIMILARITIES:])
            hidden = _gelu(self._linear("hidden", seen))
            scores[list(rows)] = np.maximum((self._linear("out", hidden) + alike)[:, 0], NONE)
        return Found(scores, tuple(answers))

    def _linear(self, name: str, x: Array) -> Array:
        return np.asarray(x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"])

    def _norm(self, name: str, x: Array) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = np.einsum("ij,ij->i", centred, centred)[:, None] / np.float32(x.shape[1])
        scaled = centred / np.sqrt(spread + np.float32(1e-5))
        return np.asarray(scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"])


def _read_question(question: Tokens, weights: dict[str, float]) -> _Side:
    heavy = [max(weights.get(word.stem, 0.0) / 8, UNWEIGHTED) for word in question.words]
    return _read(question, QUESTION_TOKENS, heavy, none=0.0)


def _read_passage(passage: Tokens) -> _Side:
    heavy = [1.0 if word.is_content else FUNCTION_WORD for word in passage.words]
    return _read(passage, PASSAGE_TOKENS, heavy, none=FUNCTION_WORD)


def _read(text: Tokens, most: int, heavy: Sequence[float], *, none: float) -> _Side:
    """The first `most` tokens, each with weight and stem of the word that it stands in."""
    offsets = text.offsets[:most]
    starts = np.array([word.start for word in text.words])
    stops = np.array([word.end for word in text.words])
    word_of = np.searchsorted(starts, offsets[:, 0], side="right") - 1
    within = (word_of >= 0) & (offsets[:, 0] < np.append(stops, 0)[word_of])
    weights = np.where(within, np.append(heavy, none)[word_of], none).astype(np.float32)
    stems = np.where(within, np.array([*(w.stem for w in text.words), ""])[word_of], "")
    return _Side(text.vectors[:most], offsets, weights, stems)


def _attend(parts: Array, size: int) -> Array:
    """Scaled dot-product attention over one sequence (Vaswani et al., NIPS 2017)."""
    q, k, v = parts.reshape(len(parts), 3, HEADS, size).transpose(1, 2, 0, 3)
    heed = softmax(q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(size)))
    return np.asarray((heed @ v).transpose(1, 0, 2).reshape(len(parts), -1))


def _likeliest(ends: Array, offsets: Offsets) -> CharSpan:
    """The stretch of tokens whose first and last score most together."""
    size = len(ends)
    both = ends[:, None, 0] + ends[None, :, 1]
    first, last = np.ogrid[:size, :size]
    both[(last < first) | (last >= first + LONGEST_ANSWER_TOKENS)] = -np.inf
    begin, stop = divmod(int(both.argmax()), size)
    return int(offsets[begin, 0]), int(offsets[stop, 1])


def _nothing(spans: Sequence[CharSpan]) -> Found:
    return Found(np.full(len(spans), NONE, np.float32), (None,) * len(spans))


def _unit(vector: Array) -> Array:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12))


def _gelu(x: Array) -> Array:
    inner = np.float32(np.sqrt(2 / np.pi)) * (x + np.float32(0.044715) * x**3)
    return np.asarray(x * (1 + np.tanh(inner)) / 2)


@cache
def shipped_finder() -> TokenAnswerFinder:
    """The finder with the weights of `answer_finder.npz`."""
    path = resources.files("rag.extract").joinpath("answer_finder.npz")
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return TokenAnswerFinder({name: stored[name].astype(np.float32) for name in stored.files})
