"""`evaluate`: collection -> index -> asked queries -> measures -> saved run."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from eval.measures.registry import default_measures, parse_measures
from eval.running.ask import Asker
from eval.running.judging import AnswerJudge
from eval.running.plan import Plan, settings_that_hold, survey
from eval.running.progress import Notify, RunProgress, forward
from eval.running.save import save
from eval.running.workspace import Workspace, open_workspace, own_index
from eval.runs.partial import PartialRun, partial_run
from eval.runs.store import RunStore, discard, find_runs, load_run
from eval.types import Collection, Run, RunSettings
from index.errors import UsageError
from index.index import Index
from index.location import find_index
from rag.types import LanguageModel


def evaluate(
    collection: Collection,
    settings: RunSettings | None = None,
    *,
    index: Index | None = None,
    label: str = "",
    measures: Sequence[str] = (),
    limit: int | None = None,
    runs: Path | None = None,
    model: LanguageModel | None = None,
    judge: AnswerJudge | None = None,
    notify: Notify = lambda progress: None,
) -> Run:
    """Ask every query of `collection` and save what came of it.

    An interrupted run goes on where it was when this is called again with the same arguments.

    Args:
        collection: what to ask; see `open_collection`.
        settings: what of Byline to change. Those that an index is made with hold only where
            Byline builds the index itself.
        index: an index to ask instead of one of the collection's own articles.
        label: what this setting is called in reports.
        measures: names such as "nDCG@10" or "passage:RR@10"; see `parse_measures`.
        limit: only the first so many queries.
        runs: the folder of runs; see `find_runs`.
        model: a language model that writes the answers; without one they are quotations.
        judge: a language model that marks the answers.
        notify: is told how far the run is.

    Raises:
        UsageError: the collection, a measure or a gold sentence is not as it should be.
        StoreError: the index cannot be used.
        IndexBusyError: another process makes the same run.
        KeyboardInterrupt: what was done is kept.
    """
    chosen = settings or RunSettings()
    asked_for = parse_measures(measures)
    found = survey(collection, limit, notify)
    workspace = _workspace(collection, chosen, index, notify)
    chosen = settings_that_hold(chosen, found, workspace)
    plan = Plan(
        collection=collection,
        survey=found,
        workspace=workspace,
        settings=chosen,
        label=label,
        limit=limit,
        model=model if chosen.answers else None,
        judge=judge if chosen.answers else None,
    )
    store = RunStore(find_runs(runs))
    unfinished = store.folder / plan.partial_name
    with _discarded_when_useless(unfinished), partial_run(unfinished) as partial:
        _ask_all(plan, partial, notify)
        wanted = asked_for or default_measures(answers=bool(chosen.answers))
        notify(RunProgress(doing="measuring", done=found.queries, total=found.queries))
        folder = save(plan.parts, partial.outcomes, wanted, store)
    discard(unfinished)
    return load_run(folder)


@contextmanager
def _discarded_when_useless(unfinished: Path) -> Iterator[None]:
    """After a mistake in the collection nothing is kept: mended, it is another collection."""
    try:
        yield
    except UsageError:
        discard(unfinished)
        raise


def _workspace(
    collection: Collection, settings: RunSettings, index: Index | None, notify: Notify
) -> Workspace:
    if index is not None:
        return own_index(index)
    if collection.corpus is not None:
        return open_workspace(collection.corpus, settings.index, forward(notify))
    workspace = own_index(Index.open(find_index()))
    if not workspace.documents:
        raise UsageError(f"{workspace.index.path}: holds no articles: run `byline sync FOLDER`")
    return workspace


def _ask_all(plan: Plan, partial: PartialRun, notify: Notify) -> None:
    """Ask what was not asked yet; every outcome is on disk before the next query."""
    asker = Asker(plan)
    for number, query in enumerate(plan.queries()):
        notify(RunProgress(doing="asking", done=number, total=plan.survey.queries))
        if query.query_id not in partial.asked:
            partial.add(asker.ask(query))
