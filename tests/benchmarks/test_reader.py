"""Training of the answer finder: what is trained is what runs; the loss wants what is right."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from benchmarks.reader.batches import Group, collate
from benchmarks.reader.examples import Example, Examples, Text
from benchmarks.reader.network import Network
from benchmarks.reader.train import group_loss
from rag.extract.answer_finder import TokenAnswerFinder, _Side


def text(size: int, sentences: int, seed: int) -> Text:
    random = np.random.default_rng(seed)
    vectors = random.standard_normal((size, 384))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    starts = np.arange(size) * 5
    return Text(
        vectors.astype(np.float16),
        random.random(size).astype(np.float16),
        random.integers(1, 20, size).astype(np.int32),
        np.stack([starts, starts + 4], axis=1).astype(np.int32),
        (np.arange(size) * sentences // size).astype(np.int16),
    )


def example(hits: list[int], right: dict[int, list[int]]) -> Example:
    spans = {hit: [(0, 1)] for hit in right}
    removed = dict.fromkeys(right, 3)
    return Example(0, [], "answerable", "A", "pool", hits, right, spans, {}, removed)


@pytest.fixture
def examples() -> Examples:
    return Examples([text(6, 1, 0), text(30, 3, 1), text(17, 2, 2), text(20, 2, 3)])


def side(read: Text) -> _Side:
    stems = np.array([str(stem) for stem in read.stems])
    weights = read.weights.astype(np.float32)
    return _Side(read.vectors.astype(np.float32), read.offsets, weights, stems)


def test_numpy_gives_the_scores_that_torch_gives(examples: Examples):
    torch.manual_seed(0)
    net = Network().eval()
    batch, _ = collate(examples, [example([1, 2], {})], count=2, everything=True)
    with torch.no_grad():
        wanted = net(batch)[0].numpy()
    finder = TokenAnswerFinder({name: t.numpy() for name, t in net.state_dict().items()})
    asked, *sides = map(side, examples.texts[:3])
    similar = [asked.vectors @ one.vectors.T for one in sides]
    states = finder._encode(asked, sides, similar)
    for row, read in enumerate(examples.texts[1:3]):
        places = [np.flatnonzero(read.sentence == n) for n in range(read.sentence.max() + 1)]
        spans = [(int(read.offsets[p[0], 0]), int(read.offsets[p[-1], 1])) for p in places]
        found = finder._score(asked, sides[row], similar[row], states[row], spans)
        np.testing.assert_allclose(found.scores, wanted[row, : len(spans)], atol=1e-4)


def test_loss_falls_when_the_right_sentence_leads_and_nothing_does_without_it():
    group = Group(range(2), [1, 2], [(0, 1)], [], [(0, 2, 3)], removed=2, gold=0)
    ends = torch.zeros(3, 5, 2)
    right = torch.tensor([[-5.0, 5.0], [-5.0, -5.0], [-5.0, -5.0]])
    wrong = torch.tensor([[5.0, -5.0], [-5.0, -5.0], [-5.0, -5.0]])
    still_sure = torch.tensor([[-5.0, 5.0], [-5.0, -5.0], [5.0, -5.0]])
    losses = [float(group_loss(group, scores, ends)) for scores in (right, still_sure, wrong)]
    assert losses == sorted(losses)
    assert losses[0] + 2 < losses[1]


def test_collate_puts_the_gold_passage_first_and_it_without_its_answer_last(examples: Examples):
    batch, [group] = collate(examples, [example([1, 2], {2: [0]})], count=2)
    assert (group.hits, group.gold, group.removed) == ([2, 1], 0, 2)
    assert batch.passage_there.sum(1).tolist() == [17, 30, 20]
