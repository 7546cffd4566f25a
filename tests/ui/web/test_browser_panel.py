"""The source panel as a reader uses it, in headless Chromium."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.index import Index
from tests.support import browsing
from tests.support.browsing import open_page, reload

if TYPE_CHECKING:
    from conftest import Serve
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

STORM = "The storm tore a hole of fourteen metres in the harbour wall."
WALL = (
    "---\ntitle: Storm tears hole in harbour wall\nauthor: Imogen Tasker\n"
    "date: 2024-02-12\noutlet: The Gazette\nurl: https://gazette.example/wall\n---\n\n"
    + "The town woke to a grey sea and a cold wind from the west.\n\n" * 12
    + f"{STORM} Nobody was hurt.\n\n"
    + "Volunteers carried blankets to the hall all night.\n\n" * 12
)
ARTICLES = {
    "wall.md": WALL,
    "oven.md": "# The village oven\n\nThe village oven bakes sourdough bread every Saturday.\n",
    "clinic.md": (
        "# A clinic\n\nThe clinic in Gannet Row opened in January. The clinic has seen 2,900"
        " patients. The clinic employs nine nurses.\n"
    ),
}
QUESTION = "How big was the hole that the storm tore in the harbour wall?"
WriteArticles = Callable[[dict[str, str]], Path]


def ask(page: Page, home: str, question: str = QUESTION) -> None:
    """Open the page, ask, and wait for the answer."""
    open_page(page, home)
    browsing.ask(page, question)


def marked(page: Page) -> str:
    """What is marked, once the panel stands with the mark in view."""
    mark = page.locator("#byline-panel mark.byline-cited").first
    mark.wait_for()
    box, size = mark.bounding_box(), page.viewport_size
    assert box is not None
    assert size is not None
    assert 0 <= box["y"] <= size["height"] - box["height"]
    return " ".join(page.locator("#byline-panel mark.byline-cited").all_inner_texts())


def panel(page: Page) -> str:
    return page.locator("#byline-panel").inner_text()


def test_marker_opens_the_article_at_the_cited_sentence(home: str, page: Page) -> None:
    ask(page, home)
    began = time.monotonic()
    page.locator(".byline-quote a.byline-marker").first.click()
    assert marked(page) == STORM
    assert time.monotonic() - began < 5
    assert "Storm tears hole in harbour wall" in panel(page)
    assert "By Imogen Tasker · The Gazette · 12 February 2024" in panel(page)
    assert "Cited in sentence 1 of the answer" in panel(page)
    link = page.locator("#byline-panel a")
    assert link.get_attribute("href") == "https://gazette.example/wall"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_panel_is_used_with_the_keyboard_alone(home: str, page: Page) -> None:
    ask(page, home, "What is known about the clinic in Gannet Row, its patients and nurses?")
    markers = page.locator(".byline-quote a.byline-marker")
    assert markers.count() > 1
    markers.first.focus()
    page.keyboard.press("Enter")
    first = marked(page)
    page.locator("#byline-panel .byline-content:focus").wait_for()
    page.keyboard.press("n")
    page.locator("#byline-panel .byline-position", has_text="2 of").wait_for()
    assert marked(page) != first
    assert first in page.locator("#byline-panel mark.byline-also").all_inner_texts()
    page.keyboard.press("ArrowLeft")
    page.locator("#byline-panel .byline-position", has_text="1 of").wait_for()
    assert marked(page) == first
    page.keyboard.press("Escape")
    page.locator("#byline-panel").wait_for(state="hidden")
    assert markers.first.evaluate("marker => marker === document.activeElement")


def test_next_button_keeps_the_focus(home: str, page: Page) -> None:
    ask(page, home, "What is known about the clinic in Gannet Row, its patients and nurses?")
    page.locator(".byline-quote a.byline-marker").first.click()
    page.get_by_role("button", name="Next citation").click()
    page.locator("#byline-panel .byline-position", has_text="2 of").wait_for()
    assert page.get_by_role("button", name="Next citation").is_visible()
    page.get_by_role("button", name="Previous citation").click()
    page.locator("#byline-panel .byline-position", has_text="1 of").wait_for()
    assert page.get_by_role("button", name="Previous citation").is_disabled()


def test_refusal_opens_its_nearest_passages(home: str, page: Page) -> None:
    ask(page, home, "Who won the football world cup?")
    page.locator(".byline-near a").first.click()
    assert marked(page)
    assert "does not answer" in page.locator("#byline-panel .byline-remark").inner_text()
    assert page.get_by_role("button", name="Wrong citation").count() == 0


def test_what_was_found_but_not_used_opens_from_the_panel(home: str, page: Page) -> None:
    ask(page, home)
    page.locator(".byline-quote a.byline-marker").first.click()
    page.locator(".byline-unused summary").click()
    found = page.locator(".byline-found", has_text="The village oven")
    found.click()
    page.locator("#byline-panel .byline-headline", has_text="The village oven").wait_for()
    assert "sourdough" in marked(page)
    assert "no sentence of the answer rests on it" in panel(page)


def test_cited_version_is_shown_when_the_article_has_changed_and_gone(
    index: Index, own_home: str, page: Page, write_articles: WriteArticles
) -> None:
    ask(page, own_home)
    changed = {**ARTICLES, "wall.md": "# A calm day\n\nNothing happened at sea.\n"}
    index.sync(write_articles(changed))
    reload(page)
    page.locator(".byline-quote a.byline-marker").first.click()
    assert marked(page) == STORM
    assert "has changed since it was cited" in panel(page)
    page.get_by_role("button", name="See the article as it is now").click()
    page.locator("#byline-panel .byline-headline", has_text="A calm day").wait_for()
    page.get_by_role("button", name="Back to the source").click()
    page.locator("#byline-panel .byline-headline", has_text="Storm tears").wait_for()
    page.keyboard.press("Escape")
    index.sync(write_articles({"oven.md": ARTICLES["oven.md"]}))
    reload(page)
    page.locator(".byline-quote a.byline-marker").first.click()
    assert marked(page) == STORM
    assert "no longer in the index" in panel(page)


def test_source_still_opens_when_the_index_is_deleted(
    index: Index, own_home: str, page: Page
) -> None:
    ask(page, own_home)
    shutil.rmtree(index.path)
    page.locator(".byline-quote a.byline-marker").first.click()
    assert marked(page) == STORM


def test_same_story_opens_at_the_same_words(
    index: Index, own_home: str, page: Page, write_articles: WriteArticles
) -> None:
    copy = WALL.replace("The Gazette", "The Chronicle").replace("cold wind", "stiff wind")
    index.sync(write_articles({**ARTICLES, "copy.md": copy}))
    ask(page, own_home)
    page.locator(".byline-quote a.byline-marker").first.click()
    marked(page)
    page.locator("#byline-panel .byline-where a", has_text="Storm tears").click()
    page.locator("#byline-panel .byline-position", has_text="The same story").wait_for()
    assert marked(page) == STORM
    page.get_by_role("button", name="Back to the source").click()
    page.locator("#byline-panel .byline-position", has_text="Source [1]").wait_for()


def test_long_article_opens_at_once_and_goes_on_while_it_is_scrolled(
    index: Index, own_home: str, page: Page, write_articles: WriteArticles
) -> None:
    fill = "\n\n".join(f"Paragraph {n} tells of the weather in town that day." for n in range(900))
    text = "\n\n".join(["First of all.", fill, STORM, fill, "Last of all."])
    index.sync(write_articles({"wall.md": f"---\ntitle: The storm in full\n---\n\n{text}\n"}))
    ask(page, own_home)
    page.locator(".byline-quote a.byline-marker").first.click()
    assert marked(page) == STORM
    assert "First of all." not in panel(page)
    content = page.locator("#byline-panel .byline-content")
    for end, place in (("0", "First of all."), ("element.scrollHeight", "Last of all.")):
        deadline = time.monotonic() + 15
        while place not in panel(page):
            assert time.monotonic() < deadline
            content.evaluate(f"element => {{ element.scrollTop = {end}; }}")
            page.wait_for_timeout(50)
    shown = page.locator("#byline-panel .byline-article p").all_inner_texts()
    expected = ["First of all.", *fill.split("\n\n"), STORM, *fill.split("\n\n"), "Last of all."]
    assert shown == expected


def test_panel_is_a_dialog_over_the_page_when_it_is_narrow(home: str, page: Page) -> None:
    page.set_viewport_size({"width": 380, "height": 700})
    ask(page, home)
    page.locator("a.byline-marker").first.click()
    assert marked(page) == STORM
    box = page.locator("#byline-panel").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 380, 700)
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body"
            " || document.activeElement.closest('#byline-panel') !== null"
        )
    page.get_by_role("button", name="Close the source").click()
    page.locator("#byline-panel").wait_for(state="hidden")


def test_panel_is_made_wider_with_the_keyboard_and_stays_so(home: str, page: Page) -> None:
    ask(page, home)
    page.locator("a.byline-marker").first.click()
    marked(page)
    edge = page.get_by_role("separator", name="Width of the source panel")
    before = page.locator("#byline-panel").bounding_box()
    edge.press("ArrowLeft")
    after = page.locator("#byline-panel").bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] == pytest.approx(before["width"] + 40, abs=1)
    reload(page)
    page.locator("a.byline-marker").first.click()
    marked(page)
    assert page.locator("#byline-panel").bounding_box() == after


def test_article_opened_to_be_read_closes_when_another_view_is_shown(home: str, page: Page) -> None:
    ask(page, home)
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('byline:read', {detail: {doc_id: 'oven.md'}}))"
    )
    page.locator("#byline-panel .byline-headline", has_text="The village oven").wait_for()
    assert page.locator("#byline-panel mark").count() == 0
    page.get_by_role("link", name="Articles").click()
    page.locator("#byline-panel").wait_for(state="hidden")


def test_source_that_comes_late_opens_over_nothing_else(home: str, page: Page) -> None:
    held: list[Route] = []
    ask(page, home)
    page.route("**/sources/**", lambda route: held.append(route))
    page.locator(".byline-quote a.byline-marker").first.click()
    page.get_by_role("link", name="Articles").click()
    page.get_by_role("heading", name="Articles").first.wait_for()
    for route in held:
        route.continue_()
    page.wait_for_timeout(500)  # for a panel that must not open
    assert page.locator("#byline-panel").is_hidden()


def test_panel_that_was_made_wide_leaves_room_when_the_window_becomes_narrow(
    home: str, page: Page
) -> None:
    page.set_viewport_size({"width": 1700, "height": 800})
    ask(page, home)
    page.locator(".byline-quote a.byline-marker").first.click()
    assert marked(page) == STORM
    page.get_by_role("separator").focus()
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    page.set_viewport_size({"width": 1000, "height": 800})
    box = page.locator("#byline-panel").bounding_box()
    assert box is not None
    assert box["x"] >= 340
    assert page.locator("#byline-ask").is_visible()


def test_words_of_an_article_run_in_their_own_direction(
    empty_index: Index, write_articles: WriteArticles, serving: Serve, page: Page
) -> None:
    written = ARTICLES | {"wall.md": WALL.replace("Imogen Tasker", "דנה כהן")}
    empty_index.sync(write_articles(written))
    with serving(empty_index) as address:
        ask(page, address)
        page.locator(".byline-quote a.byline-marker").first.click()
        assert marked(page) == STORM
        parts = page.locator("#byline-panel .byline-facts bdi").all_inner_texts()
        assert parts[:3] == ["By דנה כהן", "The Gazette", "12 February 2024"]
