"""Plots of refusal: risk-coverage curve and calibration (reliability) diagram of confidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eval.measures.refusal import RefusalTable, calibration_curve, risk_coverage_curve
from eval.reports.plots.drawing import COLOURS, Canvas, Plot, draw, run_colour, run_marker

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POINTS = 200
"""A curve over more questions is thinned to so many points."""


def refusal_plots(titles: Sequence[str], tables: Sequence[RefusalTable]) -> list[Plot]:
    """The risk-coverage and the calibration curve; none without a judged answer."""
    if not any(len(table) for table in tables):
        return []
    return [_risk_plot(titles, tables), _calibration_plot(titles, tables)]


def _risk_plot(titles: Sequence[str], tables: Sequence[RefusalTable]) -> Plot:
    about = "; ".join(
        f"{title}: {_always(table):.3f} of all answers wrong when every question is answered,"
        f" {_half(table):.3f} when the surer half is"
        for title, table in zip(titles, tables, strict=True)
        if len(table)
    )
    return Plot(
        svg=draw(Canvas(ident="risk"), f"Risk and coverage. {about}", lambda a: _risks(a, tables)),
        title="Risk and coverage",
        caption="Share of wrong answers when only the surest questions are answered."
        " Dashed: every question is answered. Ring: where Byline stops.",
        about=about,
        runs=_drawn(tables),
    )


def _calibration_plot(titles: Sequence[str], tables: Sequence[RefusalTable]) -> Plot:
    about = "; ".join(
        f"{title}: " + ", ".join(_bin_words(*one) for one in zip(*_bins(table), strict=True))
        for title, table in zip(titles, tables, strict=True)
        if len(table)
    )
    canvas = Canvas(ident="calibration")
    return Plot(
        svg=draw(canvas, f"Calibration. {about}", lambda a: _calibration(a, tables)),
        title="Calibration",
        caption="Confidence against the share of questions that the articles do answer."
        " On the diagonal, confidence means what it says. Larger marks stand for more questions"
        f"{', counted beside them' if len(tables) == 1 else ''}.",
        about=about,
        runs=_drawn(tables),
    )


def _drawn(tables: Sequence[RefusalTable]) -> tuple[int, ...]:
    return tuple(at for at, table in enumerate(tables) if len(table))


def _always(table: RefusalTable) -> float:
    return float(risk_coverage_curve(table)[1][-1])


def _half(table: RefusalTable) -> float:
    return float(risk_coverage_curve(table)[1][max(0, len(table) // 2 - 1)])


def _bins(table: RefusalTable) -> tuple[list[float], list[float], list[int]]:
    confidence, answerable, counts = calibration_curve(table)
    return confidence.tolist(), answerable.tolist(), counts.tolist()


def _bin_words(confidence: float, answerable: float, count: int) -> str:
    return f"confidence {confidence:.2f}, answerable {answerable:.2f} of {count}"


def _risks(axes: Axes, tables: Sequence[RefusalTable]) -> None:
    for at in _drawn(tables):
        table, colour = tables[at], run_colour(at)
        coverage, risk = risk_coverage_curve(table)
        step = max(1, len(coverage) // _POINTS)
        axes.axhline(float(risk[-1]), color=colour, linewidth=1, linestyle=(0, (4, 3)))
        axes.plot(coverage[::step], risk[::step], color=colour, linewidth=2)
        answered = int(table.answered.sum())
        if answered:
            point = coverage[answered - 1], risk[answered - 1]
            axes.plot(*point, run_marker(at), color=colour, fillstyle="none", markersize=11, mew=2)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(bottom=0)
    axes.locator_params(axis="y", nbins=5)
    _finish(axes, "coverage: share of questions answered", "risk: share of answers wrong")


def _calibration(axes: Axes, tables: Sequence[RefusalTable]) -> None:
    axes.plot([0, 1], [0, 1], color=COLOURS["soft"], linewidth=1, linestyle=(0, (4, 3)))
    largest = max(int(n) for table in tables if len(table) for n in _bins(table)[2])
    for at in _drawn(tables):
        predicted, observed, counts = _bins(tables[at])
        colour = run_colour(at)
        axes.plot(predicted, observed, color=colour, linewidth=1.6)
        sizes = [18 + 130 * count / largest for count in counts]
        axes.scatter(predicted, observed, sizes, color=colour, marker=run_marker(at), alpha=0.85)
        if len(tables) == 1:
            for x, y, count in zip(predicted, observed, counts, strict=True):
                axes.annotate(
                    str(count),
                    (x, y),
                    (7, -5),
                    textcoords="offset points",
                    va="top",
                    color=COLOURS["soft"],
                )
    axes.set_xlim(-0.03, 1.06)
    axes.set_ylim(-0.06, 1.06)
    _finish(axes, "confidence", "share answerable")


def _finish(axes: Axes, below: str, beside: str) -> None:
    axes.set_xlabel(below)
    axes.set_ylabel(beside)
    axes.tick_params(length=0)
