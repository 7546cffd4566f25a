"""Runs, comparisons, ablations and measures as tables on a terminal (Rich)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from eval.comparing.types import Comparison, GateResult, MeasureDifference, MovedQuery
from eval.measures.registry import Measure
from eval.reports.formatting import (
    by_level,
    changed_settings,
    headline,
    interval,
    is_time,
    number,
    p_value,
    signed,
    value_words,
)
from eval.reports.verdict import verdicts
from eval.types import RetrievedPassage, RunInfo
from index.text.characters import one_line
from ui.cli.terminal import console, wrapped

if TYPE_CHECKING:
    from rich.table import Table

DOWN = "↓"
LEGEND = f"{DOWN} lower is better."


def print_run(info: RunInfo) -> None:
    """What was measured, then each measure with its interval."""
    out = console()
    collection = info.collection
    articles = f" over {collection.documents:,} articles" if collection.documents else ""
    out.print(wrapped(f"{one_line(collection.name)}: {collection.queries:,} queries{articles}"))
    for name, (_, value) in changed_settings(info).items():
        out.print(f"  {name} {value_words(value)}", soft_wrap=True)
    if info.missing:
        out.print(f"  {info.missing} queries found nothing: they score 0 and count")
    if info.unlocated:
        out.print(f"  {info.unlocated} gold sentences are not in the text as indexed: never found")
    out.print()
    out.print(_run_table(info))
    out.print(f"Intervals: bootstrap, 95 %. {LEGEND}", style="dim")


def _run_table(info: RunInfo) -> Table:
    measured = {measure.name for measure in info.measures}
    baselines = {name: line for name, line in info.baselines.items() if measured & set(line)}
    lines = [name.replace(" ", "\n") for name in baselines]
    table = _table("measure", "value", "interval", "queries", *lines)
    rows = {
        m.name: (
            _name(m.name, m.higher_is_better),
            number(m.value, m.name),
            interval(m.low, m.high, m.name),
            f"{m.queries:,}",
            *(number(line[m.name]) if m.name in line else "" for line in baselines.values()),
        )
        for m in info.measures
    }
    return _add_rows(table, rows)


def print_comparison(comparison: Comparison, moved: int = 5) -> None:
    """Each run against the baseline: the verdict, differences, the queries that moved most."""
    out = console()
    told = zip(comparison.runs, comparison.settings_changed, verdicts(comparison), strict=True)
    for run, changed, verdict in told:
        out.print(f"{run.name} against {comparison.baseline.name}", style="bold", soft_wrap=True)
        for name, (before, after) in changed.items():
            out.print(f"  {name}: {value_words(before)} -> {value_words(after)}", soft_wrap=True)
        out.print()
        out.print(wrapped(verdict.text))
        out.print()
        _print_differences([d for d in comparison.differences if d.run == run.name])
        _print_moved([m for m in comparison.moved if m.run == run.name][:moved])
    out.print(
        wrapped(
            "p: paired randomisation test, Holm-corrected over all lines;"
            f" * below {comparison.alpha:g}. Intervals of the change: paired bootstrap, 95 %."
            f" d: effect size. w/t/l: queries that won, tied, lost. {LEGEND}"
        ),
        style="dim",
    )


def _print_differences(differences: Sequence[MeasureDifference]) -> None:
    values = [d for d in differences if not is_time(d.measure)]
    changed = [d for d in values if d.difference]
    out = console()
    if changed:
        out.print(_difference_table(changed))
        out.print()
    if len(changed) < len(values):
        out.print(f"{len(values) - len(changed)} measures did not change at all.")
    for d in differences:
        if is_time(d.measure):
            before, after = number(d.baseline, d.measure), number(d.value, d.measure)
            out.print(f"{d.measure}: {before} before, {after} after.")
    out.print()


def _difference_table(differences: Sequence[MeasureDifference]) -> Table:
    table = _table("measure", "before", "after", "change", "p", "d", "w/t/l")
    rows = {
        d.measure: (
            _name(d.measure, d.higher_is_better),
            number(d.baseline, d.measure),
            number(d.value, d.measure),
            _change(d),
            "" if d.p_holm is None else f"{p_value(d.p_holm)}{' *' if d.significant else ''}",
            "" if d.effect_size is None else f"{d.effect_size:.2f}",
            "" if d.wins is None else f"{d.wins}/{d.ties}/{d.losses}",
        )
        for d in differences
    }
    styles = {d.measure: "green" if d.better else "red" if d.worse else "" for d in differences}
    return _add_rows(table, rows, styles)


def _change(d: MeasureDifference) -> str:
    between = "" if d.low is None or d.high is None else f" ({signed(d.low)} {signed(d.high)})"
    return f"{signed(d.difference)}{between}"


def _print_moved(moved: Sequence[MovedQuery]) -> None:
    if not moved:
        return
    out = console()
    out.print(f"Queries that moved most, by {moved[0].measure}:")
    for query in moved:
        asked = one_line(f"{query.query_id}: {query.text}")
        out.print(wrapped(f"{signed(query.difference)}  {asked}", "  "))
        if query.retrieved or query.baseline_retrieved:
            out.print(f"          before {_found(query.baseline_retrieved)}", soft_wrap=True)
            out.print(f"          after  {_found(query.retrieved)}", soft_wrap=True)
    out.print()


def _found(passages: Sequence[RetrievedPassage]) -> str:
    return ", ".join(one_line(f"{p.doc_id}:{p.start}-{p.end}") for p in passages) or "nothing"


def print_ablation(infos: Sequence[RunInfo], comparison: Comparison | None) -> None:
    """Measures down, arms across; a star marks a significant difference from the first arm."""
    titles = [info.label or info.name for info in infos]
    table = _table("measure", *titles)
    rows = {
        m.name: (_name(m.name, m.higher_is_better), *(_cell(i, m.name, comparison) for i in infos))
        for info in infos
        for m in info.measures
    }
    _add_rows(table, rows)
    out = console()
    out.print(table)
    out.print(
        wrapped(
            f"Below each value its 95 % interval. * differs from {titles[0]} (paired"
            f" randomisation test, Holm-corrected over all cells). {LEGEND}"
        ),
        style="dim",
    )


def _cell(info: RunInfo, measure: str, comparison: Comparison | None) -> str:
    found = info.measure(measure)
    if found is None:
        return ""
    difference = comparison.difference(measure, info.name) if comparison else None
    star = " *" if difference and difference.significant else ""
    value = f"{number(found.value, measure)}{star}"
    if found.low is None or found.high is None or is_time(measure):
        return value
    return f"{value}\n{number(found.low)}–{number(found.high)}"


def print_gate(result: GateResult) -> None:
    """The verdict, and what it rests on."""
    out = console()
    if not result.passed:
        out.print("Not passed: significantly worse than the baseline.\n", style="bold red")
        out.print(_difference_table(result.losses))
        return
    out.print("Passed: no measure is significantly worse.", style="bold green")
    if result.noticeable_loss is not None:
        noticed = f"{result.measure} falling by {result.noticeable_loss:.3f} or more"
        out.print(wrapped(f"What would have been noticed, four times of five: {noticed}."))


def print_infos(infos: Sequence[RunInfo]) -> None:
    """A list of runs with what says most about each."""
    table = _table("run", "collection", "queries", "measures")
    for info in infos:
        shown = [f"{m.name} {number(m.value, m.name)}" for m in headline(info)]
        name = one_line(info.collection.name)
        table.add_row(info.name, name, f"{info.collection.queries:,}", "\n".join(shown))
    console().print(table)


def print_measures(measures: Sequence[Measure]) -> None:
    """Names and meanings."""
    out = console()
    by_name = {m.name: m for m in measures}
    for level, names in by_level(by_name).items():
        out.print(f"\n{level}", style="bold")
        for name in names:
            shown = _name(name, by_name[name].higher_is_better)
            out.print(f"  {shown:<22}{by_name[name].description}", soft_wrap=True)


def _name(name: str, higher_is_better: bool) -> str:
    return name if higher_is_better else f"{name}{DOWN}"


def _add_rows(
    table: Table, rows: Mapping[str, Sequence[str]], styles: Mapping[str, str] | None = None
) -> Table:
    """Rows by the name of their measure, below the headings of what measures look at."""
    for level, names in by_level(rows).items():
        table.add_row(level, style="dim", end_section=False)
        for name in names:
            table.add_row(*rows[name], style=(styles or {}).get(name, ""))
    return table


def _table(*columns: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column(columns[0], no_wrap=True)
    for column in columns[1:]:
        table.add_column(column, justify="right", no_wrap=True)
    return table
