"""Runs and comparisons as tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from eval.comparing.types import Comparison, GateResult, MeasureDifference, MovedQuery
from eval.measures.names import Measure
from eval.types import MeasureSummary, RetrievedPassage, RunInfo
from ui.characters import one_line
from ui.terminal import console, wrapped

if TYPE_CHECKING:
    from rich.table import Table

NAMED = 60  # characters of a question in a list


def print_run(info: RunInfo) -> None:
    """What was measured, then each measure with its interval."""
    out = console()
    collection = info.collection
    out.print(
        f"{one_line(collection.name)}: {collection.queries:,} queries over"
        f" {collection.documents:,} articles{_changed(info)}",
        soft_wrap=True,
    )
    if info.missing:
        out.print(f"{info.missing} queries found nothing; they score 0 and count.")
    if info.unlocated:
        out.print(f"{info.unlocated} gold sentences are not in the text as indexed: never found.")
    out.print(_run_table(info))


def _changed(info: RunInfo) -> str:
    from eval.comparing.compare import changed_from_shipped

    changed = changed_from_shipped(info)
    return "".join(f", {name}={value}" for name, value in changed.items())


def _run_table(info: RunInfo) -> Table:
    lines = info.baselines
    table = _table("measure", "value", "95 % interval", "queries", *lines)
    for measure in info.measures:
        others = [_number(values.get(measure.name)) for values in lines.values()]
        table.add_row(
            _name(measure.name, measure.higher_is_better),
            _number(measure.value),
            interval(measure.low, measure.high),
            f"{measure.queries:,}",
            *others,
        )
    return table


def print_comparison(comparison: Comparison, moved: int = 5) -> None:
    """Each run against the baseline: differences, then the queries that moved most."""
    out = console()
    for run, changed in zip(comparison.runs, comparison.settings_changed, strict=True):
        out.print(f"\n{run.name} against {comparison.baseline.name}", style="bold", soft_wrap=True)
        for name, (before, after) in changed.items():
            out.print(f"  {name}: {before} -> {after}", soft_wrap=True)
        of_run = [d for d in comparison.differences if d.run == run.name]
        out.print(_difference_table(of_run))
        _print_moved([m for m in comparison.moved if m.run == run.name][:moved])
    out.print(
        "\np: paired randomisation test, Holm-corrected over all lines;"
        f" *: below {comparison.alpha:g}. Intervals: paired bootstrap, 95 %.",
        style="dim",
    )


def _difference_table(differences: Iterable[MeasureDifference]) -> Table:
    table = _table("measure", "before", "after", "change", "95 % interval", "p", "effect", "w/t/l")
    for difference in differences:
        style = "green" if difference.better else "red" if difference.worse else ""
        table.add_row(
            _name(difference.measure, difference.higher_is_better),
            _number(difference.baseline),
            _number(difference.value),
            f"{difference.difference:+.4f}",
            interval(difference.low, difference.high, signed=True),
            _p(difference),
            _number(difference.effect_size, places=2),
            _wins(difference),
            style=style,
        )
    return table


def _wins(difference: MeasureDifference) -> str:
    if difference.wins is None:
        return ""
    return f"{difference.wins}/{difference.ties}/{difference.losses}"


def _p(difference: MeasureDifference) -> str:
    if difference.p_holm is None:
        return ""
    shown = "<0.001" if difference.p_holm < 0.001 else f"{difference.p_holm:.3f}"
    return f"{shown} *" if difference.significant else shown


def _print_moved(moved: Sequence[MovedQuery]) -> None:
    if not moved:
        return
    out = console()
    out.print(f"Moved most ({moved[0].measure}):")
    for query in moved:
        asked = one_line(query.text)
        out.print(
            wrapped(
                f"{query.difference:+.2f}  {one_line(query.query_id)}  {asked}",
                "  ",
            )
        )
        if query.retrieved or query.baseline_retrieved:
            out.print(f"      before: {_found(query.baseline_retrieved)}", soft_wrap=True)
            out.print(f"      after:  {_found(query.retrieved)}", soft_wrap=True)


def _found(passages: Sequence[RetrievedPassage]) -> str:
    return ", ".join(one_line(f"{p.doc_id}:{p.start}-{p.end}") for p in passages) or "nothing"


def print_ablation(infos: Sequence[RunInfo], comparison: Comparison | None) -> None:
    """Measures down, arms across; a star marks a significant difference from the first arm."""
    names = [info.label or info.name for info in infos]
    table = _table("measure", *names)
    for measure in infos[0].measures:
        row = [_cell(info, measure.name, comparison) for info in infos]
        table.add_row(_name(measure.name, measure.higher_is_better), *row)
    out = console()
    out.print(table)
    out.print(
        f"Value, 95 % interval. *: differs from {names[0]} (paired randomisation test,"
        " Holm-corrected over all cells).",
        style="dim",
    )


def _cell(info: RunInfo, measure: str, comparison: Comparison | None) -> str:
    found = info.measure(measure)
    if found is None:
        return ""
    difference = comparison.difference(measure, info.name) if comparison else None
    star = " *" if difference and difference.significant else ""
    around = "" if found.low is None else f"\n{interval(found.low, found.high)}"
    return f"{found.value:.3f}{star}{around}"


def print_gate(result: GateResult) -> None:
    """The verdict, and what it rests on."""
    out = console()
    if result.passed:
        out.print("Passed: no measure is significantly worse.", style="bold green")
        if result.noticeable_loss is not None:
            out.print(
                f"A loss of {result.measure} of {result.noticeable_loss:.3f} or more would have"
                " been noticed with 80 % power.",
                style="dim",
            )
        return
    out.print("Not passed: significantly worse than the baseline:", style="bold red")
    out.print(_difference_table(result.losses))


def print_infos(infos: Sequence[RunInfo]) -> None:
    """A list of runs with the first of their measures."""
    table = _table("run", "made", "collection", "queries", "", "")
    for info in infos:
        shown = [f"{m.name} {m.value:.3f}" for m in headline_measures(info)]
        made = info.created.astimezone().strftime("%Y-%m-%d %H:%M")
        name = one_line(info.collection.name)
        table.add_row(info.name, made, name, f"{info.collection.queries:,}", *shown)
    console().print(table)


def headline_measures(info: RunInfo) -> list[MeasureSummary]:
    """Two measures that say most about a run."""
    wanted = ("nDCG@10", "passage:nDCG@10", "FirstSentence", "AUROC")
    found = [measure for name in wanted if (measure := info.measure(name))]
    return (found or list(info.measures))[:2]


def print_measures(measures: Sequence[Measure]) -> None:
    """Names and meanings."""
    table = _table("measure", "level", "")
    table.columns[1].justify = table.columns[2].justify = "left"
    for measure in measures:
        table.add_row(
            _name(measure.name, measure.higher_is_better), measure.level.value, measure.description
        )
    console().print(table)


def interval(low: float | None, high: float | None, *, signed: bool = False) -> str:
    """`low to high`; nothing when they are not known."""
    if low is None or high is None:
        return ""
    sign = "+" if signed else ""
    return f"{low:{sign}.3f} to {high:{sign}.3f}"


def _number(value: float | None, places: int = 4) -> str:
    return "" if value is None else f"{value:.{places}f}"


def _name(name: str, higher_is_better: bool) -> str:
    return name if higher_is_better else f"{name} (lower is better)"


def _table(*columns: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(columns[0], overflow="fold")
    for column in columns[1:]:
        table.add_column(column, justify="right", overflow="fold")
    return table
