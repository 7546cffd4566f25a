"""Benchmark of cold start: a fresh `byline ask` against `import sentence_transformers`."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

from benchmarks.shared.scratch_index import build_index, scratch_folder, with_progress
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.sample import sample_folder

ROUNDS = 5
QUESTION = "How wide was the hole in the harbour wall?"
TARGETS = {"ratio": "<= 0.25"}


def run(options: BenchOptions) -> BenchResult:
    """Medians over five rounds, each of which runs both."""
    with scratch_folder() as scratch:
        build_index(sample_folder(), scratch / "index")
        ask = [sys.executable, "-c", "from ui.main import main; main()", "ask", QUESTION]
        ask += ["--index", str(scratch / "index")]
        bare = [sys.executable, "-c", "import sentence_transformers"]
        times = [
            (_seconds(ask), _seconds(bare))
            for _ in with_progress(range(options.limit or ROUNDS), "rounds")
        ]
    asks, imports = zip(*times, strict=True)
    return BenchResult(
        values={
            "cold_ask_s": statistics.median(asks),
            "import_s": statistics.median(imports),
            "ratio": statistics.median(a / b for a, b in times),
        },
        targets=TARGETS,
    )


def _seconds(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ)
    return time.perf_counter() - started
