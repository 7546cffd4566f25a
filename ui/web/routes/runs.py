"""The saved runs of `byline eval`: their list, one of them, two of them compared."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from eval.reports.plots.standalone import to_file
from eval.runs.store import find_runs
from ui.web.context import current_user
from ui.web.evaluation import (
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
from ui.web.routes.replies import Refused
from ui.web.run_shapes import listed_shape, page_shape, plot_shape, unfinished_shape

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

    def one(request: Request, run: str) -> tuple[StoredRun, ...]:
        return (_found(context, request, run),)

    def two(request: Request, a: str, b: str) -> tuple[StoredRun, ...]:
        if a == b:
            raise Refused(400, "That is one run twice. Choose two.")
        baseline, run = _found(context, request, a), _found(context, request, b)
        if why := why_incomparable(baseline, run):
            raise Refused(409, why)
        return baseline, run

    @router.get("")
    async def every_run(request: Request) -> dict[str, Any]:
        return await workers.list(lambda: _listing(context, request))

    @router.get("/compare")
    async def compared(request: Request, a: str, b: str) -> dict[str, Any]:
        return await workers.compare(lambda: _page(two(request, a, b)))

    @router.get("/compare/plots")
    async def compared_plots(request: Request, a: str, b: str) -> dict[str, Any]:
        return await workers.compare(lambda: _plots(two(request, a, b)))

    @router.get("/compare/plots/{name}.svg")
    async def compared_plot(
        request: Request, name: str, a: str, b: str, dark: bool = False
    ) -> Response:
        return await workers.compare(lambda: _plot(two(request, a, b), name, dark))

    @router.get("/compare/report.html")
    async def compared_report(request: Request, a: str, b: str) -> Response:
        return await workers.compare(lambda: _report(two(request, a, b)))

    @router.get("/{run}")
    async def one_run(request: Request, run: str) -> dict[str, Any]:
        return await workers.compare(lambda: _page(one(request, run)))

    @router.get("/{run}/plots")
    async def plots(request: Request, run: str) -> dict[str, Any]:
        return await workers.compare(lambda: _plots(one(request, run)))

    @router.get("/{run}/plots/{name}.svg")
    async def plot(request: Request, run: str, name: str, dark: bool = False) -> Response:
        return await workers.compare(lambda: _plot(one(request, run), name, dark))

    @router.get("/{run}/report.html")
    async def report(request: Request, run: str) -> Response:
        return await workers.compare(lambda: _report(one(request, run)))

    return router


def _sees_all(request: Request) -> bool:
    """Without login it is whoever runs Byline; an account must not see what others asked."""
    return not current_user(request).name


def _found(context: Context, request: Request, name: str) -> StoredRun:
    run = stored(context.runs, name)
    if run is None or not (_sees_all(request) or is_for_all(run)):
        raise Refused(404, "That run is not there. It may have been deleted or renamed.")
    return run


def _listing(context: Context, request: Request) -> dict[str, Any]:
    sees_all = _sees_all(request)
    runs = list_runs(context.runs, for_all=not sees_all)
    commands = _commands(context)
    return {
        "runs": [listed_shape(run) for run in runs],
        "unfinished": [unfinished_shape(run) for run in list_unfinished(context.runs)],
        "folder": str(context.runs),
        "commands": commands if sees_all else {**commands, "feedback": ""},
    }


def _commands(context: Context) -> dict[str, str]:
    """How to make a run, ready to be pasted into a terminal."""
    kept = shlex.quote(str(context.kept / FEEDBACK_FILE))
    index = f" --index {shlex.quote(str(context.library.path))}"
    runs = "" if context.runs == find_runs() else f" --runs {shlex.quote(str(context.runs))}"
    return {
        "sample": f"byline eval run sample{runs}",
        "questions": f"byline eval run QUESTIONS{index}{runs}",
        "feedback": f"byline eval run {kept}{index}{runs}",
    }


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
