"""Runs and comparisons as the page's scripts get them: numbers written as reports write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.comparing.types import Comparison, MeasureDifference
from eval.reports.page import BaselineTable, MeasureRow, Page
from eval.reports.plots.drawing import Plot
from eval.reports.verdict import TONES, Verdict, how_sure
from eval.reports.words import (
    clipped,
    description,
    gaps,
    headline_measures,
    interval,
    is_time,
    number,
    p_value,
    run_title,
    signed,
    value_words,
)
from eval.types import MeasureSummary, RunInfo
from ui.web.evaluation.listed import plain, settings_in_words
from ui.web.evaluation.query_shapes import query_shape

Shape = dict[str, Any]

_REFUSED = "refused"
_TITLE_CHARS = 120


def run_shape(info: RunInfo) -> Shape:
    """What a run is, and its headline."""
    collection = info.collection
    telling = filter(None, map(info.measure, headline_measures(info)))
    return {
        "id": info.name,
        "title": clipped(run_title(info), _TITLE_CHARS),
        "collection": clipped(collection.name, _TITLE_CHARS),
        "questions": collection.queries,
        "articles": collection.documents,
        "same": f"{collection.digest} {collection.corpus_digest}",  # alike: can be compared
        "created": info.created.isoformat(),
        "seconds": info.seconds,
        "byline": f"{info.code.version} ({info.code.digest[:8]})",
        "model": clipped(info.model or "", _TITLE_CHARS),
        "settings": settings_in_words(info),
        "gaps": gaps(info),
        "headlines": [_headline(summary) for summary in telling],
    }


def page_shape(page: Page) -> Shape:
    """All that is shown of a run or of two; `views` are the queries that can be opened, by id."""
    comparison = page.comparison
    return {
        "runs": [run_shape(info) for info in page.runs],
        "verdict": _verdict(page.verdicts[0]) if page.verdicts else None,
        "changed": _changed(comparison) if comparison else [],
        "how_sure": how_sure(comparison) if comparison else "",
        "levels": [
            {"heading": heading, "measures": [_measure(row) for row in rows]}
            for heading, rows in page.levels.items()
        ],
        "baselines": _baselines(page.baselines, len(page.runs)) if page.baselines else None,
        "kinds": _kinds(page),
        "lists": [
            {
                "id": one.ident,
                "title": one.title,
                "short": one.short,
                "about": one.about,
                "queries": one.query_ids,
            }
            for one in page.lists
        ],
        "views": {name: query_shape(view, page.main_measure) for name, view in page.views.items()},
        "main_measure": page.main_measure,
    }


def plot_shape(at: int, plot: Plot) -> Shape:
    """A drawing: what it is called, and what it shows for those who do not see it."""
    return {
        "name": f"plot-{at}",
        "title": plot.title,
        "caption": plot.caption,
        "about": plot.about,
        "runs": plot.runs,
        "wide": plot.wide,
    }


def _headline(summary: MeasureSummary) -> Shape:
    return {
        "name": summary.name,
        "meaning": description(summary.name),
        **_summary(summary),
        "questions": summary.queries,
    }


def _summary(summary: MeasureSummary) -> Shape:
    return {
        "value": number(summary.value, summary.name),
        "interval": interval(summary.low, summary.high, summary.name),
        "bar": _bar(summary.name, summary.low, summary.value, summary.high),
    }


def _bar(name: str, low: float | None, value: float, high: float | None) -> list[float] | None:
    """Low, value, high of something that can be drawn beside others."""
    return None if is_time(name) or low is None or high is None else [low, value, high]


def _verdict(verdict: Verdict) -> Shape:
    return {"tone": verdict.tone, "heading": TONES[verdict.tone], "text": verdict.text}


def _changed(comparison: Comparison) -> list[Shape]:
    return [
        {"setting": plain(name), "before": value_words(before), "after": value_words(after)}
        for name, (before, after) in comparison.settings_changed[0].items()
    ]


def _measure(row: MeasureRow) -> Shape:
    change = row.differences[-1]
    return {
        "name": row.name,
        "meaning": row.description,
        "lower": not row.higher_is_better,
        "values": [_summary(summary) if summary else None for summary in row.summaries],
        "questions": max(summary.queries for summary in row.summaries if summary),
        "difference": _difference(change) if change else None,
    }


def _difference(d: MeasureDifference) -> Shape:
    effect = "" if d.effect_size is None else f"{d.effect_size:.2f}".replace("-", "−")
    return {
        "value": signed(d.difference, d.measure),
        "interval": interval(d.low, d.high, d.measure),
        "bar": _bar(d.measure, d.low, d.difference, d.high),
        "p": "" if d.p_holm is None else p_value(d.p_holm),
        "effect": effect,
        "counts": None if d.wins is None else [d.wins, d.ties, d.losses],
        "tone": "better" if d.better else "worse" if d.worse else "same",
    }


def _baselines(table: BaselineTable, runs: int) -> Shape:
    rows = [
        {"title": clipped(title, _TITLE_CHARS), "line": at >= runs, "values": _cells(table, values)}
        for at, (title, values) in enumerate(table.rows)
    ]
    return {"names": table.names, "rows": rows}


def _cells(table: BaselineTable, values: Sequence[float | None]) -> list[str]:
    return [number(value, name) for value, name in zip(values, table.names, strict=True)]


def _kinds(page: Page) -> list[Shape]:
    return [
        {
            "title": "Share refused" if name == _REFUSED else name,
            "meaning": description(name),
            "rows": [
                {
                    "kind": clipped(row.kind.replace("_", " "), 60) or "without a kind",
                    "questions": row.queries,
                    "means": [number(mean, name) for mean in row.means],
                    "shares": row.means,
                }
                for row in rows
            ],
        }
        for name, rows in page.kinds.items()
    ]
