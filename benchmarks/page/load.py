"""Load test: sixteen concurrent readers and a sync: latency, failures, mixed index versions.

One reader asks alone first; what sixteen wait is held against that, in the same minutes on the same
machine. Each asks a question of the sample every 3 to 8 seconds. Halfway, articles are changed and
added, and a reader presses "Sync now". Memory is held against that after a warm-up, in which a few
questions and a small sync have loaded what is loaded once. Afterwards every answer is exported:
each citation must be of the version that its article had in the answer's generation. The control
is the same check with the generations exchanged, which must find mixtures. Last, sixty pages follow
one slow answer (`followers`).
"""

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np

from benchmarks.page import followers
from benchmarks.shared.scratch_index import build_index, say, scratch_folder
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.questions.schema import read_questions
from eval.sample import sample_folder, sample_questions
from index.index import Index
from rag.export.stored import read_export
from rag.types import Answer
from tests.support.server import Server, serving
from tests.support.visitor import Asked, Visitor

USERS = 16
PAUSE_S = (3.0, 8.0)
LOAD_S = 180
ALONE_S = 60
WARM_AT = 0.25  # of the load, when memory is read first
SYNC_AT = 0.5
WARMING_QUESTIONS = 5
SEED = 16
TARGETS = {
    "errors": "0",
    "mixtures": "0",
    "control_mixtures": "> 0",
    "first_p95_ratio": "<= 4",
    "memory_ratio": "<= 1.10",
    **followers.TARGETS,
}

Versions = Mapping[int, Mapping[str, str]]  # generation -> doc_id -> version


@dataclass(frozen=True, slots=True, kw_only=True)
class _Load:
    """What the readers met."""

    asked: Sequence[Asked]
    warm_mb: float
    end_mb: float


def run(options: BenchOptions) -> BenchResult:
    """Serve the sample, ask alone, ask together; `limit` is the seconds of asking together."""
    load_s = options.limit or LOAD_S
    with scratch_folder() as scratch:
        folder, at, kept = scratch / "articles", scratch / "index", scratch / "kept"
        shutil.copytree(sample_folder(), folder)
        versions = dict([_versions(build_index(folder, at))])
        with serving(at, kept) as server:
            asyncio.run(_warm(server, folder))
            versions |= dict([_versions(Index.open(at))])
            alone, load, answers = asyncio.run(_visit(server, folder, scratch, load_s))
        versions |= dict([_versions(Index.open(at))])
        crowd, wrong = followers.crowd(at, scratch / "crowd", _questions())
    found = _result(server, alone, load, answers, versions)
    notes = (*found.notes, *([f"error: {wrong[:300]}"] if wrong else []))
    return replace(found, values={**found.values, **crowd}, notes=notes)


def _questions() -> list[str]:
    return [q.question for q in read_questions(sample_questions()) if not q.history]


async def _warm(server: Server, folder: Path) -> None:
    """Load what is loaded once: for questions, and for a sync that finds something new."""
    visitor = await Visitor.at(server.address)
    for question in _questions()[:WARMING_QUESTIONS]:
        await visitor.ask(question)
    (folder / "notice.md").write_text("# Notice\n\nThe page was read by 16 people.\n")
    await visitor.sync()
    while await visitor.is_syncing():
        await asyncio.sleep(0.2)
    await visitor.leave()


async def _visit(
    server: Server, folder: Path, scratch: Path, load_s: int
) -> tuple[Sequence[Asked], _Load, list[Answer]]:
    questions = _questions()
    visitors = [await Visitor.at(server.address) for _ in range(USERS)]
    say(f"one reader for {ALONE_S} s")
    alone = await _ask_for(visitors[0], questions, min(ALONE_S, load_s), Random(SEED))
    say(f"{USERS} readers for {load_s} s")
    load = await _together(server, visitors, questions, folder, load_s)
    answers = [answer for one in visitors for answer in await _answers(one, scratch)]
    for visitor in visitors:
        await visitor.leave()
    return alone, load, answers


async def _together(
    server: Server,
    visitors: Sequence[Visitor],
    questions: Sequence[str],
    folder: Path,
    load_s: float,
) -> _Load:
    readers = asyncio.gather(
        *(
            _ask_for(visitor, questions, load_s, Random(SEED + number))
            for number, visitor in enumerate(visitors)
        )
    )
    await asyncio.sleep(WARM_AT * load_s)
    warm_mb = server.memory_mb()
    await asyncio.sleep((SYNC_AT - WARM_AT) * load_s)
    change_articles(folder)
    await visitors[0].sync()
    asked = [one for each in await readers for one in each]
    return _Load(asked=asked, warm_mb=warm_mb, end_mb=server.memory_mb())


async def _ask_for(
    visitor: Visitor, questions: Sequence[str], seconds: float, random: Random
) -> list[Asked]:
    """Ask until the time is over."""
    loop = asyncio.get_running_loop()
    end, asked = loop.time() + seconds, []
    await asyncio.sleep(random.uniform(0, PAUSE_S[0]))
    while loop.time() < end:
        asked.append(await visitor.ask(random.choice(questions)))
        await asyncio.sleep(random.uniform(*PAUSE_S))
    return asked


async def _answers(visitor: Visitor, scratch: Path) -> tuple[Answer, ...]:
    """Everything that a reader was told, as the page exports it."""
    address = f"/byline/api/conversations/{visitor.conversation}/export.json"
    exported = (await visitor.client.get(address)).raise_for_status()
    path = scratch / f"{visitor.session}.json"
    path.write_bytes(exported.content)
    return read_export(path)


def change_articles(folder: Path) -> None:
    """Half of the articles get a line more at their end, and one is added."""
    for path in sorted(folder.rglob("*.md"))[::2]:
        path.write_text(path.read_text(encoding="utf-8") + "\n\nThis article was corrected.\n")
    (folder / "regatta.md").write_text("# Regatta\n\nThe regatta drew 212 boats on Sunday.\n")


def mixtures(answers: Sequence[Answer], versions: Versions) -> int:
    """Answers that cite a version which their generation does not hold."""
    return sum(
        any(
            versions.get(answer.generation, {}).get(citation.doc_id) != citation.version
            for citation in answer.citations
        )
        for answer in answers
    )


def _versions(index: Index) -> tuple[int, dict[str, str]]:
    snapshot = index.snapshot()
    index.close()
    return snapshot.generation, {one.doc_id: one.version for one in snapshot.about.values()}


def _result(
    server: Server,
    alone: Sequence[Asked],
    load: _Load,
    answers: Sequence[Answer],
    versions: Versions,
) -> BenchResult:
    first_alone, first = (
        float(np.percentile([one.first_s for one in asked], 95)) for asked in (alone, load.asked)
    )
    generations = sorted(versions)
    exchanged = dict(zip(generations, (versions[g] for g in reversed(generations)), strict=True))
    errors = [one.error for one in (*alone, *load.asked) if one.error]
    return BenchResult(
        values={
            "users": USERS,
            "questions": len(load.asked),
            "errors": len(errors),
            "mixtures": mixtures(answers, versions),
            "control_mixtures": mixtures(answers, exchanged),
            "first_p95_alone_s": first_alone,
            "first_p95_s": first,
            "first_p95_ratio": first / first_alone,
            "memory_warm_mb": load.warm_mb,
            "memory_end_mb": load.end_mb,
            "memory_ratio": load.end_mb / load.warm_mb,
            "ready_s": server.ready_s,
        },
        targets=TARGETS,
        notes=(
            f"{len(answers)} answers of generations {generations}",
            *(f"error: {error[:300]}" for error in errors[:3]),
        ),
    )
