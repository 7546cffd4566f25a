"""Routes of the library: counts of the index, filter options, models to choose from."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field

from eval.questions.schema import QuestionFilters
from index.errors import BylineError, NoIndexError
from index.search.matching import matches
from index.search.snapshot import Snapshot
from index.types import Document
from ui.web.context import Context, CurrentUser, teller
from ui.web.library.library import Library
from ui.web.values import JsonModel

Counted = tuple[tuple[str, int], ...]
"""Values with the number of articles that have them, most first, then by name."""


class FilterOptions(JsonModel):
    """What a question can be limited to, and the first and last day of the articles."""

    model_config = ConfigDict(validate_by_name=True)

    authors: Counted = ()
    outlets: Counted = ()
    sections: Counted = ()
    tags: Counted = ()
    from_: date | None = Field(default=None, validation_alias="from", serialization_alias="from")
    to: date | None = None


class LibraryContents(JsonModel):
    """What there is to ask, why there may be nothing, and who asks: `user` is "" without login."""

    articles: int = 0
    passages: int = 0
    folder: str = ""
    filters: FilterOptions = FilterOptions()
    problem: str = ""
    examples: tuple[str, ...] = ()
    index_path: str = ""
    models: tuple[str, ...] = ()
    user: str = ""
    login: bool = False


class Matching(JsonModel):
    """How many articles pass some filters."""

    articles: int


@lru_cache(maxsize=1)
def _contents(snapshot: Snapshot) -> LibraryContents:
    """The values of a generation, counted once."""
    about = snapshot.about.values()
    return LibraryContents(
        articles=len(about), passages=len(snapshot), filters=filter_options(about)
    )


def routes(context: Context) -> APIRouter:
    """What the page asks first, and how many articles pass the filters that are being chosen."""
    router = APIRouter(prefix="/byline/api")

    @router.get("/library")
    def library(user: CurrentUser) -> LibraryContents:
        tell = teller(context)
        contents = _contents_or_problem(context.library)
        told = {
            "folder": "" if contents.problem else tell(str(context.library.folder or "")),
            "problem": tell(contents.problem),
            "index_path": tell(str(context.library.path)),
            "examples": context.library.examples(),
            "models": tuple(context.library.models),
            "user": user.name,
            "login": bool(user.name),
        }
        return contents.model_copy(update=told)

    @router.get("/library/matching")
    def matching(filters: Annotated[QuestionFilters, Query()]) -> Matching:
        wanted = filters.to_filters()
        about = context.library.index.snapshot().about.values()
        return Matching(articles=sum(1 for document in about if matches(document, wanted)))

    return router


def filter_options(about: Collection[Document]) -> FilterOptions:
    """The values of the articles by which a question can be limited, and their first and last day.

    Values that differ only in letter case are one, as they are to a filter; it is written as most
    articles write it.
    """
    days = sorted(document.published for document in about if document.published)
    return FilterOptions(
        authors=_counted(set(document.authors) for document in about),
        outlets=_counted({document.outlet or ""} for document in about),
        sections=_counted({document.section or ""} for document in about),
        tags=_counted(set(document.tags) for document in about),
        from_=days[0] if days else None,
        to=days[-1] if days else None,
    )


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
    return tuple(sorted(named, key=lambda value: (-value[1], value[0].casefold())))


def _contents_or_problem(library: Library) -> LibraryContents:
    try:
        return _contents(library.index.snapshot())
    except NoIndexError:
        problem = library.problem  # "" at first: there are no articles yet
    except BylineError as error:
        problem = str(error)
    return LibraryContents(problem=problem)
