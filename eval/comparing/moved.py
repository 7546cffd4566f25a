"""The queries that changed most between two runs, with what each run retrieved."""

from collections.abc import Collection, Sequence

from eval.comparing.readings import MAIN, Readings, main_measure, pair_values, shared_measures
from eval.comparing.statistics import TIE
from eval.comparing.types import MovedQuery
from eval.types import Outcome, Run
from index.errors import UsageError

SHOWN = 3
"""Hits of either run that are kept."""
_ABOUT = MovedQuery.model_fields.keys() & Outcome.model_fields.keys() - {"answer", "retrieved"}
"""What is the same of a query in both runs."""


def moved_queries(
    baseline: Run,
    run: Run,
    before: Readings,
    after: Readings,
    measures: Sequence[str] | None,
    moved_by: str | None,
    count: int,
) -> list[MovedQuery]:
    """Up to `count` queries, the largest change first; between equals the collection's order.

    Raises:
        UsageError: `moved_by` is no measure of single queries that both runs have.
    """
    names = shared_measures(before, after, measures)
    measure = moved_by or _telling_measure(before, after, names, count)
    if measure is None:
        return []
    changes = _changes(before, after, measure)
    chosen = sorted(changes, key=lambda query_id: -abs(changes[query_id]))[: max(0, count)]
    old, new = _outcomes(baseline, chosen), _outcomes(run, chosen)
    return [_moved(old[i], new[i], run.info.name, measure) for i in chosen]


def _telling_measure(
    before: Readings, after: Readings, names: Sequence[str], count: int
) -> str | None:
    """The first main measure that `count` queries moved in; else the one that most did."""
    present = [name for name in MAIN if name in names and pair_values(before, after, name)[0]]
    if not present:
        return main_measure(before, after, names)
    moves = {name: len(_changes(before, after, name)) for name in present}
    enough = (name for name in present if moves[name] >= count)
    return next(enough, max(present, key=moves.__getitem__))


def _changes(before: Readings, after: Readings, measure: str) -> dict[str, float]:
    query_ids, old, new = pair_values(before, after, measure)
    if not query_ids:
        names = f"{before.info.name} and {after.info.name}"
        raise UsageError(f"{names} do not both have {measure!r} for single queries")
    changes = zip(query_ids, (new - old).tolist(), strict=True)
    return {query_id: change for query_id, change in changes if abs(change) >= TIE}


def _outcomes(run: Run, query_ids: Collection[str]) -> dict[str, Outcome]:
    wanted = frozenset(query_ids)
    if not wanted:
        return {}
    return {o.query_id: o for o in run.outcomes() if o.query_id in wanted}


def _moved(old: Outcome, new: Outcome, run: str, measure: str) -> MovedQuery:
    about = {name: getattr(old, name) for name in _ABOUT}
    return MovedQuery(
        **about,
        run=run,
        measure=measure,
        baseline=old.values[measure],
        value=new.values[measure],
        difference=new.values[measure] - old.values[measure],
        baseline_retrieved=old.retrieved[:SHOWN],
        retrieved=new.retrieved[:SHOWN],
        baseline_answer=old.answer,
        answer=new.answer,
    )
