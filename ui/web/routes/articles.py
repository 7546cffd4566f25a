"""The Articles view's routes: list, read, add, remove, sync."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import ClientDisconnect

from index.errors import BylineError
from index.readers.kinds import READ_SUFFIXES
from ui.web.articles.adding import LARGEST_FILE_BYTES, Added, Incoming
from ui.web.articles.listing import Listing, Show, Sort, Wanted
from ui.web.articles.places import prepared_folder, removed_folder
from ui.web.articles.problems import ArticlesError
from ui.web.articles.reading import read_article
from ui.web.articles.removing import Removing, adopt_removed
from ui.web.articles.sample import add_sample
from ui.web.articles.shapes import failed_shape, page_shape, sync_shape
from ui.web.articles.syncing import Syncing
from ui.web.context import Context
from ui.web.library.library import Library
from ui.web.routes.folders import as_told
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
    away = removed_folder(context.kept, library.path)

    @asynccontextmanager
    async def as_long_as_byline(app: object) -> AsyncIterator[None]:
        await run_in_threadpool(adopt_removed, library.path, away)
        yield
        await run_in_threadpool(syncing.end)

    router = APIRouter(prefix=API, lifespan=as_long_as_byline)
    _add_listing(router, context, Listing(library, away), most_bytes)
    _add_reading(router, library, ContextShelf(context))
    _add_adding(router, library, syncing, most_bytes)
    _add_removing(router, library, away, syncing)
    _add_syncing(router, library, syncing)
    return router


def _add_listing(router: APIRouter, context: Context, listing: Listing, most_bytes: int) -> None:
    library = context.library
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
            found = page_shape(listing.page(wanted), library)
        except BylineError as error:
            found = failed_shape(error)  # the view stands all the same: a sync may mend it
        return _reply(as_told({**found, **where}, context))


def _add_reading(router: APIRouter, library: Library, shelf: ContextShelf) -> None:
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
        return _reply({"copied": copied, "sync": sync_shape(syncing.start(), library)})


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


def _add_removing(router: APIRouter, library: Library, away: Path, syncing: Syncing) -> None:
    def answer(name: str, done: list[dict[str, str]], problems: list[Problem]) -> Response:
        """What was done, with a sync after it; when nothing was, why."""
        if not done:
            error = problems[0][1]
            raise Refused(error.status, as_sentence(str(error)))
        said = [{"path": path, "problem": as_sentence(str(error))} for path, error in problems]
        sync = sync_shape(syncing.start(), library)
        return _reply({name: done, "problems": said, "sync": sync})

    @router.delete("/articles")
    def remove(doc: Documents) -> Response:
        removed, problems = [], []
        with _refusing():
            removing = Removing(library, away)
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
            removing = Removing(library, away)
        for file in body.files:
            try:
                restored.append({"path": removing.restore(file.kept, file.path)})
            except ArticlesError as error:
                problems.append((file.path, error))
        return answer("restored", restored, problems)


def _add_syncing(router: APIRouter, library: Library, syncing: Syncing) -> None:
    @router.get("/sync")
    def state() -> Response:
        return _reply(sync_shape(syncing.state, library))

    @router.post("/sync")
    def start() -> Response:
        return _reply(sync_shape(syncing.start(), library))

    @router.delete("/sync")
    def stop() -> Response:
        return _reply(sync_shape(syncing.stop(), library))


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except ArticlesError as error:
        raise Refused(error.status, as_sentence(str(error))) from error


def _sort(name: str) -> Sort:
    if name not in set(Sort):
        raise Refused(422, "The articles cannot be sorted by that.")
    return Sort(name)


def _declared(request: Request) -> int | None:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdigit() else None


def _reply(content: dict[str, Any]) -> Response:
    return JSONResponse(content, headers={"cache-control": "no-store"})
