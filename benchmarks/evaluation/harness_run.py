"""One evaluation run in a process of its own, its time and peak memory measured: see `harness`."""

import sys
import time
from pathlib import Path

started = time.perf_counter()


def main(spec: str, runs: str, limit: str, times: str) -> None:
    """Print seconds, imports included, and the peak of resident memory in MB."""
    from benchmarks.evaluation.harness import repeated
    from eval.collections import open_collection
    from eval.running.evaluate import evaluate

    collection = repeated(open_collection(spec), int(limit), int(times))
    evaluate(collection, runs=Path(runs))
    print(time.perf_counter() - started, peak_mb())


def peak_mb() -> float:
    """The most memory that this process had; its parent's does not count."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(*sys.argv[1:])
