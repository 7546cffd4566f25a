"""The commands of `byline eval`, declared; each loads what it needs when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.arguments import IndexOption, JsonOption

app = typer.Typer(
    help="Measure search, answers, citations and refusals; find out whether a change helped.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

CollectionArgument = Annotated[
    str,
    typer.Argument(
        metavar="COLLECTION",
        help="`sample`, a question file (.jsonl), a folder in BEIR layout, SQuAD .json, a .csv, a"
        " file of recorded feedback, or irds:NAME.",
    ),
]
FolderOption = Annotated[
    Path | None,
    typer.Option("--folder", metavar="FOLDER", help="The articles that the questions are about."),
]
SplitOption = Annotated[
    str | None, typer.Option("--split", help="Which qrels of a BEIR folder (default: test).")
]
HalfOption = Annotated[
    str | None,
    typer.Option(
        "--half", help="`tuning` or `reporting`: choose settings on one, report on the other."
    ),
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=NAME", help="Which column of a .csv holds a field."),
]
QueriesOption = Annotated[
    Path | None, typer.Option("--queries", metavar="FILE", help="Queries in TREC form.")
]
QrelsOption = Annotated[
    Path | None, typer.Option("--qrels", metavar="FILE", help="Judgements in TREC form.")
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Settings as TOML or JSON; `--set` goes first."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Change a setting (repeat for more)."),
]
MeasureOption = Annotated[
    list[str] | None,
    typer.Option("--measure", "-m", help="Such as nDCG@10 (repeat); see `byline eval measures`."),
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=1, help="Only the first so many queries.")
]
RunsOption = Annotated[
    Path | None,
    typer.Option(
        "--runs", metavar="FOLDER", help="Where runs are kept (default: BYLINE_RUNS, else yours)."
    ),
]
AlphaOption = Annotated[
    float, typer.Option("--alpha", min=0.0001, max=0.5, help="Level of significance.")
]
HtmlOption = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write a report for the browser.")
]
MarkdownOption = Annotated[
    Path | None, typer.Option("--markdown", metavar="FILE", help="Write a report in Markdown.")
]


@app.command()
def run(
    collection: CollectionArgument,
    index: IndexOption = None,
    folder: FolderOption = None,
    split: SplitOption = None,
    half: HalfOption = None,
    column: ColumnOption = None,
    queries: QueriesOption = None,
    qrels: QrelsOption = None,
    config: ConfigOption = None,
    set_: SetOption = None,
    label: Annotated[str, typer.Option(help="What to call this setting in reports.")] = "",
    measure: MeasureOption = None,
    limit: LimitOption = None,
    runs: RunsOption = None,
    with_model: Annotated[
        bool, typer.Option("--with-model", help="Let the configured language model write.")
    ] = False,
    judge: Annotated[
        bool, typer.Option("--judge", help="Let a language model mark the answers.")
    ] = False,
    html: HtmlOption = None,
    markdown: MarkdownOption = None,
    json: JsonOption = False,
) -> None:
    """Ask every question of COLLECTION, measure, and save the run."""
    from ui.cli.evaluation.options import CollectionOptions, read_settings
    from ui.cli.evaluation.run import run_run

    source = CollectionOptions(
        collection, index, folder, split, half, column, queries, qrels, limit
    )
    settings = read_settings(config, set_ or ())
    run_run(source, settings, label, measure or (), runs, with_model, judge, html, markdown, json)


@app.command()
def compare(
    runs_: Annotated[
        list[str],
        typer.Argument(
            metavar="BASELINE RUN...", help="Names of runs; `latest` and `previous` will do."
        ),
    ],
    measure: MeasureOption = None,
    alpha: AlphaOption = 0.05,
    runs: RunsOption = None,
    html: HtmlOption = None,
    markdown: MarkdownOption = None,
    json: JsonOption = False,
) -> None:
    """Say which differences between runs are real, and which questions moved."""
    from ui.cli.evaluation.compare import run_compare

    run_compare(runs_, measure or (), alpha, runs, html, markdown, json)


@app.command()
def gate(
    baseline: Annotated[str, typer.Argument(help="The run that must not be fallen short of.")],
    run_: Annotated[str, typer.Argument(metavar="RUN", help="The run to let through or not.")],
    measure: MeasureOption = None,
    alpha: AlphaOption = 0.05,
    tolerance: Annotated[
        float, typer.Option(min=0, help="Losses up to this size are let through.")
    ] = 0.0,
    runs: RunsOption = None,
    json: JsonOption = False,
) -> None:
    """Exit with 1 when RUN is significantly worse than BASELINE: something to put in CI."""
    from ui.cli.evaluation.compare import run_gate

    run_gate(baseline, run_, measure or (), alpha, tolerance, runs, json)


@app.command()
def ablate(
    collection: CollectionArgument,
    index: IndexOption = None,
    folder: FolderOption = None,
    split: SplitOption = None,
    half: HalfOption = None,
    column: ColumnOption = None,
    queries: QueriesOption = None,
    qrels: QrelsOption = None,
    arm: Annotated[
        list[str] | None,
        typer.Option(
            "--arm",
            metavar="NAME[:SETTING=VALUE,...]",
            help="Which arms to run (repeat); a name alone is one of the built-in arms.",
        ),
    ] = None,
    measure: MeasureOption = None,
    limit: LimitOption = None,
    runs: RunsOption = None,
    html: HtmlOption = None,
    markdown: MarkdownOption = None,
    json: JsonOption = False,
) -> None:
    """Run lexical, dense, fused and every other option over COLLECTION and compare them."""
    from ui.cli.evaluation.ablate import run_ablate
    from ui.cli.evaluation.options import CollectionOptions

    source = CollectionOptions(
        collection, index, folder, split, half, column, queries, qrels, limit
    )
    run_ablate(source, arm or (), measure or (), runs, html, markdown, json)


@app.command()
def score(
    file: Annotated[Path, typer.Argument(help="A ranking in TREC form, made by any program.")],
    collection: Annotated[
        str | None, typer.Argument(metavar="[COLLECTION]", help="What it was made on.")
    ] = None,
    qrels: QrelsOption = None,
    folder: FolderOption = None,
    split: SplitOption = None,
    half: HalfOption = None,
    label: Annotated[str, typer.Option(help="What to call this run in reports.")] = "",
    measure: MeasureOption = None,
    runs: RunsOption = None,
    json: JsonOption = False,
) -> None:
    """Measure another program's ranking and save it as a run, to compare with."""
    from ui.cli.evaluation.options import CollectionOptions
    from ui.cli.evaluation.run import run_score

    source = CollectionOptions(
        spec=collection or "", folder=folder, split=split, half=half, qrels=qrels
    )
    run_score(file, source, label, measure or (), runs, json)


