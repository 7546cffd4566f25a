"""Kill a sync with signal 9, two hundred times, and see whether anything was lost.

Each round adds, edits and deletes articles, starts a sync and kills it: mostly inside a commit or
a cache write, else at any moment. Then a new process opens the index, checks that every passage
matches its article and that the three stores agree, and lets the next sync finish.

The control is a writer that does what one must not: it saves vectors before rows, without
transactions, straight into what readers see. If that one came through, the kills would prove
nothing.
"""

from __future__ import annotations

import mmap
import os
import random
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

# Everything is imported before the forks, so that a child starts at once.
import faiss  # noqa: F401
import tantivy  # noqa: F401

from eval.bench.broken_writer import break_writer
from eval.bench.hashed_words import HashedWords
from eval.bench.types import BenchOptions, BenchResult
from eval.workshop import scratch_folder, with_progress
from index.caches import write_caches
from index.doctor import check_caches, check_documents
from index.errors import BylineError
from index.index import Index, open_or_create
from index.readers.formats import read_document
from index.types import Document

KILLS = 200
ARTICLES = 30
CHANGES = 6  # of each kind in a round
SHARE_AIMED = 0.8  # kills that wait for a commit or a cache write
SLOWEST_SYNC_S = 60.0

# What the process was doing when it died, in a byte of shared memory.
ELSEWHERE, ROWS, COMMIT, CACHES = 0, 1, 2, 3
PLACES = {ELSEWHERE: "elsewhere", ROWS: "writing rows", COMMIT: "commit", CACHES: "cache write"}

TARGETS = {
    "kills": "200",
    "survived": "200",
    "in_commit_or_cache": ">= 100",
    "broken_writer_failures": ">= 50",
}


def run(options: BenchOptions) -> BenchResult:
    """Both writers, each with the same seed."""
    kills = options.limit or KILLS
    survived, places, reasons = _rounds(kills, broken=False)
    broken_survived, broken_places, broken_reasons = _rounds(kills, broken=True)
    return BenchResult(
        values={
            "kills": kills,
            "survived": survived,
            "in_commit_or_cache": places["commit"] + places["cache write"],
            "broken_writer_failures": kills - broken_survived,
        },
        targets=TARGETS,
        notes=(
            f"killed in: {_listed(places)}",
            f"broken writer killed in: {_listed(broken_places)}",
            f"broken writer failed by: {_listed(broken_reasons)}",
            *(f"FAILED: {reason}" for reason in reasons),
        ),
    )


def _rounds(kills: int, *, broken: bool) -> tuple[int, Counter[str], Counter[str]]:
    chance = random.Random(7)
    survived = 0
    places: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    what = "broken writer" if broken else "kills"
    with scratch_folder() as scratch:
        folder = scratch / "articles"
        folder.mkdir()
        patch("index.sync.DocumentReader", _ReaderInProcess).start()
        _change(folder, chance, ARTICLES)
        index = scratch / "index"
        _in_child(partial(_sync, index, folder))
        for _ in with_progress(range(kills), what):
            before = _contents(folder)
            _change(folder, chance, CHANGES)
            places[_killed_sync(index, folder, chance, broken)] += 1
            problem = _in_child(partial(_check, index, folder, before))
            if problem:
                reasons[problem] += 1
                index = _start_again(scratch, folder)
            else:
                survived += 1
    return survived, places, reasons


def _change(folder: Path, chance: random.Random, count: int) -> None:
    """Add, edit and delete `count` articles each."""
    known = sorted(folder.iterdir())
    chosen = chance.sample(known, min(2 * count, len(known)))
    for path in chosen[:count]:
        path.write_text(_article(chance), encoding="utf-8")
    for path in chosen[count:]:
        path.unlink()
    for _ in range(count):
        (folder / f"{chance.getrandbits(48):012x}.md").write_text(_article(chance), "utf-8")


def _article(chance: random.Random) -> str:
    """A title and some paragraphs of random words."""
    words = [f"{chance.choice('bdfgklmnprst')}{chance.getrandbits(24):x}" for _ in range(200)]
    paragraphs = [" ".join(words[i : i + 40]).capitalize() + "." for i in range(0, 200, 40)]
    return f"# {' '.join(words[:5])}\n\n" + "\n\n".join(paragraphs) + "\n"


def _contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def _killed_sync(index: Path, folder: Path, chance: random.Random, broken: bool) -> str:
    """Start a sync in a new process, kill it, and return what it was doing."""
    with tempfile.TemporaryFile() as file:
        file.truncate(mmap.PAGESIZE)
        with mmap.mmap(file.fileno(), mmap.PAGESIZE) as memory:
            child = os.fork()
            if child == 0:
                _run_child(lambda: _marked_sync(index, folder, memory, broken))
            _await_moment(memory, chance, broken)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return PLACES[memory[0]]


