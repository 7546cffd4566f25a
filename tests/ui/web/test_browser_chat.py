"""The page as a reader meets it, in headless Chromium."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.errors import NoIndexError
from index.index import Index
from index.types import Document
from rag.answerer import Answerer
from ui.serve_command import build_server, listen
from ui.web.library import Library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

ARTICLES = {
    "wall.md": (
        "---\ntitle: Storm tears hole in harbour wall\nauthor: Imogen Tasker\n"
        "date: 2024-02-12\noutlet: The Gazette\nurl: https://gazette.example/wall\n---\n\n"
        + "The town woke to a grey sea and a cold wind from the west.\n\n" * 12
        + "The storm tore a hole of fourteen metres in the harbour wall. Nobody was hurt.\n\n"
        + "Volunteers carried blankets to the hall all night.\n\n" * 12
    ),
    "oven.md": "# The village oven\n\nThe village oven bakes sourdough bread every Saturday.\n",
    "hostile.md": (
        "---\ntitle: '<img src=https://evil.example/t.png onerror=alert(1)>'\n---\n\n"
        "The lighthouse keeper wrote <script>document.title='owned'</script> and"
        " ![x](https://evil.example/x.png) and ${document.title='owned'} and"
        " {{constructor}} in the lighthouse log.\n"
    ),
}
QUESTION = "How big was the hole that the storm tore in the harbour wall?"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; without it these tests fail in CI and are skipped elsewhere."""
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
def home(empty_index: Index, write_articles: Callable[[dict[str, str]], Path]) -> Iterator[str]:
    """The address of a page about the articles."""
    empty_index.sync(write_articles(ARTICLES))
    with serving(Library(empty_index.path, lambda: Answerer(empty_index))) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a new, empty profile."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@contextmanager
def serving(library: Library) -> Iterator[str]:
    """Serve on a free port."""
    listener = listen(0)
    port = listener.getsockname()[1]
    server = build_server(library, port)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(timeout=10)


class Notes:
    """What a page did that it must not do."""

    def __init__(self, page: Page, home: str) -> None:
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self._request(request.url, home))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: self.errors.append(dialog.message))
        page.on(
            "console",
            lambda said: self.errors.append(said.text) if said.type == "error" else None,
        )

    def _request(self, url: str, home: str) -> None:
        if not url.startswith((home, "data:", "blob:")):
            self.elsewhere.append(url)


def ask(page: Page, question: str) -> None:
    """Ask from the keyboard and wait for the answer."""
    before = page.locator(".byline-answer, .byline-problem").count()
    box = page.locator("#byline-ask textarea")
    box.fill(question)
    box.press("Enter")
    page.locator(".byline-answer, .byline-problem").nth(before).wait_for(timeout=20_000)


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#byline-ask textarea:enabled").wait_for(timeout=30_000)


def in_view(page: Page) -> bool:
    found = page.locator("#byline-panel mark").first.bounding_box()
    size = page.viewport_size
    assert found is not None
    assert size is not None
    return 0 <= found["y"] <= size["height"] - found["height"] and found["x"] >= 0


def test_marker_opens_the_article_at_the_cited_sentence(home: str, page: Page) -> None:
    notes = Notes(page, home)
    open_page(page, home)
    ask(page, QUESTION)
    quote = page.locator(".byline-quote").first
    marker = quote.locator("a.byline-marker")
    began = time.monotonic()
    marker.click()
    page.locator("#byline-panel mark").wait_for()
    assert time.monotonic() - began < 5
    highlighted = page.locator("#byline-panel mark").inner_text()
    assert highlighted == "The storm tore a hole of fourteen metres in the harbour wall."
    assert highlighted in quote.inner_text()
    assert in_view(page)
    panel = page.locator("#byline-panel").inner_text()
    assert "Storm tears hole in harbour wall" in panel
    assert "By Imogen Tasker · The Gazette · 12 February 2024" in panel
    link = page.locator("#byline-panel a")
    assert link.get_attribute("href") == "https://gazette.example/wall"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert (notes.elsewhere, notes.errors) == ([], [])


def test_source_opens_and_closes_with_the_keyboard_alone(home: str, page: Page) -> None:
    open_page(page, home)
    ask(page, QUESTION)
    marker = page.locator(".byline-quote a.byline-marker").first
    marker.focus()
    page.keyboard.press("Enter")
    page.locator("#byline-panel mark").wait_for()
    assert page.locator("#byline-panel .byline-content:focus").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#byline-panel").is_hidden()
    assert page.locator("a.byline-marker:focus").count() == 1


def test_refusal_shows_the_nearest_passages_and_they_open(home: str, page: Page) -> None:
    open_page(page, home)
    ask(page, "Who won the football world cup?")
    answer = page.locator(".byline-answer")
    assert "The articles do not say." in answer.inner_text()
    answer.locator(".byline-near a").first.click()
    page.locator("#byline-panel mark").first.wait_for()
    assert "does not answer" in page.locator("#byline-panel .byline-note").inner_text()


def test_page_is_usable_when_it_is_380_pixels_wide(home: str, page: Page) -> None:
    page.set_viewport_size({"width": 380, "height": 700})
    open_page(page, home)
    ask(page, QUESTION)
    page.locator("a.byline-marker").first.click()
    page.locator("#byline-panel mark").wait_for()
    assert in_view(page)
    box = page.locator("#byline-panel").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 380)
    page.get_by_role("button", name="Close the source").click()
    assert page.locator("#byline-panel").is_hidden()


def test_nothing_runs_or_loads_when_an_article_is_hostile(home: str, page: Page) -> None:
    notes = Notes(page, home)
    open_page(page, home)
    ask(page, "What did the lighthouse keeper write in the lighthouse log?")
    page.locator(".byline-answer a").first.click()
    page.locator("#byline-panel mark").wait_for()
    assert "<script>" in page.locator("#byline-panel").inner_text()
    ask(page, "<img src=https://evil.example/q.png onerror=alert(1)> ![x](https://evil.example)")
    assert page.title() == "Byline"
    assert page.locator("gradio-app img, #byline-panel img").count() == 0
    assert (notes.elsewhere, notes.errors) == ([], [])


def test_first_page_says_how_to_add_articles_when_there_is_no_index(
    page: Page, tmp_path: Path
) -> None:
    def missing() -> Answerer:
        raise NoIndexError(tmp_path)

    with serving(Library(tmp_path, missing)) as address:
        page.goto(address)
        page.get_by_role("heading", name="There are no articles yet").wait_for(timeout=30_000)
        assert (
            f"byline sync FOLDER --index {tmp_path}" in page.locator(".byline-command").inner_text()
        )
        assert page.locator("#byline-ask textarea").is_hidden()


def test_page_says_so_when_something_goes_wrong_inside(page: Page, tmp_path: Path) -> None:
    class Broken(Library):
        def documents(self) -> tuple[Document, ...]:
            return (Document(doc_id="a.md", version="v", text="", title="A"),)

        @property
        def answerer(self) -> Answerer:
            raise ZeroDivisionError

    with serving(Broken(tmp_path, Answerer.open)) as address:
        open_page(page, address)
        ask(page, QUESTION)
        assert "went wrong inside Byline" in page.locator(".byline-problem").inner_text()
        assert page.locator(".byline-pending").count() == 0
