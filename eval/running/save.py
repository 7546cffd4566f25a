"""Saves a run: asked queries -> measured outcomes -> a complete run in the run store."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from eval.measures.ranking import document_qrels, document_ranking, passage_qrels, passage_ranking
from eval.measures.registry import Measure
from eval.measures.summary import Summary, measure_outcomes
from eval.running.plan import this_code
from eval.runs.store import OUTCOMES_FILE, RUN_FILE, RunStore, discard, to_line
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


TAG = "byline"


class TrecFiles(ExitStack):
    """Four files in a run's folder, filled query by query.

    `documents.run` and `documents.qrels` rank and judge whole documents, `passages.run` and
    `passages.qrels` gold facts; see `eval.measures.ranking`.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        names = ("documents.run", "documents.qrels", "passages.run", "passages.qrels")
        opened = {name: (folder / name).open("w", encoding="utf-8") for name in names}
        self._files = {name: self.enter_context(file) for name, file in opened.items()}

    def add(self, outcome: Outcome) -> None:
        """Append one query; queries that no document or passage measure applies to have none."""
        query = as_field(outcome.query_id)
        for what, ranking, qrels in (
            ("documents", document_ranking(outcome), document_qrels(outcome)),
            ("passages", passage_ranking(outcome), passage_qrels(outcome)),
        ):
            if not any(grade > 0 for grade in qrels.values()):
                continue
            for name, grade in qrels.items():
                self._files[f"{what}.qrels"].write(f"{query} 0 {as_field(name)} {grade}\n")
            for rank, (name, score) in enumerate(ranking.items(), start=1):
                line = f"{query} Q0 {as_field(name)} {rank} {score:g} {TAG}\n"
                self._files[f"{what}.run"].write(line)


def as_field(text: str) -> str:
    """The text as one column: white space, which separates columns, is percent-encoded."""
    return re.sub(r"[\s%]", lambda match: f"%{ord(match.group()):02x}", text)
