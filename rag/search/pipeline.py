"""The retrieval pipeline: question, history and filters -> search plan -> passages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.search.snapshot import Snapshot
from index.text.scripts import LATIN, script_of
from index.types import Encoder, Filters
from rag.english.courtesies import without_courtesies
from rag.english.overview_topic import bare_topic, overview_topic
from rag.english.quotations import find_quotations
from rag.search.filters.reading import DateRange, ReadFilters, merge, read_filters, with_boosts
from rag.search.follow_ups.plan import plan_search
from rag.search.follow_ups.rewriting import rewrite
from rag.search.follow_ups.topic_shift import retrieve_plan
from rag.search.number_forms import in_index_numbers
from rag.search.retrieve import HybridRetriever
from rag.search.spelling import correct_spelling
from rag.search.types import FusionWeights, WeightedQuery
from rag.types import HITS, AskOptions, Hit, LanguageModel, Retriever

OVERVIEW_HITS = 60
"""How many passages an overview is given: of most articles only the best are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The passages, and what was searched for to find them.

    `standalone` is the question as it is understood without its history. `bare_question` is
    the question without what became filters; it `follows` when it leans on its history.
    `searched` is empty when that is the question itself. `read_filters` is the part of
    `filters` that the question's own words set. `topic` is what an overview is asked of; `periods`
    are the times that it names without asking for articles of them alone.
    """

    standalone: str
    bare_question: str
    follows: bool
    searched: tuple[str, ...]
    filters: Filters
    read_filters: Filters
    hits: tuple[Hit, ...]
    topic: str | None = None
    periods: tuple[DateRange, ...] = ()
    notices: tuple[str, ...] = ()


def find(
    snapshot: Snapshot,
    encoder: Encoder | None,
    question: str,
    options: AskOptions,
    *,
    weights: FusionWeights | None,
    model: LanguageModel | None,
    retriever: Retriever | None = None,
) -> Found:
    """The hits for `question` as it is meant after its history, best first.

    With `model` it puts follow-ups so that they can be understood by themselves. A `retriever` of
    one's own is asked for the search that weighs most.
    """
    asked = without_courtesies(question)
    spelt = correct_spelling(asked, snapshot, encoder)
    understood = f"Understood as: {spelt}" if spelt != asked else ""
    question = in_index_numbers(spelt, snapshot.document_frequency)
    history = options.get("history", ())
    given = options.get("filters") or Filters()
    read = ReadFilters(filters=Filters(), question=question)
    if options.get("reads_filters", True):
        today = options.get("today") or date.today()
        read = read_filters(question, snapshot.about.values(), today, given)
    filters = merge(read.filters, given)
    topic = overview_topic(read.question) or (bare_topic(read.question) if read.filters else None)
    rewritten = rewrite(read.question, history, model) if model else None
    bare = topic or read.question
    plan = plan_search(question, history, searched=bare, rewritten=rewritten)
    quoted = tuple(WeightedQuery(text=phrase) for phrase in find_quotations(bare))
    hybrid = HybridRetriever(snapshot, encoder, weights)

    def retrieve(queries: Sequence[WeightedQuery], *, k: int) -> list[Hit]:
        if retriever:
            main = max(queries, key=lambda query: query.weight)
            return list(retriever.retrieve(main.text, k=k, filters=filters))
        return hybrid.retrieve_any(
            (*with_boosts(queries, read.boosts), *quoted), k=k, filters=filters
        )

    wanted = options.get("hits", HITS)
    wanted = max(wanted, OVERVIEW_HITS) if topic else wanted
    hits = retrieve_plan(plan, retrieve, k=wanted)
    searched = tuple(query.text for query in plan.queries)
    return Found(
        standalone=plan.standalone,
        bare_question=bare,
        follows=plan.leans > 0,
        searched=() if searched == (question,) else searched,
        filters=filters,
        read_filters=read.filters,
        hits=tuple(hits),
        topic=topic,
        periods=read.boosts,
        notices=tuple(filter(None, (understood, read.problem, _unmeasured(question)))),
    )


def _unmeasured(question: str) -> str:
    known = script_of(question) in ("", LATIN)
    return "" if known else "How sure an answer is has been measured for English questions only."
