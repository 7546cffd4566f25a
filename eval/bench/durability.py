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
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path

# Everything is imported before the forks, so that a child starts at once.
import faiss  # noqa: F401
import tantivy  # noqa: F401

from eval.bench.durability_sync import (
    CACHES,
    COMMIT,
    ELSEWHERE,
    ENDED,
    NOT_BEGUN,
    PATIENCE_S,
    PLACES,
    ROWS,
    WORDS,
    marked_sync,
    open_index,
    read_in_process,
)
from eval.bench.hashed_words import HashedWords
from eval.bench.types import BenchOptions, BenchResult
from eval.workshop import scratch_folder, with_progress
from index.doctor import check_caches, check_documents
from index.errors import BylineError
from index.index import Index, open_or_create

KILLS = 200
ARTICLES = 30
CHANGES = 6  # of each kind in a round
# What the kills wait for, one after the other. Elsewhere: for nothing, at any moment of the sync.
AIMS = (COMMIT, CACHES, ELSEWHERE, COMMIT, WORDS, ROWS, COMMIT, CACHES, ELSEWHERE, WORDS)

Lengths = dict[int, float]  # seconds, by place
Wait = Callable[[mmap.mmap], None]

TARGETS = {
    "kills": "200",
    "survived": "200",
    "in_commit_or_cache": ">= 100",
    "broken_writer_failures": ">= 50",
}


def run(options: BenchOptions) -> BenchResult:
    """Both writers, each with the same seed.

    They run in a new process: the caller's may have threads, and a fork of such a one can hang.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own_process:
        return own_process.submit(_run, options.limit or KILLS).result()


def _run(kills: int) -> BenchResult:
    read_in_process()
    survived, places, reasons = _rounds(kills, broken=False)
    broken_survived, broken_places, broken_reasons = _rounds(kills, broken=True)
    return BenchResult(
        values={
            "kills": kills,
            "survived": survived,
            "in_commit_or_cache": sum(places[PLACES[p]] for p in (COMMIT, CACHES, WORDS)),
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
        _change(folder, chance, ARTICLES)
        index = scratch / "index"
        _in_child(partial(_sync, index, folder))
        _change(folder, chance, CHANGES)
        usual = _usual_lengths(index, folder, broken)
        for number in with_progress(range(kills), what):
            before = _contents(folder)
            _change(folder, chance, CHANGES)
            wait = partial(_await_moment, _aim(number, broken), chance=chance, usual=usual)
            place, problem = _killed_sync(index, folder, wait, broken)
            places[place] += 1
            problem = problem or _in_child(partial(_check, index, folder, before))
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


def _killed_sync(index: Path, folder: Path, wait: Wait, broken: bool) -> tuple[str, str]:
    """Start a sync in a new process and kill it; what it was doing, and "" or why that is none."""
    with _shared_memory() as memory:
        child = _start_marked(index, folder, memory, broken)
        wait(memory)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        place = memory[0]
    if place == NOT_BEGUN:
        return PLACES[place], "the sync did not begin"
    return PLACES[place], "" if os.WIFSIGNALED(status) else "the sync failed before it was killed"


def _usual_lengths(index: Path, folder: Path, broken: bool) -> Lengths:
    """Seconds that the whole of a sync and its cache writes take here, from one that may end."""
    lengths = dict.fromkeys(PLACES, 0.0)
    with _shared_memory() as memory:
        child = _start_marked(index, folder, memory, broken)
        _await_start(memory)
        place, since = memory[0], time.monotonic()
        while place != ENDED and sum(lengths.values()) < PATIENCE_S:
            now, at = memory[0], time.monotonic()
            lengths[place] += at - since
            place, since = now, at
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return {
        ELSEWHERE: sum(lengths.values()),
        CACHES: lengths[CACHES] + lengths[WORDS],
        WORDS: lengths[WORDS],
    }


@contextmanager
def _shared_memory() -> Iterator[mmap.mmap]:
    with tempfile.TemporaryFile() as file:
        file.truncate(mmap.PAGESIZE)
        with mmap.mmap(file.fileno(), mmap.PAGESIZE) as memory:
            yield memory


def _start_marked(index: Path, folder: Path, memory: mmap.mmap, broken: bool) -> int:
    child = os.fork()
    if child == 0:
        _run_child(lambda: marked_sync(index, folder, memory, broken))
    return child


def _await_start(memory: mmap.mmap) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while memory[0] == NOT_BEGUN and time.monotonic() < deadline:
        continue


def _aim(number: int, broken: bool) -> int:
    aim = AIMS[number % len(AIMS)]
    return ROWS if broken and aim == COMMIT else aim  # it never commits: where it would


def _await_moment(aim: int, memory: mmap.mmap, chance: random.Random, usual: Lengths) -> None:
    """Return at the moment to kill: soon after the aimed place was entered, or at any time."""
    entries = chance.randint(1, 12) if aim in (ROWS, COMMIT) else 1
    delay = chance.uniform(0, usual.get(aim, 0.0))
    _await_start(memory)
    deadline = time.monotonic() + PATIENCE_S
    seen, last = 0, NOT_BEGUN
    while seen < entries and last != ENDED and time.monotonic() < deadline:
        now = memory[0]
        seen += now != last and aim in (now, ELSEWHERE)
        last = now
    time.sleep(delay)


def _sync(index: Path, folder: Path) -> str:
    open_or_create(index, load=lambda name: HashedWords()).sync(folder)
    return ""


def _check(index: Path, folder: Path, before: dict[str, str]) -> str:
    """Open, look, sync, look again; returns what is wrong, "" when nothing is."""
    try:
        opened = open_index(index)
        snapshot = opened.snapshot()
        now = _contents(folder)
        names = [document.doc_id for document in snapshot.about.values()]
        if len(names) != len(set(names)):
            return "an article is there twice"
        texts = {name: found.text for name, found in snapshot.documents(names).items()}
        if problem := _disagreement(opened):
            return f"after opening: {problem}"
        for name in {*before, *now}:
            versions = {_text_of(before.get(name)), _text_of(now.get(name))}
            if texts.get(name) not in versions:
                return "an article is neither as before nor as after"
        opened.sync(folder)
        after = opened.snapshot()
        if problem := _disagreement(opened):
            return f"after the next sync: {problem}"
        ids = [document.doc_id for document in after.about.values()]
        found = {name: document.text for name, document in after.documents(ids).items()}
        if len(ids) != len(now) or found != {name: _text_of(text) for name, text in now.items()}:
            return "the next sync did not make the index equal the folder"
    except BylineError as error:
        return f"while checking: {type(error).__name__}: {str(error).replace(str(index), 'index')}"
    return ""


def _disagreement(opened: Index) -> str:
    """What of the store and its caches is not as it should be."""
    if not check_documents(opened).ok:
        return "passages do not match their article"
    wrong = (finding for finding in check_caches(opened) if not finding.ok)
    return "; ".join(f"{finding.check}: {finding.detail}" for finding in wrong)


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
    """Run `work` and end this process, whatever happens, even when it hangs."""
    signal.alarm(2 * PATIENCE_S)
    try:
        work()
    except BaseException:  # noqa: BLE001 - a forked child must never return to its caller
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "none"
