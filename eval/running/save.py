"""Saves a run: asked queries -> measured outcomes -> a complete run in the run store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from eval.measures.registry import Measure
from eval.measures.summary import Summary, measure_outcomes
from eval.running.plan import this_code
from eval.runs.store import OUTCOMES_FILE, RUN_FILE, RunStore, discard, to_line
from eval.runs.trec_files import TrecFiles
from eval.types import Outcome, RunInfo, RunParts
from index.files import replace_text, writing

BATCH = 50
"""Queries that are measured together; no more are held in memory."""


def save(
    parts: RunParts,
    read_asked: Callable[[], Iterator[Outcome]],
    measures: Sequence[Measure],
    store: RunStore,
) -> Path:
    """Measure every outcome and write the run; nobody sees it before it is complete.

    Raises:
        StorageError: the folder of runs cannot be written; nothing is left there.
    """
    now = datetime.now(UTC)
    name = store.new_name(parts.label or parts.collection.name, now)
    unpublished = store.folder / f".{name}"
    try:
        with writing(unpublished):
            unpublished.mkdir()
            info = _write_outcomes(parts, read_asked, measures, unpublished, name, now)
            replace_text(unpublished / RUN_FILE, info.model_dump_json(indent=1) + "\n")
        with writing(store.folder / name):
            unpublished.rename(store.folder / name)
    finally:
        discard(unpublished)
    return store.folder / name


def _write_outcomes(
    parts: RunParts,
    read_asked: Callable[[], Iterator[Outcome]],
    measures: Sequence[Measure],
    folder: Path,
    name: str,
    now: datetime,
) -> RunInfo:
    summary = Summary(measures)
    missing = unlocated = 0
    seconds = 0.0
    with ExitStack() as stack:
        lines = stack.enter_context((folder / OUTCOMES_FILE).open("w", encoding="utf-8"))
        trec = stack.enter_context(TrecFiles(folder))
        for batch in batches(read_asked(), BATCH):
            for outcome in measure_outcomes(batch, measures):
                lines.write(to_line(outcome))
                trec.add(outcome)
                summary.add(outcome)
                missing += not outcome.retrieved
                unlocated += outcome.unlocated
                seconds += outcome.latency_s
    return RunInfo(
        **dict(parts),
        name=name,
        created=now,
        code=this_code(),
        missing=missing,
        unlocated=unlocated,
        measures=summary.summaries(),
        baselines=summary.baselines(),
        seconds=round(seconds, 3),
    )


def batches(outcomes: Iterable[Outcome], size: int) -> Iterator[list[Outcome]]:
    """The outcomes in lists of `size`; the last may be shorter."""
    iterator = iter(outcomes)
    while batch := list(islice(iterator, size)):
        yield batch