def _await_moment(memory: mmap.mmap, chance: random.Random, broken: bool) -> None:
    """Return at the moment to kill: soon after an aimed place was entered, or at any time."""
    aimed = chance.random() < SHARE_AIMED
    wanted = chance.choice((ROWS, COMMIT, COMMIT, CACHES)) if aimed else None
    if broken and wanted == COMMIT:
        wanted = ROWS  # it never commits: where the sound writer would
    entries = chance.randint(1, 20) if wanted in (ROWS, COMMIT) else 1
    deadline = time.monotonic() + SLOWEST_SYNC_S
    seen, last = 0, ELSEWHERE
    while aimed and time.monotonic() < deadline and memory[1] == 0:
        now = memory[0]
        seen += now == wanted and now != last
        last = now
        if seen >= entries:
            break
    if not aimed:
        time.sleep(chance.uniform(0, 1.5))
    elif wanted == CACHES:
        time.sleep(chance.uniform(0, 0.05))


def _marked_sync(index: Path, folder: Path, memory: mmap.mmap, broken: bool) -> None:
    """A sync that says in `memory` where it is; byte 1 says that it has ended."""
    opened = Index.open(index, load=lambda name: HashedWords())

    def marked_write_caches(*arguments: Any, **named: Any) -> None:
        memory[0] = CACHES
        write_caches(*arguments, **named)
        memory[0] = ELSEWHERE

    def trace(statement: str) -> None:
        if statement.startswith("COMMIT"):
            memory[0] = COMMIT
        elif statement.startswith(("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE")):
            memory[0] = ROWS
        elif memory[0] != CACHES:
            memory[0] = ELSEWHERE

    patch("index.sync.write_caches", marked_write_caches).start()
    if broken:
        break_writer()
    opened.store.connection.set_trace_callback(trace)
    opened.sync(folder)
    memory[1] = 1
    time.sleep(SLOWEST_SYNC_S)  # wait to be killed


class _ReaderInProcess:
    """Reads articles without a child process of its own: a start of half a second less."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def read_many(self, files: Sequence[tuple[Path, str]]) -> Iterator[Document]:
        for path, doc_id in files:
            yield read_document(path.read_bytes(), doc_id)


def _sync(index: Path, folder: Path) -> str:
    open_or_create(index, load=lambda name: HashedWords()).sync(folder)
    return ""


def _check(index: Path, folder: Path, before: dict[str, str]) -> str:
    """Open, look, sync, look again; returns what is wrong, "" when nothing is."""
    try:
        opened = Index.open(index, load=lambda name: HashedWords())
        snapshot = opened.snapshot()
        now = _contents(folder)
        names = [document.doc_id for document in snapshot.about.values()]
        if len(names) != len(set(names)):
            return "an article is there twice"
        texts = {name: found.text for name, found in snapshot.documents(names).items()}
        for finding in (check_documents(opened), *check_caches(opened)):
            if not finding.ok:
                return f"{finding.check} wrong after opening"
        for name in {*before, *now}:
            versions = {_text_of(before.get(name)), _text_of(now.get(name))}
            if texts.get(name) not in versions:
                return "an article is neither as before nor as after"
        opened.sync(folder)
        after = opened.snapshot()
        for finding in (check_documents(opened), *check_caches(opened)):
            if not finding.ok:
                return f"{finding.check} wrong after the next sync"
        ids = [document.doc_id for document in after.about.values()]
        found = {name: document.text for name, document in after.documents(ids).items()}
        if len(ids) != len(now) or found != {name: _text_of(text) for name, text in now.items()}:
            return "the next sync did not make the index equal the folder"
    except BylineError as error:
        return f"{type(error).__name__} while checking"
    return ""


def _text_of(article: str | None) -> str | None:
    """The text that the reader makes of an article: without its title line."""
    return None if article is None else article.partition("\n\n")[2].strip()


def _start_again(scratch: Path, folder: Path) -> Path:
    index = scratch / f"index-{time.time_ns()}"
    _in_child(partial(_sync, index, folder))
    return index


def _in_child(work: Callable[[], str]) -> str:
    """Run `work` in a forked process and return its answer: this one stays without threads."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run_child(lambda: os.write(writing, work().encode()))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    return answer or ("" if status == 0 else f"the checking process ended with status {status}")


def _run_child(work: Callable[[], object]) -> None:
    """Run `work` and end this process, whatever happens."""
    try:
        work()
    except BaseException:  # noqa: BLE001 - a forked child must never return to its caller
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "none"
