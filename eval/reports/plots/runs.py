"""Plots of runs side by side: measures with their intervals, risk and coverage, calibration, time.

Risk-coverage curve and calibration (reliability) diagram show the refusals; the histogram of
latencies has their percentiles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from eval.comparing.readings import AllQueries
from eval.measures.refusal import RefusalTable, calibration_curve, risk_coverage_curve
from eval.reports.formatting import by_level, is_time, measured, run_title
from eval.reports.plots.drawing import COLOURS, Plot, draw, run_colour, run_marker
from eval.types import RunInfo

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROWS = 12
"""A drawing shows no more measures; the table has them all."""
_POINTS = 200
"""A curve over more questions is thinned to so many points."""
_BINS = 36
_DASHED = (0, (4, 3))


def draw_runs(infos: Sequence[RunInfo], queries: AllQueries) -> list[Plot]:
    """Measures with their intervals, refusal and latency, of all runs together."""
    titles = [run_title(info) for info in infos]
    return [
        *_interval_plots(infos),
        *_refusal_plots(titles, [_table(run.refusals) for run in queries.runs]),
        *_latency_plots(titles, [run.latencies for run in queries.runs]),
    ]


def _interval_plots(runs: Sequence[RunInfo]) -> Iterator[Plot]:
    """One drawing for each level whose measures lie between 0 and 1."""
    every = [m for run in runs for m in run.measures]
    names = [m.name for m in every if not is_time(m.name) and 0 <= m.value <= 1]
    for at, (level, own) in enumerate(by_level(names).items()):
        yield _interval_plot(at, level, own[:ROWS], runs)


def _interval_plot(at: int, level: str, names: Sequence[str], runs: Sequence[RunInfo]) -> Plot:
    about = "; ".join(
        f"{name}: "
        + ", ".join(f"{run_title(run)} {measured(m)}" for run in runs if (m := run.measure(name)))
        for name in names
    )
    svg = draw(
        f"intervals-{at}",
        f"{level}. {about}",
        lambda axes: _intervals(axes, names, runs),
        height=60 + len(names) * (14 + 12 * len(runs)),
    )
    caption = "" if at else "Each mark is a value, the line through it its 95 % interval."
    return Plot(svg=svg, title=level, caption=caption, runs=tuple(range(len(runs))))


def _intervals(axes: Axes, names: Sequence[str], runs: Sequence[RunInfo]) -> None:
    step = 0.62 / max(len(runs), 1)
    for at, run in enumerate(runs):
        shift = (at - (len(runs) - 1) / 2) * step
        for row, name in enumerate(names):
            if found := run.measure(name):
                place = row + shift
                if found.low is not None and found.high is not None:
                    ends = [found.low, found.high]
                    axes.plot(ends, [place, place], color=run_colour(at), linewidth=2.2)
                mark = run_marker(at)
                axes.plot([found.value], [place], mark, color=run_colour(at), markersize=6.5)
    bare = [name.partition(":")[2] or name for name in names]
    axes.set_yticks(range(len(names)), bare)
    axes.set(ylim=(len(names) - 0.45, -0.55), xlim=(-0.02, 1.02))
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)


def _table(rows: Mapping[str, Sequence[float]]) -> RefusalTable:
    return RefusalTable.from_numbers(np.array(list(rows.values()), dtype=np.float64))


def _refusal_plots(titles: Sequence[str], tables: Sequence[RefusalTable]) -> Iterator[Plot]:
    """The risk-coverage and the calibration curve; none without a judged answer."""
    drawn = {at: table for at, table in enumerate(tables) if len(table)}
    if drawn:
        risks = "; ".join(f"{titles[at]}: {_risk_words(table)}" for at, table in drawn.items())
        bins = "; ".join(f"{titles[at]}: {_bin_words(table)}" for at, table in drawn.items())
        counted = ", counted beside them" if len(tables) == 1 else ""
        yield Plot(
            svg=draw("risk", f"Risk and coverage. {risks}", lambda axes: _risks(axes, drawn)),
            title="Risk and coverage",
            caption="Share of wrong answers when only the surest questions are answered."
            " Dashed: every question is answered. Ring: where Byline stops.",
            runs=tuple(drawn),
        )
        yield Plot(
            svg=draw("calibration", f"Calibration. {bins}", lambda a: _curves(a, drawn, counted)),
            title="Calibration",
            caption="Confidence against the share of questions that the articles do answer."
            " On the diagonal, confidence means what it says. Larger marks stand for more questions"
            f"{counted}.",
            runs=tuple(drawn),
        )


def _risk_words(table: RefusalTable) -> str:
    risk = risk_coverage_curve(table)[1]
    return (
        f"{risk[-1]:.3f} of all answers wrong when every question is answered,"
        f" {risk[max(0, len(table) // 2 - 1)]:.3f} when the surer half is"
    )


def _bin_words(table: RefusalTable) -> str:
    return ", ".join(
        f"confidence {confidence:.2f}, answerable {answerable:.2f} of {count}"
        for confidence, answerable, count in zip(*calibration_curve(table), strict=True)
    )


def _risks(axes: Axes, tables: Mapping[int, RefusalTable]) -> None:
    for at, table in tables.items():
        colour = run_colour(at)
        coverage, risk = risk_coverage_curve(table)
        step = max(1, len(coverage) // _POINTS)
        axes.axhline(float(risk[-1]), color=colour, linewidth=1, linestyle=_DASHED)
        axes.plot(coverage[::step], risk[::step], color=colour, linewidth=2)
        answered = int(table.answered.sum())
        if answered:
            point = coverage[answered - 1], risk[answered - 1]
            axes.plot(*point, run_marker(at), color=colour, fillstyle="none", markersize=11, mew=2)
    axes.set(xlim=(0, 1.02), ylabel="risk: share of answers wrong")
    axes.set(ylim=(0, None), xlabel="coverage: share of questions answered")
    axes.locator_params(axis="y", nbins=5)


def _curves(axes: Axes, tables: Mapping[int, RefusalTable], counted: str) -> None:
    axes.plot([0, 1], [0, 1], color=COLOURS["soft"], linewidth=1, linestyle=_DASHED)
    curves = {at: calibration_curve(table) for at, table in tables.items()}
    largest = max(int(counts.max()) for _, _, counts in curves.values())
    for at, (predicted, observed, counts) in curves.items():
        colour = run_colour(at)
        axes.plot(predicted, observed, color=colour, linewidth=1.6)
        sizes = 18 + 130 * counts / largest
        axes.scatter(predicted, observed, sizes, color=colour, marker=run_marker(at), alpha=0.85)
        for x, y, count in zip(predicted, observed, counts, strict=True) if counted else ():
            _note(axes, str(count), (x, y), (7, -5), va="top")
    axes.set(xlim=(-0.03, 1.06), xlabel="confidence")
    axes.set(ylim=(-0.06, 1.06), ylabel="share answerable")


def _latency_plots(
    titles: Sequence[str], latencies: Sequence[Mapping[str, Sequence[float]]]
) -> Iterator[Plot]:
    """A histogram of each run's latencies; none when no run took any time."""
    taken = {at: [1000 * s for (s,) in run.values()] for at, run in enumerate(latencies) if run}
    if taken:
        percentiles = {at: np.percentile(times, [50, 99]) for at, times in taken.items()}
        about = "; ".join(
            f"{titles[at]}: p50 {median:,.0f} ms, p99 {last:,.0f} ms"
            for at, (median, last) in percentiles.items()
        )
        alone = len(titles) == 1
        yield Plot(
            svg=draw("latency", f"Latency. {about}", lambda a: _latencies(a, taken, alone=alone)),
            title="Latency",
            caption=f"Queries by the time each took. {about}.",
            runs=tuple(taken),
        )


def _latencies(axes: Axes, taken: Mapping[int, Sequence[float]], *, alone: bool) -> None:
    """The percentiles are named only where one run leaves room for it."""
    edges = np.linspace(0, max(map(max, taken.values())) * 1.02, _BINS).tolist()
    for at, times in taken.items():
        colour = run_colour(at)
        if alone:
            axes.hist(times, edges, histtype="stepfilled", color=colour, alpha=0.4)
        axes.hist(times, edges, histtype="step", color=colour, linewidth=1.6)
        for rank, style in ((50, "-"), (99, (0, (3, 2)))):
            mark = float(np.percentile(times, rank))
            axes.axvline(mark, color=colour, linewidth=1.2, linestyle=style)
            if alone:
                _note(axes, f"p{rank}", (mark, 1), (3, -9), xycoords=("data", "axes fraction"))
    axes.set(xlim=(0, None), xlabel="milliseconds", ylabel="queries")
    axes.grid(axis="x", visible=False)
    axes.locator_params(axis="y", integer=True)


def _note(
    axes: Axes, text: str, at: tuple[float, float], offset: tuple[int, int], **look: Any
) -> None:
    axes.annotate(text, at, offset, textcoords="offset points", color=COLOURS["soft"], **look)
