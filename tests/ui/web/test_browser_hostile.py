"""Articles, a model and a reader that mean harm: nothing may run, load or link.

The short form of `python -m benchmarks hostile`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.hostile.addresses import served_addresses
from benchmarks.hostile.control import run_control
from benchmarks.hostile.documents import HostileDocument, write_documents
from benchmarks.hostile.model import Repeating
from benchmarks.hostile.payloads import PAYLOADS
from benchmarks.hostile.tour import QUOTES, Tour, open_exports
from benchmarks.hostile.watch import Watch
from index.index import Index

if TYPE_CHECKING:
    from conftest import Serve
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

CHOSEN = ("script", "md-image", "md-link-tabs", "dollar", "prototype", "about-markup", "word")
SHORT = tuple(payload for payload in PAYLOADS if payload.name in CHOSEN)
MODEL = Repeating()


@pytest.fixture
def documents(empty_index: Index, tmp_path: Path) -> tuple[HostileDocument, ...]:
    """The indexed documents."""
    documents = write_documents(tmp_path / "articles", SHORT)
    empty_index.sync(tmp_path / "articles")
    return documents


@pytest.fixture
def home(
    empty_index: Index, documents: tuple[HostileDocument, ...], serving: Serve
) -> Iterator[str]:
    """The address of a page about the documents."""
    with serving(empty_index, models={MODEL.name: MODEL}) as address:
        yield address


def test_nothing_runs_loads_or_links_whatever_articles_and_models_say(
    empty_index: Index,
    documents: tuple[HostileDocument, ...],
    home: str,
    browser: Browser,
    tmp_path: Path,
) -> None:
    uris = {one.doc_id: one.uri for one in empty_index.snapshot().about.values() if one.uri}
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    watch = Watch(context, home)
    tour = Tour(watch.new_page(), watch, uris)
    tour.start(home)
    for number, document in enumerate(documents):
        model = MODEL.name if number % 2 else QUOTES
        exchange = tour.ask_about(document, model)
        tour.save_export(exchange, document, tmp_path)
    tour.note(exchange, documents[-1])
    tour.ask_payload(documents[0])
    tour.read_articles()
    tour.filter(ticks=5)
    context.close()
    assert watch.findings() == []
    assert tour.payloads == tour.opened == {document.doc_id for document in documents}
    exports = browser.new_context(bypass_csp=True)
    watch = Watch(exports, tmp_path.as_uri())
    assert open_exports(watch, tmp_path, list(uris.values())) == len(documents)
    exports.close()
    assert watch.findings() == []


def test_addresses_of_gradio_that_read_files_or_fetch_are_refused(home: str) -> None:
    assert served_addresses(home) == ([], 0)


def test_control_shows_that_the_documents_would_do_harm(browser: Browser) -> None:
    watch, idle = run_control(browser, SHORT[:3])
    assert idle == []
    assert watch.requests
    assert watch.scripts
    assert watch.links
    assert watch.elements
