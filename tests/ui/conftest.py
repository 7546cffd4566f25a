"""Chromium, and the page served to it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.index import Index
from rag.types import LanguageModel
from ui.serve_command import Served, build_server, listen
from ui.web.access import Access, BrowserAccess
from ui.web.answering import Answering
from ui.web.context import Context
from ui.web.conversations.store import Conversations
from ui.web.library import Library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

Serve = Callable[..., AbstractContextManager[str]]
"""Serves an index, as `serving` takes it; gives the page's address."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; without it these tests fail in CI and are skipped elsewhere.

    For one module at a time: as long as Playwright runs, no other test can start an event loop.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        refuse("Chromium is not installed: the page was not tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a new, empty profile."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def make_context(tmp_path: Path) -> Callable[..., Context]:
    """The parts behind a page about an index, which need not exist, kept in a new folder."""

    def make(
        index: Index | Path,
        models: Mapping[str, LanguageModel] | None = None,
        kept: Path | None = None,
    ) -> Context:
        if isinstance(index, Index):
            library = Library(index.path, lambda path: index, models)
        else:
            library = Library(index, models=models)
        kept = kept or tmp_path / "kept"
        conversations = Conversations.open(kept)
        return Context(
            library=library,
            conversations=conversations,
            answering=Answering(library, conversations),
            kept=kept,
            runs=tmp_path / "runs",
        )

    return make


@pytest.fixture
def serving(make_context: Callable[..., Context]) -> Serve:
    """Serve a page on a free port; see `make_context` and `Access`."""

    @contextmanager
    def serve(index: Index | Path, access: Access | None = None, **parts: Any) -> Iterator[str]:
        with listen(0) as listener:
            port = listener.getsockname()[1]
            context = make_context(index, **parts)
            server = build_server(
                Served(context=context, access=access or BrowserAccess(), port=port)
            )
            thread = threading.Thread(
                target=server.run, kwargs={"sockets": [listener]}, daemon=True
            )
            thread.start()
            yield f"http://127.0.0.1:{port}/"
            server.should_exit = True
            thread.join(timeout=10)

    return serve
