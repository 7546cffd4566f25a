"""Benchmark of sync: articles per second, and the cost when nothing, or one file, has changed."""

import time

from benchmarks.shared.scratch_index import (
    data_file,
    scratch_folder,
    sync_with_progress,
    write_abstracts,
)
from benchmarks.shared.types import BenchOptions, BenchResult
from index.index import open_or_create
from index.plan import RACY_S

FILES = 2000
TARGETS = {
    "passages_per_s": "",
    "second_sync_s": "< 3",
    "second_sync_encoded": "0",
    "one_change_encoded": "= changed_passages",
}


def run(options: BenchOptions) -> BenchResult:
    """Sync 2,000 abstracts, again, and again after one was edited."""
    with scratch_folder() as scratch:
        folder = scratch / "articles"
        corpus = data_file(options.data, "scifact/corpus.jsonl")
        write_abstracts(corpus, folder, options.limit or FILES)
        index = open_or_create(scratch / "index")
        first = sync_with_progress(index, folder)
        time.sleep(RACY_S)  # a file written just before a sync is hashed again to be sure
        index.sync(folder)
        started = time.perf_counter()
        second = index.sync(folder)
        second_s = time.perf_counter() - started
        edited = sorted(folder.iterdir())[0]
        before = {p.text for p in index.snapshot().document_passages(edited.name)}
        edited.write_text(edited.read_text("utf-8") + "\n\nOne new paragraph.\n", "utf-8")
        third = index.sync(folder)
        after = {p.text for p in index.snapshot().document_passages(edited.name)}
    return BenchResult(
        values={
            "passages_per_s": first.passages_encoded / first.seconds,
            "second_sync_s": second_s,
            "second_sync_encoded": second.passages_encoded,
            "one_change_encoded": third.passages_encoded,
            "changed_passages": len(after - before),
        },
        targets=TARGETS,
    )
