"""What the page knows about the index: how much there is, and what can be chosen from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Annotated, Any, TypedDict

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from eval.questions.model import QuestionFilters
from index.errors import BylineError, NoIndexError
from index.search.matching import matches
from index.search.snapshot import Snapshot
from index.types import Document
from ui.web.context import Context, current_user
from ui.web.routes.folders import as_told

Counted = list[tuple[str, int]]
"""Values with the number of articles that have them, most first, then by name."""

OptionsJson = TypedDict(
    "OptionsJson",
    {
        "authors": Counted,
        "outlets": Counted,
        "sections": Counted,
        "tags": Counted,
        "from": str | None,
        "to": str | None,
    },
)


class _Contents(TypedDict):
    articles: int
    passages: int
    folder: str
    generation: int
    filters: OptionsJson


class _Reader:
    """Counts the values of a generation once."""

    def __init__(self, context: Context) -> None:
        self.library = context.library
        self._read: tuple[Snapshot, _Contents] | None = None

    def contents(self) -> _Contents:
        index = self.library.index
        snapshot = index.snapshot()
        read = self._read
        if read is None or read[0] is not snapshot:
            read = self._read = (snapshot, _contents(snapshot, str(self.library.folder or "")))
        return read[1]


def routes(context: Context) -> APIRouter:
    """What the page asks first, and how many articles pass the filters that are being chosen."""
    router = APIRouter(prefix="/byline/api")
    reader = _Reader(context)

    @router.get("/library")
    def library(request: Request) -> JSONResponse:
        user = current_user(request)
        content = {
            **_contents_or_problem(reader),
            "examples": context.library.examples(),
            "index_path": str(context.library.path),
            "models": [{"name": name, "label": name} for name in context.library.models],
            "user": user.name,
            "login": bool(user.name),
        }
        told = as_told(content, context)
        return JSONResponse(told, headers={"cache-control": "no-store"})

    @router.get("/library/matching")
    def matching(filters: Annotated[QuestionFilters, Query()]) -> JSONResponse:
        wanted = filters.to_filters()
        about = context.library.index.snapshot().about.values()
        articles = sum(1 for document in about if matches(document, wanted))
        return JSONResponse({"articles": articles}, headers={"cache-control": "no-store"})

    return router


def filter_options(about: Collection[Document]) -> OptionsJson:
    """The values of the articles by which a question can be limited, and their first and last day.

    Values that differ only in letter case are one, as they are to a filter; it is written as most
    articles write it.
    """
    days = sorted(document.published for document in about if document.published)
    return {
        "authors": _counted(set(document.authors) for document in about),
        "outlets": _counted({document.outlet or ""} for document in about),
        "sections": _counted({document.section or ""} for document in about),
        "tags": _counted(set(document.tags) for document in about),
        "from": days[0].isoformat() if days else None,
        "to": days[-1].isoformat() if days else None,
    }


def _counted(values: Iterable[set[str]]) -> Counted:
    written: dict[str, Counter[str]] = {}
    articles: Counter[str] = Counter()
    for of_one in values:
        articles.update({value.casefold() for value in of_one})
        for value in of_one:
            written.setdefault(value.casefold(), Counter())[value] += 1
    named = [
        (max(sorted(written[key]), key=written[key].__getitem__), number)
        for key, number in articles.items()
        if key.strip()
    ]
    return sorted(named, key=lambda value: (-value[1], value[0].casefold()))


def _contents_or_problem(reader: _Reader) -> dict[str, Any]:
    try:
        return {**reader.contents(), "problem": ""}
    except NoIndexError:
        problem = reader.library.problem  # "" at first: there are no articles yet
    except BylineError as error:
        problem = str(error)
    empty: OptionsJson = filter_options(())
    return {
        "articles": 0,
        "passages": 0,
        "folder": "",
        "generation": 0,
        "filters": empty,
        "problem": problem,
    }


def _contents(snapshot: Snapshot, folder: str) -> _Contents:
    about = snapshot.about.values()
    return _Contents(
        articles=len(about),
        passages=len(snapshot),
        folder=folder,
        generation=snapshot.generation,
        filters=filter_options(about),
    )
