"""Benchmark of faults: damage, contests of two writers, kills; nothing lost, no wrong text quoted.

What was tried is kept in the file that `--cases` names: run again, it goes on where it was. Each
row has a control that must fail: a reader that compares nothing, writers without a lock, and a
writer without transactions. If these came through, the rest would prove nothing.
"""

import json
import threading
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import asdict
from itertools import groupby, islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.durability.sync import ReaderInProcess
from benchmarks.faults.damage import Case, all_cases, try_case, write_articles, wrong_quotes
from benchmarks.shared.fake_encoder import HashedWords
from benchmarks.shared.scratch_index import scratch_folder, with_progress
from benchmarks.shared.types import BenchOptions, BenchResult
from index.errors import BylineError, IndexBusyError
from index.index import Index, open_or_create
from index.upkeep.doctor import check_caches, check_documents

CONTESTS = 100
TARGETS = {
    "lost": "0",
    "wrong_text_quoted": "0",
    "control_caught": "all three",
    "noticed": "= damaged, but for the harmless",
    "repaired": "= damaged",
    "contests_well": "= contests",
}

Row = dict[str, Any]


class Kept:
    """What was found before, by row and case; a new result is written down at once."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        lines = path.read_text("utf-8").splitlines() if path and path.is_file() else []
        self._known: dict[str, Row] = {}
        for line in lines:
            try:
                self._known.update(json.loads(line))
            except ValueError:
                continue  # cut short, as by a kill

    def result(self, name: str, find: Callable[[], Row]) -> Row:
        """What is known of `name`, else what `find` finds."""
        if name not in self._known:
            self._known[name] = find()
            if self._path:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(f"\n{json.dumps({name: self._known[name]})}")
        return self._known[name]


def run(options: BenchOptions) -> BenchResult:
    """All rows; `--limit` takes so many cases of each kind."""
    kept = Kept(options.cases)
    kills = kept.result("kills", lambda: _kills(options))  # forks, so before there are threads
    with scratch_folder() as scratch, patch("index.sync.DocumentReader", ReaderInProcess):
        damaged, quoted_by_control = damage_row(scratch, kept, options.limit)
        contests, fought_badly = contests_row(scratch, kept, options.limit or CONTESTS)
    failed = [
        name
        for name, row in damaged.items()
        if not row["repaired"] or row["noticed"] == row["harmless"]
    ]
    wrong = [name for name, row in damaged.items() if row["wrong"]]
    controls = (quoted_by_control, fought_badly, kills["control"])
    return BenchResult(
        values={
            "lost": sum(row["lost"] for row in damaged.values()) + kills["lost"],
            "wrong_text_quoted": sum(row["wrong"] for row in damaged.values()),
            "control_caught": sum(caught > 0 for caught in controls),
            "damaged": len(damaged),
            "noticed": sum(row["noticed"] for row in damaged.values()),
            "harmless": sum(row["harmless"] for row in damaged.values()),
            "repaired": sum(row["repaired"] for row in damaged.values()),
            "contests": len(contests),
            "contests_well": sum(not problem for problem in contests),
            "kills": kills["kills"],
        },
        targets=TARGETS,
        notes=(
            f"controls: {controls[0]} wrong quotations, {controls[1]} contests ended badly,"
            f" {controls[2]} kills lost something",
            *(f"FAILED: {name}" for name in failed),
            *(f"WRONG: {name}" for name in wrong),
            *(f"CONTEST: {problem}" for problem in contests if problem),
        ),
    )


def damage_row(scratch: Path, kept: Kept, limit: int | None) -> tuple[dict[str, Row], int]:
    """What came of each case, and how often a reader that compares nothing quoted wrong text."""
    texts = write_articles(scratch / "articles")
    write_articles(scratch / "others", "earns")
    places = {name: scratch / f"index-of-{name}" for name in ("articles", "others")}
    for name, place in places.items():
        opened = open_or_create(place, load=lambda name: HashedWords())
        opened.sync(scratch / name)
        opened.store.rows("VACUUM")  # pages that nothing uses hold nothing
        opened.close()
    cases = list(_some(all_cases(places["articles"], places["others"], texts), limit))
    found = {
        case.name: kept.result(
            f"damage: {case.name}",
            lambda case=case: asdict(  # type: ignore[misc]
                try_case(case, places["articles"], scratch / "articles", texts, scratch)
            ),
        )
        for case in with_progress(cases, "damage")
    }
    control = 0
    with patch("index.search.snapshot.Snapshot._verify", lambda *given: None):
        for case in [case for case in cases if case.name.startswith("text of")][:5]:
            case.damage(places["articles"])
            control += wrong_quotes(places["articles"], case.question, texts)
    return found, control


def contests_row(scratch: Path, kept: Kept, count: int) -> tuple[list[str], int]:
    """What was wrong after each contest, and how many ended badly without a lock."""
    folder = scratch / "contested"
    texts = write_articles(folder)
    contests = [
        kept.result(
            f"contest {number}",
            lambda number=number: {"problem": contest(scratch / f"c{number}", folder, texts)},  # type: ignore[misc]
        )["problem"]
        for number in with_progress(range(count), "contests")
    ]
    with patch("index.index.writer_lock", lambda path: nullcontext()):
        without = [contest(scratch / f"w{n}", folder, texts) for n in range(min(count, 5))]
    return contests, sum(bool(problem) for problem in without)


def contest(path: Path, folder: Path, texts: dict[str, str]) -> str:
    """Let two writers begin at once; "" when one of them did it, and all of it is there."""
    open_or_create(path, load=lambda name: HashedWords()).close()
    barrier, endings = threading.Barrier(2), list[str]()
    writers = [
        threading.Thread(target=_write, args=(path, folder, barrier, endings)) for _ in range(2)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    if set(endings) - {"done", "busy"} or "done" not in endings:
        return f"ended with {', '.join(sorted(endings))}"
    opened = Index.open(path, load=lambda name: HashedWords())
    names = sorted(document.doc_id for document in opened.snapshot().about.values())
    found = {name: document.text for name, document in opened.snapshot().documents(names).items()}
    if names != sorted(texts) or found != texts:
        return "not every article is there once"
    findings = [check_documents(opened), *check_caches(opened)]
    opened.close()
    return "; ".join(finding.detail for finding in findings if not finding.ok)


def _write(path: Path, folder: Path, barrier: threading.Barrier, endings: list[str]) -> None:
    opened = Index.open(path, load=lambda name: HashedWords())
    barrier.wait()
    try:
        opened.sync(folder)
        endings.append("done")
    except IndexBusyError:
        endings.append("busy")
    except (BylineError, AssertionError, LookupError) as error:
        endings.append(type(error).__name__)
    finally:
        opened.close()


def _kills(options: BenchOptions) -> Row:
    from benchmarks.durability.main import run as run_kills

    values = run_kills(options).values
    lost = values["kills"] - values["survived"]
    return {"kills": values["kills"], "lost": lost, "control": values["broken_writer_failures"]}


def _some(cases: Iterable[Case], limit: int | None) -> Iterable[Case]:
    """At most `limit` of each kind, which the first word of a name tells."""
    for _, kind in groupby(cases, key=lambda case: case.name.partition(" ")[0]):
        yield from islice(kind, limit)
