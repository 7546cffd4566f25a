"""All plots of some runs, and of how one of them differs from the others."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from eval.comparing.types import Comparison
from eval.reports.formatting import run_title
from eval.reports.gather import AllQueries
from eval.reports.plots.differences import QueryChange, difference_plot
from eval.reports.plots.drawing import Plot
from eval.reports.plots.intervals import interval_plots
from eval.reports.plots.latency import latency_plot
from eval.reports.plots.refusal import refusal_plots
from eval.types import RunInfo


def draw_runs(infos: Sequence[RunInfo], queries: AllQueries) -> list[Plot]:
    """Measures with their intervals, refusal and latency, of all runs together."""
    titles = [run_title(info) for info in infos]
    latency = latency_plot(titles, [run.latencies_s for run in queries.runs])
    return [
        *interval_plots(infos),
        *refusal_plots(titles, [run.refusals for run in queries.runs]),
        *([latency] if latency else []),
    ]


def draw_differences(
    infos: Sequence[RunInfo],
    queries: AllQueries,
    comparison: Comparison | None,
    linked: Collection[str] = (),
) -> list[Plot]:
    """One drawing for each run that was compared, of the measure that says most.

    `linked` are the queries that the page with the drawing has a place for.
    """
    if not comparison or not queries.measures or infos[0].name != comparison.baseline.name:
        return []
    found = []
    for at, info in enumerate(infos[1:], start=1):
        changes = _changes(at, infos, queries, linked)
        title = f"{run_title(info)} against {run_title(infos[0])}, query by query"
        found.append(difference_plot(f"differences-{at}", title, queries.measures[0], changes))
    return [plot for plot in found if plot]


def _changes(
    at: int, infos: Sequence[RunInfo], queries: AllQueries, linked: Collection[str]
) -> list[QueryChange]:
    name = queries.measures[0]
    before, after = queries.runs[0].values[name], queries.runs[at].values[name]
    summary = infos[0].measure(name)
    sign = 1 if summary is None or summary.higher_is_better else -1
    return [
        QueryChange(
            gain=sign * (after[i] - before[i]),
            anchor=line.anchor if i in linked else "",
            text=line.text,
        )
        for i, line in queries.lines.items()
        if i in before and i in after
    ]
