"""The Articles view's routes: list, read, add, remove, sync."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import ClientDisconnect

from index.errors import BylineError
from index.readers.kinds import READ_SUFFIXES
from ui.web.articles.adding import LARGEST_FILE_BYTES, Added, Incoming
from ui.web.articles.listing import Listing, Page, Show, Sort, Wanted
from ui.web.articles.places import articles_folder, prepared_folder
from ui.web.articles.problems import ArticlesError
from ui.web.articles.reading import read_article
from ui.web.articles.removing import Removing
from ui.web.articles.rows import Row
from ui.web.articles.sample import add_sample
from ui.web.articles.syncing import (
    Syncing,
    SyncState,
    failures_of,
    notice_of,
    summarised,
)
from ui.web.context import Context
from ui.web.library import Library
from ui.web.routes.replies import Refused
from ui.web.routes.sources import ContextShelf, Offset
from ui.web.text import as_sentence

MOST_AT_ONCE = 200  # files removed or put back by one request
WRITE_BYTES = 1 << 20

API = "/byline/api"

Problem = tuple[str, ArticlesError]
Documents = Annotated[list[str], Query(min_length=1, max_length=MOST_AT_ONCE)]


class Restore(BaseModel):
    """One removed file, and where it belongs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kept: str = Field(min_length=1, max_length=2000)
    path: str = Field(min_length=1, max_length=2000)


