"""View models of single queries: gold sentences, each run's hits, answer and citations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from eval.comparing.readings import AllQueries, QueryLine
from eval.measures.spans import covers, touches
from eval.reports.formatting import clipped
from eval.types import DocumentSpan, GoldFact, Outcome, RetrievedPassage, Run

_EXCERPT_CHARS = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryView:
    """A query that can be opened; its outcomes by the number of their run, from 0."""

    line: QueryLine
    outcomes: Mapping[int, Outcome]

    @property
    def gold(self) -> list[tuple[DocumentSpan, str]]:
        """The sentences that answer the question, and where they stand."""
        return [
            (place, quote)
            for fact in self._first.gold
            for place, quote in zip(fact.places, fact.quotes, strict=False)
        ]

    @property
    def answers(self) -> list[str]:
        """The short answers that are right."""
        own = [answer for fact in self._first.gold for answer in fact.answers]
        return list(dict.fromkeys([*self._first.answers, *own]))

    @property
    def _first(self) -> Outcome:
        return next(iter(self.outcomes.values()))


def read_views(
    runs: Sequence[Run], queries: AllQueries, wanted: Collection[str]
) -> dict[str, QueryView]:
    """The views of the queries `wanted`, from a second pass over the outcomes."""
    found: dict[str, dict[int, Outcome]] = {query_id: {} for query_id in wanted}
    for at, run in enumerate(runs):
        for outcome in run.outcomes():
            if outcome.query_id in found:
                found[outcome.query_id][at] = outcome
    return {
        query_id: QueryView(line=queries.lines[query_id], outcomes=own)
        for query_id, own in found.items()
        if own
    }


def why_right(hit: RetrievedPassage, outcome: Outcome) -> str:
    """Why the hit counts as right; empty when it does not."""
    places = [place for fact in outcome.gold for place in fact.places]
    if any(covers([hit], place) for place in places):
        return "holds the gold sentence"
    if any(touches(hit, place) for place in places):
        return "holds part of the gold sentence"
    grade = outcome.qrels.get(hit.doc_id, 0)
    if not places and grade > 0:
        return f"relevant, grade {grade}" if max(outcome.qrels.values()) > 1 else "relevant"
    return ""


def below(outcome: Outcome, shown: int) -> str:
    """Where the first right hit is; empty when it is one of the first `shown`."""
    count = len(outcome.retrieved)
    if not count:
        return "Nothing was found."
    ranked = enumerate(outcome.retrieved, start=1)
    first = next((rank for rank, hit in ranked if why_right(hit, outcome)), None)
    if first is None:
        return f"None of the {count} hits is right."
    return f"The first right hit is at rank {first} of {count}." if first > shown else ""


def marked(excerpt: str, gold: Sequence[GoldFact]) -> tuple[str, str, str]:
    """An excerpt cut into what stands before, in and after a gold sentence."""
    line = clipped(excerpt, _EXCERPT_CHARS)
    for quote in (clipped(quote, _EXCERPT_CHARS) for fact in gold for quote in fact.quotes):
        if quote and quote in line:
            before, after = line.split(quote, 1)
            return before, quote, after
    return line, "", ""
