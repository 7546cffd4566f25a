"""`byline eval report`, `runs` and `measures`."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from pathlib import Path

from eval.comparing.compare import compare
from eval.comparing.types import Comparison
from eval.measures.names import default_measures
from eval.runs.store import RunStore, find_runs
from eval.types import Run
from ui.cli.evaluation.tables import print_comparison, print_infos, print_measures, print_run
from ui.cli.terminal import console, error_console, print_json


def run_report(
    references: Sequence[str],
    runs: Path | None,
    html: Path | None,
    markdown: Path | None,
    articles: Path | None,
    open_page: bool,
    as_json: bool,
) -> None:
    """Write the reports that are asked for; without any, print tables."""
    store = RunStore(find_runs(runs))
    found = [store.load(reference) for reference in references]
    comparison = compare(found[0], *found[1:]) if len(found) > 1 else None
    page = html or (Path(f"{found[0].info.name}.html") if open_page else None)
    write_reports(found, page, markdown, comparison, articles)
    if as_json:
        value = comparison or found[0].info
        print_json(value.model_dump(mode="json"))
    elif page is None and markdown is None:
        print_run(found[0].info)
        if comparison:
            print_comparison(comparison)
    if open_page and page:
        webbrowser.open(page.absolute().as_uri())


def write_reports(
    runs: Sequence[Run],
    html: Path | None,
    markdown: Path | None,
    comparison: Comparison | None = None,
    articles: Path | None = None,
) -> None:
    """The files that are asked for; passages link to the files of `articles`."""
    if html:
        from eval.reports.html import write_html
        from eval.reports.links import links_to_files

        write_html(html, runs, comparison, links_to_files(articles, html) if articles else None)
        error_console().print(f"Report: {html}", soft_wrap=True)
    if markdown:
        from eval.reports.markdown import write_markdown

        write_markdown(markdown, runs, comparison)
        error_console().print(f"Report: {markdown}", soft_wrap=True)


def run_list(runs: Path | None, as_json: bool) -> None:
    """Every saved run."""
    store = RunStore(find_runs(runs))
    infos = store.infos()
    if as_json:
        print_json([info.model_dump(mode="json") for info in infos])
    elif infos:
        print_infos(infos)
    else:
        console().print(f"No runs in {store.folder}. Make one: byline eval run sample")


def run_measures(as_json: bool) -> None:
    """Every measure with what it means."""
    measures = default_measures(answers=True)
    if as_json:
        print_json([{"name": m.name, "level": m.level, "meaning": m.description} for m in measures])
        return
    print_measures(measures)
    console().print(
        "\nOther measures of ir-measures work too, such as AP@100 or P(rel=2)@5, and on passages"
        " with `passage:` before them."
    )
