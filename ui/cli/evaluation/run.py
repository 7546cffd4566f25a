"""`byline eval run` and `byline eval score`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from eval.running.evaluate import evaluate
from eval.running.judging import AnswerJudge, JudgeSettings
from eval.types import Run, RunSettings
from index.errors import UsageError
from rag.models import configured_model
from rag.settings import ModelSettings
from rag.types import LanguageModel
from ui.cli.evaluation.options import CollectionOptions
from ui.cli.evaluation.progress import progress_of
from ui.cli.evaluation.report import write_reports
from ui.cli.evaluation.tables import print_run
from ui.cli.terminal import console, error_console, print_json


def run_run(
    source: CollectionOptions,
    settings: RunSettings,
    label: str,
    measures: Sequence[str],
    runs: Path | None,
    with_model: bool,
    judged: bool,
    html: Path | None,
    markdown: Path | None,
    as_json: bool,
) -> None:
    """Make a run and print it; Ctrl+C keeps what was asked and says how to go on."""
    model = _model() if with_model else None
    judge = _judge() if judged else None
    with going_on(), progress_of(label) as notify:
        run = evaluate(
            source.open(),
            settings,
            index=source.open_index(),
            label=label,
            measures=measures,
            limit=source.limit,
            runs=runs,
            model=model,
            judge=judge,
            notify=notify,
        )
    write_reports([run], html, markdown, articles=source.articles)
    _print(run, as_json)


def run_score(
    file: Path,
    source: CollectionOptions,
    label: str,
    measures: Sequence[str],
    runs: Path | None,
    as_json: bool,
) -> None:
    """Measure a ranking that another program made."""
    from eval.running.score import judged_only, score_run

    if source.spec:
        collection = source.open()
    elif source.qrels:
        collection = judged_only(source.qrels)
    else:
        raise UsageError("name a COLLECTION or --qrels FILE: what the ranking is measured against")
    run = score_run(file, collection, label=label, measures=measures, runs=runs)
    _print(run, as_json)


@contextmanager
def going_on() -> Iterator[None]:
    """Say after Ctrl+C that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        error_console().print("Interrupted. What was done is kept; the same command goes on.")
        raise


def _model() -> LanguageModel:
    model = configured_model(ModelSettings())
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
