"""Compares runs with a baseline: significance corrected (Holm), checks that they are comparable."""

from collections.abc import Sequence

from eval.comparing.differences import find_differences
from eval.comparing.moved import moved_queries
from eval.comparing.readings import Readings, read_run
from eval.comparing.statistics import RESAMPLES, holm
from eval.comparing.types import Comparison, MeasureDifference, SettingValue
from eval.types import Run, RunInfo
from index.errors import UsageError

MOVED = 10


def compare(
    baseline: Run,
    *runs: Run,
    measures: Sequence[str] | None = None,
    alpha: float = 0.05,
    resamples: int = RESAMPLES,
    moved: int = MOVED,
    moved_by: str | None = None,
) -> Comparison:
    """Compare each of `runs` with `baseline`, query by query.

    Args:
        measures: which ones; None: all that a run shares with the baseline.
        alpha: the level at which a corrected p counts as significant.
        resamples: how many sign patterns a test draws where there are more of them.
        moved: how many of the queries that moved most are kept of each run.
        moved_by: the measure by which they moved; None: one of the main ones.

    Raises:
        UsageError: the runs are over different collections or queries, a measure is unknown, they
            share none, or a run is damaged.
    """
    _check_arguments(runs, alpha, resamples)
    before = read_run(baseline)
    found: list[MeasureDifference] = []
    queries = []
    for run in runs:
        check_comparable(baseline.info, run.info)
        after = read_run(run)
        _check_queries(before, after)
        found += find_differences(before, after, measures=measures, resamples=resamples)
        queries += moved_queries(baseline, run, before, after, measures, moved_by, moved)
    return Comparison(
        baseline=baseline.info,
        runs=tuple(run.info for run in runs),
        differences=_correct(found, alpha),
        moved=tuple(queries),
        settings_changed=tuple(changed_settings(baseline.info, run.info) for run in runs),
        alpha=alpha,
        resamples=resamples,
    )


def _check_arguments(runs: Sequence[Run], alpha: float, resamples: int) -> None:
    if not runs:
        raise UsageError("nothing to compare with the baseline: name one run or more")
    if not 0 < alpha < 1:
        raise UsageError(f"alpha {alpha:g}: the level lies between 0 and 1, such as 0.05")
    if resamples < 1:
        raise UsageError(f"resamples {resamples}: at least 1, better 9999")


def check_comparable(baseline: RunInfo, run: RunInfo) -> None:
    """Raises `UsageError` unless both runs are over the same articles and queries."""
    one, other = baseline.collection, run.collection
    for part, what in (("digest", "queries or judgements"), ("corpus_digest", "articles")):
        ours, theirs = getattr(one, part), getattr(other, part)
        if ours != theirs:
            raise UsageError(
                f"{baseline.name} and {run.name} cannot be compared: different {what}"
                f" ({one.name} {ours[:8]} and {other.name} {theirs[:8]}); run one of them again"
            )


def _check_queries(before: Readings, after: Readings) -> None:
    ours, theirs = set(before.lines), set(after.lines)
    if ours == theirs:
        return
    example = min(ours ^ theirs)
    holder = (before if example in ours else after).info.name
    raise UsageError(
        f"{before.info.name} and {after.info.name} cannot be compared: {len(ours)} and"
        f" {len(theirs)} queries, {len(ours & theirs)} in both (only {holder} has {example!r});"
        " run one of them again"
    )


def _correct(found: Sequence[MeasureDifference], alpha: float) -> tuple[MeasureDifference, ...]:
    """The differences with their p corrected for all of them together."""
    # A measure that no query differs in could not have been significant whatever the signs: it is
    # no further chance of a false alarm (Tarone, Biometrics 46(2), 1990).
    tested = [i for i, d in enumerate(found) if d.p is not None and d.ties != d.queries]
    corrected = holm([found[i].p or 0.0 for i in tested])
    p_holm = {i: d.p for i, d in enumerate(found)} | dict(zip(tested, corrected, strict=True))
    return tuple(
        difference.model_copy(update={"p_holm": p_holm[i], "alpha": alpha})
        for i, difference in enumerate(found)
    )


def changed_settings(
    baseline: RunInfo, run: RunInfo
) -> dict[str, tuple[SettingValue, SettingValue]]:
    """What could explain a difference: name -> (baseline's, run's); settings, weights, code."""
    before, after = _made_with(baseline), _made_with(run)
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def _made_with(info: RunInfo) -> dict[str, SettingValue]:
    settings: dict[str, SettingValue] = info.settings.model_dump()
    return {
        **settings,
        "encoder weights": info.encoder[:12],
        "model": info.model,
        "Byline": f"{info.code.version} ({info.code.digest[:12]})",
    }
