"""Scratch folders and indexes for benchmarks, data files, progress on standard error."""

import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

from eval.collections.corpora import write_markdown
from eval.collections.rows import read_documents
from index.errors import UsageError
from index.index import Index, open_or_create
from index.settings import IndexSettings
from index.types import SyncProgress, SyncReport

T = TypeVar("T")
LINE_EVERY_S = 5.0


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that is deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="byline-bench-") as name:
        yield Path(name)


def data_file(data: Path, name: str) -> Path:
    """A file of the evaluation data; raises `UsageError` when it is not there."""
    path = data / name
    if not path.is_file():
        raise UsageError(f"{path} not found: name the data folder with --data")
    return path


def build_index(folder: Path, at: Path, settings: IndexSettings | None = None) -> Index:
    """Sync `folder` into a new index at `at`, as `byline sync` would."""
    index = open_or_create(at, settings)
    sync_with_progress(index, folder)
    return index


def sync_with_progress(index: Index, folder: Path) -> SyncReport:
    """Sync, with a line every five seconds."""
    last = time.monotonic()

    def notify(progress: SyncProgress) -> None:
        nonlocal last
        if time.monotonic() - last > LINE_EVERY_S:
            last = time.monotonic()
            say(f"indexed {progress.files_done} of {progress.files_total} files")

    return index.sync(folder, notify=notify)


def write_abstracts(corpus: Path, folder: Path, count: int | None = None) -> None:
    """One Markdown file for each of SciFact's abstracts, its title in the front matter."""
    folder.mkdir()
    for abstract in islice(read_documents(corpus), count):
        write_markdown(folder / f"{abstract.doc_id}.md", abstract.title, abstract.text)


def with_progress(items: Sequence[T], what: str) -> Iterable[T]:
    """The items, with a line every five seconds."""
    last = time.monotonic()
    for number, item in enumerate(items):
        if time.monotonic() - last > LINE_EVERY_S:
            last = time.monotonic()
            say(f"{what}: {number} of {len(items)}")
        yield item


def say(text: str) -> None:
    """A line of progress."""
    print(text, file=sys.stderr, flush=True)
