"""`byline eval compare`, `gate`, `report`, `runs` and `measures`: what is said of saved runs."""

import webbrowser
from dataclasses import replace
from pathlib import Path

import typer

from eval.comparing.compare import compare
from eval.comparing.gate import gate
from eval.measures.registry import default_measures
from eval.runs.store import RunStore, find_runs
from index.errors import UsageError
from ui.cli.evaluation.options import ReportOptions
from ui.cli.evaluation.tables import (
    print_comparison,
    print_gate,
    print_infos,
    print_measures,
    print_run,
)
from ui.cli.terminal import console, print_json, print_result


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
    print_result(comparison, json, print_comparison)


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
    print_result(result, json, print_gate)
    if not result.passed:
        raise typer.Exit(1)


def report(
    references: list[str],
    asked: ReportOptions,
    runs: Path | None = None,
    articles: Path | None = None,
    open_page: bool = False,
    json: bool = False,
) -> None:
    """Write the reports that are asked for; without any, print tables."""
    store = RunStore(find_runs(runs))
    found = [store.load(reference) for reference in references]
    comparison = compare(found[0], *found[1:]) if len(found) > 1 else None
    page = asked.html or (Path(f"{found[0].info.name}.html") if open_page else None)
    replace(asked, html=page).write(found, comparison, articles)
    if json:
        print_json(comparison or found[0].info)
    elif page is None and asked.markdown is None:
        print_run(found[0].info)
        if comparison:
            print_comparison(comparison)
    if open_page and page:
        webbrowser.open(page.absolute().as_uri())


def list_runs(runs: Path | None = None, json: bool = False) -> None:
    """Every saved run."""
    store = RunStore(find_runs(runs))
    infos = store.infos()
    if json:
        print_json(infos)
    elif infos:
        print_infos(infos)
    else:
        console().print(f"No runs in {store.folder}. Make one: byline eval run sample")


def list_measures(json: bool = False) -> None:
    """Every measure with what it means."""
    measures = default_measures(answers=True)
    if json:
        print_json([{"name": m.name, "level": m.level, "meaning": m.description} for m in measures])
        return
    print_measures(measures)
    console().print(
        "\nOther measures of ir-measures work too, such as AP@100 or P(rel=2)@5, and on passages"
        " with `passage:` before them."
    )
