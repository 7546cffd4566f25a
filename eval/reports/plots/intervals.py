"""Plot of measures with their confidence intervals, runs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eval.reports.formatting import by_level, is_time, measured, run_title
from eval.reports.plots.drawing import Canvas, Plot, draw, run_colour, run_marker
from eval.types import MeasureSummary, RunInfo

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROWS = 12
"""A drawing shows no more measures; the table has them all."""


def interval_plots(runs: Sequence[RunInfo]) -> list[Plot]:
    """One drawing for each level whose measures lie between 0 and 1."""
    names = [m.name for run in runs for m in run.measures if _is_share(m)]
    levels = by_level(names).items()
    return [_plot(at, level, own[:ROWS], runs) for at, (level, own) in enumerate(levels)]


def _is_share(measure: MeasureSummary) -> bool:
    return not is_time(measure.name) and 0 <= measure.value <= 1


def _plot(at: int, level: str, names: Sequence[str], runs: Sequence[RunInfo]) -> Plot:
    height = 60 + len(names) * (14 + 12 * len(runs))
    about = "; ".join(
        f"{name}: "
        + ", ".join(f"{run_title(run)} {measured(m)}" for run in runs if (m := run.measure(name)))
        for name in names
    )
    canvas = Canvas(ident=f"intervals-{at}", height=height)
    return Plot(
        svg=draw(canvas, f"{level}. {about}", lambda axes: _paint(axes, names, runs)),
        title=level,
        caption="" if at else "Each mark is a value, the line through it its 95 % interval.",
        about=about,
        runs=tuple(range(len(runs))),
    )


def _paint(axes: Axes, names: Sequence[str], runs: Sequence[RunInfo]) -> None:
    step = 0.62 / max(len(runs), 1)
    for at, run in enumerate(runs):
        shift = (at - (len(runs) - 1) / 2) * step
        for row, name in enumerate(names):
            if found := run.measure(name):
                _paint_one(axes, found, row + shift, at)
    bare = [name.partition(":")[2] or name for name in names]
    axes.set_yticks(range(len(names)), bare)
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.set_xlim(-0.02, 1.02)
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    axes.tick_params(length=0)
    axes.tick_params(axis="y", labelcolor=axes.xaxis.label.get_color())


def _paint_one(axes: Axes, measure: MeasureSummary, at: float, run: int) -> None:
    colour = run_colour(run)
    if measure.low is not None and measure.high is not None:
        axes.plot([measure.low, measure.high], [at, at], color=colour, linewidth=2.2)
    axes.plot([measure.value], [at], run_marker(run), color=colour, markersize=6.5)
