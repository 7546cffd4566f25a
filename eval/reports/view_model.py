"""View model of the report page: all its tables, lists, headlines and safe links, before HTML."""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urlsplit

from eval.comparing.readings import REFUSED, AllQueries, KindRow, QueryLine, read_run
from eval.comparing.types import Comparison, MeasureDifference
from eval.reports.choose import QueryList, choose
from eval.reports.formatting import by_level, description, headline, main_measures, run_title
from eval.reports.plots.differences import draw_differences
from eval.reports.plots.drawing import Plot
from eval.reports.plots.runs import draw_runs
from eval.reports.queries import QueryView, read_views
from eval.types import DocumentSpan, MeasureSummary, Run, RunInfo

Links = Callable[[str, int, int], str | None]
"""doc_id, start and end of a passage -> where it can be read, None where nowhere."""


def links_to_files(folder: Path, page: Path) -> Links:
    """Addresses of the articles' files below `folder`, as seen from the report at `page`."""
    base = os.path.relpath(folder.expanduser().absolute(), page.expanduser().absolute().parent)

    def link(doc_id: str, start: int, end: int) -> str | None:
        there = (folder / doc_id).is_file()
        return quote(f"{base}/{doc_id}".replace(os.sep, "/")) if there else None

    return link


_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


def safe_address(address: str | None) -> str | None:
    """The address if it is http, https or a relative path of a file; None otherwise."""
    if not address or _UNSAFE.search(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        return address if parts.netloc else None
    relative = not parts.scheme and not parts.netloc and not address.startswith("/")
    return address if relative else None


HITS_ALONE, HITS_BESIDE = 10, 5
"""So many hits are shown of a run that stands alone, and of one beside others."""
LISTED = 500
"""The list of all queries shows no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure: each run's summary, and each run's difference from the baseline."""

    name: str
    description: str
    higher_is_better: bool
    summaries: tuple[MeasureSummary | None, ...]
    differences: tuple[MeasureDifference | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineTable:
    """Refusal measures of the runs above those of refusing always and never."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a template needs; no markup but the drawings."""

    runs: tuple[RunInfo, ...]
    comparison: Comparison | None
    levels: dict[str, list[MeasureRow]]
    baselines: BaselineTable | None
    plots: tuple[Plot, ...]
    differences: tuple[Plot, ...]
    kinds: dict[str, list[KindRow]]
    lists: tuple[QueryList, ...]
    views: dict[str, QueryView]
    main_measure: str
    queries: AllQueries
    listed: tuple[QueryLine, ...]
    links: Links | None

    @property
    def hits(self) -> int:
        """So many of a query are shown."""
        return HITS_ALONE if len(self.runs) == 1 else HITS_BESIDE

    def href(self, place: DocumentSpan) -> str | None:
        """Where a stretch of an article can be read; None where nowhere."""
        if self.links is None:
            return None
        return safe_address(self.links(place.doc_id, place.start, place.end))


def build_page(runs: Sequence[Run], comparison: Comparison | None, links: Links | None) -> Page:
    """The page of `runs`, the baseline first where there is a comparison."""
    baseline = comparison.baseline.name if comparison else ""
    ordered = sorted(runs, key=lambda run: run.info.name != baseline)
    infos = [run.info for run in ordered]
    queries = gather(ordered)
    lists = choose(queries, infos, comparison)
    views = read_views(ordered, queries, {i for one in lists for i in one.query_ids})
    listed = list(queries.lines.values())[:LISTED]
    reachable = {line.query_id for line in listed} | views.keys()
    return Page(
        runs=tuple(infos),
        comparison=comparison,
        levels=measure_levels(infos, comparison),
        baselines=baseline_table(infos),
        plots=tuple(draw_runs(infos, queries)),
        differences=tuple(draw_differences(infos, queries, comparison, reachable)),
        kinds=_kinds(infos[0], queries),
        lists=tuple(lists),
        views=views,
        main_measure=queries.measures[0] if queries.measures else "",
        queries=queries,
        listed=tuple(listed),
        links=links,
    )


def gather(runs: Sequence[Run]) -> AllQueries:
    """The queries of `runs`, numbered as they come, and what each run made of them."""
    found = [read_run(run) for run in runs]
    lines: dict[str, QueryLine] = {}
    for line in (line for run in found for line in run.lines.values()):
        lines.setdefault(line.query_id, replace(line, number=len(lines) + 1))
    return AllQueries(lines=lines, measures=main_measures([run.info for run in runs]), runs=found)


def measure_levels(
    infos: Sequence[RunInfo], comparison: Comparison | None
) -> dict[str, list[MeasureRow]]:
    """Heading of a level -> the measures that any of `infos` has, in the order of reports."""
    names = by_level(m.name for info in infos for m in info.measures)
    return {
        heading: [_measure_row(name, infos, comparison) for name in own]
        for heading, own in names.items()
    }


def _measure_row(name: str, infos: Sequence[RunInfo], comparison: Comparison | None) -> MeasureRow:
    summaries = tuple(info.measure(name) for info in infos)
    known = {d.run: d for d in comparison.differences if d.measure == name} if comparison else {}
    return MeasureRow(
        name=name,
        description=description(name),
        higher_is_better=next(s.higher_is_better for s in summaries if s),
        summaries=summaries,
        differences=tuple(known.get(info.name) for info in infos),
    )


def baseline_table(infos: Sequence[RunInfo]) -> BaselineTable | None:
    """The lines of refusing always and never below those of the runs; None without any."""
    lines = infos[0].baselines
    own = (values for info in infos for values in info.baselines.values())
    names = tuple(dict.fromkeys(name for values in own for name in values))
    if not names:
        return None
    rows = [
        (run_title(info), tuple(m.value if (m := info.measure(n)) else None for n in names))
        for info in infos
    ]
    rows += [(line, tuple(values.get(n) for n in names)) for line, values in lines.items()]
    return BaselineTable(names=names, rows=tuple(rows))


def _kinds(info: RunInfo, queries: AllQueries) -> dict[str, list[KindRow]]:
    """Only where there are several kinds."""
    if len({line.kind for line in queries.lines.values()}) < 2:
        return {}
    names = [m.name for m in headline(info) if m.name in queries.measures]
    tables = {name: queries.kinds(name) for name in (*names, REFUSED)}
    return {name: rows for name, rows in tables.items() if rows}
