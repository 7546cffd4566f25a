"""The README's results table of retrieval (nDCG, recall, AUROC of each arm): measured, written.

Runs lexical, dense and fused over each collection, as the command in each line of the table does,
keeps what came out in `figures.json` and writes the table into benchmarks/README.md. Nothing else
writes it, and a test compares the two.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from benchmarks.shared.scratch_index import LINE_EVERY_S, say
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.collections import open_collection
from eval.running.ablation import ARMS, SEARCH_ARMS, ablate
from eval.running.progress import Notify, RunProgress
from eval.types import MeasureSummary, Run, RunSettings
from index.errors import UsageError
from index.files import replace_text

STORED = Path(__file__).with_name("figures.json")
README = Path(__file__).parents[1] / "README.md"
BEGIN = "<!-- figures: written by `python -m benchmarks figures` -->"
END = "<!-- end of figures -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One collection of the table; `path` is below the data folder, "" for the sample."""

    name: str
    path: str = ""
    half: str | None = None
    measures: tuple[str, ...]


FIGURES = (
    Figure(name="SciFact", path="scifact", measures=("nDCG@10", "R@20")),
    Figure(
        name="SQuAD",
        path="squad/dev-visible.json",
        half="reporting",
        measures=("passage:nDCG@10", "FirstSentence", "AUROC"),
    ),
    Figure(
        name="ClapNQ",
        path="clapnq",
        half="reporting",
        measures=("nDCG@10", "SentenceF1", "AUROC"),
    ),
    Figure(name="Sample", measures=("passage:nDCG@10", "SentenceF1", "AUROC")),
)


class StoredArm(BaseModel):
    """The measures of one arm over one collection."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    arm: str
    measures: tuple[MeasureSummary, ...]


class StoredFigure(BaseModel):
    """What was measured on one collection."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    command: str
    queries: int
    documents: int
    made: date
    version: str
    code: str
    arms: tuple[StoredArm, ...]


class StoredFigures(BaseModel):
    """The whole table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    figures: tuple[StoredFigure, ...] = ()


def run(options: BenchOptions) -> BenchResult:
    """Measure, store, write the table; the values are those of the fused arm."""
    if not options.stored:
        for figure in _chosen(options.only):
            store(measure(figure, options.data))
        write_readme(to_table(read_stored()))
    stored = read_stored()
    return BenchResult(values=_values(stored), notes=(to_table(stored),))


def _values(stored: StoredFigures) -> dict[str, float]:
    return {
        f"{figure.name} {summary.name}": summary.value
        for figure in stored.figures
        for arm in figure.arms
        if arm.arm == "fused"
        for summary in arm.measures
    }


def _chosen(only: str | None) -> Sequence[Figure]:
    chosen = [figure for figure in FIGURES if only in (None, figure.name)]
    if not chosen:
        raise UsageError(f"--only {only}: there are {', '.join(f.name for f in FIGURES)}")
    return chosen


def measure(figure: Figure, data: Path) -> StoredFigure:
    """Run the arms over one collection."""
    spec = str(data / figure.path) if figure.path else "sample"
    arms = {name: RunSettings.model_validate(ARMS[name]) for name in SEARCH_ARMS}
    collection = open_collection(spec, half=figure.half)
    runs = ablate(collection, arms, notify=_progress(figure.name))
    first = runs[0].info
    return StoredFigure(
        name=figure.name,
        command=command_of(figure),
        queries=first.collection.queries,
        documents=first.collection.documents,
        made=first.created.date(),
        version=first.code.version,
        code=first.code.digest[:12],
        arms=tuple(_stored_arm(run, figure) for run in runs),
    )


def command_of(figure: Figure) -> str:
    """What prints the same figures."""
    spec = f"DATA/{figure.path}" if figure.path else "sample"
    half = f" --half {figure.half}" if figure.half else ""
    arms = "".join(f" --arm {arm}" for arm in SEARCH_ARMS)
    return f"byline eval ablate {spec}{half}{arms}"


def _stored_arm(run: Run, figure: Figure) -> StoredArm:
    found = [run.info.measure(name) for name in figure.measures]
    return StoredArm(arm=run.info.label, measures=tuple(m for m in found if m))


def _progress(name: str) -> Notify:
    last = time.monotonic()

    def notify(progress: RunProgress) -> None:
        nonlocal last
        if time.monotonic() - last > LINE_EVERY_S:
            last = time.monotonic()
            say(f"{name}: {progress.doing} {progress.done} of {progress.total}")

    return notify


def read_stored() -> StoredFigures:
    """The stored figures; none before the first were measured."""
    if not STORED.exists():
        return StoredFigures()
    return StoredFigures.model_validate_json(STORED.read_bytes())


def store(figure: StoredFigure) -> None:
    """Keep `figure` in place of the one of its name, in the order of `FIGURES`."""
    known = {old.name: old for old in read_stored().figures} | {figure.name: figure}
    ordered = tuple(known[f.name] for f in FIGURES if f.name in known)
    replace_text(STORED, StoredFigures(figures=ordered).model_dump_json(indent=1) + "\n")
    STORED.chmod(0o644)


def to_table(stored: StoredFigures) -> str:
    """The table in Markdown."""
    arms = ("lexical", "dense", "fused")
    lines = [
        "| collection | measure | lexical | dense | fused | command |",
        "|---|---|---|---|---|---|",
    ]
    for figure in stored.figures:
        by_arm = {arm.arm: arm.measures for arm in figure.arms}
        for number, summary in enumerate(by_arm[arms[0]]):
            name = f"{figure.name}, {figure.queries:,} queries" if number == 0 else ""
            cells = [_cell(by_arm[arm][number]) for arm in arms]
            command = f"`{figure.command}`" if number == 0 else "the same"
            lines.append(" | ".join(["| " + name, summary.name, *cells, command]) + " |")
    return "\n".join(lines)


def _cell(summary: MeasureSummary) -> str:
    if summary.low is None or summary.high is None:
        return f"{summary.value:.3f}"
    return f"{summary.value:.3f} ({summary.low:.3f}–{summary.high:.3f})"


def table_in(readme: str) -> str:
    """The table that the README holds; raises `UsageError` without its markers."""
    _, begin, rest = readme.partition(BEGIN)
    table, end, _ = rest.partition(END)
    if not begin or not end:
        raise UsageError(f"README.md: no place for the table: {BEGIN} ... {END}")
    return table.strip()


def write_readme(table: str) -> None:
    """Put the table in its place."""
    text = README.read_text(encoding="utf-8")
    table_in(text)
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    README.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
