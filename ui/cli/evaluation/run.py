"""`byline eval run`, `ablate` and `score`: make runs, or score a TREC run file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from eval.comparing.compare import compare
from eval.running.ablation import ARMS, ablate, arms_for
from eval.running.evaluate import evaluate
from eval.running.judging import AnswerJudge, JudgeSettings
from eval.running.plan import survey
from eval.running.progress import Notify, RunProgress
from eval.types import Run, RunSettings
from index.errors import UsageError
from rag.models import configured_model
from rag.settings import ModelSettings
from rag.types import LanguageModel
from ui.cli.evaluation.options import (
    CollectionOptions,
    ReportOptions,
    SettingsOptions,
    parse_arm,
    to_settings,
)
from ui.cli.evaluation.tables import print_ablation, print_run
from ui.cli.progress import progress_shown
from ui.cli.terminal import console, error_console, print_json, print_result


def run(
    source: CollectionOptions,
    settings: SettingsOptions,
    reports: ReportOptions,
    label: str = "",
    measures: list[str] | None = None,
    runs: Path | None = None,
    with_model: bool = False,
    name: str | None = None,
    judged: bool = False,
    json: bool = False,
) -> None:
    """Make a run and print it; Ctrl+C keeps what was asked and says how to go on."""
    asked = settings.read()
    model = _model(name) if with_model or name else None
    judge = _judge() if judged else None
    with going_on(), progress_of(label) as notify:
        made = evaluate(
            source.open(),
            asked,
            index=source.open_index(),
            label=label,
            measures=measures or (),
            limit=source.limit,
            runs=runs,
            model=model,
            judge=judge,
            notify=notify,
        )
    reports.write([made], articles=source.articles)
    _print(made, json)


def score(
    file: Path,
    collection: str | None = None,
    qrels: Path | None = None,
    folder: Path | None = None,
    split: str | None = None,
    half: str | None = None,
    label: str = "",
    measures: list[str] | None = None,
    runs: Path | None = None,
    json: bool = False,
) -> None:
    """Measure a ranking that another program made."""
    from eval.running.score import judged_only, score_run

    if collection:
        source = CollectionOptions(collection, None, folder, split, half, qrels=qrels).open()
    elif qrels:
        source = judged_only(qrels)
    else:
        raise UsageError("name a COLLECTION or --qrels FILE: what the ranking is measured against")
    made = score_run(file, source, label=label, measures=measures or (), runs=runs)
    _print(made, json)


@contextmanager
def going_on() -> Iterator[None]:
    """Say after Ctrl+C that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        error_console().print("Interrupted. What was done is kept; the same command goes on.")
        raise


@contextmanager
def progress_of(title: str = "") -> Iterator[Notify]:
    """Something to tell the progress to; `title` says which run it is of."""
    with progress_shown() as show:

        def notify(progress: RunProgress) -> None:
            line = f"{progress.doing}: {progress.done} of {progress.total}"
            show(
                f"{title} {progress.doing}".strip(),
                progress.done,
                progress.total,
                line=f"{title}: {line}" if title else line,
            )

        yield notify


def _model(name: str | None) -> LanguageModel:
    settings = ModelSettings()
    if name:
        settings = ModelSettings(**{"model" if settings.base_url else "local_model": name})
    model = configured_model(settings)
    if model is None:
        raise UsageError("--with-model: no language model is configured: run `byline models add`")
    return model


def _judge() -> AnswerJudge:
    model = configured_model(JudgeSettings())
    if model is None:
        raise UsageError(
            "--judge: no language model: set BYLINE_JUDGE_BASE_URL and BYLINE_JUDGE_MODEL"
        )
    return AnswerJudge(model)


def _print(run: Run, as_json: bool) -> None:
    print_result(run.info, as_json, print_run)
    if not as_json:
        console().print(f"\nSaved as {run.info.name}", soft_wrap=True)


def ablate_settings(
    source: CollectionOptions,
    reports: ReportOptions,
    arms: list[str] | None = None,
    measures: list[str] | None = None,
    runs: Path | None = None,
    json: bool = False,
) -> None:
    """Run the arms and print them side by side, each compared with the first."""
    with going_on(), progress_of() as notify:
        collection = source.open()
        index = source.open_index()
        judges = survey(collection, source.limit, notify).judges_answers
        own_index = index is not None or collection.corpus is None
        chosen = _chosen(arms) if arms else arms_for(answers=judges, own_index=own_index)
        made = ablate(
            collection,
            chosen,
            index=index,
            measures=measures or (),
            limit=source.limit,
            runs=runs,
            notify=notify,
        )
    comparison = compare(made[0], *made[1:]) if len(made) > 1 else None
    reports.write(made, comparison, source.articles)
    if json:
        print_json(comparison or made[0].info)
    else:
        print_ablation([run.info for run in made], comparison)


def _chosen(arms: Sequence[str]) -> dict[str, RunSettings]:
    chosen = {}
    for text in arms:
        name, changes = parse_arm(text)
        if changes is None and name not in ARMS:
            raise UsageError(
                f"--arm {name}: no such arm; there are {', '.join(ARMS)},"
                " or write NAME:SETTING=VALUE,..."
            )
        chosen[name] = to_settings(ARMS[name] if changes is None else changes, f"--arm {name}")
    return chosen