@app.command()
def report(
    runs_: Annotated[
        list[str], typer.Argument(metavar="RUN...", help="Several are compared with the first.")
    ],
    runs: RunsOption = None,
    html: HtmlOption = None,
    markdown: MarkdownOption = None,
    articles: Annotated[
        Path | None,
        typer.Option("--articles", metavar="FOLDER", help="Link passages to the files in FOLDER."),
    ] = None,
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the report in your browser.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Write what runs found as one HTML page, Markdown or JSON."""
    from ui.cli.evaluation.report import run_report

    run_report(runs_, runs, html, markdown, articles, open_page, json)


@app.command()
def questions(
    folder: Annotated[Path, typer.Argument(help="Your folder of articles.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The question file to write.")
    ] = Path("questions.jsonl"),
    count: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=10_000,
            help="How many to propose (default: 5 for each article, at most 200; beyond 10 for"
            " each they get worse).",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed proposes others.")] = 0,
    json: JsonOption = False,
) -> None:
    """Propose questions about FOLDER, with the sentences that answer them, for you to edit."""
    from ui.cli.evaluation.questions import run_questions

    run_questions(folder, out, count, seed, json)


@app.command("runs")
def list_runs(runs: RunsOption = None, json: JsonOption = False) -> None:
    """List the saved runs, newest first."""
    from ui.cli.evaluation.report import run_list

    run_list(runs, json)


@app.command()
def measures(json: JsonOption = False) -> None:
    """List the measures and what they mean."""
    from ui.cli.evaluation.report import run_measures

    run_measures(json)
