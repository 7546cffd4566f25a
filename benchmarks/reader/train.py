"""Trains the answer finder; goes on from its checkpoint.

The loss: a softmax over all sentences of a question's passages and a null that scores 0; the same
with the answering sentences taken out of the text, where the null is right; and the ends of the
answer in its passage (shared normalisation: Clark and Gardner, ACL 2018).
"""

import math
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from benchmarks.reader.batches import Group, collate
from benchmarks.reader.examples import Example, Examples
from benchmarks.reader.network import Network
from benchmarks.shared.auroc import auroc
from benchmarks.shared.scratch_index import say

SIZE = 12
REMOVAL, ENDS = 0.7, 0.4


def group_loss(group: Group, scores: Tensor, ends: Tensor) -> Tensor:
    """The loss of one question, see the module."""
    rows = list(group.rows)
    mine = scores[rows]
    hidden = torch.zeros_like(mine, dtype=torch.bool)
    for row, sentence in group.doubtful:
        hidden[row - rows[0], sentence] = True
    right = torch.zeros_like(hidden)
    for row, sentence in group.right:
        right[row - rows[0], sentence] = True
    hidden &= ~right
    flat = torch.cat([mine.masked_fill(hidden, -1e4).flatten(), mine.new_zeros(1)])
    logs = F.log_softmax(flat, 0)
    if not group.right:
        return -logs[-1]
    loss = -torch.logsumexp(logs[:-1][right.flatten()], 0)
    assert group.removed is not None
    kept = [row for row in rows if row != group.gold]
    without = torch.cat([scores[[*kept, group.removed]].flatten(), mine.new_zeros(1)])
    others = hidden[[row - rows[0] for row in kept]].flatten()
    mask = torch.cat([others, torch.zeros(scores.shape[1] + 1, dtype=torch.bool)])
    loss = loss - REMOVAL * F.log_softmax(without.masked_fill(mask, -1e4), 0)[-1]
    for side in (0, 1):
        tokens = [(row, span[side]) for row, *span in group.spans if row == group.gold]
        if tokens:
            logs = F.log_softmax(ends[group.gold, :, side], 0)
            loss = loss - ENDS * torch.logsumexp(logs[[t for _, t in tokens]], 0)
    return loss


def evidence(scores: np.ndarray) -> float:
    """The log-odds that any of the sentences answers."""
    flat = scores[scores > -1e3]
    return float(np.logaddexp.reduce(flat)) if len(flat) else -20.0


def assess(net: Network, data: Examples, asked: Sequence[Example]) -> dict[str, float]:
    """First sentence right, one of three; AUROC against hard questions and against removal."""
    net.eval()
    first, three, good, bad, gone = [], [], [], [], []
    with torch.no_grad():
        for start in range(0, len(asked), 6):
            chunk = asked[start : start + 6]
            batch, groups = collate(data, chunk, count=8, everything=True)
            scores = net(batch)[0].numpy()
            for example, group in zip(chunk, groups, strict=True):
                rows = list(group.rows)
                mine = scores[rows]
                if not group.right:
                    if example.kind == "hard":
                        bad.append(evidence(mine))
                    else:
                        first.append(False)
                        three.append(False)
                    continue
                order = np.argsort(-mine.flatten())[:3]
                places = [(rows[0] + o // mine.shape[1], o % mine.shape[1]) for o in order]
                first.append(places[0] in group.right)
                three.append(any(place in group.right for place in places))
                good.append(evidence(mine))
                kept = [row for row in rows if row != group.gold]
                gone.append(evidence(scores[[*kept, group.removed]]))
    net.train()
    bar = np.quantile(good, 0.15)
    g, b, r = np.array(good), np.array(bad), np.array(gone)
    return {
        "first": float(np.mean(first)),
        "three": float(np.mean(three)),
        "auroc_hard": auroc(g, b),
        "auroc_removed": auroc(g, r),
        "removed_answered": float(np.mean(r >= bar)),
    }


def train(
    data: Examples,
    visible: Sequence[Example],
    at: Path,
    *,
    epochs: int,
    seed: int = 0,
    rate: float = 8e-4,
    net: Network | None = None,
) -> Network:
    """Train for `epochs`, from nothing or from `net`; a checkpoint every 200 steps at `at`."""
    torch.manual_seed(seed)
    net = net or Network()
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.02)
    step, steps, begun = 0, epochs * (len(visible) // SIZE), time.monotonic()
    done = 0
    if at.exists():
        stored = torch.load(at, weights_only=True)
        net.load_state_dict(stored["net"])
        optimizer.load_state_dict(stored["optimizer"])
        done = stored["step"]
    total = 0.0
    for epoch in range(epochs):
        order = list(visible)
        Random(f"{seed} {epoch}").shuffle(order)
        for start in range(0, len(order) - SIZE + 1, SIZE):
            step += 1
            if step <= done:
                continue
            for group in optimizer.param_groups:
                group["lr"] = (
                    rate * min(1, step / 200) * 0.5 * (1 + math.cos(math.pi * step / steps))
                )
            random = Random(f"{seed} {step}")
            batch, groups = collate(
                data,
                order[start : start + SIZE],
                count=2,
                random=random,
                drop_words=0.3,
                reword=0.5,
            )
            scores, ends = net(batch)
            loss = torch.stack([group_loss(group, scores, ends) for group in groups]).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            total += loss.item()
            if step % 100 == 0:
                seconds = time.monotonic() - begun
                say(f"step {step} of {steps}, loss {total / 100:.3f}, {seconds:.0f} s")
                total = 0.0
            if step % 200 == 0:
                torch.save(
                    {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, at
                )
    torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, at)
    return net
