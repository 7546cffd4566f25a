"""Chromium, and the page served to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.errors import UsageError
from index.index import Index, open_or_create
from rag.types import LanguageModel
from tests.conftest import WordEncoder, write_folder
from tests.support.browsing import PATIENCE_MS, page_parts, served
from tests.support.chromium import chromium
from ui.web.context import Context
from ui.web.gate import Access

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Serve = Callable[..., AbstractContextManager[str]]
"""Serves an index, as `serving` takes it; gives the page's address."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; without it these tests fail in CI and are skipped elsewhere.

    For one module at a time: as long as Playwright runs, no other test can start an event loop.
    """
    try:
        with chromium() as browser:
            yield browser
    except UsageError as error:
        refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        refuse(f"the page was not tried in a browser: {error}")


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes a page of a new, empty profile: of a reader who was never here."""
    with ExitStack() as opened:

        def make(**options: Any) -> Page:
            context = browser.new_context(viewport={"width": 1280, "height": 800}, **options)
            opened.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            return context.new_page()

        yield make


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of a new, empty profile."""
    return new_page()


@pytest.fixture
def make_context(tmp_path: Path) -> Callable[..., Context]:
    """The parts behind a page about an index, which need not exist, kept in a new folder."""

    def make(
        index: Index | Path,
        models: Mapping[str, LanguageModel] | None = None,
        kept: Path | None = None,
    ) -> Context:
        path, opened = (index.path, index) if isinstance(index, Index) else (index, None)
        return page_parts(path, kept or tmp_path / "kept", tmp_path / "runs", models, opened)

    return make


@pytest.fixture
def serving(make_context: Callable[..., Context]) -> Serve:
    """Serve a page on a free port; see `make_context` and `Access`."""

    @contextmanager
    def serve(index: Index | Path, access: Access | None = None, **parts: Any) -> Iterator[str]:
        with served(make_context(index, **parts), access) as address:
            yield address

    return serve


@pytest.fixture
def index(
    request: pytest.FixtureRequest, empty_index: Index, write_articles: Callable[..., Path]
) -> Index:
    """The index of the module's `ARTICLES`."""
    empty_index.sync(write_articles(request.module.ARTICLES))
    return empty_index


@pytest.fixture
def own_home(index: Index, serving: Serve) -> Iterator[str]:
    """The address of a page about the module's `ARTICLES`, for a test that changes them."""
    with serving(index) as address:
        yield address


@pytest.fixture(scope="module")
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same, for all tests that leave it as it is: each is a reader of its own."""
    folder = tmp_path_factory.mktemp("home")
    index = open_or_create(folder / "index", load=lambda name: WordEncoder())
    index.sync(write_folder(folder / "articles", request.module.ARTICLES))
    parts = page_parts(index.path, folder / "kept", folder / "runs", opened=index)
    with served(parts) as address:
        yield address
