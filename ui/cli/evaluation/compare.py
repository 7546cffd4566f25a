"""`byline eval compare` and `byline eval gate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from eval.comparing.compare import compare
from eval.comparing.gate import gate
from eval.runs.store import RunStore, find_runs
from index.errors import UsageError
from ui.cli.evaluation.report import write_reports
from ui.cli.evaluation.tables import print_comparison, print_gate
from ui.cli.terminal import print_json


def run_compare(
    references: Sequence[str],
    measures: Sequence[str],
    alpha: float,
    runs: Path | None,
    html: Path | None,
    markdown: Path | None,
    as_json: bool,
) -> None:
    """Compare saved runs with the first."""
    if len(references) < 2:
        raise UsageError("name two runs or more: the baseline first")
    store = RunStore(find_runs(runs))
    found = [store.load(reference) for reference in references]
    comparison = compare(found[0], *found[1:], measures=measures or None, alpha=alpha)
    write_reports(found, html, markdown, comparison)
    if as_json:
        print_json(comparison.model_dump(mode="json"))
    else:
        print_comparison(comparison)


def run_gate(
    baseline: str,
    run: str,
    measures: Sequence[str],
    alpha: float,
    tolerance: float,
    runs: Path | None,
    as_json: bool,
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
    if as_json:
        print_json(result.model_dump(mode="json"))
    else:
        print_gate(result)
    if not result.passed:
        raise typer.Exit(1)
