"""The articles and their syncs as the page's scripts read them: JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from index.errors import BylineError
from index.sync import SyncReport
from ui.web.articles.listing import Page, Show
from ui.web.articles.places import articles_folder
from ui.web.articles.rows import Row
from ui.web.articles.syncing import SyncState, failures_of, notice_of, summarised
from ui.web.library.library import Library
from ui.web.text import as_sentence


def page_shape(page: Page, library: Library) -> dict[str, Any]:
    """One page of the list, the folder, and whether its index has gone."""
    return {
        "articles": [_row(row) for row in page.rows],
        "page": page.page,
        "pages": page.pages,
        "found": page.found,
        "passages": page.passages,
        "counts": {show.value: count for show, count in page.counts.items()},
        "folder": str(articles_folder(library)),
        "problem": _said(library.problem),
    }


def failed_shape(error: BylineError) -> dict[str, Any]:
    """A page of nothing, for the reason that `error` gives."""
    return {
        "articles": [],
        "page": 1,
        "pages": 1,
        "found": 0,
        "passages": 0,
        "counts": {show.value: 0 for show in Show},
        "folder": "",
        "problem": as_sentence(str(error)),
    }


def sync_shape(state: SyncState, library: Library) -> dict[str, Any]:
    """How far a sync is, or what it did, with the newest generation that can be asked."""
    return {
        "number": state.number,
        "running": state.running,
        "stopping": state.stopping,
        "doing": state.doing,
        "files_done": state.files_done,
        "files_total": state.files_total,
        "passages_encoded": state.passages_encoded,
        "problem": _said(state.problem),
        "generation": _generation(library),
        "report": state.report and _report(state.report),
    }


def _report(report: SyncReport) -> dict[str, Any]:
    return {
        "summary": summarised(report),
        "notice": notice_of(report),
        "counts": report.counts,
        "removed": len(report.removed),
        "failed": [{"path": file.path, "reason": file.reason} for file in failures_of(report)],
        "seconds": report.seconds,
        "interrupted": report.interrupted,
    }


def _row(row: Row) -> dict[str, Any]:
    published = row.published.isoformat() if row.published else ""
    return {**asdict(row), "published": published, "format": row.format}


def _generation(library: Library) -> int:
    """0 when there is none."""
    try:
        return library.index.store.published
    except BylineError:
        return 0


def _said(problem: str) -> str:
    return as_sentence(problem) if problem else ""
