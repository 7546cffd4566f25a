"""Types of the catalogue: what a question asks of the articles, and which of them."""

from dataclasses import dataclass
from enum import StrEnum

from index.types import Filters


class CatalogueTask(StrEnum):
    """What is asked of the articles that a selection finds."""

    LIST = "list"
    COUNT = "count"
    AUTHOR = "author"  # of each
    DATE = "date"
    OUTLET = "outlet"
    AUTHORS = "authors"  # every one there is
    OUTLETS = "outlets"
    SECTIONS = "sections"
    TAGS = "tags"
    TIMELINE = "timeline"
    TELL = "tell"  # what they say, in their own sentences


class Order(StrEnum):
    """By the date of publication."""

    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles: those that pass the filters and hold the words of `topic`.

    `anywhere` takes the words wherever they stand; else an article must be about them. With
    `order` only the first `most` in it. `one` says that a single article is meant; `points_back`
    means those of the last answer, with `same_author` others by who wrote them. `loose` says that
    the noun ("story", "piece") may mean something else than an article.
    """

    filters: Filters
    topic: str = ""
    anywhere: bool = False
    order: Order | None = None
    most: int | None = None
    one: bool = False
    points_back: bool = False
    same_author: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueQuestion:
    """A question about the articles themselves."""

    task: CatalogueTask
    selection: Selection
