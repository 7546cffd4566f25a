"""View models of single queries: gold sentences, each run's hits, answer and citations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from eval.measures.intervals import covers, touches
from eval.reports.gather import AllQueries, QueryLine
from eval.reports.links import Links, safe_address
from eval.reports.words import clipped, run_title
from eval.types import (
    AnswerOutcome,
    CitedSpan,
    DocumentSpan,
    GoldFact,
    Outcome,
    RetrievedPassage,
    Run,
)

HITS_ALONE, HITS_BESIDE = 10, 5
"""So many hits are shown of a run that stands alone, and of one beside others."""
_EXCERPT_CHARS = 240
_QUOTE_CHARS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A stretch of an article, and where it can be read."""

    doc_id: str
    start: int
    end: int
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldView:
    """A sentence that answers the question."""

    quote: str
    place: PlaceView


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """A hit; `excerpt` is cut into what stands before, in and after the gold sentence."""

    rank: int
    place: PlaceView
    excerpt: tuple[str, str, str]
    score: float
    dense_rank: int | None
    lexical_rank: int | None
    right: str  # why it counts as right; empty when it does not


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceView:
    """A sentence of an answer, and what it cites."""

    text: str
    support: str
    citations: tuple[tuple[CitedSpan, PlaceView], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one run made of a query; `below` tells of hits that are not shown."""

    run: int
    title: str
    value: float | None
    hits: tuple[HitView, ...]
    below: str
    answer: AnswerOutcome | None
    sentences: tuple[SentenceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryView:
    """A query that can be opened."""

    line: QueryLine
    gold: tuple[GoldView, ...]
    answers: tuple[str, ...]
    columns: tuple[Column, ...]


def read_views(
    runs: Sequence[Run], queries: AllQueries, wanted: Collection[str], links: Links | None
) -> dict[str, QueryView]:
    """The views of the queries `wanted`, from a second pass over the outcomes."""
    found: dict[str, dict[int, Outcome]] = {query_id: {} for query_id in wanted}
    for at, run in enumerate(runs):
        for outcome in run.outcomes():
            if outcome.query_id in found:
                found[outcome.query_id][at] = outcome
    viewer = _Viewer(runs, queries, links)
    return {query_id: viewer.view(own) for query_id, own in found.items() if own}


class _Viewer:
    def __init__(self, runs: Sequence[Run], queries: AllQueries, links: Links | None) -> None:
        self._runs = runs
        self._queries = queries
        self._links = links
        self._hits = HITS_ALONE if len(runs) == 1 else HITS_BESIDE

    def view(self, outcomes: Mapping[int, Outcome]) -> QueryView:
        first = next(iter(outcomes.values()))
        golden = [
            GoldView(quote=clipped(quote, _QUOTE_CHARS), place=self._place(place))
            for fact in first.gold
            for place, quote in zip(fact.places, fact.quotes, strict=False)
        ]
        short = (*first.answers, *(answer for fact in first.gold for answer in fact.answers))
        return QueryView(
            line=self._queries.lines[first.query_id],
            gold=tuple(golden),
            answers=tuple(dict.fromkeys(short)),
            columns=tuple(self._column(at, outcome) for at, outcome in outcomes.items()),
        )

    def _column(self, at: int, outcome: Outcome) -> Column:
        hits = [self._hit(n, hit, outcome) for n, hit in enumerate(outcome.retrieved, start=1)]
        name = self._queries.measures[0] if self._queries.measures else ""
        answer = outcome.answer
        return Column(
            run=at,
            title=run_title(self._runs[at].info),
            value=outcome.values.get(name),
            hits=tuple(hits[: self._hits]),
            below=_below(hits, self._hits),
            answer=answer,
            sentences=self._sentences(answer) if answer else (),
        )

    def _hit(self, rank: int, hit: RetrievedPassage, outcome: Outcome) -> HitView:
        right = _why_right(hit, outcome)
        return HitView(
            rank=rank,
            place=self._place(hit),
            excerpt=_marked(hit.excerpt, outcome.gold if right else ()),
            score=hit.score,
            dense_rank=hit.dense_rank,
            lexical_rank=hit.lexical_rank,
            right=right,
        )

    def _sentences(self, answer: AnswerOutcome) -> tuple[SentenceView, ...]:
        return tuple(
            SentenceView(
                text=clipped(sentence.text, _QUOTE_CHARS),
                support=sentence.support,
                citations=tuple((cited, self._place(cited)) for cited in sentence.citations),
            )
            for sentence in answer.sentences
        )

    def _place(self, span: DocumentSpan | RetrievedPassage) -> PlaceView:
        where = span.doc_id, span.start, span.end
        href = safe_address(self._links(*where)) if self._links else None
        return PlaceView(doc_id=span.doc_id, start=span.start, end=span.end, href=href)


def _why_right(hit: RetrievedPassage, outcome: Outcome) -> str:
    places = [place for fact in outcome.gold for place in fact.places]
    if any(covers([hit], place) for place in places):
        return "holds the gold sentence"
    if any(touches(hit, place) for place in places):
        return "holds part of the gold sentence"
    grade = outcome.qrels.get(hit.doc_id, 0)
    if not places and grade > 0:
        return f"relevant, grade {grade}" if max(outcome.qrels.values()) > 1 else "relevant"
    return ""


def _below(hits: Sequence[HitView], shown: int) -> str:
    if not hits:
        return "Nothing was found."
    first = next((hit.rank for hit in hits if hit.right), None)
    if first is None:
        return f"None of the {len(hits)} hits is right."
    return f"The first right hit is at rank {first} of {len(hits)}." if first > shown else ""


def _marked(excerpt: str, gold: Sequence[GoldFact]) -> tuple[str, str, str]:
    line = clipped(excerpt, _EXCERPT_CHARS)
    for quote in (clipped(quote, _EXCERPT_CHARS) for fact in gold for quote in fact.quotes):
        if quote and quote in line:
            before, after = line.split(quote, 1)
            return before, quote, after
    return line, "", ""
