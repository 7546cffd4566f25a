"""`byline eval run` and `byline eval score`: make a run, or score a TREC run file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eval.running.evaluate import evaluate
from eval.running.judging import AnswerJudge, JudgeSettings
from eval.types import Run
from index.errors import UsageError
from rag.models import configured_model
from rag.settings import ModelSettings
from rag.types import LanguageModel
from ui.cli.evaluation.options import (
    CollectionOptions,
    ReportOptions,
    SettingsOptions,
)
from ui.cli.evaluation.progress import progress_of
from ui.cli.evaluation.tables import print_run
from ui.cli.terminal import console, error_console, print_json


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


def _model(name: str | None) -> LanguageModel:
    settings = ModelSettings()
    if name:
        settings = ModelSettings(**{"model" if settings.base_url else "local_model": name})
    model = configured_model(settings)
    if model is None:
        raise UsageError("--with-model: no language model: set BYLINE_BASE_URL and BYLINE_MODEL")
    return model


def _judge() -> AnswerJudge:
    model = configured_model(JudgeSettings())
    if model is None:
        raise UsageError(
            "--judge: no language model: set BYLINE_JUDGE_BASE_URL and BYLINE_JUDGE_MODEL"
        )
    return AnswerJudge(model)


def _print(run: Run, as_json: bool) -> None:
    if as_json:
        print_json(run.info.model_dump(mode="json"))
        return
    print_run(run.info)
    console().print(f"\nSaved as {run.info.name}", soft_wrap=True)
