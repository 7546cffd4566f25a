"""Benchmark of encoding: passages per second, ONNX encoder against sentence-transformers.

The two take turns, round by round, because other work on the machine slows both alike; the
figures are medians over the rounds.
"""

import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.shared.types import BenchOptions, BenchResult
from index.encoders import load_encoder, load_torch_encoder
from index.types import Encoder, Vectors

_PASSAGES = 500
_ROUNDS = 5


def run(options: BenchOptions) -> BenchResult:
    """Time both encoders on the same passages (`limit`: so many passages)."""
    texts = read_texts(options.data, options.limit or _PASSAGES)
    reference, shipped = load_torch_encoder(), load_encoder(notify=_say)
    for encoder in (reference, shipped):
        encoder.encode_passages(texts[:4])  # neither pays here for its first call
    rounds = [_time_both(reference, shipped, texts[i::_ROUNDS]) for i in range(_ROUNDS)]
    torch_per_s, onnx_per_s, lowest = zip(*rounds, strict=True)
    ratios = [ours / theirs for theirs, ours, _ in rounds]
    return BenchResult(
        values={
            "torch_per_s": statistics.median(torch_per_s),
            "onnx_per_s": statistics.median(onnx_per_s),
            "ratio": statistics.median(ratios),
            "min_cosine": min(lowest),
        },
        targets={"ratio": ">= 1.2", "min_cosine": ">= 0.98"},
        notes=(f"{len(texts)} passages in {_ROUNDS} rounds; ratio is the median of the rounds'",),
    )


def _time_both(
    reference: Encoder, shipped: Encoder, texts: Sequence[str]
) -> tuple[float, float, float]:
    """Passages per second of each, and the lowest cosine between their vectors."""
    theirs, torch_per_s = _time(reference, texts)
    ours, onnx_per_s = _time(shipped, texts)
    _say(f"torch {torch_per_s:.1f}, onnx {onnx_per_s:.1f} passages/s")
    return torch_per_s, onnx_per_s, float(np.min(np.sum(theirs * ours, axis=1)))


def _time(encoder: Encoder, texts: Sequence[str]) -> tuple[Vectors, float]:
    started = time.perf_counter()
    vectors = encoder.encode_passages(texts)
    return vectors, len(texts) / (time.perf_counter() - started)


def read_texts(data: Path, count: int) -> list[str]:
    """The first `count` abstracts of SciFact, at least one for each round, with their titles."""
    with (data / "scifact" / "corpus.jsonl").open(encoding="utf-8") as lines:
        documents = (json.loads(line) for line in lines)
        texts = [f"{document['title']}\n{document['text']}" for document in documents]
    return texts[: max(count, _ROUNDS)]


def _say(line: str) -> None:
    print(line, file=sys.stderr)
