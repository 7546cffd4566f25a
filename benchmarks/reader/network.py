"""Answer finder (extractive QA) as a PyTorch module; `rag/extract/answer_finder.py` runs it.

Question and passage stand together, each token as the encoder's vector of it, so a small
transformer over both suffices. Beside the vectors it is told how alike each token is to the other
side, and the idf of its word. Dropout takes whole channels, which is cheap.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTH = 384
QUESTION_TOKENS = 40
MATCHES = 4
SHARPNESS = 8.0
SIMILARITIES = 5


@dataclass(slots=True)
class Batch:
    """Padded rows, one for each pair of question and passage."""

    question: Tensor  # (rows, Q, WIDTH), unit vectors
    passage: Tensor  # (rows, T, WIDTH)
    question_weights: Tensor  # (rows, Q), idf / 8, less for function words
    passage_weights: Tensor  # (rows, T), 1 for content words, less for function words
    question_stems: Tensor  # (rows, Q), 0 for padding
    passage_stems: Tensor
    question_there: Tensor  # (rows, Q), bool
    passage_there: Tensor
    sentence: Tensor  # (rows, T), -1 outside
    words_dropped: Tensor  # (rows,), bool: learn without word features


class Block(nn.Module):
    """A transformer layer, normalised before each part."""

    def __init__(self, size: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.norm_1, self.norm_2 = nn.LayerNorm(size), nn.LayerNorm(size)
        self.qkv, self.mix = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.wide, self.narrow = nn.Linear(size, 2 * size), nn.Linear(2 * size, size)

    def forward(self, x: Tensor, there: Tensor) -> Tensor:
        rows, length, size = x.shape
        parts = self.qkv(self.norm_1(x)).view(rows, length, 3, self.heads, -1)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        heeded = F.scaled_dot_product_attention(q, k, v, attn_mask=there[:, None, None, :])
        heeded = heeded.transpose(1, 2).reshape(rows, length, size)
        x = x + drop(self.mix(heeded), self.dropout, self.training)
        wide = F.gelu(self.wide(self.norm_2(x)), approximate="tanh")
        return x + drop(self.narrow(wide), self.dropout, self.training)


class Network(nn.Module):
    """Scores of sentences, and of tokens as first and last of the answer."""

    def __init__(self, size: int = 128, layers: int = 2, heads: int = 4, dropout: float = 0.15):
        super().__init__()
        self.dropout = dropout
        self.project = nn.Linear(WIDTH, size)
        self.aligned = nn.Linear(WIDTH, size)
        self.match = nn.Linear(MATCHES, size)
        self.side = nn.Parameter(torch.zeros(2, size))
        self.enter = nn.LayerNorm(size)
        self.layers = nn.ModuleList(Block(size, heads, dropout) for _ in range(layers))
        self.leave = nn.LayerNorm(size)
        self.ends = nn.Linear(size, 2)
        self.hidden = nn.Linear(3 * size + 2 + SIMILARITIES, 64)
        self.out = nn.Linear(64, 1)
        self.skip = nn.Linear(SIMILARITIES, 1)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """(rows, sentences) scores, -1e4 where there is none; (rows, T, 2) ends of the answer."""
        states, best = self._states(batch)
        ends = self.ends(states)
        return self._sentences(batch, states, ends, best), ends

    def _states(self, b: Batch) -> tuple[Tensor, Tensor]:
        similar = torch.bmm(b.question, b.passage.transpose(1, 2))
        similar = similar.masked_fill(~b.question_there[:, :, None], -1.0)
        similar = similar.masked_fill(~b.passage_there[:, None, :], -1.0)
        equal = b.question_stems[:, :, None] == b.passage_stems[:, None, :]
        equal = equal & (b.question_stems[:, :, None] > 0) & ~b.words_dropped[:, None, None]
        heavy = b.question_weights.masked_fill(b.words_dropped[:, None], 0.5)
        weighed = equal * heavy[:, :, None]
        of_q = _matches(similar.amax(2), equal.any(2), weighed.amax(2), heavy)
        of_p = _matches(similar.amax(1), equal.any(1), weighed.amax(1), b.passage_weights)
        q, p = self.project(self._noisy(b.question)), self.project(self._noisy(b.passage))
        a_q, a_p = self.aligned(self._noisy(b.question)), self.aligned(self._noisy(b.passage))
        x_q = q + torch.softmax(SHARPNESS * similar, 2) @ a_p + self.match(of_q) + self.side[0]
        heed = torch.softmax(SHARPNESS * similar, 1).transpose(1, 2)
        x_p = p + heed @ a_q + self.match(of_p) + self.side[1]
        x = self.enter(torch.cat([x_q, x_p], 1))
        there = torch.cat([b.question_there, b.passage_there], 1)
        for layer in self.layers:
            x = layer(x, there)
        best = (similar * heavy[:, :, None]).transpose(1, 2)
        return self.leave(x[:, b.question.shape[1] :]), best

    def _noisy(self, vectors: Tensor) -> Tensor:
        """Unit vectors scaled so that a channel is about 1."""
        return drop(vectors, self.dropout, self.training) * math.sqrt(WIDTH)

    def _sentences(self, b: Batch, states: Tensor, ends: Tensor, best: Tensor) -> Tensor:
        count = int(b.sentence.max()) + 1
        place = b.sentence.long().masked_fill(b.sentence < 0, count)
        member = F.one_hot(place, count + 1)[:, :, :count].float()  # (rows, T, S)
        size = member.sum(1)[:, :, None]
        mean = member.transpose(1, 2) @ states / size.clamp(min=1)
        most, tips, held = (_amax(values, place, count) for values in (states, ends, best))
        there = b.passage_there[:, :, None]
        whole = (states * there).sum(1, keepdim=True) / there.sum(1, keepdim=True).clamp(min=1)
        asked = b.question_there[:, None, :]
        heavy = b.question_weights.masked_fill(b.words_dropped[:, None], 0.5)[:, None, :]
        total = (heavy * asked).sum(2, keepdim=True).clamp(min=1e-3)
        covered = (held * asked).sum(2, keepdim=True) / total
        around = (best.amax(1, keepdim=True) * asked).sum(2, keepdim=True) / total
        of_q = F.normalize((b.question * b.question_there[:, :, None]).sum(1), dim=1)[:, :, None]
        of_p = F.normalize((b.passage * there).sum(1, keepdim=True), dim=2)
        of_s = F.normalize(member.transpose(1, 2) @ b.passage, dim=2)
        near = (of_p @ of_q).expand_as(covered)
        length = torch.log1p(size) / 4
        alike = torch.cat([covered, around.expand_as(covered), of_s @ of_q, near, length], 2)
        seen = drop(
            torch.cat([mean, most, whole.expand_as(mean), tips], 2), self.dropout, self.training
        )
        hidden = F.gelu(self.hidden(torch.cat([seen, alike], 2)), approximate="tanh")
        scores: Tensor = (self.out(hidden) + self.skip(alike))[:, :, 0]
        return scores.masked_fill(size[:, :, 0] == 0, -1e4)


def drop(x: Tensor, share: float, training: bool) -> Tensor:
    """Dropout of whole channels: the same for all tokens of a row."""
    if not training or not share:
        return x
    mask = torch.rand(x.shape[0], 1, x.shape[2]) >= share
    return x * mask / (1 - share)


def _matches(best: Tensor, equal: Tensor, weighed: Tensor, heavy: Tensor) -> Tensor:
    return torch.stack([best, equal.float(), weighed, heavy], 2)


def _amax(values: Tensor, place: Tensor, count: int) -> Tensor:
    """The most of each channel over the tokens of each sentence: (rows, count, channels)."""
    into = values.new_full((values.shape[0], count + 1, values.shape[2]), -20.0)
    index = place[:, :, None].expand_as(values)
    return into.scatter_reduce(1, index, values, "amax")[:, :count]
