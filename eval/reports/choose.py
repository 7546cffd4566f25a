"""Selects the queries that a report shows in full: most changed, and worst."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.comparing.readings import CONFIDENCE, REFUSED, UNSURE, AllQueries, Readings
from eval.comparing.types import Comparison, MovedQuery
from eval.reports.formatting import run_title
from eval.types import RunInfo

MOVED = 20
MOVED_EACH_WAY = 10
WORST = 15
WRONG_DECISIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryList:
    """Queries under one heading, in order; `about` says what they have in common.

    `short` is the heading where there is little room.
    """

    ident: str
    title: str
    short: str
    about: str
    query_ids: tuple[str, ...]


def choose(
    queries: AllQueries, infos: Sequence[RunInfo], comparison: Comparison | None
) -> list[QueryList]:
    """The lists that hold something: moved, worst, wrongly answered, wrongly refused."""
    at = 1 if comparison and len(infos) > 1 else 0
    of = f" of {run_title(infos[at])}" if len(infos) > 1 else ""
    lists = [
        *(_moved(queries, comparison) if comparison else []),
        _worst(queries, infos[at], at, of),
        *_wrong_decisions(queries, queries.runs[at], of),
    ]
    return [one for one in lists if one.query_ids]


def _moved(queries: AllQueries, comparison: Comparison) -> list[QueryList]:
    """What one run made better and worse; of several runs, what moved in any of them."""
    largest = sorted(comparison.moved, key=lambda m: -abs(m.difference))
    largest = [m for m in largest if m.query_id in queries.lines]
    baseline = run_title(comparison.baseline)
    if len(comparison.runs) > 1 or not largest:
        about = f"What each run made of them, beside {baseline}."
        return [_moved_list("moved", "moved most", about, largest, MOVED)]
    measure = largest[0].measure
    summary = comparison.baseline.measure(measure)
    sign = 1 if summary is None or summary.higher_is_better else -1
    about = f"The largest changes of {measure} beside {baseline}, largest first."
    gained = [m for m in largest if sign * m.difference > 0]
    lost = [m for m in largest if sign * m.difference < 0]
    return [
        _moved_list("gained", "got better", about, gained, MOVED_EACH_WAY),
        _moved_list("lost", "got worse", about, lost, MOVED_EACH_WAY),
    ]


def _moved_list(
    ident: str, how: str, about: str, moved: Sequence[MovedQuery], count: int
) -> QueryList:
    ids = tuple(dict.fromkeys(m.query_id for m in moved))[:count]
    return QueryList(
        ident=ident,
        title=f"Queries that {how}",
        short=how.capitalize(),
        about=about,
        query_ids=ids,
    )


def _worst(queries: AllQueries, info: RunInfo, at: int, of: str) -> QueryList:
    """The lowest values, those of perfect queries left out; ties as the collection has them."""
    name = queries.measures[0] if queries.measures else REFUSED
    values = queries.runs[at].of(name) if queries.measures else {}
    summary = info.measure(name)
    higher = summary is None or summary.higher_is_better
    gains = {i: value if higher else -value for i, value in values.items()}
    perfect = 1.0 if higher else 0.0
    poor = [i for i in sorted(gains, key=lambda i: gains[i]) if gains[i] < perfect]
    return QueryList(
        ident="worst",
        title=f"Worst queries{of}",
        short="Worst",
        about=f"The lowest {name}, worst first.",
        query_ids=tuple(poor[:WORST]),
    )


def _wrong_decisions(queries: AllQueries, run: Readings, of: str) -> list[QueryList]:
    refused, unsure, confidence = map(run.of, (REFUSED, UNSURE, CONFIDENCE))
    wrong = [i for i in refused if not unsure[i] and queries.lines[i].answerable is not None]
    wrong = [i for i in wrong if bool(refused[i]) == queries.lines[i].answerable]
    wrong.sort(key=lambda i: -confidence[i])
    answered = [i for i in wrong if not refused[i]]
    kept_back = [i for i in reversed(wrong) if refused[i]]
    return [
        QueryList(
            ident="answered",
            title=f"Answered although the articles do not say{of}",
            short="Wrongly answered",
            about=f"{len(answered)} in all, surest first.",
            query_ids=tuple(answered[:WRONG_DECISIONS]),
        ),
        QueryList(
            ident="refused",
            title=f"Refused although the articles say{of}",
            short="Wrongly refused",
            about=f"{len(kept_back)} in all, least sure first.",
            query_ids=tuple(kept_back[:WRONG_DECISIONS]),
        ),
    ]
