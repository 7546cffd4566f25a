"""Plot of latency: distribution and percentiles of the time that queries took."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eval.reports.plots.drawing import COLOURS, Canvas, Plot, draw, run_colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BINS = 36


def latency_plot(titles: Sequence[str], latencies_s: Sequence[Sequence[float]]) -> Plot | None:
    """A histogram of each run's latencies; None when no run took any time."""
    taken = [[1000 * t for t in run if t > 0] for run in latencies_s]
    if not any(taken):
        return None
    about = "; ".join(
        f"{title}: {_words(times)}" for title, times in zip(titles, taken, strict=True) if times
    )
    svg = draw(Canvas(ident="latency"), f"Latency. {about}", lambda axes: _paint(axes, taken))
    return Plot(
        svg=svg,
        title="Latency",
        caption=f"Queries by the time each took. {about}.",
        about=about,
        runs=tuple(at for at, times in enumerate(taken) if times),
    )


def percentiles_ms(times_ms: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 99th percentile, interpolated between neighbours."""
    import numpy as np

    median, last = np.percentile(times_ms, [50, 99])
    return float(median), float(last)


def _words(times_ms: Sequence[float]) -> str:
    median, last = percentiles_ms(times_ms)
    return f"p50 {median:,.0f} ms, p99 {last:,.0f} ms"


def _paint(axes: Axes, taken: Sequence[Sequence[float]]) -> None:
    import numpy as np

    edges = np.linspace(0, max(max(times) for times in taken if times) * 1.02, _BINS)
    for at, times in enumerate(taken):
        if times:
            colour = run_colour(at)
            if len(taken) == 1:
                axes.hist(times, edges.tolist(), histtype="stepfilled", color=colour, alpha=0.4)
            axes.hist(times, edges.tolist(), histtype="step", color=colour, linewidth=1.6)
            for mark, style in zip(percentiles_ms(times), ("-", (0, (3, 2))), strict=True):
                axes.axvline(mark, color=colour, linewidth=1.2, linestyle=style)
    _name_percentiles(axes, taken)
    axes.set_xlim(left=0)
    axes.set_xlabel("milliseconds")
    axes.set_ylabel("queries")
    axes.grid(axis="x", visible=False)
    axes.locator_params(axis="y", integer=True)
    axes.tick_params(length=0)


def _name_percentiles(axes: Axes, taken: Sequence[Sequence[float]]) -> None:
    """Only where one run leaves room for the names."""
    if len(taken) == 1:
        for mark, name in zip(percentiles_ms(taken[0]), ("p50", "p99"), strict=True):
            axes.annotate(
                name,
                (mark, 1),
                xycoords=("data", "axes fraction"),
                xytext=(3, -9),
                textcoords="offset points",
                color=COLOURS["soft"],
            )
