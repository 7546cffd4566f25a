"""View model of the run list: saved runs with numbers formatted as reports do."""

from datetime import datetime

from eval.reports.formatting import (
    changed_settings,
    clipped,
    description,
    headline,
    in_words,
    interval,
    number,
    run_title,
    value_words,
)
from ui.web.evaluation.saved import ReadRun, UnfinishedRun
from ui.web.values import JsonModel

_TITLE_CHARS = 120


class Headline(JsonModel):
    """A measure that says most of a run; `interval` is "" where there is none."""

    name: str
    meaning: str
    value: str
    interval: str


class ListedRun(JsonModel):
    """A run in the list; a damaged one has its `problem` instead of all the rest.

    Runs that are the `same` asked the same questions of the same articles and can be compared.
    `settings` are those that are not as shipped, in words.
    """

    id: str
    problem: str = ""
    title: str = ""
    collection: str = ""
    questions: int = 0
    same: str = ""
    created: datetime | None = None
    model: str = ""
    settings: tuple[str, ...] = ()
    headlines: tuple[Headline, ...] = ()


class Commands(JsonModel):
    """How to make a run, ready to be pasted into a terminal; "" for what is not offered."""

    sample: str
    questions: str
    feedback: str


class RunList(JsonModel):
    """Every run, the newest first, and what was begun and is not complete."""

    runs: tuple[ListedRun, ...]
    unfinished: tuple[UnfinishedRun, ...]
    folder: str
    commands: Commands


def to_listed(run: ReadRun) -> ListedRun:
    """The run as it is listed."""
    info = run.info
    if info is None:
        return ListedRun(id=run.name, problem=clipped(run.problem, 500))
    collection = info.collection
    return ListedRun(
        id=info.name,
        title=clipped(run_title(info), _TITLE_CHARS),
        collection=clipped(collection.name, _TITLE_CHARS),
        questions=collection.queries,
        same=f"{collection.digest} {collection.corpus_digest}",
        created=info.created,
        model=clipped(info.model or "", _TITLE_CHARS),
        settings=tuple(
            clipped(f"{in_words(name)} {value_words(own)} (shipped: {value_words(shipped)})", 200)
            for name, (shipped, own) in changed_settings(info).items()
        ),
        headlines=tuple(
            Headline(
                name=m.name,
                meaning=description(m.name),
                value=number(m.value, m.name),
                interval=interval(m.low, m.high, m.name),
            )
            for m in headline(info)
        ),
    )
