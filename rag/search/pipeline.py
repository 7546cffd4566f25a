"""The retrieval pipeline: question, history and filters -> search plan -> passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.search.snapshot import Snapshot
from index.types import Encoder, Filters
from rag.english.overview_topic import overview_topic
from rag.search.filters.reading import ReadFilters, merge, read_filters, with_boosts
from rag.search.follow_ups.plan import plan_search
from rag.search.follow_ups.rewriting import rewrite
from rag.search.follow_ups.topic_shift import retrieve_plan
from rag.search.retrieve import HybridRetriever
from rag.search.types import FusionWeights, WeightedQuery
from rag.types import Hit, LanguageModel, Turn

OVERVIEW_HITS = 60
"""How many passages an overview is given: of most articles only the best are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked, and how; see `rag.answerer.AskOptions`."""

    question: str
    history: Sequence[Turn]
    filters: Filters
    hits: int
    reads_filters: bool
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The passages, and what was searched for to find them.

    `standalone` is the question as it is understood without its history. `bare_question` is
    the question without what became filters; it `follows` when it leans on its history.
    `searched` is empty when that is the question itself. `read_filters` is the part of
    `filters` that the question's own words set. `topic` is what an overview is asked of.
    """

    standalone: str
    bare_question: str
    follows: bool
    searched: tuple[str, ...]
    filters: Filters
    read_filters: Filters
    hits: tuple[Hit, ...]
    topic: str | None = None
    notices: tuple[str, ...] = ()


def find(
    snapshot: Snapshot,
    encoder: Encoder | None,
    request: Request,
    *,
    weights: FusionWeights | None,
    model: LanguageModel | None,
) -> Found:
    """The hits for the question as it is meant after its history, best first.

    With `model` it puts follow-ups so that they can be understood by themselves.
    """
    read = _read(snapshot, request)
    filters = merge(read.filters, request.filters)
    topic = overview_topic(read.question)
    rewritten = rewrite(read.question, request.history, model) if model else None
    bare = topic or read.question
    plan = plan_search(request.question, request.history, searched=bare, rewritten=rewritten)
    retriever = HybridRetriever(snapshot, encoder, weights)

    def retrieve(queries: Sequence[WeightedQuery], *, k: int) -> list[Hit]:
        return retriever.retrieve_any(with_boosts(queries, read.boosts), k=k, filters=filters)

    wanted = max(request.hits, OVERVIEW_HITS) if topic else request.hits
    hits = retrieve_plan(plan, retrieve, k=wanted)
    return Found(
        standalone=plan.standalone,
        bare_question=bare,
        follows=plan.leans > 0,
        searched=() if plan.queries == (request.question,) else plan.queries,
        filters=filters,
        read_filters=read.filters,
        hits=tuple(hits),
        topic=topic,
        notices=(read.problem,) if read.problem else (),
    )


def _read(snapshot: Snapshot, request: Request) -> ReadFilters:
    if not request.reads_filters:
        return ReadFilters(filters=Filters(), question=request.question)
    about = snapshot.about.values()
    return read_filters(request.question, about, request.today, request.filters)
