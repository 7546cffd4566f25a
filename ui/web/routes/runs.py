"""The saved runs of `byline eval`: their list, one of them, two of them compared."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from eval.reports.plots.standalone import to_file
from eval.runs.store import find_runs
from ui.web.evaluation.listed import Commands, RunList, to_listed
from ui.web.evaluation.run_shapes import page_shape, plot_shape
from ui.web.evaluation.saved import (
    StoredRun,
    draw_plots,
    is_for_all,
    list_runs,
    list_unfinished,
    read_page,
    stored,
    why_incomparable,
    write_report,
)
from ui.web.routes.folders import teller
from ui.web.routes.replies import Refused

if TYPE_CHECKING:
    from ui.web.context import Context

FEEDBACK_FILE = "feedback.jsonl"

Made = TypeVar("Made")


class _Workers:
    """Two threads: one lists, the other compares and draws, so that the list never waits.

    One comparison at a time, however many are asked for: those who ask questions come first.
    matplotlib, too, is for one thread.
    """

    def __init__(self) -> None:
        self._listing = ThreadPoolExecutor(1, thread_name_prefix="byline-runs")
        self._comparing = ThreadPoolExecutor(1, thread_name_prefix="byline-compare")

    async def list(self, work: Callable[[], Made]) -> Made:
        return await asyncio.get_running_loop().run_in_executor(self._listing, work)

    async def compare(self, work: Callable[[], Made]) -> Made:
        return await asyncio.get_running_loop().run_in_executor(self._comparing, work)


def routes(context: Context) -> APIRouter:
    """Everything that the Evaluation view asks for."""
    router = APIRouter(prefix="/byline/api/runs")
    workers = _Workers()

    def one(run: str) -> tuple[StoredRun, ...]:
        return (_found(context, run),)

    def two(a: str, b: str) -> tuple[StoredRun, ...]:
        if a == b:
            raise Refused(400, "That is one run twice. Choose two.")
        baseline, run = _found(context, a), _found(context, b)
        if why := why_incomparable(baseline, run):
            raise Refused(409, why)
        return baseline, run

    @router.get("")
    async def every_run() -> RunList:
        return await workers.list(lambda: _listing(context))

    @router.get("/compare")
    async def compared(a: str, b: str) -> dict[str, Any]:
        return await workers.compare(lambda: _page(two(a, b)))

    @router.get("/compare/plots")
    async def compared_plots(a: str, b: str) -> dict[str, Any]:
        return await workers.compare(lambda: _plots(two(a, b)))

    @router.get("/compare/plots/{name}.svg")
    async def compared_plot(name: str, a: str, b: str, dark: bool = False) -> Response:
        return await workers.compare(lambda: _plot(two(a, b), name, dark))

    @router.get("/compare/report.html")
    async def compared_report(a: str, b: str) -> Response:
        return await workers.compare(lambda: _report(two(a, b)))

    @router.get("/{run}")
    async def one_run(run: str) -> dict[str, Any]:
        return await workers.compare(lambda: _page(one(run)))

    @router.get("/{run}/plots")
    async def plots(run: str) -> dict[str, Any]:
        return await workers.compare(lambda: _plots(one(run)))

    @router.get("/{run}/plots/{name}.svg")
    async def plot(run: str, name: str, dark: bool = False) -> Response:
        return await workers.compare(lambda: _plot(one(run), name, dark))

    @router.get("/{run}/report.html")
    async def report(run: str) -> Response:
        return await workers.compare(lambda: _report(one(run)))

    return router


def _found(context: Context, name: str) -> StoredRun:
    """The run; where others reach the page, nobody sees in a run what readers asked."""
    run = stored(context.runs, name)
    if run is None or (context.shared and not is_for_all(run)):
        raise Refused(404, "That run is not there. It may have been deleted or renamed.")
    return run


def _listing(context: Context) -> RunList:
    runs = list_runs(context.runs, for_all=context.shared)
    return RunList(
        runs=tuple(map(to_listed, runs)),
        unfinished=tuple(list_unfinished(context.runs)),
        folder=teller(context)(str(context.runs)),
        commands=_commands(context),
    )


def _commands(context: Context) -> Commands:
    """Where others reach the page, nobody needs to know what readers judged."""
    tell = teller(context)
    kept = shlex.quote(str(context.kept / FEEDBACK_FILE))
    index = f" --index {shlex.quote(str(context.library.path))}"
    runs = "" if context.runs == find_runs() else f" --runs {shlex.quote(str(context.runs))}"
    return Commands(
        sample=tell(f"byline eval run sample{runs}"),
        questions=tell(f"byline eval run QUESTIONS{index}{runs}"),
        feedback="" if context.shared else f"byline eval run {kept}{index}{runs}",
    )


def _page(runs: tuple[StoredRun, ...]) -> dict[str, Any]:
    return page_shape(read_page(*runs))


def _plots(runs: tuple[StoredRun, ...]) -> dict[str, Any]:
    return {"plots": [plot_shape(at, plot) for at, plot in enumerate(draw_plots(*runs))]}


def _plot(runs: tuple[StoredRun, ...], name: str, dark: bool) -> Response:
    for at, plot in enumerate(draw_plots(*runs)):
        if name == f"plot-{at}":
            return Response(to_file(plot, dark=dark), media_type="image/svg+xml")
    raise Refused(404, "There is no such plot.")


def _report(runs: tuple[StoredRun, ...]) -> Response:
    name = quote("-against-".join(run.folder.name for run in reversed(runs)))
    disposition = f"attachment; filename*=utf-8''{name}.html"
    headers = {"content-disposition": disposition}
    return Response(write_report(*runs), media_type="text/html", headers=headers)