class RestoreRequest(BaseModel):
    """What to put back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    files: tuple[Restore, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)


def routes(context: Context, most_bytes: int = LARGEST_FILE_BYTES) -> APIRouter:
    """All of them; `most_bytes` is the size of the largest file that is taken in."""
    library = context.library
    syncing = Syncing(library)

    @asynccontextmanager
    async def ending_with_byline(app: object) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(syncing.end)

    router = APIRouter(prefix=API, lifespan=ending_with_byline)
    _add_reading(router, library, ContextShelf(context), most_bytes)
    _add_adding(router, library, syncing, most_bytes)
    _add_removing(router, library, syncing)
    _add_syncing(router, library, syncing)
    return router


def _add_reading(router: APIRouter, library: Library, shelf: ContextShelf, most_bytes: int) -> None:
    listing = Listing(library)
    limits = {"suffixes": list(READ_SUFFIXES), "largest_bytes": most_bytes}

    @router.get("/articles")
    def articles(
        search: str = Query("", max_length=500),
        sort: str = Query("title", max_length=20),
        status: Show = Show.ALL,
        page: int = Query(1, ge=1, le=1_000_000),
    ) -> Response:
        wanted = Wanted(
            search=search,
            show=status,
            sort=_sort(sort.removeprefix("-")),
            descending=sort.startswith("-"),
            page=page,
        )
        where = {"limits": limits, "index_path": str(library.path)}
        try:
            found = _page(listing.page(wanted))
            return _reply({**found, **where, "folder": str(articles_folder(library))})
        except BylineError as error:
            # The view stands all the same: a sync may be what mends it.
            return _reply({**_NOTHING, **where, "problem": as_sentence(str(error))})

    @router.get("/articles/text")
    def text(
        doc: str = Query(max_length=2000),
        to: Offset = None,
        from_: Annotated[int | None, Query(alias="from", ge=0)] = None,
    ) -> Response:
        address = f"{API}/articles/text"
        with _refusing():
            found = read_article(library, doc, address, shelf, before=to, after=from_)
        return _reply(dict(found))


def _add_adding(router: APIRouter, library: Library, syncing: Syncing, most_bytes: int) -> None:
    @router.post("/articles/files")
    async def add(request: Request, path: str = Query(max_length=2000)) -> Response:
        with _refusing():
            folder = await run_in_threadpool(prepared_folder, library)
            file = await run_in_threadpool(Incoming, folder, path, library.path, most_bytes)
            with file:
                added = await _receive(request, file)
        return _reply(asdict(added))

    @router.post("/sample")
    def sample() -> Response:
        with _refusing():
            copied = add_sample(library)
        return _reply({"copied": copied, "sync": _state(library, syncing.start())})


async def _receive(request: Request, file: Incoming) -> Added:
    """The body into `file`, a megabyte at a time, without waiting for the disk in the loop."""
    declared = _declared(request)
    if declared is not None:
        file.check_size(declared)
    held: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            held.append(chunk)
            size += len(chunk)
            if size >= WRITE_BYTES:
                await run_in_threadpool(file.write, b"".join(held))
                held, size = [], 0
    except ClientDisconnect as error:
        raise ArticlesError("the file broke off on its way: send it again") from error
    await run_in_threadpool(file.write, b"".join(held))
    return await run_in_threadpool(file.finish, declared)


def _add_removing(router: APIRouter, library: Library, syncing: Syncing) -> None:
    def answer(name: str, done: list[dict[str, str]], problems: list[Problem]) -> Response:
        """What was done, with a sync after it; when nothing was, why."""
        if not done:
            error = problems[0][1]
            raise Refused(error.status, as_sentence(str(error)))
        said = [{"path": path, "problem": as_sentence(str(error))} for path, error in problems]
        sync = _state(library, syncing.start())
        return _reply({name: done, "problems": said, "sync": sync})

    @router.delete("/articles")
    def remove(doc: Documents) -> Response:
        removed, problems = [], []
        with _refusing():
            removing = Removing(library)
        for doc_id in doc:
            try:
                removed.append(asdict(removing.remove(doc_id)))
            except ArticlesError as error:
                problems.append((doc_id, error))
        return answer("removed", removed, problems)

    @router.post("/articles/restore")
    def restore(body: RestoreRequest) -> Response:
        restored, problems = [], []
        with _refusing():
            removing = Removing(library)
        for file in body.files:
            try:
                restored.append({"path": removing.restore(file.kept, file.path)})
            except ArticlesError as error:
                problems.append((file.path, error))
        return answer("restored", restored, problems)


def _add_syncing(router: APIRouter, library: Library, syncing: Syncing) -> None:
    @router.get("/sync")
    def state() -> Response:
        return _reply(_state(library, syncing.state))

    @router.post("/sync")
    def start() -> Response:
        return _reply(_state(library, syncing.start()))

    @router.delete("/sync")
    def stop() -> Response:
        return _reply(_state(library, syncing.stop()))


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except ArticlesError as error:
        raise Refused(error.status, as_sentence(str(error))) from error


def _generation(library: Library) -> int:
    """The newest generation that can be asked; 0 when there is none."""
    try:
        return library.index.store.published
    except BylineError:
        return 0


def _sort(name: str) -> Sort:
    if name not in set(Sort):
        raise Refused(422, "The articles cannot be sorted by that.")
    return Sort(name)


def _declared(request: Request) -> int | None:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdigit() else None


def _reply(content: dict[str, Any]) -> Response:
    return JSONResponse(content, headers={"cache-control": "no-store"})


_NOTHING: dict[str, Any] = {
    "articles": [],
    "page": 1,
    "pages": 1,
    "found": 0,
    "passages": 0,
    "counts": {show.value: 0 for show in Show},
    "folder": "",
    "problem": "",
}


def _page(page: Page) -> dict[str, Any]:
    return {
        "articles": [_row(row) for row in page.rows],
        "page": page.page,
        "pages": page.pages,
        "found": page.found,
        "passages": page.passages,
        "counts": {show.value: count for show, count in page.counts.items()},
        "problem": "",
    }


def _row(row: Row) -> dict[str, Any]:
    published = row.published.isoformat() if row.published else ""
    return {**asdict(row), "published": published, "format": row.format}


def _state(library: Library, state: SyncState) -> dict[str, Any]:
    report = state.report
    return {
        "number": state.number,
        "running": state.running,
        "stopping": state.stopping,
        "doing": state.doing,
        "files_done": state.files_done,
        "files_total": state.files_total,
        "passages_encoded": state.passages_encoded,
        "problem": as_sentence(state.problem) if state.problem else "",
        "generation": _generation(library),
        "report": report
        and {
            "summary": summarised(report),
            "notice": notice_of(report),
            "counts": report.counts,
            "removed": len(report.removed),
            "failed": [{"path": o.path, "reason": o.reason} for o in failures_of(report)],
            "seconds": report.seconds,
            "interrupted": report.interrupted,
        },
    }
