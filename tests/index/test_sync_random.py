"""After any edits, and any interruptions, the index equals the folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import ReadError
from index.index import Index, open_or_create
from index.lock import writer_lock
from index.readers import DocumentReader
from index.store.store import Store
from index.sync import Sync
from index.types import Document, FileStatus, SyncReport
from index.upkeep.doctor import check_caches, check_documents

PATHS = ["a.md", "b.md", "B2.md", "sub/a.md", "sub/c.md"]
CONTENTS = [
    "Storm\nThe storm took twelve boats. Nobody was hurt.",
    "Ferry\nThe ferry runs again from Monday. Tickets cost four pounds.",
    "Oven\nThe bread oven is lit again.\n\nIt took two years to mend.",
    "bad",
]
DELETED = ("delete", "a.md", None)
NEW = ("write", "b.md", "New\nEntirely new words.")
SETTLED = {FileStatus.UNCHANGED, FileStatus.DUPLICATE, FileStatus.FAILED}


class PlainReader(DocumentReader):
    """Reads in this process: the first line is the title, and "bad" cannot be read."""

    def read_many(self, files: Iterable[tuple[Path, str]]) -> Iterator[Document | ReadError]:
        for path, doc_id in files:
            title, _, text = path.read_text().partition("\n")
            if title == "bad":
                yield ReadError(doc_id, "bad")
                continue
            version = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
            yield Document(doc_id=doc_id, version=version, text=text, title=title)


class Killed(BaseException):
    """Stands for a power cut: nothing after it runs."""


write = st.tuples(st.just("write"), st.sampled_from(PATHS), st.sampled_from(CONTENTS))
delete = st.tuples(st.just("delete"), st.sampled_from(PATHS), st.none())
move = st.tuples(st.just("move"), st.sampled_from(PATHS), st.sampled_from(PATHS))
swap = st.tuples(st.just("swap"), st.sampled_from(PATHS), st.sampled_from(PATHS))
touch = st.tuples(st.just("touch"), st.sampled_from(PATHS), st.none())
edits = st.lists(st.one_of(write, delete, move, swap, touch), max_size=6)
stops = st.lists(
    st.tuples(st.sampled_from([Killed, KeyboardInterrupt]), st.integers(0, 8)), max_size=2
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(rounds=st.lists(st.tuples(edits, stops, st.booleans()), min_size=1, max_size=5))
def test_index_equals_the_folder_after_any_edits_and_interruptions(rounds, word_encoder):
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "articles"
        folder.mkdir()
        index = open_or_create(Path(temporary) / "index", load=lambda name: word_encoder)
        for number, (changes, stopped, finish) in enumerate(rounds):
            for place, change in enumerate(changes):
                apply(folder, change, seconds=1000 * number + 10 * place)
            for stop, transactions in stopped:
                run_until(index, folder, stop, transactions)
            if not finish:
                continue
            report = run(index, folder)
            assert_equals_folder(index, folder, report)
            again = run(index, folder)
            assert {outcome.status for outcome in again.outcomes} <= SETTLED
            assert (again.passages_encoded, again.generation) == (0, report.generation)
            assert again.seen == report.seen
        index.close()


class StoppingStore(Store):
    """Stops once, after so many transactions."""

    def stop_after(self, transactions: int, stop: type[BaseException]) -> None:
        self.left, self.stop = transactions, stop

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        self.left -= 1
        if self.left == -1:
            raise self.stop
        return super().writing()


def run(index: Index, folder: Path, store: Store | None = None) -> SyncReport:
    with writer_lock(index.path), patch("index.sync.DocumentReader", PlainReader):
        caches = replace(index.caches, store=store or index.store)
        return Sync(folder, caches, lambda progress: None).run()


def run_until(index: Index, folder: Path, stop: type[BaseException], transactions: int) -> None:
    """Sync, stopped after so many transactions."""
    store = StoppingStore(index.store.path)
    store.stop_after(transactions, stop)
    with suppress(Killed, KeyboardInterrupt):
        run(index, folder, store)
    store.close()


def assert_equals_folder(index: Index, folder: Path, report: SyncReport) -> None:
    files = {p.relative_to(folder).as_posix(): p.read_text() for p in files_of(folder)}
    assert sum(report.counts.values()) == report.seen == len(files)
    snapshot = index.snapshot()
    documents = snapshot.documents([d.doc_id for d in snapshot.about.values()])
    held = {name: f"{d.title}\n{d.text}" for name, d in documents.items()}
    assert sorted(held.values()) == sorted(set(files.values()) - {"bad"})
    assert held.items() <= files.items()
    findings = [check_documents(index), *check_caches(index)]
    assert all(finding.ok for finding in findings), findings


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def apply(folder: Path, change: tuple[str, str, str | None], seconds: int) -> None:
    """One edit; the file's time lies long ago, so that unchanged files are known by it."""
    kind, name, other = change
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if kind == "write":
        path.write_text(str(other))
    elif not path.exists():
        return
    elif kind == "delete":
        path.unlink()
    elif kind in ("move", "swap") and other != name:
        target = folder / str(other)
        target.parent.mkdir(exist_ok=True)
        aside = folder / ".aside"
        if kind == "swap" and target.exists():
            shutil.move(target, aside)
        shutil.move(path, target)
        if aside.exists():
            shutil.move(aside, path)
        return
    if path.exists():
        os.utime(path, (1_600_000_000 + seconds, 1_600_000_000 + seconds))


@pytest.mark.parametrize("transactions", range(6))
@pytest.mark.parametrize("changes", [[DELETED], [NEW], [DELETED, NEW]])
def test_sync_goes_on_when_stopped_at_any_step(tmp_path, word_encoder, transactions, changes):
    folder = tmp_path / "articles"
    folder.mkdir()
    index = open_or_create(tmp_path / "index", load=lambda name: word_encoder)
    for name, content in zip(PATHS, CONTENTS, strict=False):
        apply(folder, ("write", name, content), 0)
    run(index, folder)
    for change in changes:
        apply(folder, change, 1)
    run_until(index, folder, Killed, transactions)
    assert_equals_folder(index, folder, run(index, folder))
