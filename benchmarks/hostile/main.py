"""Security benchmark: sixty hostile documents in a browser: does anything run, load or link?

Each document is asked about, in quotations and by the model; its sources are opened, the list of
articles, each article, the filters, feedback in its words, questions in its words, and the
exported page, opened from the disk. The browser logs what happens. The control shows the same
texts raw, without a policy: it must load, run and link.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.hostile.addresses import refused_count, served_addresses
from benchmarks.hostile.control import run_control
from benchmarks.hostile.documents import HostileDocument, write_documents
from benchmarks.hostile.model import Repeating
from benchmarks.hostile.payloads import PAYLOADS
from benchmarks.hostile.tour import QUOTES, Tour, open_exports
from benchmarks.hostile.watch import Watch
from benchmarks.shared.scratch_index import build_index, say, scratch_folder, with_progress
from benchmarks.shared.types import BenchOptions, BenchResult
from index.index import Index
from tests.support.browsing import page_parts, served
from tests.support.chromium import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MOST_TOLD = 40
TARGETS = {
    "requests_elsewhere": "0",
    "scripts_run": "0",
    "foreign_links": "0",
    "foreign_elements": "0",
    "page_errors": "0",
    "stopped_by_policy": "0: nothing was even tried",
    "answered": "= documents",
    "answered_by_model": "= documents",
    "payloads_shown": "= documents",
    "opened": "= documents",
    "addresses_served": "0",
    "fetched_for_others": "0",
    "control_documents": "> 40",
    "control_requests": "> 40",
    "control_scripts": "> 40",
    "control_links": "> 40",
    "control_elements": "> 40",
}


def run(options: BenchOptions) -> BenchResult:
    """Index the documents, walk through the page, then show them raw."""
    payloads = PAYLOADS[: options.limit]
    with scratch_folder() as scratch, chromium() as browser:
        documents = write_documents(scratch / "articles", payloads)
        say("indexing")
        index = build_index(scratch / "articles", scratch / "index")
        values, findings = walk(browser, index, documents, scratch)
        say("the control")
        control, idle = run_control(browser, payloads)
    return BenchResult(
        values={
            **values,
            "control_documents": len(payloads) - len(idle),
            "control_requests": len(control.requests),
            "control_scripts": len(control.scripts),
            "control_links": len(control.links),
            "control_elements": len(control.elements),
        },
        targets=TARGETS,
        notes=(
            *findings[:MOST_TOLD],
            f"{refused_count()} addresses of Gradio's were asked for",
            f"raw, these do nothing by themselves: {', '.join(idle)}",
        ),
    )


def walk(
    browser: Browser, index: Index, documents: Sequence[HostileDocument], scratch: Path
) -> tuple[dict[str, float], list[str]]:
    """The figures of a tour through the page about `index`, and every finding in a line."""
    model = Repeating()
    parts = page_parts(
        index.path, scratch / "kept", scratch / "runs", {model.name: model}, opened=index
    )
    exports = scratch / "exports"
    exports.mkdir()
    uris = {one.doc_id: one.uri for one in index.snapshot().about.values() if one.uri}
    with served(parts) as home:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        watch = Watch(context, home)
        tour = Tour(watch.new_page(), watch, uris)
        tour.start(home)
        for document in with_progress(documents, "documents"):
            for name in (QUOTES, model.name):
                exchange = tour.ask_about(document, name)
                tour.save_export(exchange, document, exports)
            tour.note(exchange, document)
            tour.ask_payload(document)
        tour.read_articles()
        tour.filter()
        context.close()
        served_still, fetched = served_addresses(home)
    exported = _open_exports(browser, exports, list(uris.values()))
    watches = (watch, exported)
    findings = [line for one in watches for line in one.findings()] + served_still
    names = {document.doc_id for document in documents}
    return {
        "documents": len(documents),
        "requests_elsewhere": sum(len(one.requests) for one in watches),
        "scripts_run": sum(len(one.scripts) for one in watches),
        "foreign_links": sum(len(one.links) for one in watches),
        "foreign_elements": sum(len(one.elements) for one in watches),
        "page_errors": sum(len(one.errors) for one in watches),
        "stopped_by_policy": sum(len(one.blocked) for one in watches),
        "answered": len(tour.shown.get(QUOTES, set()) & names),
        "answered_by_model": len(tour.shown.get(model.name, set()) & names),
        "payloads_shown": len(tour.payloads & names),
        "opened": len(tour.opened & names),
        "exports": len(list(exports.glob("*.html"))),
        "addresses_served": len(served_still),
        "fetched_for_others": fetched,
    }, findings


def _open_exports(browser: Browser, folder: Path, uris: Sequence[str]) -> Watch:
    """Without the policy that the pages bring themselves, so that only escaping protects."""
    context = browser.new_context(bypass_csp=True)
    watch = Watch(context, folder.as_uri())
    open_exports(watch, folder, uris)
    context.close()
    return watch
