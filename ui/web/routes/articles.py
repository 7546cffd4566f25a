"""Routes of the Articles view: list, read, upload, remove, restore, sync."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import Field
from starlette.requests import ClientDisconnect

from index.errors import BylineError
from ui.web.articles.adding import Added, Incoming, add_sample, to_megabytes
from ui.web.articles.errors import ArticlesError
from ui.web.articles.listing import ArticlesPage, Limits, Listing, Show, Sort, Wanted
from ui.web.articles.names import LARGEST_FILE_BYTES
from ui.web.articles.places import articles_folder, prepared_folder, removed_folder
from ui.web.articles.removing import KeptFile, Removing, adopt_removed
from ui.web.articles.syncing import Syncing, SyncState
from ui.web.context import Context, current_user, teller
from ui.web.gate.rate_limit import Quota
from ui.web.library.library import Library
from ui.web.routes.replies import Offset, Refused
from ui.web.source.blocks import Piece
from ui.web.source.opening import Opened
from ui.web.source.panel import Source, source_piece, to_source
from ui.web.source.shelf import KeptShelf
from ui.web.text import as_sentence
from ui.web.values import JsonModel

MOST_AT_ONCE = 200  # files removed or put back by one request
WRITE_BYTES = 1 << 20

API = "/byline/api"

Moves = Iterable[tuple[str, Callable[[], KeptFile]]]
Documents = Annotated[list[str], Query(min_length=1, max_length=MOST_AT_ONCE)]


class RestoreRequest(JsonModel):
    """What to put back."""

    files: tuple[KeptFile, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)


class FileProblem(JsonModel):
    """A file that could not be moved, and why."""

    path: str
    problem: str


class SyncBegun(JsonModel):
    """The sync that follows what was done."""

    sync: SyncState


class MovedFiles(SyncBegun):
    """What was removed or put back, and what could not be."""

    moved: tuple[KeptFile, ...]
    problems: tuple[FileProblem, ...]


UPLOADED_BYTES_AN_HOUR = 5_000_000_000
COUNTED_BYTES = 100_000
"""A file counts as so many at least."""

TOO_MUCH = f"you have added {to_megabytes(UPLOADED_BYTES_AN_HOUR)} within an hour: go on later"


def routes(context: Context, most_bytes: int = LARGEST_FILE_BYTES) -> APIRouter:
    """All of them; `most_bytes` is the size of the largest file that is taken in."""
    library, syncing = context.library, context.syncing
    away = removed_folder(context.kept, library.path)
    router = APIRouter(prefix=API, lifespan=partial(as_long_as_byline, context))
    _add_listing(router, context, Listing(library, away), most_bytes)
    _add_reading(router, library, KeptShelf(library, context.conversations))
    _add_adding(router, context, syncing, most_bytes)
    _add_removing(router, library, away, syncing)
    _add_syncing(router, syncing)
    return router


@asynccontextmanager
async def as_long_as_byline(context: Context, app: object) -> AsyncIterator[None]:
    """What is done before the first request and after the last one."""
    away = removed_folder(context.kept, context.library.path)
    await run_in_threadpool(adopt_removed, context.library.path, away)
    yield
    await run_in_threadpool(context.syncing.end)


def _add_listing(router: APIRouter, context: Context, listing: Listing, most_bytes: int) -> None:
    library, limits = context.library, Limits(largest_bytes=most_bytes)

    @router.get("/articles")
    def articles(
        search: str = Query("", max_length=500),
        sort: str = Query("title", max_length=20),
        status: Show = Show.ALL,
        page: int = Query(1, ge=1, le=1_000_000),
    ) -> ArticlesPage:
        wanted = Wanted(
            search=search,
            show=status,
            sort=_sort(sort.removeprefix("-")),
            descending=sort.startswith("-"),
            page=page,
        )
        found, folder, tell = ArticlesPage(), "", teller(context)
        try:
            found, folder = listing.page(wanted), str(articles_folder(library))
            problem = library.problem
        except BylineError as error:
            problem = str(error)  # the view stands all the same: a sync may mend it
        return replace(
            found,
            folder=tell(folder),
            index_path=tell(str(library.path)),
            problem=tell(as_sentence(problem)) if problem else "",
            limits=limits,
        )


def _add_reading(router: APIRouter, library: Library, shelf: KeptShelf) -> None:
    @router.get("/articles/text")
    def text(
        doc: str = Query(max_length=2000),
        to: Offset = None,
        from_: Annotated[int | None, Query(alias="from", ge=0)] = None,
    ) -> Source | Piece:
        return _read(library, shelf, doc, to, from_)


def _read(
    library: Library, shelf: KeptShelf, doc_id: str, before: int | None, after: int | None
) -> Source | Piece:
    """The article from its beginning, or the piece that ends at `before` or begins at `after`."""
    snapshot = library.index.snapshot()
    document = snapshot.document(doc_id)
    if document is None:
        raise ArticlesError(f"“{doc_id}” is no longer among the articles", 404)
    address = f"{API}/articles/text?{urlencode({'doc': document.doc_id})}"
    opened = Opened(
        kind="read",
        document=document,
        note=" ".join(map(as_sentence, document.warnings)),
        also_in=snapshot.near_duplicates.get(document.doc_id, ()),
    )
    if before is not None or after is not None:
        return source_piece(opened, address, before=before, after=after)
    return to_source(opened, address, shelf)


def _add_adding(router: APIRouter, context: Context, syncing: Syncing, most_bytes: int) -> None:
    library, quota = context.library, Quota(UPLOADED_BYTES_AN_HOUR)

    @router.post("/articles/files")
    async def add(request: Request, path: str = Query(max_length=2000)) -> Added:
        size_bytes = _declared(request)
        counted = max(most_bytes if size_bytes is None else size_bytes, COUNTED_BYTES)
        if context.shared and not quota.take(current_user(request).quota_key, counted):
            raise ArticlesError(TOO_MUCH, 429)
        folder = await run_in_threadpool(prepared_folder, library)
        with await run_in_threadpool(Incoming, folder, path, library.path, most_bytes) as file:
            return await _receive(request, file)

    @router.post("/sample")
    def sample() -> SyncBegun:
        add_sample(library)
        return SyncBegun(sync=syncing.start())


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
    @router.delete("/articles")
    def remove(doc: Documents) -> MovedFiles:
        removing = Removing(library, away)
        return moved((name, partial(removing.remove, name)) for name in doc)

    @router.post("/articles/restore")
    def restore(body: RestoreRequest) -> MovedFiles:
        removing = Removing(library, away)
        return moved((file.path, partial(removing.restore, file)) for file in body.files)

    def moved(moves: Moves) -> MovedFiles:
        done, problems = _each(moves)
        return MovedFiles(moved=done, problems=problems, sync=syncing.start())


def _each(moves: Moves) -> tuple[tuple[KeptFile, ...], tuple[FileProblem, ...]]:
    """Do each, named by its path; raises the first error when nothing could be done."""
    moved, problems = [], []
    first: ArticlesError | None = None
    for path, move in moves:
        try:
            moved.append(move())
        except ArticlesError as error:
            first = first or error
            problems.append(FileProblem(path=path, problem=as_sentence(str(error))))
    if first and not moved:
        raise first
    return tuple(moved), tuple(problems)


def _add_syncing(router: APIRouter, syncing: Syncing) -> None:
    @router.get("/sync")
    def state() -> SyncState:
        return syncing.state

    @router.post("/sync")
    def start() -> SyncState:
        return syncing.start()

    @router.delete("/sync")
    def stop() -> SyncState:
        return syncing.stop()


def _sort(name: str) -> Sort:
    if name not in set(Sort):
        raise Refused(422, "The articles cannot be sorted by that.")
    return Sort(name)


def _declared(request: Request) -> int | None:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdigit() else None
