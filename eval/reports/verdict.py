"""The verdict of a comparison in a sentence or two, without the terms of statistics."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.comparing.types import Comparison, MeasureDifference
from eval.reports.formatting import (
    headline,
    interval,
    measured,
    number,
    p_value,
    run_title,
)
from eval.types import RunInfo

TONES = {
    "better": "Better",
    "worse": "Worse",
    "mixed": "Better and worse",
    "same": "No real difference",
}
NAMED = 3
"""So many measures are named; of the others their number is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A run's verdict; `tone` is better, worse, mixed or same."""

    run: str
    text: str
    tone: str


def verdicts(comparison: Comparison) -> list[Verdict]:
    """One for each run that was compared with the baseline, in their order."""
    return [_verdict(comparison, run) for run in comparison.runs]


def _verdict(comparison: Comparison, run: RunInfo) -> Verdict:
    telling = {m.name for m in headline(comparison.baseline)}
    own = [d for d in comparison.differences if d.run == run.name]
    own.sort(key=lambda d: d.measure not in telling)
    better, worse = [d for d in own if d.better], [d for d in own if d.worse]
    if not better and not worse:
        return Verdict(run=run_title(run), tone="same", text=_nothing(comparison, own))
    if not worse:
        text = f"No measure got significantly worse; {_changes(better)}."
        return Verdict(run=run_title(run), tone="better", text=text)
    count = "One measure" if len(worse) == 1 else f"{len(worse)} measures"
    text = f"{count} got significantly worse: {_changes(worse)}."
    if better:
        text += f" Better: {_changes(better)}."
    return Verdict(run=run_title(run), tone="mixed" if better else "worse", text=text)


def _nothing(comparison: Comparison, own: Sequence[MeasureDifference]) -> str:
    if not own:
        return "No measure of the baseline could be compared."
    baseline = run_title(comparison.baseline)
    if all(d.difference == 0 for d in own):
        return f"No measure differs from {baseline} at all."
    text = f"No measure differs significantly from {baseline}"
    return f"{text}; {_doubt(comparison, own[0])}." if own[0].difference else f"{text}."


def _doubt(comparison: Comparison, first: MeasureDifference) -> str:
    """Why the difference that was looked for is not taken for real."""
    moved = f"{first.measure} {_moved(first)}"
    if first.p is None or first.p >= first.alpha:
        return f"{moved}, as chance alone could make it"
    tests = sum(d.p_holm is not None for d in comparison.differences)
    return f"{moved}: p {p_value(first.p)} by itself, which is little among {tests} tests"


def _changes(differences: Sequence[MeasureDifference]) -> str:
    named = [f"{d.measure} {_moved(d)}" for d in differences[:NAMED]]
    if len(differences) > NAMED:
        named.append(f"and {len(differences) - NAMED} more")
    return ", ".join(named)


def _moved(d: MeasureDifference) -> str:
    """How far the measure went; the interval is turned so that it runs the same way."""
    word = "rose" if d.difference > 0 else "fell"
    low, high = (d.low, d.high) if d.difference > 0 else (_minus(d.high), _minus(d.low))
    between = interval(low, high, d.measure)
    moved = f"{word} by {number(abs(d.difference), d.measure)}"
    return f"{moved} ({between})" if between else moved


def _minus(value: float | None) -> float | None:
    return None if value is None else -value


def how_sure(comparison: Comparison) -> str:
    """How differences were told from chance."""
    return (
        f"Paired randomisation test and bootstrap of {comparison.resamples:,} resamples; p after"
        f" Holm's correction over all measures and runs, significant below {comparison.alpha:g}."
    )


def summary_of(run: RunInfo) -> str:
    """The headline of a run that is compared with none."""
    found = headline(run)
    if not found:
        return "Nothing was measured."
    return "; ".join(f"{m.name} {measured(m)}" for m in found) + "."
