"""Benchmark of durability: a sync killed 200 times, and whether anything was lost.

Each round adds, edits and deletes articles, starts a sync and kills it: mostly inside a commit or
a cache write, else at any moment. Then a new process opens the index, checks that every passage
matches its article and that the three stores agree, and lets the next sync finish.

The control is a writer that does what one must not: it saves vectors before rows, without
transactions, straight into what readers see. If that one came through, the kills would prove
nothing.
"""

import random
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

# Everything is imported before the forks, so that a child starts at once.
import faiss  # noqa: F401
import tantivy  # noqa: F401

from benchmarks.durability.children import in_child
from benchmarks.durability.kill import choose_moment, killed_sync, usual_lengths
from benchmarks.durability.sync import CACHES, COMMIT, PLACES, WORDS, open_index, read_in_process
from benchmarks.shared.fake_encoder import HashedWords
from benchmarks.shared.scratch_index import scratch_folder, with_progress
from benchmarks.shared.types import BenchOptions, BenchResult
from index.errors import BylineError
from index.index import Index, open_or_create
from index.upkeep.doctor import check_caches, check_documents

KILLS = 200
ARTICLES = 30
CHANGES = 6  # of each kind in a round

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
        in_child(partial(_sync, index, folder))
        _change(folder, chance, CHANGES)
        usual = usual_lengths(index, folder, broken=broken)
        for number in with_progress(range(kills), what):
            before = _contents(folder)
            _change(folder, chance, CHANGES)
            moment = choose_moment(number, chance, usual, broken=broken)
            place, problem = killed_sync(index, folder, moment, broken=broken)
            places[place] += 1
            problem = problem or in_child(partial(_check, index, folder, before))
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
    in_child(partial(_sync, index, folder))
    return index


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "none"
