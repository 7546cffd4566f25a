"""Plot of per-query differences: what each query won or lost against the baseline, in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from eval.comparing.readings import AllQueries
from eval.comparing.types import Comparison
from eval.reports.formatting import clipped, run_title
from eval.reports.plots.drawing import COLOURS, Plot, draw
from eval.types import RunInfo

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BARS = 400
"""More differences than these are drawn as one outline, without links."""


class _Change(NamedTuple):
    """A query's gain, positive where the run does better, and where the page tells of it."""

    gain: float
    anchor: str
    text: str


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
    changes = [_changes(at, infos[0], queries, linked) for at in range(1, len(infos))]
    return [
        _plot(at, f"{run_title(infos[at])} against {run_title(infos[0])}", queries.measures[0], own)
        for at, own in enumerate(changes, start=1)
        if any(change.gain for change in own)
    ]


def _changes(
    at: int, baseline: RunInfo, queries: AllQueries, linked: Collection[str]
) -> list[_Change]:
    name = queries.measures[0]
    before, after = queries.runs[0].of(name), queries.runs[at].of(name)
    summary = baseline.measure(name)
    sign = 1 if summary is None or summary.higher_is_better else -1
    return [
        _Change(sign * (after[i] - before[i]), line.anchor if i in linked else "", line.text)
        for i, line in queries.lines.items()
        if i in before and i in after
    ]


def _plot(at: int, runs: str, measure: str, changes: Sequence[_Change]) -> Plot:
    """One bar for each query that changed, largest gain first."""
    moved = sorted((c for c in changes if c.gain), key=lambda c: -c.gain)
    wins = sum(c.gain > 0 for c in moved)
    title = f"{runs}, query by query"
    about = (
        f"{measure}: {wins} queries better, {len(moved) - wins} worse,"
        f" {len(changes) - len(moved)} the same"
    )
    named = [c for c in moved if c.anchor] if len(moved) <= BARS else []
    svg = draw(
        f"differences-{at}",
        f"{title}. {about}",
        lambda axes: _paint(axes, moved, measure),
        width=920,
        height=230,
        link_titles={f"#{c.anchor}": f"{c.gain:+.3f} {clipped(c.text, 90)}" for c in named},
    )
    linked = " Each bar leads to its query." if named else ""
    return Plot(svg=svg, title=title, caption=f"{about}.{linked}", wide=True)


def _paint(axes: Axes, moved: Sequence[_Change], measure: str) -> None:
    gains = [c.gain for c in moved]
    if len(moved) > BARS:
        for sign, colour in ((1, "win"), (-1, "loss")):
            heights = [gain if gain * sign > 0 else 0.0 for gain in gains]
            axes.fill_between(range(len(moved)), heights, step="mid", color=COLOURS[colour])
    else:
        colours = [COLOURS["win" if gain > 0 else "loss"] for gain in gains]
        bars = axes.bar(range(len(moved)), gains, color=colours)
        for bar, change in zip(bars, moved, strict=True):
            if change.anchor:
                bar.set_url(f"#{change.anchor}")
    axes.axhline(0, color=COLOURS["soft"], linewidth=0.9)
    axes.set(xlim=(-1, max(len(moved), 20)), xticks=[], ylabel=f"gain in {measure}")
    axes.grid(axis="x", visible=False)
    axes.spines["bottom"].set_visible(False)
