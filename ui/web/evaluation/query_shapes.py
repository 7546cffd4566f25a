"""One query of a run as the page's scripts get it: what is right, and what each run made of it."""

from __future__ import annotations

from typing import Any

from eval.reports.queries import Column, HitView, PlaceView, QueryView, SentenceView
from eval.reports.words import clipped, number

Shape = dict[str, Any]

GOLD = 6
"""Of more gold sentences or right answers only their number is told."""


def query_shape(view: QueryView, measure: str) -> Shape:
    """The question, what was expected, and a column for each run; values are of `measure`."""
    line = view.line
    return {
        "number": line.number,
        "id": clipped(line.query_id, 120),
        "text": clipped(line.text, 300),
        "kind": clipped(line.kind.replace("_", " "), 40),
        "answerable": line.answerable,
        "gold": [{"quote": g.quote, "place": _place(g.place)} for g in view.gold[:GOLD]],
        "answers": [clipped(answer, 120) for answer in view.answers[:GOLD]],
        "more_gold": max(0, len(view.gold) - GOLD),
        "columns": [_column(column, measure) for column in view.columns],
    }


def _column(column: Column, measure: str) -> Shape:
    return {
        "run": column.run,
        "value": None if column.value is None else number(column.value, measure),
        "answer": _answer(column),
        "hits": [_hit(hit) for hit in column.hits],
        "below": column.below,
    }


def _answer(column: Column) -> Shape | None:
    if column.answer is None:
        return None
    return {
        "refused": column.answer.refused,
        "confidence": f"{column.answer.confidence:.2f}",
        "sentences": [_sentence(sentence) for sentence in column.sentences],
    }


def _sentence(sentence: SentenceView) -> Shape:
    return {
        "text": sentence.text,
        "support": clipped(sentence.support, 30),
        "citations": [
            {"marker": cited.marker, "exact": cited.exact, "place": _place(place)}
            for cited, place in sentence.citations
        ],
    }


def _hit(hit: HitView) -> Shape:
    dense, lexical = hit.dense_rank, hit.lexical_rank
    return {
        "rank": hit.rank,
        "place": _place(hit.place),
        "excerpt": hit.excerpt,
        "right": hit.right,
        "ranks": f"score {number(hit.score)}, by meaning {dense or '–'}, by words {lexical or '–'}",
    }


def _place(place: PlaceView) -> str:
    return f"{clipped(place.doc_id, 200)}, {place.start} to {place.end}"
