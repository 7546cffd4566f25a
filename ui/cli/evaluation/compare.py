"""`byline eval compare` and `byline eval gate`: runs against a baseline."""

from __future__ import annotations

from pathlib import Path

import typer

from eval.comparing.compare import compare
from eval.comparing.gate import gate
from eval.runs.store import RunStore, find_runs
from index.errors import UsageError
from ui.cli.evaluation.options import ReportOptions
from ui.cli.evaluation.tables import print_comparison, print_gate
from ui.cli.terminal import print_json


def compare_runs(
    references: list[str],
    reports: ReportOptions,
    measures: list[str] | None = None,
    alpha: float = 0.05,
    runs: Path | None = None,
    json: bool = False,
) -> None:
    """Compare saved runs with the first."""
    if len(references) < 2:
        raise UsageError("name two runs or more: the baseline first")
    store = RunStore(find_runs(runs))
    found = [store.load(reference) for reference in references]
    comparison = compare(found[0], *found[1:], measures=measures or None, alpha=alpha)
    reports.write(found, comparison)
    if json:
        print_json(comparison.model_dump(mode="json"))
    else:
        print_comparison(comparison)


def gate_run(
    baseline: str,
    run: str,
    measures: list[str] | None = None,
    alpha: float = 0.05,
    tolerance: float = 0.0,
    runs: Path | None = None,
    json: bool = False,
) -> None:
    """Exit code 1 when the run is significantly worse."""
    store = RunStore(find_runs(runs))
    result = gate(
        store.load(baseline),
        store.load(run),
        measures=measures or None,
        alpha=alpha,
        tolerance=tolerance,
    )
    if json:
        print_json(result.model_dump(mode="json"))
    else:
        print_gate(result)
    if not result.passed:
        raise typer.Exit(1)
