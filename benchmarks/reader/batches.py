"""Batches for training the answer finder: groups of passages, each group one question."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from torch import Tensor

from benchmarks.reader.examples import Example, Examples, Text
from benchmarks.reader.network import QUESTION_TOKENS, WIDTH, Batch


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """What one question is read with. Places are rows of the batch."""

    rows: range
    hits: list[int]  # the text of each row
    right: list[tuple[int, int]]  # (row, sentence)
    doubtful: list[tuple[int, int]]
    spans: list[tuple[int, int, int]]  # (row, first token, last token)
    removed: int | None  # the row that takes the gold row's place in the removal
    gold: int | None


def choose(example: Example, count: int, random: Random | None) -> list[int]:
    """The hits that an example is read with: gold ones and the likeliest others."""
    gold = list(example.right)[:1]
    others = [hit for hit in example.hits if hit not in example.right]
    if random and len(others) > count:
        near = others[: count - 1]
        others = [*near, random.choice(others[count - 1 :])]
    return [*gold, *others][: count + 1 if gold else count]


def collate(
    examples: Examples,
    chosen: Sequence[Example],
    *,
    count: int,
    random: Random | None = None,
    drop_words: float = 0.0,
    reword: float = 0.0,
    everything: bool = False,
) -> tuple[Batch, list[Group]]:
    """One batch; `everything` reads all hits as found and the removed ones after them."""
    pairs: list[tuple[int, int]] = []
    dropped: list[bool] = []
    groups = []
    for example in chosen:
        begin = len(pairs)
        question = example.question
        if random and example.variants and random.random() < reword:
            question = random.choice(example.variants)
        hits = list(example.hits) if everything else choose(example, count, random)
        gold = next((hit for hit in hits if hit in example.right), None)
        hits = hits if gold is None else [*hits, example.removed[gold]]
        row_of = {hit: begin + at for at, hit in reversed(list(enumerate(hits)))}
        pairs += [(question, hit) for hit in hits]
        dropped += [bool(random and random.random() < drop_words)] * len(hits)
        found = hits if gold is None else hits[:-1]
        groups.append(
            Group(
                rows=range(begin, begin + len(found)),
                hits=found,
                right=[(row_of[h], n) for h in found for n in example.right.get(h, ())],
                doubtful=[(row_of[h], n) for h in found for n in example.doubtful.get(h, ())],
                spans=[(row_of[h], a, b) for h in found for a, b in example.spans.get(h, ())],
                removed=None if gold is None else begin + len(found),
                gold=None if gold is None else row_of[gold],
            )
        )
    return _pad(examples.texts, pairs, dropped), groups


def _pad(texts: Sequence[Text], pairs: Sequence[tuple[int, int]], dropped: list[bool]) -> Batch:
    questions = [texts[q] for q, _ in pairs]
    passages = [texts[p] for _, p in pairs]
    q_vectors, q_weights, q_stems, q_there, _ = _side(questions, QUESTION_TOKENS)
    p_vectors, p_weights, p_stems, p_there, sentence = _side(passages, 10_000)
    return Batch(
        question=q_vectors,
        passage=p_vectors,
        question_weights=q_weights,
        passage_weights=p_weights,
        question_stems=q_stems,
        passage_stems=p_stems,
        question_there=q_there,
        passage_there=p_there,
        sentence=sentence,
        words_dropped=torch.tensor(dropped),
    )


def _side(texts: Sequence[Text], most: int) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    longest = max(1, min(most, max(len(text.stems) for text in texts)))
    shape = (len(texts), longest)
    vectors = np.zeros((*shape, WIDTH), np.float32)
    weights = np.zeros(shape, np.float32)
    stems = np.zeros(shape, np.int32)
    there = np.zeros(shape, bool)
    sentence = np.full(shape, -1, np.int16)
    for row, text in enumerate(texts):
        size = min(longest, len(text.stems))
        vectors[row, :size] = text.vectors[:size]
        weights[row, :size] = text.weights[:size]
        stems[row, :size] = text.stems[:size]
        there[row, :size] = True
        sentence[row, :size] = text.sentence[:size]
    return tuple(torch.from_numpy(a) for a in (vectors, weights, stems, there, sentence))  # type: ignore[return-value]
