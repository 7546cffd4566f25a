"""Plot of per-query differences: what each query won or lost against the baseline, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.reports.formatting import clipped
from eval.reports.plots.drawing import COLOURS, Canvas, Plot, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BARS = 400
"""More differences than these are drawn as one outline, without links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryChange:
    """A query's gain, positive where the run does better, and where the page tells of it."""

    gain: float
    anchor: str
    text: str


def difference_plot(
    ident: str, title: str, measure: str, changes: Sequence[QueryChange]
) -> Plot | None:
    """One bar for each query that changed, largest gain first; None when none did."""
    moved = sorted((c for c in changes if c.gain), key=lambda c: -c.gain)
    if not moved:
        return None
    wins = sum(c.gain > 0 for c in moved)
    about = (
        f"{measure}: {wins} queries better, {len(moved) - wins} worse,"
        f" {len(changes) - len(moved)} the same"
    )
    canvas = Canvas(ident=ident, width=920, height=230, link_titles=_titles(moved))
    linked = " Each bar leads to its query." if canvas.link_titles else ""
    return Plot(
        svg=draw(canvas, f"{title}. {about}", lambda axes: _paint(axes, moved, measure)),
        title=title,
        caption=f"{about}.{linked}",
        about=about,
        wide=True,
    )


def _titles(moved: Sequence[QueryChange]) -> Mapping[str, str]:
    if len(moved) > BARS:
        return {}
    return {f"#{c.anchor}": f"{c.gain:+.3f} {clipped(c.text, 90)}" for c in moved if c.anchor}


def _paint(axes: Axes, moved: Sequence[QueryChange], measure: str) -> None:
    gains = [c.gain for c in moved]
    if len(moved) > BARS:
        for sign, colour in ((1, "win"), (-1, "loss")):
            heights = [gain if gain * sign > 0 else 0.0 for gain in gains]
            axes.fill_between(range(len(moved)), heights, step="mid", color=COLOURS[colour])
    else:
        colours = [COLOURS["win" if gain > 0 else "loss"] for gain in gains]
        for bar, change in zip(
            axes.bar(range(len(moved)), gains, color=colours), moved, strict=True
        ):
            if change.anchor:
                bar.set_url(f"#{change.anchor}")
    axes.axhline(0, color=COLOURS["soft"], linewidth=0.9)
    axes.set_xlim(-1, max(len(moved), 20))
    axes.set_xticks([])
    axes.grid(axis="x", visible=False)
    axes.spines["bottom"].set_visible(False)
    axes.set_ylabel(f"gain in {measure}")
    axes.tick_params(length=0)
