"""Several readers at once, in headless Chromium."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.index import Index

if TYPE_CHECKING:
    from conftest import Serve
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ARTICLES = {
    "wall.md": "# The wall\n\nThe storm tore a hole of fourteen metres in the harbour wall.\n",
    "oven.md": "# The village oven\n\nThe village oven bakes sourdough bread every Saturday.\n",
}
QUESTION = "How big was the hole that the storm tore in the harbour wall?"


class Hanging:
    """Says nothing until it may."""

    name = "hanging"

    def __init__(self) -> None:
        self.may_go_on = threading.Event()

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        self.may_go_on.wait(60)
        yield "The hole was fourteen metres wide [1]."


def open_page(browser: Browser, address: str, scheme: str = "light") -> Page:
    """A page of a new reader."""
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(address)
    page.locator("#byline-obey").wait_for(state="attached")
    return page


def ask(page: Page, question: str) -> None:
    page.locator("#byline-ask textarea").fill(question)
    page.locator("#byline-ask textarea").press("Enter")


def test_slow_answer_of_one_reader_stops_no_other_and_nobody_sees_the_others_questions(
    index: Index, serving: Serve, browser: Browser
) -> None:
    model = Hanging()
    with serving(index, models={model.name: model}) as address:
        patient, quick = open_page(browser, address), open_page(browser, address)
        patient.get_by_label("Answers by").select_option(model.name)
        ask(patient, QUESTION)
        patient.locator(".byline-pending").wait_for()
        ask(quick, "What does the village oven bake?")
        quick.locator(".byline-quote").first.wait_for()
        assert patient.locator(".byline-pending").count() == 1
        quick.get_by_role("navigation", name="Conversations").get_by_text("oven").wait_for()
        assert "harbour wall" not in quick.locator("body").inner_text()
        model.may_go_on.set()
        patient.locator(".byline-prose").wait_for()
        assert "oven" not in patient.locator("body").inner_text()
        for page in (patient, quick):
            page.context.close()


def test_answers_go_on_while_the_folder_is_synced(
    index: Index, serving: Serve, browser: Browser, write_articles: Callable[..., Path]
) -> None:
    with serving(index) as address:
        page = open_page(browser, address)
        write_articles({**ARTICLES, "ferry.md": "# Ferry\n\nThe ferry carries ninety cars.\n"})
        page.goto(f"{address}#articles")
        page.get_by_role("button", name="Sync now").click()
        page.goto(f"{address}#chat")
        ask(page, QUESTION)
        page.locator(".byline-quote").first.wait_for()
        page.goto(f"{address}#articles")
        page.get_by_text("ferry.md").wait_for()
        page.goto(f"{address}#chat")
        ask(page, "How many cars does the ferry carry?")
        page.get_by_text("ninety cars").first.wait_for()
        page.context.close()


def test_page_is_dark_when_the_reader_likes_it_dark(
    index: Index, serving: Serve, browser: Browser
) -> None:
    with serving(index) as address:
        page = open_page(browser, address, "dark")
        ask(page, QUESTION)
        page.locator(".byline-quote").first.wait_for()
        colours = page.locator(".byline-quote").first.evaluate(
            "e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]"
        )
        ink, paper = (sum(map(int, rgb[4:-1].split(","))) for rgb in colours)
        assert ink > 600 > 120 > paper
        page.context.close()
