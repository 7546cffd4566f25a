"""Several readers at once, in headless Chromium."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.index import Index
from tests.support.browsing import ask, choose_model, open_page, send

if TYPE_CHECKING:
    from conftest import Serve
    from playwright.sync_api import Page

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
        self.may_go_on.wait()
        yield "The hole was fourteen metres wide [1]."


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    """Let go at the end."""
    hanging = Hanging()
    yield hanging
    hanging.may_go_on.set()


def test_slow_answer_of_one_reader_stops_no_other_and_nobody_sees_the_others_questions(
    index: Index, serving: Serve, new_page: Callable[..., Page], hanging: Hanging
) -> None:
    with serving(index, models={hanging.name: hanging}) as address:
        patient, quick = new_page(), new_page()
        for page in (patient, quick):
            open_page(page, address)
        choose_model(patient, hanging.name)
        send(patient, QUESTION)
        patient.locator(".byline-pending").wait_for()
        ask(quick, "What does the village oven bake?")
        assert patient.locator(".byline-pending").count() == 1
        quick.get_by_role("navigation", name="Conversations").get_by_text("oven").wait_for()
        assert QUESTION not in quick.locator("body").inner_text()
        hanging.may_go_on.set()
        patient.locator(".byline-prose").wait_for()
        assert "oven" not in patient.locator("body").inner_text()


def test_answers_go_on_while_the_folder_is_synced(
    own_home: str, page: Page, write_articles: Callable[..., Path]
) -> None:
    open_page(page, own_home)
    write_articles({**ARTICLES, "ferry.md": "# Ferry\n\nThe ferry carries ninety cars.\n"})
    page.goto(f"{own_home}#articles")
    page.get_by_role("button", name="Sync now").click()
    page.goto(f"{own_home}#chat")
    ask(page, QUESTION)
    page.locator(".byline-quote").first.wait_for()
    page.goto(f"{own_home}#articles")
    page.get_by_text("ferry.md").wait_for()
    page.goto(f"{own_home}#chat")
    assert "ninety cars" in ask(page, "How many cars does the ferry carry?").inner_text()


def test_page_is_dark_when_the_reader_likes_it_dark(home: str, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    open_page(page, home)
    ask(page, QUESTION)
    colours = page.locator(".byline-quote").first.evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]"
    )
    ink, paper = (sum(map(int, rgb[4:-1].split(","))) for rgb in colours)
    assert ink > 600 > 120 > paper
