"""Benchmark of start-up: from `byline serve` to the page, and to the question box in a browser."""

import time
from statistics import median

from benchmarks.shared.scratch_index import build_index, scratch_folder, with_progress
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.sample import sample_folder
from tests.support.chromium import chromium
from tests.support.server import serving

STARTS = 3


def run(options: BenchOptions) -> BenchResult:
    """Start some times and take the median; the first start, which warms the disk, is left out."""
    ready_s, page_s = [], []
    with scratch_folder() as scratch, chromium() as browser:
        build_index(sample_folder(), scratch / "index").close()
        for _ in with_progress(range(1 + (options.limit or STARTS)), "starts"):
            with serving(scratch / "index", scratch / "kept") as server:
                ready_s.append(server.ready_s)
                page = browser.new_page()
                began = time.perf_counter()
                page.goto(server.address)
                page.locator("#byline-ask textarea:enabled").wait_for(timeout=60_000)
                page_s.append(time.perf_counter() - began)
                page.close()
    return BenchResult(
        values={"ready_s": median(ready_s[1:]), "page_s": median(page_s[1:])},
        notes=(f"{len(ready_s) - 1} starts; page_s: from the address to the box",),
    )
