"""Routes of saved evaluation runs: their list, the report of one or of two compared."""

import asyncio
import shlex
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import Response

from eval.runs.store import find_runs
from ui.web.context import Context, teller
from ui.web.evaluation.saved import (
    StoredRun,
    is_for_all,
    list_runs,
    list_unfinished,
    stored,
    why_incomparable,
    write_report,
)
from ui.web.evaluation.view_model import Commands, RunList, to_listed
from ui.web.routes.replies import Refused
from ui.web.values import FEEDBACK_FILE

Names = Annotated[list[str], Query(alias="run", min_length=1, max_length=2)]
"""Of one run, or of two, the baseline first."""


def routes(context: Context) -> APIRouter:
    """Everything that the Evaluation view asks for."""
    router = APIRouter(prefix="/byline/api/runs")
    # Two threads: one lists, the other writes reports, so that the list never waits. One report at
    # a time, however many are asked for: those who ask questions come first. matplotlib, too, is
    # for one thread.
    listing = ThreadPoolExecutor(1, thread_name_prefix="byline-runs")
    writing = ThreadPoolExecutor(1, thread_name_prefix="byline-compare")

    @router.get("")
    async def every_run() -> RunList:
        return await asyncio.get_running_loop().run_in_executor(listing, _listing, context)

    @router.get("/report.html")
    async def report(names: Names) -> Response:
        return await asyncio.get_running_loop().run_in_executor(writing, _report, context, names)

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


def _report(context: Context, names: Sequence[str]) -> Response:
    if len(set(names)) < len(names):
        raise Refused(400, "That is one run twice. Choose two.")
    runs = [_found(context, name) for name in names]
    if why := why_incomparable(*runs):
        raise Refused(409, why)
    name = quote("-against-".join(run.folder.name for run in reversed(runs)))
    disposition = f"attachment; filename*=utf-8''{name}.html"
    headers = {"content-disposition": disposition}
    return Response(write_report(*runs), media_type="text/html", headers=headers)
